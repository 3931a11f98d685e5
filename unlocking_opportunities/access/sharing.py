"""Stop Frappe's features that would pass on a young person's record to someone who may not read it.

In Frappe a share overrides a refusal, an assignment shares automatically, and followers and people mentioned in a comment
get emails whether or not they may read the record. Each function here is a document event that prevents one of these.
"""

from email import message_from_string
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import frappe
from frappe import _
from frappe.model.delete_doc import check_if_doc_is_linked
from frappe.model.document import Document
from frappe.utils import get_fullname, getdate

from unlocking_opportunities.access.guarded import is_ours
from unlocking_opportunities.access.row_permissions import PEOPLE, is_readable
from unlocking_opportunities.council.roles import is_administrator
from unlocking_opportunities.utils.compat import NO_OBJECTION

FOLDERS = ("/private/files", "/files")


class RowOfAnother(frappe.PermissionError):
	"""A row of another record was sent with this one, as if to move it here."""


class MustBePrivate(frappe.PermissionError):
	"""A file on a record of ours can't be public."""


class OnlyPictures(frappe.PermissionError):
	"""A message can show pictures, and no other file of the server."""


class LeapDay(frappe.ValidationError):
	"""Nothing repeats every year on 29 February."""


def refuse_share(share: Document, event: str) -> None:
	"""Refuse to share a record about a young person (DocShare)."""
	if share.share_doctype in PEOPLE:
		_refuse(
			_(
				"You cannot share a {0}. Anyone who needs it must have the role, or be the allocated worker."
			).format(_(share.share_doctype))
		)


def refuse_share_key(key: Document, event: str) -> None:
	"""Refuse a link that opens a print of a record about a young person without signing in (Document Share Key)."""
	if key.reference_doctype in PEOPLE:
		_refuse(_("You cannot send a {0} as a link. Print it instead.").format(_(key.reference_doctype)))


def guard_assignment(todo: Document, event: str) -> None:
	"""Allow an assignment only by and to users who may read the record (ToDo)."""
	if todo.reference_type not in PEOPLE or todo.status != "Open":
		return
	for user in {frappe.session.user, todo.allocated_to or frappe.session.user}:
		if not _may_read(todo.reference_type, todo.reference_name, user):
			_refuse(
				_(
					"{0} may not read this {1}, so you cannot assign it to them. Choose someone who works with it."
				).format(user, _(todo.reference_type))
			)


def guard_comment(comment: Document, event: str) -> None:
	"""Allow comments only in one's own name, and mentions only of users who may read the record (Comment)."""
	if comment.comment_type not in ("Comment", "Like"):
		return
	if comment.is_new() and (is_ours(comment.reference_doctype) or not is_administrator()):
		comment.comment_email, comment.comment_by = frappe.session.user, get_fullname(frappe.session.user)
	if not is_ours(comment.reference_doctype):
		return
	from frappe.desk.notifications import extract_mentions  # only here, as it loads bs4

	for user in {frappe.session.user, *extract_mentions(comment.content or "")}:
		if not _may_read(comment.reference_doctype, comment.reference_name, user):
			_refuse(
				_("{0} may not read this {1}. Remove the mention of them from the comment.").format(
					user, _(comment.reference_doctype)
				)
			)


def validate_event(event: Document, _event: str) -> None:
	"""Make an event about a young person's record private (Event): Frappe 15 lists public ones to everyone.

	Refuse one that repeats every year on 29 February: older versions could then show no one's calendar.
	"""
	starts = getdate(event.starts_on)
	if event.repeat_this_event and event.repeat_on == "Yearly" and (starts.month, starts.day) == (2, 29):
		frappe.throw(_("29 February comes every four years. Choose 28 February or 1 March."), LeapDay)
	if any(row.reference_doctype in PEOPLE for row in event.event_participants):
		event.event_type = "Private"


def delete_follow(follow: Document, event: str) -> None:
	"""Delete a follow of a young person's record (Document Follow): its emails would continue after access has ended.

	It is deleted silently, because for users with that setting Frappe follows whatever they save.
	"""
	if follow.ref_doctype in PEOPLE:
		follow.delete(ignore_permissions=True)  # just created for this user


def refuse_tag(link: Document, event: str) -> None:
	"""Refuse tags on a record about a young person (Tag Link): everyone on the site can see tags."""
	if link.document_type in PEOPLE:
		_refuse(
			_("You cannot tag a {0}, because everyone on the site can see tags.").format(
				_(link.document_type)
			)
		)


def refuse_prepared_report(prepared: Document, event: str) -> None:
	"""Refuse prepared reports on our records: they show the rows of the user who ran it to everyone else."""
	if is_ours(frappe.get_cached_value("Report", prepared.report_name, "ref_doctype")):
		_refuse(
			_(
				"{0} is different for each user, so it cannot be prepared. Untick Prepared Report on the report."
			).format(_(prepared.report_name))
		)


