"""What may be uploaded to one of our records: of which kind, how large, with what in it, and under what name.

The kind is read from the content, and the name must say the same. A picture is drawn anew, so where and when it was
taken, and anything hidden behind it, are gone. Whatever has to be unpacked or decoded is read in a process of its own,
see `file_checks`. The stored name is the record's reference and chance, because names of files stand in addresses and
logs. This is not a virus scanner: a council that has one runs it over the private files.
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

from unlocking_opportunities import law, sharing
from unlocking_opportunities.access.markup import plain_name
from unlocking_opportunities.file_checks import Reason, Refused, pictures, worker
from unlocking_opportunities.roles import administers
from unlocking_opportunities.sharing import is_ours

MEGABYTE = 1024 * 1024
# What a browser shows of a public file without running anything in it. Others are private, or put there by a Website Manager.
SHOWN_ONLY = set(
	"avif csv doc docx gif ico jpeg jpg mp3 mp4 odp ods odt pdf png ppt pptx rtf txt webm webp woff woff2 xls xlsx zip".split()
)
# What a file is stays as Frappe made it.
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
	"""The file is of a kind, size or content that is not taken."""


class StoredFile(File):
	"""Frappe's File (hooks: override_doctype_class), with what has to happen before Frappe reads or writes anything.

	Frappe copies what a new file's address leads to before any document event, and without asking for permission where
	its own code makes the file.
	"""

	def before_insert(self) -> None:
		_refuse_other_folders(self)
		if self.file_name:
			self.file_name = plain_name(self.file_name)
		# Frappe works them out. By them a file would take another's address, or take it along when it is deleted.
		self.content_hash = self.thumbnail_url = None
		sharing.guard_source(self)
		_check_field(self)
		_refuse_public_script(self)
		if not self.is_folder and _on_ours(self):
			self._take_in()
		super().before_insert()

	def validate(self) -> None:
		"""Refuse first: Frappe moves a file that becomes public, and doesn't move it back when it is refused after that."""
		sharing.guard_file(self)
		_refuse_exchange(self)
		_check_field(self)
		_refuse_public_script(self)
		super().validate()

	def get_content(self, *arguments, **options) -> bytes | str:
		"""Return the content to those who may read the records that it is attached to."""
		_refuse_other_folders(self)
		sharing.guard_content(self)
		return super().get_content(*arguments, **options)

	def save_file(self, *arguments, **options) -> dict[str, str] | None:
		"""Write the content, which was drawn again already when it is on a record of ours: Frappe would decode it here."""
		if not self.flags.taken_in:
			return super().save_file(*arguments, **options)
		self._content = self.content
		self.file_size = self.check_max_file_size()
		# Frappe stores equal content once, under the first name. Each record of ours has its own copy, which goes with it.
		self.content_hash = frappe.generate_hash(length=32)
		write = get_hook_method("write_file")
		return write(self) if write else self.save_file_on_filesystem()

	def _take_in(self) -> None:
		if self.is_remote_file:
			_refuse(_("Upload the file itself. A link to one that is elsewhere is not taken."))
		content = self.get_content()
		kind, self.content = read(
			content.encode() if isinstance(content, str) else content, self.file_name or self.file_url
		)
		self.file_url = None
		self.file_name = stored_name(kind, self.attached_to_name)
		self.flags.taken_in = True


def _refuse_other_folders(file: File) -> None:
	"""Refuse an address or a name that leads out of the folders for files: to the site's configuration, say, or its logs."""
	for address in (file.file_url, file.file_name):
		steps = PurePath(unquote(unquote(address or ""))).parts
		if ".." in steps or "\0" in (address or ""):
			_refuse(_("This is no address of a file here. Upload the file itself."))


def check(content: bytes, filename: str) -> str:
	"""Return the kind of file (its ending, in lower case) that `content` truly is. Raises as `read` does."""
	return read(content, filename)[0]


