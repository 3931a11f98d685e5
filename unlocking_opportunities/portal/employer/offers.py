"""An employer's offers: list, pause, withdraw, change and resubmit."""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType

from unlocking_opportunities.council.labels import label
from unlocking_opportunities.employers.pledge_workflow import LIVE, OPEN
from unlocking_opportunities.portal.employer import own
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.workflow import service

PAGE = 20
# Each status as the employer reads it.
STATES = {
	"Draft": _lt("We're still writing this down"),
	"Submitted": _lt("Sent. We'll reply soon"),
	"Under Review": _lt("We're looking at it"),
	"Accepted": _lt("Accepted"),
	"Returned": _lt("We need you to change something"),
	"Declined": _lt("Not accepted this time"),
	"Paused": _lt("Paused"),
	"Fulfilled": _lt("Filled. Thank you"),
	"Expired": _lt("Ended"),
	"Withdrawn": _lt("Withdrawn"),
}
FIELDS = (
	"name",
	"status",
	"pledged_on",
	"answer_by",
	"valid_until",
	"reason",
	"places_open",
	"places_filled",
)
# A row of an offer in words: one, and any other number.
COUNTED = {
	"Work Experience": (_lt("1 work experience place"), _lt("{0} work experience places")),
	"Taster": (_lt("1 taster"), _lt("{0} tasters")),
	"Internship": (_lt("1 paid internship"), _lt("{0} paid internships")),
	"Apprenticeship": (_lt("1 apprenticeship"), _lt("{0} apprenticeships")),
	"Paid Job": (_lt("1 paid job"), _lt("{0} paid jobs")),
	"Guaranteed Interview": (_lt("1 interview"), _lt("{0} interviews")),
	"Kit": (_lt("1 item of kit"), _lt("{0} items of kit")),
}
# Kinds whose number is how many people they are for.
FOR_PEOPLE = ("Talk or Visit", "Mentoring", "University Application Support")
OFFERED = ("name", "parent", "kind", "number", "role_title", "description")
# Fields that the employer may change in a returned offer.
CHANGEABLE = ("number", "role_title", "description")


def get_offers(visitor: Visitor, start: int = 0) -> list[frappe._dict]:
	"""Return a page of offers from `start`, newest first, each with its status text and rows."""
	table = DocType("Employer Pledge")
	query = own.rows(visitor, table).select(*(table[field] for field in FIELDS))
	query = query.orderby(table.creation, order=frappe.qb.desc).limit(PAGE).offset(start)
	return _add_rows(query.run(as_dict=True))


def get_offer(visitor: Visitor, name: Any) -> frappe._dict:
	"""Return one offer. Raises NotFound for another employer's."""
	table = DocType("Employer Pledge")
	query = own.rows(visitor, table).select(*(table[field] for field in FIELDS))
	return _add_rows([own.first(query.where(table.name == str(name or "")))])[0]


def get_title(row: frappe._dict) -> str:
	"""Return a row of an offer as one line: "3 paid jobs: Site trainee"."""
	what, number = label(row.kind), row.number or 1
	if row.kind in COUNTED:
		one, many = COUNTED[row.kind]
		what = str(one) if number == 1 else str(many).format(number)
	elif row.kind in FOR_PEOPLE and number > 1:
		what = _("{0} for {1} people").format(what, number)
	return f"{what}: {row.role_title}" if row.role_title else what


def _add_rows(pledges: list[frappe._dict]) -> list[frappe._dict]:
	table = DocType("Pledge Offer")
	query = frappe.qb.from_(table).select(*(table[field] for field in OFFERED)).orderby(table.idx)
	query = query.where(table.parent.isin([pledge.name for pledge in pledges] or [""]))
	found = query.where(table.parenttype == "Employer Pledge").run(as_dict=True)
	for pledge in pledges:
		pledge.offers = [row for row in found if row.parent == pledge.name]
		pledge.title = ", ".join(get_title(row) for row in pledge.offers)
		pledge.state = str(STATES[pledge.status])
		# Only these reasons were written for the employer.
		pledge.reason = pledge.reason if pledge.status in ("Returned", "Declined") else None
		pledge.may_pause = pledge.status == "Accepted"
		pledge.may_withdraw = pledge.status in (*OPEN, *LIVE)
		pledge.may_change = pledge.status == "Returned"
	return pledges


def pause(visitor: Visitor, name: Any) -> None:
	"""Take no new bookings on an accepted offer. Only the team can resume it."""
	_move(visitor, name, "Pause Pledge", ("Paused",))


def withdraw(visitor: Visitor, name: Any) -> None:
	"""Withdraw an offer. Agreed placements continue."""
	_move(visitor, name, "Withdraw Pledge", ("Withdrawn",))


def resubmit(visitor: Visitor, name: Any, changes: dict[str, dict[str, Any]]) -> None:
	"""Change a returned offer and resubmit it. `changes`: {row name: {field: value}}."""
	pledge = own.document(visitor, "Employer Pledge", name)
	if pledge.status != "Returned":
		frappe.throw(_("You can't change this offer here any more. If something has changed, call us."))
	for row in pledge.offers:
		row.update(
			{field: value for field, value in changes.get(row.name, {}).items() if field in CHANGEABLE}
		)
	with service.as_service():
		pledge.save()
	service.move(pledge, "Send for Review", visitor.actor)


def _move(visitor: Visitor, name: Any, action: str, done: tuple[str, ...]) -> None:
	pledge = own.document(visitor, "Employer Pledge", name)
	if pledge.status not in done:
		service.move(pledge, action, visitor.actor)
