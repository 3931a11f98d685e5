"""Opportunities of a pledge: open them, keep them in line with the pledge's status, and count places."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Sum

from unlocking_opportunities.utils import counters

# Kinds of offer that become opportunities. The others (mentoring, funding, kit, …) are dealt with in other ways.
BOOKABLE = ("Work Experience", "Taster", "Internship", "Apprenticeship", "Paid Job", "Talk or Visit")

# Status of the pledge: status of its opportunities. Placements that are already agreed carry on.
FOLLOWS = {
	"Paused": "Paused",
	"Accepted": "Open",
	"Fulfilled": "Closed",
	"Expired": "Closed",
	"Withdrawn": "Closed",
}


class EmployerNotActive(frappe.ValidationError):
	"""The employer is paused, has left or was merged, so it has no places to offer."""


def require_active_employer(employer: str) -> None:
	"""Raises EmployerNotActive unless the employer is Active."""
	name, status = frappe.db.get_value("Employer", employer, ["employer_name", "status"])
	if status != "Active":
		frappe.throw(
			_("{0} is {1}. Make the employer Active before you offer places there.").format(name, _(status)),
			EmployerNotActive,
		)


def make_title(employer_name: str, role_title: str) -> str:
	return f"{employer_name}: {role_title}"[:140]


def open_opportunities(pledge: Document) -> None:
	"""Open an opportunity for each bookable offer of an accepted `pledge` that has none yet, and reopen the others."""
	update_status(pledge)
	for offer in pledge.offers:
		if offer.kind in BOOKABLE and not offer.opportunity:
			offer.db_set("opportunity", _open(pledge, offer).name, update_modified=False)
	refresh_pledge(pledge.name)


def update_status(pledge: Document) -> None:
	"""Set the status of each opportunity of `pledge` from the pledge's. Saved one by one, so each keeps its history."""
	status = FOLLOWS.get(pledge.status)
	if not status:
		return
	for name in frappe.get_all("Placement Opportunity", filters={"pledge": pledge.name}, pluck="name"):
		opportunity = frappe.get_doc("Placement Opportunity", name)
		opportunity.status = status
		opportunity.save()


def count_places(pledge: Document) -> None:
	"""Set the numbers of places pledged, open and filled on `pledge`, without saving it."""
	pledge.places_pledged = sum(offer.number for offer in pledge.offers)
	if not pledge.is_new():
		pledge.places_open, pledge.places_filled = _open_and_filled(pledge.name)


def refresh_pledge(name: str) -> None:
	"""Store the current numbers of open and filled places on the pledge `name`."""
	places_open, places_filled = _open_and_filled(name)
	frappe.db.set_value(
		"Employer Pledge",
		name,
		{"places_open": places_open, "places_filled": places_filled},
		update_modified=False,
	)


def refresh_pledge_of(opportunity: str) -> None:
	"""Store the numbers of places on the pledge that `opportunity` was made from, if any."""
	pledge = frappe.db.get_value("Placement Opportunity", opportunity, "pledge")
	if pledge:
		refresh_pledge(pledge)


def _open(pledge: Document, offer: Document) -> Document:
	opportunity = frappe.new_doc("Placement Opportunity")
	opportunity.update(
		{
			"employer": pledge.employer,
			"pledge": pledge.name,
			"pledge_offer": offer.name,
			"site": offer.site,
			"kind": offer.kind,
			"role_title": offer.role_title or offer.kind,
			"sector": offer.sector,
			"capacity": offer.number,
			"tasks": offer.description,
			"available_from": offer.available_from,
			"available_until": offer.available_until or pledge.valid_until,
			"hours_per_week": offer.hours_per_week,
			"pay_basis": "Paid" if offer.paid else "Unpaid",
		}
	)
	return opportunity.insert()


def _open_and_filled(pledge: str) -> tuple[int, int]:
	table = frappe.qb.DocType("Placement Opportunity")
	query = frappe.qb.from_(table).where(table.pledge == pledge)
	row = query.select(Coalesce(Sum(counters.left(counters.PLACES)), 0), Coalesce(Sum(table.taken), 0)).run()[
		0
	]
	return int(row[0]), int(row[1])
