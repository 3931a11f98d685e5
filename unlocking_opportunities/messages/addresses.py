"""Contact details of people outside the council."""

import frappe
from frappe.query_builder import DocType


def of_employer(employer: str) -> tuple[str | None, str | None]:
	"""Return the mobile number and email address of an employer's contact: the first one with an email address.

	The primary contact comes first. If none has an email address, returns those of the first contact, or (None, None).
	"""
	contact, link = DocType("Contact"), DocType("Dynamic Link")
	rows = (
		frappe.qb.from_(contact)
		.join(link)
		.on((link.parent == contact.name) & (link.parenttype == "Contact"))
		.select(contact.mobile_no, contact.email_id)
		.where((link.link_doctype == "Employer") & (link.link_name == employer))
		.orderby(contact.is_primary_contact, order=frappe.qb.desc)
		.orderby(contact.creation)
		.run()
	)
	return next((row for row in rows if row[1]), next(iter(rows), (None, None)))
