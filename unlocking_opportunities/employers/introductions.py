"""Businesses that councillors introduce: make a draft pledge for the team, and show the councillor its status."""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max
from frappe.utils import today

from unlocking_opportunities.messages import staff
from unlocking_opportunities.workflow.service import as_service

SOURCE = "Councillor"
LATEST = 20


def introduce(councillor: str, business: dict[str, Any], kinds: list[str]) -> str:
	"""Record a business that `councillor` (their address) introduces, with a draft pledge of `kinds`. Returns its name.

	`business`: employer_name, employer_type, contact_name, phone, email, said. The councillor isn't told whether the team
	knows it already: a new record is made, and officers merge duplicates.
	"""
	with as_service():
		employer = frappe.new_doc("Employer")
		employer.update(
			{
				"employer_name": business["employer_name"],
				"employer_type": business["employer_type"],
				"introduced_by": councillor,
			}
		)
		employer.insert(ignore_permissions=True)  # councillors have no other permission on it
		_keep_contact(employer.name, business)
		pledge = frappe.new_doc("Employer Pledge")
		pledge.update(
			{"employer": employer.name, "source": SOURCE, "pledged_on": today(), "notes": business["said"]}
		)
		pledge.extend("offers", [{"kind": kind, "number": 1} for kind in kinds])
		pledge.insert(ignore_permissions=True)  # as above
		_notify_officers(pledge)
		return pledge.name


def get_introductions(councillor: str) -> list[Any]:
	"""Return the latest businesses that `councillor` introduced: name, and the status of their newest pledge."""
	employer, pledge = DocType("Employer"), DocType("Employer Pledge")
	newest = frappe.qb.from_(pledge).select(Max(pledge.name)).where(pledge.employer == employer.name)
	return (
		frappe.qb.from_(employer)
		.left_join(pledge)
		.on((pledge.employer == employer.name) & (pledge.name == newest))
		.select(employer.employer_name, employer.creation, pledge.status)
		.where(employer.introduced_by == councillor)
		.orderby(employer.creation, order=frappe.qb.desc)
		.limit(LATEST)
		.run(as_dict=True)
	)


def _keep_contact(employer: str, business: dict[str, Any]) -> None:
	contact = frappe.new_doc("Contact")
	contact.first_name = business["contact_name"]
	contact.append("links", {"link_doctype": "Employer", "link_name": employer})
	if business.get("email"):
		contact.append("email_ids", {"email_id": business["email"], "is_primary": 1})
	if business.get("phone"):
		contact.append("phone_nos", {"phone": business["phone"], "is_primary_phone": 1})
	contact.insert(ignore_permissions=True)  # as the employer itself


def _notify_officers(pledge: Any) -> None:
	staff.notify(
		(),
		subject=_("New business from a councillor: {0}").format(pledge.name),
		lines=[
			_(
				"A councillor has introduced a business. Contact them within a week, and say which councillor suggested them."
			),
			_("Check whether the business is already recorded. If it is, merge the two employers."),
		],
		document=pledge,
	)
