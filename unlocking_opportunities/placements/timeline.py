"""The timeline of a placement: statuses, visits, signatures, alerts and decisions, in order."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import get_datetime, get_fullname, getdate, now_datetime

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.placements.start_gate.table import CHECKS
from unlocking_opportunities.rules.placement_states import ENDED


@dataclass(frozen=True)
class Event:
	"""One thing that happened, or is still to come. `day_only`: the time of day is not known."""

	on: datetime
	text: str
	kind: str
	day_only: bool = False
	doctype: str = ""
	name: str = ""


@frappe.whitelist()
def of_placement(name: str) -> list[dict]:
	"""Return the events of the placement `name`, oldest first, each with `ahead`: whether it is still to come.

	Raises PermissionError if the user may not read the placement. Visits and alerts follow their own row rules.
	"""
	placement = row_permissions.permitted("Placement", name)
	events = sorted(_events(placement), key=lambda event: (event.on, event.kind))
	return [asdict(event) | {"ahead": event.on > now_datetime()} for event in events]


def _events(placement: Document) -> Iterator[Event]:
	yield Event(placement.creation, _("Proposed"), "State")
	yield from _states(placement)
	yield from _decisions(placement)
	yield from _signatures(placement.signatures)
	yield from _visits(placement)
	yield from _alerts(placement)


def _states(placement: Document) -> Iterator[Event]:
	"""Yield each change of status, from the versions, and the first and last days, which imported records have too."""
	version = DocType("Version")
	rows = (
		frappe.qb.from_(version)
		.select(version.creation, version.data)
		.where((version.ref_doctype == "Placement") & (version.docname == placement.name))
		.run()
	)
	for moved_on, data in rows:
		for fieldname, _before, after in frappe.parse_json(data).get("changed") or ():
			if fieldname == "status":
				yield Event(moved_on, _(after), "State")
	planned = () if placement.status in ENDED else (("end_date", _("Last day")),)
	for field, text in (
		("start_date", _("First day")),
		*planned,
		("actual_start", _("Started")),
		("actual_end", _("Ended")),
		("contact_made_on", _("Young person contacted after it ended")),
	):
		if placement.get(field):
			yield _on_day(placement.get(field), text, "Day")


def _decisions(placement: Document) -> Iterator[Event]:
	if placement.suitability_confirmed_on:
		confirmed_on = get_datetime(placement.suitability_confirmed_on)
		said = _("The allocated worker confirmed it is suitable")
		if placement.suitability_confirmed_for:
			by, worker = placement.suitability_confirmed_by, placement.suitability_confirmed_for
			said = _("{0} confirmed it is suitable, for {1}").format(get_fullname(by), get_fullname(worker))
		yield Event(confirmed_on, said, "Decision")
	for row in placement.overrides:
		check = _(CHECKS[row.check_key].title)
		yield Event(row.creation, _("A manager overrode a check: {0}").format(check), "Decision")
	if placement.findings_shared_on:
		yield _on_day(placement.findings_shared_on, _("Findings shared with carers"), "Decision")


def _signatures(rows: Iterable[Document]) -> Iterator[Event]:
	for row in rows:
		yield Event(get_datetime(row.signed_on), _("Signed: {0}").format(_(row.party)), "Signature")
		if row.revoked_on:
			reason = _(row.revoked_reason) if row.revoked_reason else ""
			text = _("Signature revoked: {0}. {1}").format(_(row.party), reason)
			yield Event(get_datetime(row.revoked_on), text, "Signature")


def _visits(placement: Document) -> Iterator[Event]:
	table = DocType("Visit")
	query = frappe.qb.from_(table).select(
		table.name, table.kind, table.status, table.due_on, table.starts_on, table.visited_on
	)
	query = query.where((table.placement == placement.name) & (table.status != "Cancelled"))
	for row in row_permissions.restrict(query, "Visit").run(as_dict=True):
		text = _("Visit, {0}: {1}").format(_(row.kind), _(row.status))
		if row.starts_on and not row.visited_on:
			yield Event(row.starts_on, text, "Visit", doctype="Visit", name=row.name)
		else:
			yield _on_day(row.visited_on or row.due_on, text, "Visit", "Visit", row.name)


def _alerts(placement: Document) -> Iterator[Event]:
	table = DocType("Not Here Alert")
	query = frappe.qb.from_(table).select(table.name, table.reported_on, table.acknowledged_on)
	query = query.where(table.placement == placement.name)
	for row in row_permissions.restrict(query, "Not Here Alert").run(as_dict=True):
		yield Event(row.reported_on, _("Not here"), "Alert", False, "Not Here Alert", row.name)
		if row.acknowledged_on:
			text = _("Not here: acknowledged")
			yield Event(row.acknowledged_on, text, "Alert", False, "Not Here Alert", row.name)


def _on_day(day: date, text: str, kind: str, doctype: str = "", name: str = "") -> Event:
	return Event(datetime.combine(getdate(day), datetime.min.time()), text, kind, True, doctype, name)
