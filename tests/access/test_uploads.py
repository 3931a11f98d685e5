"""Which uploaded files are accepted on our records, and that no metadata is left in them."""

import io
import os
import subprocess
import sys
import zipfile

import frappe
import pytest
from PIL import Image
from pypdf import PdfWriter
from weasyprint import HTML
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from devbench.paths import ROOT
from tests import factories
from tests.access.samples import (
	GPS,
	WORD,
	field,
	nested_field,
	odt,
	package,
	pdf,
	pdf_changed,
	pdf_with_packed,
	photo,
	picture,
	relationships,
	stream,
	word,
)
from unlocking_opportunities.access import uploads

PDF = pdf()
LINK = "<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /URI /URI (https://www.example.org/)>>>>"
SCRIPT = "<</S /JavaScript /JS (app.alert(1))>>"
PNG = picture("PNG")
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


def printed() -> bytes:
	"""A page as a browser or an online form makes it."""
	page = (
		'<h1 id="top">A page</h1><p><a href="https://www.example.org/">A link</a> <a href="#top">Up</a></p>'
	)
	return HTML(string=page).write_pdf()


def scanned() -> bytes:
	content = io.BytesIO()
	Image.open(io.BytesIO(photo((1240, 1754)))).save(content, "PDF", resolution=150)
	return content.getvalue()


TAKEN = {
	"PDF": ("a.pdf", lambda: PDF),
	"printed PDF": ("a.pdf", printed),
	"scanned PDF": ("a.pdf", scanned),
	"PDF of Word": (
		"a.pdf",
		lambda: pdf_with_packed("/OpenAction [3 0 R /Fit]", "/Annots [5 0 R]", {5: LINK}),
	),
	"changed PDF": ("a.pdf", lambda: pdf_changed(pdf(page="/Annots [5 0 R]", more={5: LINK}), 5, LINK)),
	"PDF with a form": (
		"a.pdf",
		lambda: pdf("/AcroForm <</Fields [5 0 R]>>", "/Annots [5 0 R]", {5: "<</FT /Tx /T (Name) /F 4>>"}),
	),
	"JPG": ("A.JPEG", picture),
	"PNG": ("a.png", lambda: PNG),
	"photograph of 12 megapixels": ("a.jpg", lambda: photo((4032, 3024))),
	"photograph of 24 megapixels": ("a.jpg", lambda: photo((5712, 4284))),
	"photograph of 48 megapixels": ("a.jpg", lambda: photo((8064, 6048))),
	"photograph of 50 megapixels, progressive": ("a.jpg", lambda: photo((8160, 6144), progressive=True)),
	"scan of 35 megapixels": ("a.png", lambda: picture("PNG", (4960, 7016))),
	"DOCX": ("a.docx", word),
	"DOCX with links and pictures": (
		"a.docx",
		lambda: word(
			field("PAGE")
			+ field(' HYPERLINK "https://www.example.org/" ', '\\o "Tip: read it" ')
			+ nested_field(" IF ", " PAGE ", " = 1 a b "),
			("hyperlink", "https://www.example.org/?a=1", "External"),
			("hyperlink", "mailto:team@example.org", "External"),
			("image", "media/image1.png", "Internal"),
			**{"word/media/image1.png": PNG},
		),
	),
	"DOCX in UTF-16": (
		"a.docx",
		lambda: word(**{"word/settings.xml": f'<w:settings xmlns:w="{WORD}"/>'.encode("utf-16")}),
	),
	"ODT": ("a.odt", odt),
	"ODT with links and pictures": (
		"a.odt",
		lambda: odt(
			'<text:a xlink:href="https://www.example.org/">x</text:a><draw:image xlink:href="Pictures/1.png"/>',
			**{"Pictures/1.png": PNG, "Pictures/2.svg": SVG},
		),
	),
	"TXT": ("a.txt", "Plain words, a £ sign".encode),
}


@pytest.mark.parametrize(("name", "make"), TAKEN.values(), ids=TAKEN)
def test_what_people_send_is_taken(frappe_site, name, make):
	ending = name.lower().rpartition(".")[2]
	assert uploads.check(make(), name) == {"jpeg": "jpg"}.get(ending, ending)


OTHER = "isn't the kind of file that its name says"
ACTIVE = "macro, a script or another file"
UNPACKED = "too large to check"
PIXELS = "picture is too large"
PROTECTED = "password"