def read(content: bytes, filename: str) -> tuple[str, bytes]:
	"""Return the kind of file that `content` truly is, and what to store: a picture without anything but the picture.

	Raises UploadRefused, in words for whoever uploads it, when it is empty, too large, of a kind that is not taken, not
	what its name says, or holds something that runs or is fetched.
	"""
	kind = _ending(filename)
	if kind not in KINDS:
		_refuse(
			_(
				"This kind of file is not taken. Use a photograph (JPG or PNG), a PDF, a Word document (DOCX) or a text file."
			)
		)
	if not content:
		_refuse(_("The file is empty. Choose it again."))
	limit = cint(law.settings().upload_megabytes) or 10
	if len(content) > limit * MEGABYTE:
		_refuse(
			_("The file is larger than {0} MB. Send a smaller copy, or a photograph of it.").format(limit)
		)
	if kind == "txt":
		_check_txt(content)
		return kind, content
	try:
		return kind, worker.read(content, kind)
	except Refused as refused:
		_refuse(_reasons()[refused.reason])


def keep_large_pictures() -> None:
	"""Before an upload (hooks: before_request): Frappe doesn't make a large picture smaller, for it would decode it."""
	if frappe.form_dict.get("optimize") and any(map(_is_large, frappe.request.files.values())):
		frappe.form_dict.pop("optimize")


def stored_name(kind: str, reference: str = "upload") -> str:
	"""Return a name to store a file of `kind` under: the record's reference and chance, nothing of what it was called."""
	reference = re.sub(r"[^A-Za-z0-9-]", "", reference) or "upload"
	return f"{reference}-{frappe.generate_hash(length=12)}.{kind}"


def _refuse_exchange(file: File) -> None:
	"""What came in elsewhere is not hung on a record, nor its file exchanged for another."""
	if file.is_new() or (administers() and not _on_ours(file)):
		return
	if any(map(file.has_value_changed, FIXED)):
		_refuse(_("Upload the file on the record itself."))


def _check_field(file: File) -> None:
	"""Frappe writes the address of a file that becomes private or public into this field of its record, whatever it is."""
	if not (file.attached_to_doctype and file.attached_to_field):
		return
	field = frappe.get_meta(file.attached_to_doctype).get_field(file.attached_to_field)
	if not field or field.fieldtype not in ("Attach", "Attach Image"):
		_refuse(_("{0} has no field of this name for a file.").format(_(file.attached_to_doctype)))
	if not file.is_new() and file.has_value_changed("is_private") and not administers():
		frappe.get_doc(file.attached_to_doctype, file.attached_to_name).check_permission("write")


def _refuse_public_script(file: File) -> None:
	"""A public page or drawing would run in the browser of everyone who opens it."""
	if file.is_private or file.is_folder or _ending(file.file_url or file.file_name) in SHOWN_ONLY:
		return
	if any(map(file.has_value_changed, ("is_private", "file_url", "file_name"))) and not administers(
		"Website Manager"
	):
		_refuse(_("A file of this kind can't be public. Tick Is Private and upload it again."))


def check_attached(doc: Document, event: str) -> None:
	"""Records with a field for a file, each time they are saved: it names a file that was uploaded to them."""
	for field in doc.meta.get("fields", {"fieldtype": ["in", ["Attach", "Attach Image"]]}):
		url = doc.get(field.fieldname)
		if url and doc.has_value_changed(field.fieldname) and not _was_taken_in(url, doc.doctype):
			_refuse(_("{0}: upload the file here, rather than naming one.").format(_(field.label)))


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
			"What is in the file is not what its name says, or it is damaged. Save it again, or send a photograph of it."
		),
		Reason.ACTIVE: _(
			"The file holds a macro, a script or another file, or fetches something when it is opened. Save it as a plain PDF, or send a photograph of it."
		),
		Reason.ENCRYPTED: _(
			"The file is protected with a password, or limits what can be done with it. Save it as a plain PDF, or send a photograph of it."
		),
		Reason.TOO_LARGE: _(
			"The file unfolds to too much to be read here. Save it as a plain PDF, or send a photograph of it."
		),
		Reason.TOO_MANY_PIXELS: _("The picture has too many pixels. Send a smaller copy of it."),
	}


def _refuse(message: str) -> None:
	frappe.throw(message, UploadRefused, title=_("The file was not taken"))
