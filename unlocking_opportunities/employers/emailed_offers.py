"""Turn an offer that came by email, or that a colleague forwarded, into a draft pledge (Frappe's Append To).

Frappe makes the draft from the email and files the email on it. Here the sender is matched with an employer's contact. A
sender address proves nothing, so it only fills in fields for an officer to check, and nothing is sent to anyone. Young
people's addresses are on their identity records, which are never searched for a sender.
"""

import html
import re
from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType

from unlocking_opportunities.access import uploads
from unlocking_opportunities.council.roles import DESK_ROLES
from unlocking_opportunities.utils.server_fields import Act, acting

ADDRESS = re.compile(r"[\w.+'&%-]+@[\w-]+(?:\.[\w-]+)+")
FROM = re.compile(r"^[\s>*_|]*From:", re.IGNORECASE)
# Other headers next to From: in a forwarded email.
OTHER_HEADER = re.compile(r"^[\s>*_|]*(Sent|Date|To|Cc|Subject):", re.IGNORECASE)
HEADER_LINES = 8
MARKUP = re.compile(r"<(html|body|div|p|br|span|table|b)\b", re.IGNORECASE)
LINE_END = re.compile(r"</?(br|div|p|tr|table|blockquote|li|h\d)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]+>")


def match_sender(mail: Document, event: str) -> None:
	"""Match the sender of an email that has just made a draft pledge (Communication, after_insert)."""
	pledge = _new_pledge_of(mail)
	if not pledge:
		return
	# Use text_content: Frappe strips what looks like a tag from the content, and an address in brackets does.
	written_by, forwarded_by = get_sender(mail.sender, mail.text_content or mail.content)
	contact = _contact_of(written_by)
	pledge.update(
		{
			"email_sender": written_by,
			"forwarded_by": forwarded_by,
			"employer": contact.employer if contact else None,
			"contact": contact.name if contact else None,
			"officer": forwarded_by,
		}
	)
	if forwarded_by:
		# Otherwise Frappe would file a later email with the same subject here, even from another writer.
		pledge.email_subject = None
	pledge.flags.ignore_mandatory = True
	with acting(pledge, Act.MATCHING_SENDER):
		pledge.save(ignore_permissions=True)  # made by an email, which has no user


def check_attachments(mail: Document, event: str) -> None:
	"""Delete attachments of an email about a pledge that uploads would refuse (Communication, on_update)."""
	if mail.sent_or_received != "Received" or mail.reference_doctype != "Employer Pledge":
		return
	for name in frappe.get_all(
		"File", {"attached_to_doctype": mail.doctype, "attached_to_name": mail.name}, pluck="name"
	):
		file = frappe.get_doc("File", name)
		content = file.get_content()
		try:
			uploads.check(content.encode() if isinstance(content, str) else content, file.file_name)
		except uploads.UploadRefused as refused:
			frappe.clear_messages()
			frappe.delete_doc("File", name, ignore_permissions=True, force=True)  # as above
			said = _("A file attached to the email was not kept. {0}").format(refused)
			frappe.get_doc(mail.reference_doctype, mail.reference_name).add_comment("Info", said)


def get_sender(sender: str, content: str | None) -> tuple[str, str | None]:
	"""Return who wrote the offer, and which colleague forwarded it (None if it came directly).

	Only an email from a colleague is searched for a quoted sender: anyone else could write what they like in it.
	"""
	sender = (sender or "").strip().lower()
	if not _is_of_the_team(sender):
		return sender, None
	quoted = (address for address in _quoted_senders(content or "") if not _is_of_the_team(address))
	return next(quoted, sender), sender


def _new_pledge_of(mail: Document) -> Document | None:
	if mail.sent_or_received != "Received" or mail.reference_doctype != "Employer Pledge":
		return None
	pledge = frappe.get_doc("Employer Pledge", mail.reference_name)
	# Only the first email changes the draft.
	is_new = pledge.status == "Draft" and pledge.email_sender and not pledge.employer and not pledge.offers
	first = not frappe.db.exists(
		"Communication",
		{
			"reference_doctype": mail.reference_doctype,
			"reference_name": mail.reference_name,
			"name": ["!=", mail.name],
		},
	)
	return pledge if is_new and first else None


def _quoted_senders(content: str) -> Iterator[str]:
	"""Yield the address of each From: line among other headers, the outermost quoted email first."""
	lines = [line for line in _as_text(content).splitlines() if line.strip()]
	for number, line in enumerate(lines):
		if not FROM.match(line):
			continue
		beside = lines[max(0, number - HEADER_LINES) : number + HEADER_LINES]
		address = ADDRESS.search(line)
		if address and sum(bool(OTHER_HEADER.match(other)) for other in beside) >= 2:
			yield address[0].lower()


def _as_text(content: str) -> str:
	"""Return the text of an email. Plain text is left alone, because an address in it may look like a tag."""
	if not MARKUP.search(content):
		return content
	return html.unescape(TAG.sub("", LINE_END.sub("\n", content)))


def _is_of_the_team(address: str) -> bool:
	user = frappe.db.get_value("User", {"email": address, "enabled": 1})
	return bool(user) and bool(set(DESK_ROLES) & set(frappe.get_roles(user)))


def _contact_of(address: str) -> frappe._dict | None:
	"""Return the contact with this address and its employer, or None if it belongs to no employer, or to several."""
	email, link, employer = DocType("Contact Email"), DocType("Dynamic Link"), DocType("Employer")
	rows = (
		frappe.qb.from_(email)
		.join(link)
		.on(
			(link.parent == email.parent) & (link.parenttype == "Contact") & (link.link_doctype == "Employer")
		)
		.join(employer)
		.on((employer.name == link.link_name) & (employer.status != "Merged"))
		.select(email.parent.as_("name"), employer.name.as_("employer"))
		.where((email.email_id == address) & (email.parenttype == "Contact"))
		.run(as_dict=True)
	)
	return rows[0] if len({row.employer for row in rows}) == 1 else None
