"""The contacts of one employer, for those who look after it.

No role of this app has permission on Frappe's Contact, which also holds the contacts of other apps. Those who may write the
employer list, add, correct and remove its contacts here, and no others.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, validate_email_address

from unlocking_opportunities.access.row_permissions import permitted
from unlocking_opportunities.utils import phones

CONTACT = "Contact"


class NotTheirContact(frappe.DoesNotExistError):
	"""The contact isn't one of this employer's."""


class SharedContact(frappe.ValidationError):
	"""The contact also belongs to a record of another kind, such as a customer."""


class InvalidContact(frappe.ValidationError):
	"""A name, address or number can't be stored; the message says which."""


@frappe.whitelist()
def get_contacts(employer: str) -> list[dict]:
	"""Return the contacts of `employer`, the main one first, for those who may write it.

	Each has name, modified, first_name, last_name, designation, is_primary_contact, emails, phones, and `signs_in`:
	those of its emails that can sign in for the employer.
	"""
	permitted("Employer", employer, "write")
	signing_in = _sign_in_addresses(employer)
	contacts = [frappe.get_doc(CONTACT, name) for name in _names(employer)]
	return [_describe(contact, signing_in) for contact in contacts]


@frappe.whitelist(methods=["POST"])
def save_contact(
	employer: str,
	first_name: str,
	last_name: str | None = None,
	designation: str | None = None,
	emails: str | None = None,
	phone_numbers: str | None = None,
	is_primary_contact: int | str | None = None,
	contact: str | None = None,
	modified: str | None = None,
) -> str:
	"""Add a contact to `employer`, or change its `contact`, and return its name.

	`emails` and `phone_numbers` have one on each line, the main one first. `modified`: of the contact when the form was
	opened. Raises PermissionError, NotTheirContact, SharedContact, InvalidContact or TimestampMismatchError.
	"""
	permitted("Employer", employer, "write")
	doc = _get_own(employer, contact) if contact else _new(employer)
	if contact and modified:
		doc.modified = modified
	doc.update(
		{
			"first_name": _read_name(first_name),
			"last_name": (last_name or "").strip(),
			"designation": (designation or "").strip(),
			"is_primary_contact": cint(is_primary_contact),
			"email_ids": _read_emails(emails),
			"phone_nos": _read_phones(phone_numbers),
		}
	)
	if doc.is_new():
		_refuse_same_name(doc, employer)
	doc.save(ignore_permissions=True)  # allowed to those who may write the employer
	if doc.is_primary_contact:
		_make_only_primary(employer, doc.name)
	return doc.name


@frappe.whitelist(methods=["POST"])
def remove_contact(employer: str, contact: str) -> None:
	"""Take `contact` off `employer`, and delete it if nothing else needs it. Raises as `save_contact`."""
	permitted("Employer", employer, "write")
	doc = _get(employer, contact)
	others = [row for row in doc.links if not _is_link_to(row, employer)]
	if others:
		doc.set("links", others)
		doc.save(ignore_permissions=True)  # allowed to those who may write the employer
		return
	pledge = DocType("Employer Pledge")
	frappe.qb.update(pledge).set(pledge.contact, None).where(pledge.contact == doc.name).run()
	# Without a copy among the deleted documents, as for anything about a person. Allowed as above.
	frappe.delete_doc(CONTACT, doc.name, ignore_permissions=True, delete_permanently=True)


def _names(employer: str) -> list[str]:
	contact, link = DocType(CONTACT), DocType("Dynamic Link")
	query = (
		frappe.qb.from_(contact).join(link).on(link.parent == contact.name).select(contact.name).distinct()
	)
	query = query.where((link.parenttype == CONTACT) & (link.link_doctype == "Employer"))
	query = query.where(link.link_name == employer)
	query = query.select(contact.is_primary_contact, contact.creation)
	query = query.orderby(contact.is_primary_contact, order=frappe.qb.desc).orderby(contact.creation)
	return [row[0] for row in query.run()]