def encrypted() -> bytes:
	writer, content = PdfWriter(), io.BytesIO()
	writer.add_blank_page(width=100, height=100)
	writer.encrypt("", "owner")
	writer.write(content)
	return content.getvalue()


def external(kind: str, target="https://elsewhere.example/x"):
	return word("", (kind, target, "External"))


def with_wrong_size() -> bytes:
	"""A part of which a program that trusts the package's size reads only the start."""
	hidden = f'<w:settings xmlns:w="{WORD}"><w:attachedTemplate/></w:settings>'.encode()
	shown = f'<w:settings xmlns:w="{WORD}"/>'.encode()
	content = word(**{"word/settings.xml": shown + hidden})
	for whole, part in ((shown + hidden, shown),):
		content = content.replace(crc_and_size(whole, content, whole), crc_and_size(part, content, whole))
	return content


def crc_and_size(stated: bytes, content: bytes, stored: bytes) -> bytes:
	with zipfile.ZipFile(io.BytesIO(content)) as file:
		size = next(part.compress_size for part in file.infolist() if part.file_size == len(stored))
	return b"".join(value.to_bytes(4, "little") for value in (zipfile.crc32(stated), size, len(stated)))


REFUSED = {
	"SVG": ("a.svg", lambda: SVG.encode(), "can't upload this kind of file"),
	"HTML": ("a.html", lambda: b"<html></html>", "can't upload this kind of file"),
	"EXE": ("a.exe", lambda: b"MZ", "can't upload this kind of file"),
	"DOCM": ("a.docm", word, "can't upload this kind of file"),
	"no ending": ("pdf", lambda: PDF, "can't upload this kind of file"),
	"empty": ("a.pdf", lambda: b"", "empty"),
	"HTML as PDF": ("a.pdf", lambda: b"<html>not a pdf", OTHER),
	"JPG as PNG": ("a.png", picture, OTHER),
	"half a JPG": ("a.jpg", lambda: photo((400, 300))[:4000], OTHER),
	"script in TXT": ("a.txt", lambda: b"<script>alert(1)</script>", OTHER),
	"UTF-16 in TXT": ("a.txt", lambda: b"\xff\xfe\x00", OTHER),
	"PDF as DOCX": ("a.docx", lambda: PDF, OTHER),
	"PDF before a DOCX": ("a.docx", lambda: PDF + word(), OTHER),
	"slides as DOCX": ("a.docx", lambda: word(kind="application/vnd.ms-powerpoint"), OTHER),
	"half a PDF": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<<", OTHER),
	"PDF with a key twice": ("a.pdf", lambda: pdf("/A 1 /A 2"), OTHER),
	# Scripts, under any name and in any place.
	"script in PDF": ("a.pdf", lambda: pdf(f"/OpenAction {SCRIPT}"), ACTIVE),
	"obfuscated name": ("a.pdf", lambda: pdf("/OpenAction <</S /J#61vaScript>>"), ACTIVE),
	"obfuscated key": ("a.pdf", lambda: pdf("/OpenAction <</#4A#53 (x)>>"), ACTIVE),
	"name elsewhere": ("a.pdf", lambda: pdf("/OpenAction <</S 5 0 R>>", more={5: "/JavaScript"}), ACTIVE),
	"script among names": ("a.pdf", lambda: pdf("/Names <</JavaScript <</Names [(a) 5 0 R]>>>>"), ACTIVE),
	"packed script": ("a.pdf", lambda: pdf_with_packed("/OpenAction 5 0 R", more={5: SCRIPT}), ACTIVE),
	"script added": ("a.pdf", lambda: pdf_changed(PDF, 3, f"<</AA <</O {SCRIPT}>>>>"), ACTIVE),
	"script overwritten": (
		"a.pdf",
		lambda: pdf_changed(pdf("/OpenAction 5 0 R", more={5: SCRIPT}), 5, "[3 0 R /Fit]"),
		ACTIVE,
	),
	"script in no index": ("a.pdf", lambda: pdf(more={5: SCRIPT}, listed=False), ACTIVE),
	"script behind a comment": (
		"a.pdf",
		lambda: PDF + f"\n9%x\n0 obj {SCRIPT} endobj".encode(),
		ACTIVE,
	),
	"script in a form": ("a.pdf", lambda: pdf("/AcroForm <</XFA 5 0 R>>", more={5: stream(b"x")}), ACTIVE),
	"program started": ("a.pdf", lambda: pdf("/OpenAction <</S /Launch /F (calc.exe)>>"), ACTIVE),
	"form sent": ("a.pdf", lambda: pdf(page="/AA <</O <</S /SubmitForm /F (https://x.example)>>>>"), ACTIVE),
	"page fetched on opening": (
		"a.pdf",
		lambda: pdf("/OpenAction <</S /URI /URI (https://x.example)>>"),
		ACTIVE,
	),
	"chained to a page": (
		"a.pdf",
		lambda: pdf("/OpenAction <</S /GoTo /D [3 0 R /Fit] /Next <</S /URI /URI (https://x.example)>>>>"),
		ACTIVE,
	),
	"link to a file server": (
		"a.pdf",
		lambda: pdf(page="/Annots [5 0 R]", more={5: "<</A <</S /URI /URI (file://server/share)>>>>"}),
		ACTIVE,
	),
	"data elsewhere": ("a.pdf", lambda: pdf(more={5: stream(b"", b"/F (http://x.example)")}), ACTIVE),
	"file in PDF": ("a.pdf", lambda: pdf(more={5: stream(b"MZ", b"/Type /EmbeddedFile")}), ACTIVE),
	"file on a page": ("a.pdf", lambda: pdf(page="/Annots [<</Subtype /FileAttachment>>]"), ACTIVE),
	"film in PDF": ("a.pdf", lambda: pdf(page="/Annots [<</Subtype /RichMedia>>]"), ACTIVE),
	"encrypted PDF": ("a.pdf", encrypted, PROTECTED),
	"large when unpacked, PDF": (
		"a.pdf",
		lambda: pdf(more={5: stream(b"0" * (700 * 1024 * 1024), b"/Type /ObjStm /N 1 /First 4")}),
		UNPACKED,
	),
	# Word.
	"macro": ("a.docx", lambda: word("", ("vbaProject", "vbaProject.bin", "Internal")), ACTIVE),
	"macro in no list": ("a.docx", lambda: word(**{"word/vbaProject.bin": b"x"}), ACTIVE),
	"OLE": ("a.docx", lambda: word("", ("oleObject", "embeddings/oleObject1.bin", "Internal")), ACTIVE),
	"OLE elsewhere": ("a.docx", lambda: external("oleObject"), ACTIVE),
	"OLE without a relationship": ("a.docx", lambda: word('<o:OLEObject Type="Link"/>'), ACTIVE),
	"template elsewhere": ("a.docx", lambda: external("attachedTemplate"), ACTIVE),
	"template elsewhere, in UTF-16": (
		"a.docx",
		lambda: word(
			**{
				"word/_rels/settings.xml.rels": relationships(
					("attachedTemplate", "https://elsewhere.example/x.dotm", "External")
				).encode("utf-16")
			}
		),
		ACTIVE,
	),
	"picture elsewhere": ("a.docx", lambda: external("image"), ACTIVE),
	"picture on a file server": (
		"a.docx",
		lambda: word("", ("image", "\\\\server\\share\\x.png", "Internal")),
		ACTIVE,
	),
	"picture drawn from elsewhere": (
		"a.docx",
		lambda: word('<w:pict><v:shape><v:imagedata src="https://x.example/x.png"/></v:shape></w:pict>'),
		ACTIVE,
	),
	"page in a document": ("a.docx", lambda: word("", ("aFChunk", "x.html", "Internal")), ACTIVE),
	"link to a file server, DOCX": ("a.docx", lambda: external("hyperlink", "file://server/share"), ACTIVE),
	"link that runs": ("a.docx", lambda: external("hyperlink", "ms-msdt:/id PCWDiagnostic"), ACTIVE),
	"DDE": ("a.docx", lambda: word(field(' DDE "cmd" "/c calc" ')), ACTIVE),
	"DDEAUTO over runs": ("a.docx", lambda: word(field(" DD", "EAU", 'TO c:\\x.exe "a" ')), ACTIVE),
	"DDEAUTO in a simple field": ("a.docx", lambda: word('<w:fldSimple w:instr=" ddeauto c:\\x "/>'), ACTIVE),
	"DDEAUTO never ended": (
		"a.docx",
		lambda: word('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDEAUTO x</w:instrText></w:r>'),
		ACTIVE,
	),
	"field's name from a field": ("a.docx", lambda: word(nested_field("", "REF x", " PAGE ")), ACTIVE),
	"field's name in pieces": ("a.docx", lambda: word(nested_field("TO", "REF x", "C ")), ACTIVE),
	"picture by field": ("a.docx", lambda: word(field(' INCLUDEPICTURE "https://x.example/x.png" ')), ACTIVE),
	"mail merge": (
		"a.docx",
		lambda: word(**{"word/settings.xml": f'<w:settings xmlns:w="{WORD}"><w:mailMerge/></w:settings>'}),
		ACTIVE,
	),
	"document in a document": ("a.docx", lambda: word(**{"word/media/image1.png": word()}), ACTIVE),
	"entities": (
		"a.docx",
		lambda: word(**{"word/settings.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
		ACTIVE,
	),
	"wrong size": ("a.docx", with_wrong_size, OTHER),
	"a name twice": ("a.docx", lambda: word(**{"Word/Document.xml": "<a/>"}), OTHER),
	"large when unpacked": (
		"a.docx",
		lambda: word(**{"word/media/big.xml": "0" * (101 * 1024 * 1024)}),
		UNPACKED,
	),
	# LibreOffice.
	"macro in ODT": ("a.odt", lambda: odt(**{"Basic/Standard/Module1.xml": "<a/>"}), ACTIVE),
	"script in ODT": ("a.odt", lambda: odt('<text:script xlink:href="x"/>'), ACTIVE),
	"event in ODT": ("a.odt", lambda: odt('<script:event-listener xlink:href="x"/>'), ACTIVE),
	"link that runs, ODT": (
		"a.odt",
		lambda: odt('<text:a xlink:href="vnd.sun.star.script:x">x</text:a>'),
		ACTIVE,
	),
	"object in ODT": ("a.odt", lambda: odt(**{"Object 1/content.xml": "<a/>"}), ACTIVE),
	"object elsewhere": ("a.odt", lambda: odt('<draw:object xlink:href="https://x.example/x"/>'), ACTIVE),
	"picture elsewhere, ODT": (
		"a.odt",
		lambda: odt('<draw:image xlink:href="https://x.example/x.png"/>'),
		ACTIVE,
	),
	"picture of the disk": ("a.odt", lambda: odt('<draw:image xlink:href="../../x.png"/>'), ACTIVE),
	"section elsewhere": (
		"a.odt",
		lambda: odt('<text:section-source xlink:href="https://x.example/x"/>'),
		ACTIVE,
	),
	"DDE in ODT": ("a.odt", lambda: odt("<text:dde-connection-decl/>"), ACTIVE),
	"script in a drawing": ("a.odt", lambda: odt(**{"Pictures/1.svg": "<svg><script/></svg>"}), ACTIVE),
	"encrypted ODT": (
		"a.odt",
		lambda: odt(**{"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
		PROTECTED,
	),
	"spreadsheet as ODT": (
		"a.odt",
		lambda: package(
			{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
		),
		OTHER,
	),
	# Pictures.
	"large PNG": ("a.png", lambda: bomb(), PIXELS),
	"large JPG": ("a.jpg", lambda: picture("JPEG", (12_000, 10_000)), PIXELS),
}


def bomb() -> bytes:
	"""A PNG of 49 megapixels that takes 600 MB as Frappe decodes it."""
	return picture("PNG", (7_000, 7_000), mode="L")


@pytest.mark.parametrize(("name", "make", "says"), REFUSED.values(), ids=REFUSED)
def test_what_could_harm_is_refused_in_words_that_help(frappe_site, name, make, says):
	with pytest.raises(uploads.UploadRefused, match=says):
		uploads.check(make(), name)


def test_the_size_is_the_councils_to_set(frappe_site):
	frappe.db.set_single_value("Unlocking Opportunities Settings", "upload_megabytes", 1)
	frappe.clear_document_cache("Unlocking Opportunities Settings", "Unlocking Opportunities Settings")
	uploads.check(PDF.ljust(1024 * 1024), "a.pdf")
	with pytest.raises(uploads.UploadRefused, match="must be 1MB or smaller"):
		uploads.check(PDF.ljust(1024 * 1024 + 1), "a.pdf")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_loses_where_and_with_what_it_was_taken(frappe_site, kind):
	before = picture(kind) + b"planted behind the picture"
	assert b"Planted Camera" in before and Image.open(io.BytesIO(before)).getexif().get_ifd(GPS)
	after = uploads.read(before, "a." + {"JPEG": "jpg", "PNG": "png"}[kind])[1]
	image = Image.open(io.BytesIO(after))
	assert image.format == kind and image.size == (40, 20)
	assert not image.getexif() and b"Planted Camera" not in after and b"planted behind" not in after


def test_a_photograph_is_upright_and_no_larger_than_is_needed(frappe_site):
	kind, stored = uploads.read(photo((8064, 6048)), "a.jpg")
	image = Image.open(io.BytesIO(stored))
	assert (kind, image.format, image.size) == ("jpg", "JPEG", (3024, 4032))


# The most memory that this process has used. (Its resource usage begins with that of the process which started it.)
PEAK = """
import io, re, resource, sys
def peak():
	return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
content = sys.stdin.buffer.read()
"""
MEASURE = f"""{PEAK}
from unlocking_opportunities.file_checks import Refused, worker
before = peak()
try:
	worker.read(content, sys.argv[1])
except Refused as refused:
	print(refused, end=" ")
print(peak() - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""
DECODE = f"""{PEAK}
from PIL import Image
before = peak()
Image.open(io.BytesIO(content)).convert("RGBA").tobytes()
print(peak() - before)
"""
# Megabytes: what reading a file may add to a web process, and what the process that reads it may use.
MORE_HERE, MORE_THERE = 32, 400


def measured(code: str, content: bytes, *arguments: str) -> list[str]:
	done = subprocess.run(
		[sys.executable, "-c", code, *arguments], cwd=ROOT, input=content, capture_output=True, check=True
	)
	return done.stdout.decode().split()


LARGE = {
	"PNG of 49 megapixels": ("png", lambda: bomb()),
	"PNG of 35 megapixels": ("png", lambda: picture("PNG", (4960, 7016), mode="P")),
	"photograph of 24 megapixels": ("jpg", lambda: photo((5712, 4284))),
	"photograph of 48 megapixels": ("jpg", lambda: photo((8064, 6048))),
	"photograph of 108 megapixels": ("jpg", lambda: photo((12_000, 9_000))),
	"progressive photograph of 50 megapixels": ("jpg", lambda: photo((8160, 6144), progressive=True)),
}


@pytest.mark.parametrize(("kind", "make"), LARGE.values(), ids=LARGE)
def test_a_large_picture_takes_little_memory_of_the_web_process(kind, make):
	*refused, here, there = measured(MEASURE, make(), kind)
	print(*refused, here, there)
	assert refused == (["TOO_MANY_PIXELS"] if make is LARGE["PNG of 49 megapixels"][1] else [])
	assert int(here) < MORE_HERE and int(there) < MORE_THERE


def test_control_decoded_in_place_it_takes_much():
	assert len(bomb()) < 200_000
	assert int(measured(DECODE, bomb())[0]) > 10 * MORE_HERE


@pytest.mark.parametrize(("make", "kept"), [(picture, True), (bomb, False)])
def test_a_large_picture_is_not_made_smaller_by_frappe(frappe_site, make, kept):
	"""It would decode it in the web process, before any document event."""
	data = {"file": (io.BytesIO(make()), "a.png")}
	frappe.local.request = Request(EnvironBuilder(method="POST", data=data).get_environ())
	frappe.local.form_dict = frappe._dict(optimize="1")
	try:
		uploads.keep_large_pictures()
		assert ("optimize" in frappe.form_dict) == kept
		assert frappe.request.files["file"].stream.read() == make()
	finally:
		del frappe.local.request


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


def test_equal_files_on_two_records_are_independent(frappe_site):
	"""Deleting one doesn't delete the other, and neither shows that the other exists."""
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
	with pytest.raises(uploads.NotToBeMoved):
		loose.save()
	agreement.evidence = loose.file_url
	with pytest.raises(uploads.NotUploadedHere):
		agreement.save()
	with pytest.raises(uploads.FileElsewhere):
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
