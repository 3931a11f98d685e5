"""PDFs: refused if anything in them runs, opens or fetches something, or holds another file.

Viewers differ in which objects of a file they find. So we read every object anywhere in it: in earlier
versions, in compressed object streams, and those that no index lists.
"""

import re
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader, errors
from pypdf.generic import (
	ArrayObject,
	ByteStringObject,
	DictionaryObject,
	IndirectObject,
	NameObject,
	PdfObject,
	StreamObject,
	TextStringObject,
	read_object,
)

from unlocking_opportunities.file_checks import Reason, Refused, is_link

# Newer versions of pypdf stop if a stream unpacks to too much.
TOO_MUCH = getattr(errors, "LimitReachedError", MemoryError)
SPACE = rb"(?:[\0\t\n\f\r ]|%[^\r\n]{0,200}[\r\n])"
OBJECT = re.compile(rb"(\d{1,10})" + SPACE + rb"{1,50}\d{1,5}" + SPACE + rb"{1,50}obj" + SPACE + rb"{0,50}")
LEADING_SPACE = re.compile(SPACE + rb"*")
# ISO 32000-2, 12.6: actions that run a program or a script, send, fetch, or open another file or media.
ACTIONS = {
	"/GoToE",
	"/GoToR",
	"/ImportData",
	"/JavaScript",
	"/Launch",
	"/Movie",
	"/Rendition",
	"/RichMediaExecute",
	"/Sound",
	"/SubmitForm",
	"/Thread",
}
# Annotations, streams and dictionaries that are or hold another file or media.
TYPES = {"/EmbeddedFile", "/F", "/Filespec"}
SUBTYPES = {"/3D", "/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound"}
KEYS = {
	"/Collection",
	"/EF",
	"/EmbeddedFiles",
	"/JS",
	"/JavaScript",
	"/OPI",
	"/RF",
	"/RichMediaContent",
	"/XFA",
}


def check(content: bytes) -> None:
	"""Raise Refused if the PDF runs or fetches something, is encrypted or can't be read."""
	if not content.startswith(b"%PDF-"):
		raise Refused(Reason.DAMAGED)
	reader = PdfReader(BytesIO(content), strict=False)
	if reader.is_encrypted:
		raise Refused(Reason.ENCRYPTED)
	if not len(reader.pages):
		raise Refused(Reason.DAMAGED)
	Objects(content, reader).check()


class Objects:
	"""All objects in a PDF, by number: each number may have several versions."""

	def __init__(self, content: bytes, reader: PdfReader):
		# A viewer could read a dictionary differently if we understood only part of it, or if it has a key twice.
		reader.strict = True
		self.reader = reader
		self.by_number: dict[int, list[PdfObject]] = {}
		self._add(0, reader.trailer)
		for number, value in self._standing_in(content):
			self._add(number, value)
		for value in [value for versions in self.by_number.values() for value in versions]:
			if isinstance(value, StreamObject) and {"/First", "/N"} <= set(value):
				self._unpack(value)

	def check(self) -> None:
		"""Raise Refused for the first object that runs or fetches something."""
		for versions in self.by_number.values():
			for part in _parts(versions):
				if isinstance(part, DictionaryObject):
					self._check_dictionary(part)

	def _add(self, number: int, value: PdfObject) -> None:
		if isinstance(value, IndirectObject):  # only a reference to another
			raise Refused(Reason.DAMAGED)
		self.by_number.setdefault(number, []).append(value)

	def _standing_in(self, content: bytes) -> Iterator[tuple[int, PdfObject]]:
		stream, end_of_last = BytesIO(content), 0
		for match in OBJECT.finditer(content):
			stream.seek(match.end())
			try:
				value = read_object(stream, self.reader)
			except Exception:
				# Compressed data may look like the start of an object, but hardly of one that holds others.
				if match.start() < end_of_last and content[match.end() : match.end() + 1] not in b"<[":
					continue
				raise
			end_of_last = max(end_of_last, stream.tell())
			yield int(match[1]), value

	def _unpack(self, stream: StreamObject) -> None:
		data = stream.get_data()
		first, count = (int(next(self._values(stream, key))) for key in ("/First", "/N"))
		numbers = [int(number) for number in data[:first].split()[: 2 * count]]
		for number, offset in zip(numbers[::2], numbers[1::2], strict=True):
			packed = BytesIO(data)
			packed.seek(LEADING_SPACE.match(data, first + offset).end())
			self._add(number, read_object(packed, self.reader))

	def _values(self, dictionary: DictionaryObject, key: str) -> Iterator[PdfObject]:
		"""Yield the possible values of the key: one value, or each version of the object that it refers to."""
		if key in dictionary:
			value = dictionary.raw_get(key)
			yield from self.by_number.get(value.idnum, []) if isinstance(value, IndirectObject) else [value]

	def _names(self, dictionary: DictionaryObject, key: str) -> set[str]:
		return {value for value in self._values(dictionary, key) if isinstance(value, NameObject)}

	def _check_dictionary(self, dictionary: DictionaryObject) -> None:
		if "/Encrypt" in dictionary:
			raise Refused(Reason.ENCRYPTED)
		if (
			KEYS & set(dictionary)
			or ACTIONS & self._names(dictionary, "/S")
			or TYPES & self._names(dictionary, "/Type")
			or SUBTYPES & self._names(dictionary, "/Subtype")
			or self._acts_when_opened(dictionary)
			or self._fetches(dictionary)
		):
			raise Refused(Reason.ACTIVE)

	def _acts_when_opened(self, dictionary: DictionaryObject) -> bool:
		actions = [*self._values(dictionary, "/OpenAction")]
		for additional in self._values(dictionary, "/AA"):
			if isinstance(additional, DictionaryObject):
				actions += [action for key in additional for action in self._values(additional, key)]
		return any(
			"/Next" in action or self._names(action, "/S") - {"/GoTo"}
			for action in actions
			if isinstance(action, DictionaryObject)
		)

	def _fetches(self, dictionary: DictionaryObject) -> bool:
		"""Return whether its content is in another file, or it links to something other than a web page."""
		return bool(
			(isinstance(dictionary, StreamObject) and "/F" in dictionary)
			or "/URL" in self._names(dictionary, "/FS")
			or any(
				isinstance(other, DictionaryObject) and "/F" in other
				for other in self._values(dictionary, "/Ref")
			)
			or any(
				not is_link(_text(address))
				for key in ("/URI", "/Base")
				for address in self._values(dictionary, key)
				if isinstance(address, (TextStringObject, ByteStringObject))
			)
		)


def _parts(values: list[PdfObject]) -> Iterator[PdfObject]:
	"""Yield the values and everything in them."""
	left = list(values)
	while left:
		value = left.pop()
		yield value
		if isinstance(value, DictionaryObject):
			left += value.values()
		elif isinstance(value, ArrayObject):
			left += value


def _text(value: TextStringObject | ByteStringObject) -> str:
	return value.decode("latin-1") if isinstance(value, ByteStringObject) else value
