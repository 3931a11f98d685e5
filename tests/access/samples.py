"""Sample files: ordinary ones, and malicious ones. Each is the same, byte for byte, every time it is made."""

import io
import struct
import zipfile
import zlib

from PIL import Image

MADE = (2026, 1, 1, 0, 0, 0)
GPS_LATITUDE, GPS, MAKE, ORIENTATION = 2, 0x8825, 0x010F, 0x0112
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
ODT = "application/vnd.oasis.opendocument.text"


def picture(kind="JPEG", size=(40, 20), orientation=None, mode="RGB", **options) -> bytes:
	content, image = io.BytesIO(), Image.new(mode, size, "navy" if mode == "RGB" else 1)
	exif = image.getexif()
	exif[MAKE] = "Planted Camera"
	exif.get_ifd(GPS)[GPS_LATITUDE] = (52.0, 2.0, 24.0)
	if orientation:
		exif[ORIENTATION] = orientation
	image.save(content, kind, exif=exif, **options)
	return content.getvalue()


def photo(size: tuple[int, int], **options) -> bytes:
	"""A photograph from a phone, turned on its side, with something in every part of the file."""
	content = io.BytesIO()
	image = Image.effect_noise((size[0] // 16, size[1] // 16), 40).resize(size).convert("RGB")
	exif = image.getexif()
	exif[ORIENTATION] = 6
	image.save(content, "JPEG", exif=exif, quality=80, **options)
	return content.getvalue()


def package(parts: dict[str, str | bytes]) -> bytes:
	content = io.BytesIO()
	with zipfile.ZipFile(content, "w") as file:
		for name, part in parts.items():
			file.writestr(zipfile.ZipInfo(name, MADE), part, zipfile.ZIP_DEFLATED)
	return content.getvalue()


def relationships(*rows: tuple[str, str, str]) -> str:
	"""Relationships of a Word document. Each row: the last part of the type, the target, and the mode."""
	tags = (
		f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
		for number, (kind, target, mode) in enumerate(rows, 1)
	)
	return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(tags)}</Relationships>'


def word(
	body="", *rows: tuple[str, str, str], kind=f"{DOCUMENT}.document.main+xml", **parts: str | bytes
) -> bytes:
	"""A Word document with `body` in its only paragraph, with relationships and more parts."""
	types = (
		f'<Types xmlns="{PACKAGE}/content-types">'
		'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
		'<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
		f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
		f'<Override PartName="/word/settings.xml" ContentType="{DOCUMENT}.settings+xml"/></Types>'
	)
	document = (
		f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:o="urn:schemas-microsoft-com:office:office" '
		f'xmlns:v="urn:schemas-microsoft-com:vml"><w:body><w:p>{body}</w:p></w:body></w:document>'
	)
	return package(
		{
			"[Content_Types].xml": types,
			"_rels/.rels": relationships(("officeDocument", "word/document.xml", "Internal")),
			"word/document.xml": document,
			"word/_rels/document.xml.rels": relationships(("settings", "settings.xml", "Internal"), *rows),
			"word/settings.xml": f'<w:settings xmlns:w="{WORD}"/>',
			**parts,
		}
	)


def field(*codes: str) -> str:
	"""A field whose code is split over as many runs."""
	runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
	mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
	return f"{mark('begin')}{runs}{mark('separate')}<w:r><w:t>shown</w:t></w:r>{mark('end')}"


def nested_field(before: str, inner: str, after: str) -> str:
	mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
	code = "<w:r><w:instrText>{}</w:instrText></w:r>".format
	return f"{mark('begin')}{code(before)}{field(inner)}{code(after)}{mark('end')}"


def odt(body="", **parts: str | bytes) -> bytes:
	"""A LibreOffice text with `body` in it and more parts."""
	spaces = " ".join(
		f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
		for name, space in {
			"office": "office",
			"text": "text",
			"draw": "drawing",
			"script": "script",
			"table": "table",
		}.items()
	)
	content = (
		f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">'
		f"<office:scripts/><office:body><office:text><text:p>{body}</text:p></office:text></office:body>"
		"</office:document-content>"
	)
	manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
	return package(
		{
			"mimetype": ODT,
			"content.xml": content,
			"META-INF/manifest.xml": manifest,
			"Configurations2/accelerator/current.xml": "",
			**parts,
		}
	)


def pdf(catalog="", page="", more: dict[int, bytes | str] | None = None, listed=True) -> bytes:
	"""A one-page PDF, with additions to its catalogue and its page, and more objects from number 5 on.

	`listed`: if False, the index leaves these out, and only a viewer that repairs files finds them.
	"""
	objects = _objects(catalog, page)
	content, offsets = bytearray(b"%PDF-1.7\n"), {}
	for number, value in {**objects, **(more or {})}.items():
		offsets[number] = len(content)
		content += b"%d 0 obj\n%b\nendobj\n" % (number, _bytes(value))
	return bytes(content) + _index(offsets if listed else {n: offsets[n] for n in objects}, len(content))


def pdf_with_packed(catalog="", page="", more: dict[int, bytes | str] | None = None) -> bytes:
	"""The same as Word and LibreOffice write it: everything but streams is packed into one stream."""
	values = {**_objects(catalog, page), **(more or {})}
	streams = {number: value for number, value in values.items() if b"stream" in _bytes(value)}
	packed = {number: _bytes(value) for number, value in values.items() if number not in streams}
	heads, data = [], b""
	for number, value in packed.items():
		heads.append(b"%d %d" % (number, len(data)))
		data += value + b"\n"
	head = b" ".join(heads) + b"\n"
	box = max(values) + 1
	extra = b"/Type /ObjStm /N %d /First %d" % (len(packed), len(head))
	content, rows = bytearray(b"%PDF-1.7\n"), {0: (0, 0, 255)}
	for number, value in {**streams, box: stream(head + data, extra)}.items():
		rows[number] = (1, len(content), 0)
		content += b"%d 0 obj\n%b\nendobj\n" % (number, _bytes(value))
	rows |= {number: (2, box, place) for place, number in enumerate(packed)}
	rows[box + 1] = (1, len(content), 0)
	table = b"".join(struct.pack(">BIB", *rows[number]) for number in range(box + 2))
	index = stream(table, b"/Type /XRef /W [1 4 1] /Size %d /Root 1 0 R" % (box + 2))
	return bytes(content) + b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF" % (box + 1, index, len(content))


def pdf_changed(before: bytes, number: int, value: bytes | str) -> bytes:
	"""A PDF with one object replaced at its end, as by a program that saves only the changes."""
	content = before + b"\n"
	offset = len(content)
	content += b"%d 0 obj\n%b\nendobj\n" % (number, _bytes(value))
	index = b"xref\n%d 1\n%010d 00000 n \n" % (number, offset)
	earlier = int(before.rpartition(b"startxref\n")[2].split()[0])
	trailer = b"trailer <</Size 20 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF" % (earlier, len(content))
	return content + index + trailer


def stream(data: bytes, extra=b"") -> bytes:
	packed = zlib.compress(data)
	return b"<<%b /Filter /FlateDecode /Length %d>>\nstream\n%b\nendstream" % (extra, len(packed), packed)


def _objects(catalog: str, page: str) -> dict[int, bytes | str]:
	return {
		1: f"<</Type /Catalog /Pages 2 0 R {catalog}>>",
		2: "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		3: f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R {page}>>",
		4: stream(b"BT ET"),
	}


def _index(offsets: dict[int, int], start: int) -> bytes:
	rows = b"".join(b"%d 1\n%010d 00000 n \n" % entry for entry in offsets.items())
	head = b"xref\n0 1\n0000000000 65535 f \n"
	return b"%b%btrailer <</Size 20 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (head, rows, start)


def _bytes(value: bytes | str) -> bytes:
	return value.encode("latin-1") if isinstance(value, str) else value