def can_create_file(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Refuse to create a file from the file of a record that the user may not read (File, hooks: has_permission).

	Frappe copies what the address or name of a new file points to before any of our document events run.
	"""
	if ptype == "create" and any(
		not _may_read(*record, user or frappe.session.user) for record in _records_with(doc)
	):
		return False
	return NO_OBJECTION


def guard_source(file: Document) -> None:
	"""Refuse to insert a file that is made from one the user may not read (File, before_insert)."""
	refuse_unless_readable(_records_with(file))
	refuse_private_address(_source(file))


def refuse_private_address(address: str | None) -> None:
	"""Raise PermissionError for the address of a private file that the user may not open."""
	if not address or is_administrator():
		return
	private = frappe.get_all(
		"File", {"file_url": ["in", _written(address)], "is_private": 1}, pluck="name", limit_page_length=0
	)
	if private and not any(is_readable("File", name) for name in private):
		_refuse(_("You do not have permission to open this file."))


def guard_content(file: Document) -> None:
	"""Refuse to read a file's content from disk for a user who may not read the records it is attached to."""
	if not file.get("content"):
		refuse_unless_readable(_records_at(file.file_url or file.file_name))


def guard_mail(mail: Document, event: str) -> None:
	"""Refuse an email with attachments or pictures that the sender may not read (Email Queue, before_insert).

	Frappe attaches files and prints as Administrator when it sends, and has already put pictures into the message.
	"""
	if frappe.session.user == "Administrator":
		return
	for attachment in mail.attachments_list:
		url = attachment.get("file_url")
		if attachment.get("fid"):
			url = frappe.db.get_value("File", attachment["fid"], "file_url")
		refuse_unless_readable(_records_at(url))
		if attachment.get("print_format_attachment"):
			_guard_print(attachment)
	for picture in _pictures_in(mail.message or ""):
		if not (picture.get_content_type() or "").startswith("image/"):
			_refuse(_("You can put only pictures in a message. Attach the file instead."), OnlyPictures)
		refuse_unless_readable(_records_at(picture.get_filename()))


def guard_file(file: Document) -> None:
	"""Refuse what would make a file visible to more people than its record: files on our records are private.

	`uploads.StoredFile` calls it before Frappe moves the file.
	"""
	refuse_unless_readable(_records_with(file))
	if file.attached_to_doctype and is_ours(file.attached_to_doctype) and not file.is_private:
		_refuse(
			_("Files on a {0} must be private. Tick Is Private and upload it again.").format(
				_(file.attached_to_doctype)
			),
			MustBePrivate,
		)


def refuse_while_in_use(master: Document, event: str) -> None:
	"""Refuse to delete a master that is in use, without naming the records that use it, as Frappe would."""
	try:
		check_if_doc_is_linked(master)
	except frappe.LinkExistsError:
		frappe.clear_last_message()
	else:
		return
	frappe.throw(
		_("You cannot delete {0} because it is in use. Change the records that use it first.").format(
			master.name
		),
		frappe.LinkExistsError,
	)


def refuse_lone_row(row: Document, event: str) -> None:
	"""Refuse to save a row of a child table on its own: that would bypass the checks of its parent."""
	_refuse(
		_("You cannot change a row of {0} on its own. Change it on its {1}.").format(
			_(row.doctype), _(row.parenttype) if row.parenttype else _("parent")
		)
	)


def guard_rows(doc: Document, event: str) -> None:
	"""Refuse rows that belong to another record: Frappe would move them here."""
	before = doc.get_doc_before_save()
	for field in doc.meta.get_table_fields():
		own = {row.name for row in before.get(field.fieldname)} if before else set()
		for row in doc.get(field.fieldname):
			if row.name and row.name not in own and frappe.db.exists(row.doctype, row.name):
				_refuse(
					_("Row {0} of {1} belongs to another record. Reload the page and try again.").format(
						row.idx, _(field.label)
					),
					RowOfAnother,
				)


def _source(file: Document) -> str | None:
	"""Return the address of the file that Frappe opens for `file`: by its name if nothing else was sent."""
	return file.file_url or (None if file.get("content") else file.file_name)


def _records_with(file: Document) -> list[tuple[str, str]]:
	"""Return the records about people that `file` would be attached to, or whose attachment it would open again."""
	opens = file.is_new() or file.has_value_changed("file_url")
	records = set(_records_at(_source(file), file.name)) if opens else set()
	if file.attached_to_doctype in PEOPLE:
		records.add((file.attached_to_doctype, file.attached_to_name))
	return sorted(records)


def _records_at(address: str | None, but: str | None = None) -> list[tuple[str, str]]:
	"""Return our records that the file at `address` is attached to by File documents other than `but`."""
	written = _written(address)
	if not written:
		return []
	table = frappe.qb.DocType("File")
	same = (
		frappe.qb.from_(table)
		.select(table.attached_to_doctype, table.attached_to_name)
		.where(table.file_url.isin(written))
		.where((table.name != (but or "")) & table.attached_to_name.isnotnull())
	)
	return sorted({record for record in same.run() if is_ours(record[0])})


def _written(address: str | None) -> list[str]:
	"""Return the addresses of the file that Frappe opens at `address`, however it is written."""
	names = {PurePosixPath(written).name for written in (address or "", unquote(address or ""))} - {""}
	return [f"{folder}/{name}" for name in names for folder in FOLDERS]


def _guard_print(attachment: dict) -> None:
	from bs4 import BeautifulSoup  # only here: every job that saves a document imports this module

	doctype, name = attachment.get("doctype"), attachment.get("name")
	if doctype and name and is_ours(doctype):
		refuse_unless_readable([(doctype, name)])
	pictures = BeautifulSoup(attachment.get("html") or "", "html.parser").find_all(src=True)
	for address in (picture["src"] for picture in pictures):
		refuse_unless_readable(_records_at(urlsplit(address).path))


def _pictures_in(message: str) -> list[Message]:
	if "content-id:" not in message.lower():
		return []
	return [part for part in message_from_string(message).walk() if part["Content-ID"]]


def refuse_unless_readable(records: list[tuple[str, str]]) -> None:
	"""Raise PermissionError unless the user may read each of `records`, which are (DocType, name)."""
	for doctype, name in records:
		if not _may_read(doctype, name, frappe.session.user):
			_refuse(_("You do not have permission to see the record this file belongs to."))


def _may_read(doctype: str, name: str, user: str) -> bool:
	return frappe.has_permission(doctype, "read", name, user=user)


def _refuse(message: str, failure: type[Exception] = frappe.PermissionError) -> None:
	frappe.throw(message, failure)
