"""The SSDA903 code for an entry of a young person's history: proposed with its reason, confirmed by a person."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from unlocking_opportunities.council import settings, wording
from unlocking_opportunities.rules import eet
from unlocking_opportunities.rules.placement_states import BEGUN

ACTIVITIES = {
	"Higher Education": eet.HIGHER_EDUCATION,
	"Other Education": eet.OTHER_EDUCATION,
	"Apprenticeship": eet.APPRENTICESHIP,
	"Work or Training": eet.WORK_OR_TRAINING,
}
BARRIERS = {
	"Illness or Disability": eet.ILLNESS_OR_DISABILITY,
	"Pregnancy or Parenting": eet.PREGNANCY_OR_PARENTING,
}
# A placement that runs, or ran, on the day; a proposed or agreed one is not an activity yet.


def propose(young_person: str, entry: Any) -> tuple[str, str]:
	"""Return the code proposed for a row of the history and the reason.

	There is no code if it is not known whether they are in touch. The activity is the one entered, otherwise
	that of the placement that runs on the row's day.
	"""
	if not entry.in_touch:
		return "", _("Fill in In Touch, then a code will be proposed.")
	if entry.activity:
		facts, source = _as_entered(entry), ""
	else:
		placement = _placement_on(young_person, getdate(entry.as_at))
		facts, source = _of_placement(entry, placement), placement.name if placement else ""
	proposal = eet.propose(facts, settings.eet_terms())
	reason = f"{wording.get_message(proposal.reason)} {wording.get_remedy(proposal.reason)}".strip()
	if source:
		reason += " " + _("Taken from {0}.").format(source)
	if not proposal.certain:
		reason += " " + _("Please check this carefully.")
	return proposal.code, reason


def status_of(code: str) -> str:
	"""Return the EET status of the pseudonymous record for a confirmed code."""
	if code == eet.NOT_KNOWN:
		return "Unknown"
	return "In EET" if eet.is_eet(code) else "Not in EET"


def set_status(young_person: str, status: str) -> None:
	"""Store on the pseudonymous record whether they are in education, employment or training, but not the code."""
	frappe.db.set_value("Young Person", young_person, "eet_status", status, update_modified=False)


def _as_entered(entry: Any) -> eet.EetFacts:
	return eet.EetFacts(
		in_touch=entry.in_touch,
		activity=ACTIVITIES.get(entry.activity),
		hours_a_week=entry.hours_a_week or None,
		barrier=BARRIERS.get(entry.barrier),
	)


def _of_placement(entry: Any, placement: Any) -> eet.EetFacts:
	paid = bool(placement and placement.pay_basis == "Paid")
	return eet.EetFacts(
		in_touch=entry.in_touch,
		activity=_activity(placement) if placement else None,
		hours_a_week=(placement.hours_per_week or None) if placement else None,
		short_unpaid=bool(placement) and not paid,
		barrier=BARRIERS.get(entry.barrier),
	)


def _activity(placement: Any) -> str:
	return eet.APPRENTICESHIP if placement.kind == "Apprenticeship" else eet.WORK_OR_TRAINING


def _placement_on(young_person: str, on: date) -> Any:
	"""Return the placement with the most hours that runs on the day."""
	table = frappe.qb.DocType("Placement")
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.kind, table.pay_basis, table.hours_per_week)
		.where((table.young_person == young_person) & table.status.isin(BEGUN))
		.where((table.actual_start <= on) & (table.actual_end.isnull() | (table.actual_end >= on)))
		.orderby(table.hours_per_week, order=frappe.qb.desc)
		.limit(1)
		.run(as_dict=True)
	)
	return rows[0] if rows else None
