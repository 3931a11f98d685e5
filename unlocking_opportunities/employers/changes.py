"""What follows when an employer is paused, leaves, comes back or gets another name.

Its pledges move through their workflow, its places close, its placements are judged again (the start gate's check
`host`) and the officer of each is told once. Access to the portal needs nothing here: each request reads the
employer's status (portal/identity.py).
"""

from collections import defaultdict

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.rename_doc import get_link_fields
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate, today

from unlocking_opportunities.employers.opportunities import make_title
from unlocking_opportunities.messages import staff
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.rules.placement_states import LIVE, RUNNING, TO_START
from unlocking_opportunities.utils.server_fields import Act, acting, changed

# Pledges that end when the employer leaves. A draft stays: nobody has sent it, and it can't be accepted.
ENDS = ("Submitted", "Under Review", "Returned", "Accepted", "Paused")


def follow_status(employer: Document) -> None:
	"""Stop or resume what `employer` offers if this save changes its status. Merging moves everything itself."""
	before = employer.get_doc_before_save()
	if not before or before.status == employer.status or employer.status == "Merged":
		return
	if employer.status == "Active":
		_resume_offers(employer)
	else:
		stop_offers(employer)
		_notify_owners(employer)
	judge.enqueue_for_employer(employer.name)


def stop_offers(employer: Document) -> None:
	"""Pause or withdraw the pledges of an `employer` that isn't Active, and pause or close its places.

	Those who pause it may move its pledges too, so the moves are made in their name.
	"""
	if employer.status not in ("Paused", "Former"):
		return
	if employer.status == "Former":
		for name in _pledges(employer, ENDS):
			_move(name, "Withdraw Pledge")
	else:
		for name in _pledges(employer, ("Accepted",)):
			frappe.db.set_value("Employer Pledge", name, "paused_with_employer", 1, update_modified=False)
			_move(name, "Pause Pledge")
	for opportunity in _opportunities(employer, {"status": ["!=", "Closed"]}):
		if opportunity.status in ("Open", "Full"):
			opportunity.stopped_with_employer = 1
		opportunity.status = "Closed" if employer.status == "Former" else "Paused"
		_save(opportunity)


def _resume_offers(employer: Document) -> None:
	"""Resume the pledges and places that were stopped with `employer`. A withdrawn pledge stays so: it needs a new offer."""
	for name in _pledges(employer, ("Paused",), paused_with_employer=1):
		frappe.db.set_value("Employer Pledge", name, "paused_with_employer", 0, update_modified=False)
		valid_until = frappe.db.get_value("Employer Pledge", name, "valid_until")
		if not valid_until or getdate(valid_until) >= getdate(today()):
			_move(name, "Resume Pledge")
	for opportunity in _opportunities(employer, {"stopped_with_employer": 1}):
		pledge = opportunity.pledge and frappe.db.get_value("Employer Pledge", opportunity.pledge, "status")
		opportunity.stopped_with_employer = 0
		if pledge in (None, "", "Accepted"):
			opportunity.status = "Open"
		_save(opportunity)


def _pledges(employer: Document, statuses: tuple[str, ...], **filters) -> list[str]:
	wanted = {"employer": employer.name, "status": ["in", statuses], **filters}
	return frappe.get_all("Employer Pledge", filters=wanted, pluck="name", order_by="name")


def _move(pledge: str, action: str) -> None:
	apply_workflow(frappe.get_doc("Employer Pledge", pledge), action)


def _opportunities(employer: Document, filters: dict) -> list[Document]:
	names = frappe.get_all(
		"Placement Opportunity", filters={"employer": employer.name, **filters}, pluck="name", order_by="name"
	)
	return [frappe.get_doc("Placement Opportunity", name) for name in names]


def _save(opportunity: Document) -> None:
	with acting(opportunity, Act.FOLLOWING_EMPLOYER):
		opportunity.save()


def _notify_owners(employer: Document) -> None:
	"""Tell each officer once which of their placements at `employer` now need a decision."""
	by_officer = defaultdict(list)
	for row in frappe.get_all(
		"Placement",
		filters={"employer": employer.name, "status": ["in", LIVE]},
		fields=["name", "status", "officer"],
		order_by="name",
	):
		by_officer[row.officer or employer.officer].append(row)
	for officer, rows in by_officer.items():
		staff.notify(
			{officer},
			subject=_("{0} is now {1}").format(employer.name, _(employer.status)),
			lines=_describe(rows),
			document=employer,
		)


def _describe(placements: list[frappe._dict]) -> list[str]:
	"""Return the lines about `placements` (name, status): those that are running, and those that haven't started."""
	parts = (
		(
			RUNNING,
			_(
				"These placements are running there. Call the host and the young person, and decide how each one goes on:"
			),
		),
		(
			TO_START,
			_(
				"These placements haven't started, and can't start there now. Call the host and the young person about each one:"
			),
		),
	)
	lines = []
	for statuses, words in parts:
		if found := [f"{row.name}: {_(row.status)}" for row in placements if row.status in statuses]:
			lines += [words, *found]
	return lines


def follow_name(employer: Document) -> None:
	if employer.get_doc_before_save() and changed(employer, "employer_name"):
		update_titles(employer)


def update_titles(employer: Document) -> None:
	"""Write the name of `employer` into what shows it: titles of places, placements and visits, and copies of the name."""
	for row in frappe.get_all(
		"Placement Opportunity", filters={"employer": employer.name}, fields=["name", "role_title"]
	):
		title = make_title(employer.employer_name, row.role_title)
		_set("Placement Opportunity", {"name": row.name}, title=title)
		_set("Placement", {"opportunity": row.name}, title=title)
	visits = frappe.get_all("Visit", filters={"employer": employer.name}, pluck="kind", distinct=True)
	for kind in visits:
		title = f"{_(kind)}: {employer.employer_name}"[:140]
		_set("Visit", {"employer": employer.name, "kind": kind}, title=title)
	for link in get_link_fields("Employer"):
		copies = [
			field.fieldname
			for field in frappe.get_meta(link.parent).fields
			if field.fetch_from == f"{link.fieldname}.employer_name"
		]
		for field in copies:
			_set(link.parent, {link.fieldname: employer.name}, **{field: employer.employer_name})


def _set(doctype: str, filters: dict, **values: str) -> None:
	"""Write `values` without running controllers: only a name changes."""
	for name in frappe.get_all(doctype, filters=filters, pluck="name"):
		frappe.db.set_value(doctype, name, values, update_modified=False)
