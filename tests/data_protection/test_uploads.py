"""What is taken in on a record of ours, and what is not; and that nothing of its maker's is left in it."""

import io
import os
import zipfile

import frappe
import pytest
from PIL import Image
from pypdf import PdfWriter

from tests import factories
from unlocking_opportunities import uploads


def blank_page() -> bytes:
	writer, file = PdfWriter(), io.BytesIO()
	writer.add_blank_page(width=100, height=100)
	writer.write(file)
	return file.getvalue()


PDF = blank_page()
GPS_LATITUDE, GPS, MAKE = 2, 0x8825, 0x010F
MADE = (2026, 1, 1, 0, 0, 0)


def picture(kind="JPEG", size=(40, 20)) -> bytes:
	content, image = io.BytesIO(), Image.new("RGB", size, "navy")
	exif = image.getexif()
	exif[MAKE] = "Planted Camera"
	exif.get_ifd(GPS)[GPS_LATITUDE] = (52.0, 2.0, 24.0)
	image.save(content, kind, exif=exif)
	return content.getvalue()


def word(main="word/document.xml", **parts) -> bytes:
	content = io.BytesIO()
	with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
		for name, text in {"[Content_Types].xml": "<Types/>", main: "<document/>", **parts}.items():
			package.writestr(zipfile.ZipInfo(name, MADE), text, zipfile.ZIP_DEFLATED)
	return content.getvalue()


TAKEN = {
	"PDF": ("a.pdf", PDF, "pdf"),
	"JPG": ("A.JPEG", picture(), "jpg"),
	"PNG": ("a.png", picture("PNG"), "png"),
	"DOCX": ("a.docx", word(), "docx"),
	"ODT": ("a.odt", word("content.xml"), "odt"),
	"TXT": ("a.txt", "Plain words, a £ sign".encode(), "txt"),
}


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN.values(), ids=TAKEN)
def test_what_people_send_is_taken(frappe_site, name, content, kind):
	assert uploads.check(content, name) == kind


REFUSED = {
	"SVG": ("a.svg", b"<svg onload='alert(1)'/>", "not taken"),
	"HTML": ("a.html", b"<html></html>", "not taken"),
	"EXE": ("a.exe", b"MZ", "not taken"),
	"DOCM": ("a.docm", word(), "not taken"),
	"no ending": ("pdf", PDF, "not taken"),
	"empty": ("a.pdf", b"", "empty"),
	"HTML as PDF": ("a.pdf", b"<html>not a pdf", "not what its name says"),
	"JPG as PNG": ("a.png", picture("JPEG"), "not what its name says"),
	"half a JPG": ("a.jpg", b"\xff\xd8\xff\xe0 cut off", "not what its name says"),
	"script in TXT": ("a.txt", b"<script>alert(1)</script>", "not what its name says"),
	"UTF-16 in TXT": ("a.txt", b"\xff\xfe\x00", "not what its name says"),
	"PDF as DOCX": ("a.docx", PDF, "not what its name says"),
	"slides as DOCX": ("a.docx", word("ppt/presentation.xml"), "not what its name says"),
	"script in PDF": (
		"a.pdf",
		PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>",
		"macro, a script or another file",
	),
	"file in PDF": ("a.pdf", PDF + b"<< /Type /EmbeddedFile >>", "macro, a script or another file"),
	"macro in DOCX": ("a.docx", word(**{"word/vbaProject.bin": "x"}), "macro, a script or another file"),
	"OLE in DOCX": (
		"a.docx",
		word(**{"word/embeddings/oleObject1.bin": "x"}),
		"macro, a script or another file",
	),
	"template of DOCX": (
		"a.docx",
		word(**{"word/_rels/settings.xml.rels": "attachedTemplate"}),
		"macro, a script or another file",
	),
	"macro in ODT": (
		"a.odt",
		word("content.xml", **{"Basic/Standard/Module1.xml": "x"}),
		"macro, a script or another file",
	),
	"large when unpacked": (
		"a.docx",
		word(**{"word/media/big.xml": "0" * (101 * 1024 * 1024)}),
		"unfolds to too much",
	),
	"large picture": ("a.png", picture("PNG", (9000, 6000)), "too many points"),
}


