"""The ZIP file of a DOCX or ODT document, read so that every program finds the same parts in it."""

import struct
import zipfile
import zlib
from io import BytesIO

from unlocking_opportunities.file_checks import Reason, Refused

MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2_000
START = b"PK\x03\x04"
HEADER = struct.Struct("<26xHH")  # ends with the lengths of the name and of the extra field
ENCRYPTED = 0x1
# Bitmaps, then vector drawings of Windows (EMF, WMF) and of LibreOffice.
PICTURES = (
	b"\x89PNG\r\n",
	b"\xff\xd8\xff",
	b"GIF8",
	b"BM",
	b"II*\0",
	b"MM\0*",
	b"II\xbc",
	b"RIFF",
	b"\x01\0\0\0",
	b"\xd7\xcd\xc6\x9a",
	b"\x01\0\x09\0",
	b"\x02\0\x09\0",
	b"VCLMTF",
)


class Package:
	"""The parts of a document by name."""

	def __init__(self, content: bytes):
		if not content.startswith(START):
			raise Refused(Reason.DAMAGED)
		self.content = content
		self.file = zipfile.ZipFile(BytesIO(content))
		parts = [part for part in self.file.infolist() if not part.is_dir()]
		if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
			raise Refused(Reason.TOO_LARGE)
		if any(part.flag_bits & ENCRYPTED for part in parts):
			raise Refused(Reason.ENCRYPTED)
		self.parts = {part.filename: part for part in parts}
		# Word ignores case.
		if len({name.lower() for name in self.parts}) < len(parts) or any(map(_leads_out, self.parts)):
			raise Refused(Reason.DAMAGED)

	def read(self, name: str) -> bytes:
		"""Return the content of a part. Raises Refused if it is longer or shorter than the package says."""
		part = self.parts[name]
		content = self.file.read(part)  # checks the checksum
		if len(content) != part.file_size or not self._ends_there(part):
			raise Refused(Reason.DAMAGED)
		return content

	def _ends_there(self, part: zipfile.ZipInfo) -> bool:
		"""Return whether nothing follows what `zipfile` has read: it stops at the size that the package gives."""
		if part.compress_type == zipfile.ZIP_STORED:
			return part.compress_size == part.file_size
		if part.compress_type != zipfile.ZIP_DEFLATED:
			return False
		start = part.header_offset + HEADER.size
		start += sum(HEADER.unpack(self.content[part.header_offset : start]))
		unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
		unpacking.decompress(self.content[start : start + part.compress_size], part.file_size + 1)
		return unpacking.eof and not unpacking.unused_data


def check_picture(content: bytes) -> None:
	"""Raise Refused for anything but a picture, such as a document in a document."""
	if content and not content.startswith(PICTURES):
		raise Refused(Reason.ACTIVE)


def _leads_out(name: str) -> bool:
	return name.startswith("/") or "\\" in name or ".." in name.split("/")
