"""Checks on files uploaded to our records: kind, size, content and name.

The kind is read from the content, and the name must match it. A picture is redrawn, which removes where and when it was
taken and anything hidden in it. Files that have to be unpacked or decoded are read in a separate process, see
`file_checks`. The stored name is the record's reference and a random part, because file names appear in addresses and logs.
This is not a virus scanner: a council that has one should run it on the private files.
"""

import re
from pathlib import PurePath
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.core.doctype.file.file import File
from frappe.model.document import Document
from frappe.utils import cint, get_hook_method
from PIL import Image
from werkzeug.datastructures import FileStorage

from unlocking_opportunities.access import sharing
from unlocking_opportunities.access.markup import plain_name
from unlocking_opportunities.access.sharing import is_ours
from unlocking_opportunities.council.roles import is_administrator
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.file_checks import Reason, Refused, pictures, worker
from unlocking_opportunities.utils.server_fields import Act, acting, is_acting

MEGABYTE = 1024 * 1024
# The limit for one file, before a council sets its own.
USUAL_MEGABYTES = 10
# Kinds that a browser shows without running anything. Other public files can be added only by a Website Manager.
SHOWN_ONLY = set(
	"avif csv doc docx gif ico jpeg jpg mp3 mp4 odp ods odt pdf png ppt pptx rtf txt webm webp woff woff2 xls xlsx zip".split()
)
# Fields that cannot be changed after the upload.
FIXED = (
	"attached_to_doctype",
	"attached_to_field",
	"attached_to_name",
	"content_hash",
	"file_url",
	"thumbnail_url",
)

SAME_KIND = {"jpeg": "jpg"}
KINDS = ("jpg", "png", "pdf", "docx", "odt", "txt")
STORED_NAME = re.compile(r"/private/files/[A-Za-z0-9-]+-[0-9a-f]{12}\.[a-z]+")
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|img|\?xml)", re.IGNORECASE)


class UploadRefused(frappe.ValidationError):
	"""The kind, size or content of the file is not allowed."""


class FileElsewhere(UploadRefused):
	"""The file is not one of this site's."""


class NotToBeMoved(UploadRefused):
	"""A stored file can't be moved to another record, or exchanged for another file."""


class NotUploadedHere(UploadRefused):
	"""A field for a file names one that was not uploaded to this record."""


class CannotBePublic(UploadRefused):
	"""A public file of this kind could run scripts for everyone who opens it."""


class StoredFile(File):
	"""Frappe's File (hooks: override_doctype_class), with checks before Frappe reads or writes anything.

	Frappe copies what a new file's address points to before any document event, and without a permission check if its own
	code creates the file.
	"""

	def before_insert(self) -> None:
		_refuse_other_folders(self)
		if self.file_name:
			self.file_name = plain_name(self.file_name)
		# Frappe sets these. If sent, a file could take another file's address, or delete the other file with itself.
		self.content_hash = self.thumbnail_url = None
		sharing.guard_source(self)
		_check_field(self)
		_refuse_public_script(self)
		if not self.is_folder and _on_ours(self):
			self._take_in()
			with acting(self, Act.STORING_FILE):
				super().before_insert()
		else:
			super().before_insert()

	def validate(self) -> None:
		"""Check before Frappe does: it moves a file that becomes public, and doesn't move it back if it is refused later."""
		sharing.guard_file(self)
		_refuse_exchange(self)
		_check_field(self)
		_refuse_public_script(self)
		super().validate()

	def get_content(self, *arguments, **options) -> bytes | str:
		"""Return the content, if the user may read the records it is attached to."""
		_refuse_other_folders(self)
		sharing.guard_content(self)
		return super().get_content(*arguments, **options)

	def save_file(self, *arguments, **options) -> dict[str, str] | None:
		"""Write the content. On our records it has already been redrawn, and Frappe must not decode it here."""
		if not is_acting(self, Act.STORING_FILE):
			return super().save_file(*arguments, **options)
		self._content = self.content
		self.file_size = self.check_max_file_size()
		# Frappe stores equal content only once. Each of our records has its own copy, which is deleted with it.
		self.content_hash = frappe.generate_hash(length=32)
		write = get_hook_method("write_file")
		return write(self) if write else self.save_file_on_filesystem()

	def _take_in(self) -> None:
		if self.is_remote_file:
			_refuse(_("You cannot link to a file on another site. Upload the file itself."), FileElsewhere)
		content = self.get_content()
		kind, self.content = read(
			content.encode() if isinstance(content, str) else content, self.file_name or self.file_url
		)
		self.file_url = None
		self.file_name = stored_name(kind, self.attached_to_name)


def _refuse_other_folders(file: File) -> None:
	"""Refuse an address or a name that leads out of the folders for files, for example to the site's configuration."""
	for address in (file.file_url, file.file_name):
		steps = PurePath(unquote(unquote(address or ""))).parts
		if ".." in steps or "\0" in (address or ""):
			_refuse(
				_("This is not the address of a file on this site. Upload the file itself."), FileElsewhere
			)


def check(content: bytes, filename: str) -> str:
	"""Return the real kind of file of `content` (its ending in lower case). Raises as `read`."""
	return read(content, filename)[0]


