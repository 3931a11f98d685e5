"""Make records from a confirmed offer: employer (unless they have one), contact, site and pledge, or a mentor.

The person has no permission on these records. The emailed link proved their address, and this module sets every value
that they didn't type.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.employers import duplicates
from unlocking_opportunities.employers.opportunities import BOOKABLE
from unlocking_opportunities.portal.offer.questions import ALONE, OTHER_WORK, PAID_KINDS, TALK
from unlocking_opportunities.workflow import service


def create_records(answers: dict, email: str, employer: str | None = None) -> Document:
	"""Make the records for the confirmed address `email`. `employer`: the one they act for already, if any.

	Returns the pledge (Submitted) or the mentor (Applied).
	"""
	if employer is None and answers["kind"] == "Mentoring" and answers.get("employer_type") == ALONE:
		return _create_mentor(answers, email)
	host = employer or _find_own_employer(answers, email) or _create_employer(answers, email)
	pledge = frappe.new_doc("Employer Pledge")
	pledge.update(
		{"employer": host, "source": "Web", "contact": _get_or_create_contact(answers, email, host)}
	)
	pledge.append("offers", _make_offer_row(answers, host))
	pledge.insert(ignore_permissions=True)
	return service.move(pledge, "Send for Review", email)


def has_place(number: str) -> bool:
	"""Return whether the offer made from a draft (its pledge's or mentor's name) is for a place at work."""
	places = [kind for kind in BOOKABLE if kind != TALK]
	return bool(frappe.db.exists("Pledge Offer", {"parent": number, "kind": ["in", places]}))


def _create_mentor(answers: dict, email: str) -> Document:
	mentor = frappe.new_doc("Mentor")
	mentor.update(
		{
			"mentor_name": answers["contact_name"],
			"mentor_type": "Community",
			"email": email,
			"phone": answers.get("phone"),
			"about": _description(answers, answers["role_title"]),
		}
	)
	return mentor.insert(ignore_permissions=True)


def _find_own_employer(answers: dict, email: str) -> str | None:
	"""The employer of that name that this address already acts for."""
	# They have no permission on employers, so select only those they act for.
	own = frappe.get_all(
		"Portal Access", {"email": email, "kind": "Employer", "revoked": 0}, pluck="employer"
	)
	names = frappe.get_all("Employer", {"name": ["in", own]}, ["name", "employer_name"]) if own else []
	wanted = _employer_name(answers)
	return next((row.name for row in names if duplicates.is_named(row.employer_name, wanted)), None)


def _create_employer(answers: dict, email: str) -> str:
	employer = frappe.new_doc("Employer")
	employer.update(
		{
			"employer_name": _employer_name(answers),
			"employer_type": answers["employer_type"],
			"sector": _get_sector(answers),
		}
	)
	employer.insert(ignore_permissions=True)
	access = frappe.new_doc("Portal Access")
	access.update({"kind": "Employer", "email": email, "employer": employer.name})
	access.insert(ignore_permissions=True)
	duplicates.propose(employer, answers.get("postcode"))
	return employer.name


def _employer_name(answers: dict) -> str:
	return answers.get("employer_name") or answers["contact_name"]


def _get_or_create_contact(answers: dict, email: str, employer: str) -> str:
	known = frappe.get_all(
		"Contact",
		filters=[
			["Contact Email", "email_id", "=", email],
			["Dynamic Link", "link_doctype", "=", "Employer"],
			["Dynamic Link", "link_name", "=", employer],
		],
		pluck="name",
		limit=1,
	)
	if known:
		return known[0]
	contact = frappe.new_doc("Contact")
	contact.first_name = answers.get("contact_name") or email.partition("@")[0]
	contact.append("email_ids", {"email_id": email, "is_primary": 1})
	if answers.get("phone"):
		contact.append("phone_nos", {"phone": answers["phone"], "is_primary_phone": 1})
	contact.append("links", {"link_doctype": "Employer", "link_name": employer})
	return contact.insert(ignore_permissions=True).name


def _make_offer_row(answers: dict, employer: str) -> dict:
	kind = answers["kind"]
	return {
		"kind": kind,
		"number": answers.get("number") or 1,
		"role_title": answers["role_title"],
		"sector": _get_sector(answers),
		"site": _get_or_create_site(answers, employer) if kind in BOOKABLE else None,
		"available_from": answers.get("available_from"),
		"hours_per_week": answers.get("hours_per_week"),
		"paid": int(kind in PAID_KINDS),
		"description": _description(answers),
	}


def _get_sector(answers: dict) -> str | None:
	"""The kind of work, or None for "Something else" and for offers that aren't about work."""
	return answers.get("sector") if answers.get("sector") != OTHER_WORK else None


def _description(answers: dict, *before: str) -> str:
	days = _("Days and times: {0}").format(answers["days"]) if answers.get("days") else ""
	return "\n".join(part for part in (*before, answers.get("description") or "", days) if part)


def _get_or_create_site(answers: dict, employer: str) -> str:
	"""The employer's site at that postcode, or a new one with the usual environment of its sector.

	Work of another kind is taken as less familiar until an officer has looked at it.
	"""
	sector = _get_sector(answers)
	postcode = answers["postcode"].upper().strip()
	known = frappe.db.get_value("Employer Site", {"employer": employer, "postcode": postcode, "disabled": 0})
	if known:
		return known
	site = frappe.new_doc("Employer Site")
	site.update(
		{
			"employer": employer,
			"site_name": answers["address_line"],
			"address_line": answers["address_line"],
			"town": answers.get("town"),
			"postcode": postcode,
			"environment_band": (frappe.db.get_value("Sector", sector, "usual_environment") or "Low Risk")
			if sector
			else "Less Familiar Risk",
		}
	)
	return site.insert(ignore_permissions=True).name