def _describe(contact: Document, signing_in: set[str]) -> dict:
	emails = [row.email_id for row in sorted(contact.email_ids, key=lambda row: -row.is_primary)]
	numbers = sorted(contact.phone_nos, key=lambda row: -row.is_primary_phone)
	return {
		"name": contact.name,
		"modified": cstr(contact.modified),
		"first_name": contact.first_name,
		"last_name": contact.last_name,
		"designation": contact.designation,
		"is_primary_contact": contact.is_primary_contact,
		"emails": emails,
		"phones": [row.phone for row in numbers],
		"signs_in": [email for email in emails if email.strip().lower() in signing_in],
	}


def _sign_in_addresses(employer: str) -> set[str]:
	wanted = {"kind": "Employer", "employer": employer, "revoked": 0}
	return set(frappe.get_all("Portal Access", filters=wanted, pluck="email"))


def _new(employer: str) -> Document:
	doc = frappe.new_doc(CONTACT)
	doc.append("links", {"link_doctype": "Employer", "link_name": employer})
	return doc


def _get(employer: str, contact: str) -> Document:
	if contact not in _names(employer):
		frappe.throw(_("This employer doesn't have this contact any more. Reload the page."), NotTheirContact)
	return frappe.get_doc(CONTACT, contact)


def _get_own(employer: str, contact: str) -> Document:
	"""Return the contact, which belongs to employers only that the user may write."""
	doc = _get(employer, contact)
	if any(row.link_doctype != "Employer" for row in doc.links):
		frappe.throw(
			_(
				"This contact also belongs to records of another kind, so it can't be changed here. Add a new contact, then remove this one from the employer."
			),
			SharedContact,
		)
	for row in doc.links:
		permitted("Employer", row.link_name, "write")
	return doc


def _is_link_to(row: Document, employer: str) -> bool:
	return (row.link_doctype, row.link_name) == ("Employer", employer)


def _read_name(first_name: str) -> str:
	if not (first_name or "").strip():
		frappe.throw(_("Enter a name."), InvalidContact)
	return first_name.strip()


def _read_emails(lines: str | None) -> list[dict]:
	emails = dict.fromkeys(line.lower() for line in _split(lines))
	for email in emails:
		if "," in email or validate_email_address(email) != email:
			frappe.throw(
				_("{0} is not an email address. Enter one on each line, like name@example.com.").format(
					frappe.bold(frappe.utils.escape_html(email))
				),
				InvalidContact,
			)
	return [{"email_id": email, "is_primary": int(not place)} for place, email in enumerate(emails)]


def _read_phones(lines: str | None) -> list[dict]:
	"""Return the rows: the first number is the main one, and the first mobile number gets the texts."""
	numbers = {line: phones.parse(line) for line in _split(lines)}
	for typed, number in numbers.items():
		if not number:
			frappe.throw(
				_(
					"{0} is not a phone number. Enter a UK phone number on each line, like 01908 691 691 or 07700 900 982."
				).format(frappe.bold(frappe.utils.escape_html(typed))),
				InvalidContact,
			)
	found = list(dict.fromkeys(numbers.values()))
	mobile = next(filter(_is_mobile, found), None)
	return [
		{"phone": number, "is_primary_phone": int(not place), "is_primary_mobile_no": int(number == mobile)}
		for place, number in enumerate(found)
	]


def _refuse_same_name(doc: Document, employer: str) -> None:
	"""Frappe names a contact after the person and the employer, so two can't have the same name."""
	name = (doc.first_name, doc.last_name)
	for other in _names(employer):
		if tuple(frappe.db.get_value(CONTACT, other, ["first_name", "last_name"])) in (
			name,
			(name[0], name[1] or None),
		):
			frappe.throw(
				_("This employer already has a contact with this name. Edit that one, or add a last name."),
				InvalidContact,
			)


def _split(lines: str | None) -> list[str]:
	return [line.strip() for line in (lines or "").splitlines() if line.strip()]


def _is_mobile(number: str) -> bool:
	return any(way.startswith("07") for way in phones.ways_to_write(number))


def _make_only_primary(employer: str, contact: str) -> None:
	"""Let one contact of `employer` be its main one. Contacts that are shared with other apps stay as they are."""
	for name in _names(employer):
		links = frappe.get_all(
			"Dynamic Link", {"parenttype": CONTACT, "parent": name}, pluck="link_doctype", distinct=True
		)
		if name != contact and links == ["Employer"]:
			frappe.db.set_value(CONTACT, name, "is_primary_contact", 0)