def read(content: bytes, filename: str) -> tuple[str, bytes]:
	"""Return the real kind of file of `content`, and the content to store (a picture without its metadata).

	Raises UploadRefused, with a message for the user, if it is empty, too large, of a kind that is not allowed, not what
	its name says, or holds something that runs or is fetched.
	"""
	kind = _ending(filename)
	if kind not in KINDS:
		_refuse(
			_(
				"You can't upload this kind of file. Use a photo (JPG or PNG), a PDF, a Word document (DOCX) or a text file."
			)
		)
	if not content:
		_refuse(_("The file is empty. Choose another file."))
	if len(content) > most_megabytes() * MEGABYTE:
		_refuse(
			_("The file must be {0}MB or smaller. Upload a smaller copy, or a photo of it.").format(
				most_megabytes()
			)
		)
	if kind == "txt":
		_check_txt(content)
		return kind, content
	try:
		return kind, worker.read(content, kind)
	except Refused as refused:
		_refuse(_reasons()[refused.reason])


def most_megabytes() -> int:
	"""Return the size limit for one file, in megabytes."""
	return cint(get_settings().upload_megabytes) or USUAL_MEGABYTES


def keep_large_pictures() -> None:
	"""Stop Frappe from making a large picture smaller, because it would decode it (hooks: before_request)."""
	if frappe.form_dict.get("optimize") and any(map(_is_large, frappe.request.files.values())):
		frappe.form_dict.pop("optimize")


def stored_name(kind: str, reference: str = "upload") -> str:
	"""Return a name to store a file of `kind` under: the record's reference and a random part, not its original name."""
	reference = re.sub(r"[^A-Za-z0-9-]", "", reference) or "upload"
	return f"{reference}-{frappe.generate_hash(length=12)}.{kind}"


def _refuse_exchange(file: File) -> None:
	"""Refuse to move a file to another record, or to exchange it for another file."""
	if file.is_new() or (is_administrator() and not _on_ours(file)):
		return
	if any(map(file.has_value_changed, FIXED)):
		_refuse(_("You cannot move or exchange this file. Upload it on the record itself."), NotToBeMoved)


def _check_field(file: File) -> None:
	"""Check the field a file is attached to: Frappe writes the file's address into it, whatever kind of field it is."""
	if not (file.attached_to_doctype and file.attached_to_field):
		return
	field = frappe.get_meta(file.attached_to_doctype).get_field(file.attached_to_field)
	if not field or field.fieldtype not in ("Attach", "Attach Image"):
		_refuse(
			_("{0} has no such field for a file. Reload the page and try again.").format(
				_(file.attached_to_doctype)
			)
		)
	if not file.is_new() and file.has_value_changed("is_private") and not is_administrator():
		frappe.get_doc(file.attached_to_doctype, file.attached_to_name).check_permission("write")


def _refuse_public_script(file: File) -> None:
	"""Refuse a public file that could run scripts in the browser of everyone who opens it."""
	if file.is_private or file.is_folder or _ending(file.file_url or file.file_name) in SHOWN_ONLY:
		return
	if any(map(file.has_value_changed, ("is_private", "file_url", "file_name"))) and not is_administrator(
		"Website Manager"
	):
		_refuse(
			_("A file of this kind cannot be public. Tick Is Private and upload it again."), CannotBePublic
		)


def check_attached(doc: Document, event: str) -> None:
	"""Refuse an attach field that names a file which was not uploaded to this record (validate)."""
	for field in doc.meta.get("fields", {"fieldtype": ["in", ["Attach", "Attach Image"]]}):
		url = doc.get(field.fieldname)
		if url and doc.has_value_changed(field.fieldname) and not _was_taken_in(url, doc.doctype):
			_refuse(
				_("{0}: upload the file here. You cannot use the address of another file.").format(
					_(field.label)
				),
				NotUploadedHere,
			)


def _was_taken_in(url: str, doctype: str) -> bool:
	return bool(
		STORED_NAME.fullmatch(url or "")
		and frappe.db.exists("File", {"file_url": url, "attached_to_doctype": doctype})
	)


def _on_ours(file: Document) -> bool:
	return bool(file.attached_to_doctype) and is_ours(file.attached_to_doctype)


def _ending(filename: str) -> str:
	ending = PurePath(filename or "").suffix.lower().lstrip(".")
	return SAME_KIND.get(ending, ending)


def _check_txt(content: bytes) -> None:
	try:
		content.decode("utf-8")
	except UnicodeDecodeError:
		_refuse(_reasons()[Reason.DAMAGED])
	if b"\0" in content or MARKUP.search(content):
		_refuse(_reasons()[Reason.DAMAGED])


def _is_large(file: FileStorage) -> bool:
	try:
		width, height = Image.open(file.stream).size  # from the header alone
	except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
		return True
	finally:
		file.stream.seek(0)
	return width * height > pictures.MOST_KEPT_PIXELS


def _reasons() -> dict[Reason, str]:
	return {
		Reason.DAMAGED: _(
			"The file is damaged, or isn't the kind of file that its name says. Save it again, or upload a photo of it."
		),
		Reason.ACTIVE: _(
			"The file contains a macro, a script or another file, or downloads something when it's opened. Save it as a plain PDF, or upload a photo of it."
		),
		Reason.ENCRYPTED: _(
			"The file is password protected or restricted. Save it as a plain PDF, or upload a photo of it."
		),
		Reason.TOO_LARGE: _(
			"The file is too large to check. Save it as a plain PDF, or upload a photo of it."
		),
		Reason.TOO_MANY_PIXELS: _("The picture is too large. Upload a smaller copy of it."),
	}


def _refuse(message: str, failure: type[UploadRefused] = UploadRefused) -> None:
	frappe.throw(message, failure, title=_("The file wasn't uploaded"))
