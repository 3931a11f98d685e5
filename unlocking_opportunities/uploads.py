"""What may be uploaded to one of our records: of which kind, how large, with what in it, and under what name.

The kind is read from the content, and the name must say the same. A picture is drawn anew, so where and when it was
taken, and anything hidden behind it, are gone. The stored name is the record's reference and chance, because names of
files stand in addresses and logs. This is not a virus scanner: a council that has one runs it over the private files.
"""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint
from PIL import Image, ImageOps, UnidentifiedImageError

from unlocking_opportunities import law
from unlocking_opportunities.sharing import is_ours

MEGABYTE = 1024 * 1024
# A picture or a document can unfold to far more than it weighs.
MOST_PIXELS = 50_000_000
MOST_UNFOLDED = 100 * MEGABYTE
MOST_PARTS = 2_000

SAME_KIND = {"jpeg": "jpg"}
STORED_NAME = re.compile(r"/private/files/[A-Za-z0-9-]+-[0-9a-f]{12}\.[a-z]+")
# Ways for a document to do something, or to fetch something, when it is opened.
ACTIVE_IN_PDF = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
ACTIVE_PARTS = re.compile(
	r"vbaproject|/embeddings/|/activex/|^basic/|^scripts/|\.(exe|dll|js|vbs|bin)$", re.IGNORECASE
)
ACTIVE_IN_PARTS = (b"macroEnabled", b"attachedTemplate", b"script:event-listener")
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|img|\?xml)", re.IGNORECASE)


class UploadRefused(frappe.ValidationError):
	"""The file is of a kind, size or content that is not taken."""


def check(content: bytes, filename: str) -> str:
	"""Return the kind of file (its ending, in lower case) that `content` truly is.

	Raises UploadRefused, in words for whoever uploads it, when it is empty, too large, of a kind that is not taken, not
	what its name says, or holds something that runs.
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
	KINDS[kind](content)
	return kind


def clean(content: bytes, kind: str) -> bytes:
	"""Return what is stored: a picture of `kind` (as `check` gave it) upright and without anything but the picture."""
	if kind not in PICTURES:
		return content
	picture = ImageOps.exif_transpose(Image.open(BytesIO(content)))
	modes = ("RGB", "L") if kind == "jpg" else ("RGB", "RGBA", "L", "LA")
	if picture.mode not in modes:
		picture = picture.convert("RGB" if kind == "jpg" else "RGBA")
	# Only the points are taken over: what else Pillow has read of the file would be written again.
	bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
	cleaned = BytesIO()
	bare.save(cleaned, PICTURES[kind], **({"quality": 88} if kind == "jpg" else {"optimize": True}))
	return cleaned.getvalue()


def stored_name(kind: str, reference: str = "upload") -> str:
	"""Return a name to store a file of `kind` under: the record's reference and chance, nothing of what it was called."""
	reference = re.sub(r"[^A-Za-z0-9-]", "", reference) or "upload"
	return f"{reference}-{frappe.generate_hash(length=12)}.{kind}"


def take_in(file: Document, event: str) -> None:
	"""File, before it is inserted: check it, clean it, and store it under a name of ours, if it is on a record of ours.

	Frappe has by then written it under the name that it came with. That copy is taken away.
	"""
	if file.is_folder or not _on_ours(file):
		return
	if not file.flags.new_file:
		if not _was_taken_in(file.file_url, file.attached_to_doctype):
			_refuse(
				_(
					"Upload the file itself. A link, or a file that is already elsewhere on the site, is not taken."
				)
			)
		return
	content = file.get_content()
	content = content.encode() if isinstance(content, str) else content
	kind = check(content, file.file_name)
	_drop_first_copy(file)
	file.file_name = stored_name(kind, file.attached_to_name)
	file.save_file(content=clean(content, kind), ignore_existing_file_check=True)
	# Frappe stores equal content once, under the first name. Each record of ours has its own copy, which goes with it.
	file.content_hash = frappe.generate_hash(length=32)


def refuse_later(file: Document, event: str) -> None:
	"""File, each time it is saved: what came in elsewhere is not hung on a record of ours, nor its file exchanged."""
	if file.is_new() or not _on_ours(file):
		return
	if any(
		file.has_value_changed(field) for field in ("attached_to_doctype", "attached_to_name", "file_url")
	):
		_refuse(_("Upload the file on the record itself."))


def check_attached(doc: Document, event: str) -> None:
	"""Records with a field for a file, each time they are saved: it names a file that was taken in by `take_in`."""
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


def _drop_first_copy(file: Document) -> None:
	if not frappe.db.exists("File", {"file_url": file.file_url}):
		file.delete_file_data_content()
	file.file_url = None


def _ending(filename: str) -> str:
	ending = PurePath(filename or "").suffix.lower().lstrip(".")
	return SAME_KIND.get(ending, ending)


def _check_picture(content: bytes, kind: str) -> None:
	try:
		picture = Image.open(BytesIO(content), formats=[PICTURES[kind]])
		pixels = picture.width * picture.height
		if pixels <= MOST_PIXELS:
			picture.load()
	except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
		_refuse_other_content()
	if pixels > MOST_PIXELS:
		_refuse(_("The picture has too many points. Send a smaller copy."))


def _check_jpg(content: bytes) -> None:
	_check_picture(content, "jpg")


def _check_png(content: bytes) -> None:
	_check_picture(content, "png")


def _check_pdf(content: bytes) -> None:
	if not content.startswith(b"%PDF-"):
		_refuse_other_content()
	if any(re.search(re.escape(part) + rb"(?![A-Za-z])", content) for part in ACTIVE_IN_PDF):
		_refuse_active()


def _check_docx(content: bytes) -> None:
	_check_parts(content, "word/document.xml")


def _check_odt(content: bytes) -> None:
	_check_parts(content, "content.xml")


def _check_parts(content: bytes, main_part: str) -> None:
	try:
		with zipfile.ZipFile(BytesIO(content)) as parts:
			listed = parts.infolist()
			if main_part not in parts.namelist():
				_refuse_other_content()
			if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNFOLDED:
				_refuse(_("The document unfolds to too much. Save it as a PDF and send that."))
			if any(ACTIVE_PARTS.search(part.filename) for part in listed) or any(
				active in parts.read(part)
				for part in listed
				if part.filename.endswith((".xml", ".rels"))
				for active in ACTIVE_IN_PARTS
			):
				_refuse_active()
	except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
		_refuse_other_content()


def _check_txt(content: bytes) -> None:
	try:
		content.decode("utf-8")
	except UnicodeDecodeError:
		_refuse_other_content()
	if b"\0" in content or MARKUP.search(content):
		_refuse_other_content()


PICTURES = {"jpg": "JPEG", "png": "PNG"}
KINDS: dict[str, Callable[[bytes], None]] = {
	"jpg": _check_jpg,
	"png": _check_png,
	"pdf": _check_pdf,
	"docx": _check_docx,
	"odt": _check_odt,
	"txt": _check_txt,
}


def _refuse_other_content() -> None:
	_refuse(
		_(
			"What is in the file is not what its name says, or it is damaged. Save it anew, or send a photograph of it."
		)
	)


def _refuse_active() -> None:
	_refuse(
		_(
			"The file holds a macro, a script or another file. Save it as a plain PDF, or send a photograph of it."
		)
	)


def _refuse(message: str) -> None:
	frappe.throw(message, UploadRefused, title=_("The file was not taken"))