@pytest.mark.parametrize(("name", "content", "says"), REFUSED.values(), ids=REFUSED)
def test_what_could_harm_is_refused_in_words_that_help(frappe_site, name, content, says):
	with pytest.raises(uploads.UploadRefused, match=says):
		uploads.check(content, name)


def test_the_size_is_the_councils_to_set(frappe_site):
	frappe.db.set_single_value("Unlocking Opportunities Settings", "upload_megabytes", 1)
	frappe.clear_document_cache("Unlocking Opportunities Settings", "Unlocking Opportunities Settings")
	uploads.check(PDF.ljust(1024 * 1024), "a.pdf")
	with pytest.raises(uploads.UploadRefused, match="larger than 1 MB"):
		uploads.check(PDF.ljust(1024 * 1024 + 1), "a.pdf")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_loses_where_and_with_what_it_was_taken(frappe_site, kind):
	before = picture(kind) + b"planted behind the picture"
	assert b"Planted Camera" in before and Image.open(io.BytesIO(before)).getexif().get_ifd(GPS)
	after = uploads.clean(before, {"JPEG": "jpg", "PNG": "png"}[kind])
	image = Image.open(io.BytesIO(after))
	assert image.format == kind and image.size == (40, 20)
	assert not image.getexif() and b"Planted Camera" not in after and b"planted behind" not in after


def attach(doc, name, content, **values):
	return factories.make(
		"File",
		file_name=name,
		content=content,
		**{"is_private": 1, "attached_to_doctype": doc.doctype, "attached_to_name": doc.name, **values},
	)


def test_the_stored_name_says_nothing_of_what_it_was_called(frappe_site):
	person = factories.young_person()
	file = attach(person, "Zephyrine Quill medical.jpg", picture())
	stored = frappe.get_doc("File", file.name)
	assert uploads.STORED_NAME.fullmatch(stored.file_url) and person.name in stored.file_url
	assert "Zephyrine" not in frappe.as_json(stored)
	on_disk = os.listdir(frappe.get_site_path("private", "files"))
	assert stored.file_name in on_disk and not any("Zephyrine" in name for name in on_disk)
	assert (
		b"Planted Camera" not in stored.get_full_path().encode() + open(stored.get_full_path(), "rb").read()
	)


def test_equal_files_on_two_records_stand_by_themselves(frappe_site):
	"""One may go without the other, and neither tells that the other is there."""
	one, two = (attach(factories.young_person(), "a.pdf", PDF) for _number in range(2))
	assert one.file_url != two.file_url
	one.delete()
	assert not one.exists_on_disk() and two.exists_on_disk()


def test_a_refused_file_leaves_nothing_on_the_disk(frappe_site):
	agreement = factories.host_agreement()
	frappe.db.commit()
	before = set(os.listdir(frappe.get_site_path("private", "files")))
	with pytest.raises(uploads.UploadRefused):
		attach(agreement, "planted.html", "<html></html>")
	frappe.db.rollback()
	assert set(os.listdir(frappe.get_site_path("private", "files"))) == before


def test_other_peoples_records_keep_their_files_as_they_are(frappe_site):
	note = factories.make("Note", title=frappe.generate_hash(), public=0)
	assert attach(note, "page.html", "<html></html>").file_url.endswith(".html")


def test_what_came_in_elsewhere_is_not_hung_on_a_record_of_ours(frappe_site):
	agreement = factories.host_agreement()
	loose = factories.make("File", file_name="x.html", content="<html></html>", is_private=1)
	loose.update({"attached_to_doctype": "Host Agreement", "attached_to_name": agreement.name})
	with pytest.raises(uploads.UploadRefused, match="on the record itself"):
		loose.save()
	agreement.evidence = loose.file_url
	with pytest.raises(uploads.UploadRefused, match="upload the file here"):
		agreement.save()
	with pytest.raises(uploads.UploadRefused, match="Upload the file itself"):
		factories.make(
			"File",
			file_url="https://elsewhere.example/x.pdf",
			is_private=1,
			file_name="x.pdf",
			attached_to_doctype="Host Agreement",
			attached_to_name=agreement.name,
		)


def test_evidence_of_insurance_is_photographed_and_kept(frappe_site):
	agreement = factories.host_agreement()
	file = attach(agreement, "IMG_2231.JPG", picture(), attached_to_field="evidence")
	agreement.evidence = file.file_url
	agreement.save()
	assert factories.stored(agreement).evidence == file.file_url
