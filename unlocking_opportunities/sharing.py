"""What would hand a young person's record, or word of it, to somebody whose row rule says no.

Frappe lets a share beat a refusal, shares by itself when it assigns, and mails followers and people named in a comment
without asking whether they may read. Each function here is a document event on the record behind such a door.
"""

from email import message_from_string
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import frappe
from bs4 import BeautifulSoup
from frappe import _
from frappe.desk.notifications import extract_mentions
from frappe.model.delete_doc import check_if_doc_is_linked
from frappe.model.document import Document
from frappe.utils import get_fullname, getdate

from unlocking_opportunities.access.guarded import is_ours
from unlocking_opportunities.compat import NO_OBJECTION
from unlocking_opportunities.permissions import PEOPLE, is_readable
from unlocking_opportunities.roles import administers

FOLDERS = ("/private/files", "/files")


def refuse_share(share: Document, event: str) -> None:
	"""DocShare: records of people are never shared one by one."""
	if share.share_doctype in PEOPLE:
		_refuse(
			_(
				"A {0} is not shared. Whoever needs it is given the role, or is made the allocated worker."
			).format(_(share.share_doctype))
		)


def refuse_share_key(key: Document, event: str) -> None:
	"""Document Share Key: no link opens the print of a person's record without signing in."""
	if key.reference_doctype in PEOPLE:
		_refuse(_("A {0} is not sent as a link. Print it instead.").format(_(key.reference_doctype)))


def guard_assignment(todo: Document, event: str) -> None:
	"""ToDo: a person's record is assigned only by and to somebody who may read it anyway."""
	if todo.reference_type not in PEOPLE or todo.status != "Open":
		return
	for user in {frappe.session.user, todo.allocated_to or frappe.session.user}:
		if not _may_read(todo.reference_type, todo.reference_name, user):
			_refuse(
				_(
					"{0} may not read this {1}, so it cannot be assigned to them. Choose somebody who works with it."
				).format(user, _(todo.reference_type))
			)


def guard_comment(comment: Document, event: str) -> None:
	"""Comment: written in one's own name, and mailed to those it mentions, only among those who may read the record."""
	if comment.comment_type not in ("Comment", "Like"):
		return
	if comment.is_new() and (is_ours(comment.reference_doctype) or not administers()):
		comment.comment_email, comment.comment_by = frappe.session.user, get_fullname(frappe.session.user)
	if not is_ours(comment.reference_doctype):
		return
	for user in {frappe.session.user, *extract_mentions(comment.content or "")}:
		if not _may_read(comment.reference_doctype, comment.reference_name, user):
			_refuse(
				_("{0} may not read this {1}, so take the mention of them out of the comment.").format(
					user, _(comment.reference_doctype)
				)
			)


def check_event(event: Document, _event: str) -> None:
	"""Event: one about a person's record is its maker's and its participants'; Frappe 15 lists public ones to everybody.

	One that repeats each year on 29 February would stop older versions from showing anybody's calendar.
	"""
	starts = getdate(event.starts_on)
	if event.repeat_this_event and event.repeat_on == "Yearly" and (starts.month, starts.day) == (2, 29):
		frappe.throw(_("29 February comes every four years. Choose 28 February or 1 March."))
	if any(row.reference_doctype in PEOPLE for row in event.event_participants):
		event.event_type = "Private"


def drop_follow(follow: Document, event: str) -> None:
	"""Document Follow: mails go on after the right to read has ended, so a person's record is not followed.

	It is dropped in silence: Frappe follows by itself whatever a user with that setting saves.
	"""
	if follow.ref_doctype in PEOPLE:
		follow.delete(ignore_permissions=True)  # made this moment, by whoever is following


def refuse_tag(link: Document, event: str) -> None:
	"""Tag Link: tags are words that everybody on the site sees."""
	if link.document_type in PEOPLE:
		_refuse(_("A {0} takes no tags: everybody on the site sees them.").format(_(link.document_type)))


def refuse_prepared_report(prepared: Document, event: str) -> None:
	"""Prepared Report: a stored result carries the rows of whoever ran it to everybody who may open the report."""
	if is_ours(frappe.get_cached_value("Report", prepared.report_name, "ref_doctype")):
		_refuse(
			_(
				"{0} differs from reader to reader, so it is not prepared. Untick Prepared Report on it."
			).format(_(prepared.report_name))
		)


def file_may_be_made(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""File (hooks: has_permission): none is made from the file of a record that its maker may not read.

	Frappe copies what the address or the name of a new file leads to before any event of ours is asked.
	"""
	if ptype == "create" and any(
		not _may_read(*record, user or frappe.session.user) for record in _records_with(doc)
	):
		return False
	return NO_OBJECTION


def guard_source(file: Document) -> None:
	"""File, before it is inserted: it is not made from a file that its maker may not read."""
	_refuse_unless_readable(_records_with(file))
	refuse_anothers(_source(file))


def refuse_anothers(address: str | None) -> None:
	"""Raise PermissionError for the address of a private file which only others may open, on whatever record it is or on none."""
	if not address or administers():
		return
	private = frappe.get_all(
		"File", {"file_url": ["in", _written(address)], "is_private": 1}, pluck="name", limit_page_length=0
	)
	if private and not any(is_readable("File", name) for name in private):
		_refuse(_("You may not read this file."))


def guard_content(file: Document) -> None:
	"""File, before its content is read from the disk: by nobody who may not read the records that it is attached to."""
	if not file.get("content"):
		_refuse_unless_readable(_records_at(file.file_url or file.file_name))


def guard_mail(mail: Document, event: str) -> None:
	"""Email Queue, before it is inserted: what is attached or shown in it may be read by whoever sends it.

	Frappe attaches files and prints when it sends, as Administrator, and has already put pictures into the message.
	"""
	if frappe.session.user == "Administrator":
		return
	for attachment in mail.attachments_list:
		url = attachment.get("file_url")
		if attachment.get("fid"):
			url = frappe.db.get_value("File", attachment["fid"], "file_url")
		_refuse_unless_readable(_records_at(url))
		if attachment.get("print_format_attachment"):
			_guard_print(attachment)
	for picture in _pictures_in(mail.message or ""):
		if not (picture.get_content_type() or "").startswith("image/"):
			_refuse(_("Only pictures can be shown in a message. Attach the file instead."))
		_refuse_unless_readable(_records_at(picture.get_filename()))


def guard_file(file: Document) -> None:
	"""Refuse what would open a file to more people than its record: what hangs on ours is private, and read by its readers.

	`uploads.StoredFile` calls it before Frappe moves the file.
	"""
	_refuse_unless_readable(_records_with(file))
	if file.attached_to_doctype and is_ours(file.attached_to_doctype) and not file.is_private:
		_refuse(
			_("Files on a {0} are private. Tick Is Private and upload it again.").format(
				_(file.attached_to_doctype)
			)
		)


def refuse_while_in_use(master: Document, event: str) -> None:
	"""Masters: Frappe's own refusal to delete names a record that is linked, to whoever asks."""
	try:
		check_if_doc_is_linked(master)
	except frappe.LinkExistsError:
		frappe.clear_last_message()
	else:
		return
	frappe.throw(
		_("{0} is in use, so it stays. Records that use it must be changed first.").format(master.name),
		frappe.LinkExistsError,
	)


def refuse_lone_row(row: Document, event: str) -> None:
	"""Child tables: a row saved by itself would pass by every check that its parent makes."""
	_refuse(
		_("A row of {0} is changed on its {1}, not by itself.").format(
			_(row.doctype), _(row.parenttype or "parent")
		)
	)


def guard_rows(doc: Document, event: str) -> None:
	"""A row named by the browser must be this record's own: Frappe would move a row of another's here."""
	before = doc.get_doc_before_save()
	for field in doc.meta.get_table_fields():
		own = {row.name for row in before.get(field.fieldname)} if before else set()
		for row in doc.get(field.fieldname):
			if row.name and row.name not in own and frappe.db.exists(row.doctype, row.name):
				_refuse(_("Row {0} of {1} belongs to another record.").format(row.idx, _(field.label)))


def _source(file: Document) -> str | None:
	"""The address of the file that Frappe opens for `file`: by its name alone, where nothing else was sent."""
	return file.file_url or (None if file.get("content") else file.file_name)


def _records_with(file: Document) -> list[tuple[str, str]]:
	"""Records of people which `file` would be attached to, and records whose attachment it would open under a second name."""
	opens = file.is_new() or file.has_value_changed("file_url")
	records = set(_records_at(_source(file), file.name)) if opens else set()
	if file.attached_to_doctype in PEOPLE:
		records.add((file.attached_to_doctype, file.attached_to_name))
	return sorted(records)


def _records_at(address: str | None, but: str | None = None) -> list[tuple[str, str]]:
	"""Records of ours that the file at `address` is attached to, by other File documents than the one named `but`."""
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
	"""The addresses of the file that Frappe opens at `address`: however it is written, what its last part names in a folder."""
	names = {PurePosixPath(written).name for written in (address or "", unquote(address or ""))} - {""}
	return [f"{folder}/{name}" for name in names for folder in FOLDERS]


def _guard_print(attachment: dict) -> None:
	doctype, name = attachment.get("doctype"), attachment.get("name")
	if doctype and name and is_ours(doctype):
		_refuse_unless_readable([(doctype, name)])
	pictures = BeautifulSoup(attachment.get("html") or "", "html.parser").find_all(src=True)
	for address in (picture["src"] for picture in pictures):
		_refuse_unless_readable(_records_at(urlsplit(address).path))


def _pictures_in(message: str) -> list[Message]:
	if "content-id:" not in message.lower():
		return []
	return [part for part in message_from_string(message).walk() if part["Content-ID"]]


def _refuse_unless_readable(records: list[tuple[str, str]]) -> None:
	for doctype, name in records:
		if not _may_read(doctype, name, frappe.session.user):
			_refuse(_("You may not read the record that this file belongs to."))


def _may_read(doctype: str, name: str, user: str) -> bool:
	return frappe.has_permission(doctype, "read", name, user=user)


def _refuse(message: str) -> None:
	frappe.throw(message, frappe.PermissionError)
