"""Word and LibreOffice documents: refused if anything in them runs or fetches something, or holds another file.

Lists say what a document may hold: kinds of parts, of relationships and of fields. Anything else is refused.
"""

import re
from collections.abc import Iterator

from unlocking_opportunities.file_checks import Reason, Refused, is_elsewhere, is_link, xml
from unlocking_opportunities.file_checks.package import Package, check_picture

# Word.
TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SVG = "image/svg+xml"
PASSIVE = {
	"application/vnd.openxmlformats-officedocument.obfuscatedfont",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.printersettings",
	"application/x-font-ttf",
	"application/x-fontdata",
}
# The last part of a relationship's type.
RELATIONSHIPS = {
	"bibliography",
	"classificationlabels",
	"comments",
	"commentsExtended",
	"commentsExtensible",
	"commentsIds",
	"core-properties",
	"custom-properties",
	"customProperties",
	"customXml",
	"customXmlProps",
	"diagramColors",
	"diagramData",
	"diagramDrawing",
	"diagramLayout",
	"diagramQuickStyle",
	"documenttasks",
	"endnotes",
	"extended-properties",
	"extendedProperties",
	"font",
	"fontTable",
	"footer",
	"footnotes",
	"glossaryDocument",
	"hdphoto",
	"header",
	"hyperlink",
	"image",
	"intelligence",
	"numbering",
	"officeDocument",
	"people",
	"printerSettings",
	"settings",
	"styles",
	"stylesWithEffects",
	"theme",
	"thumbnail",
	"webSettings",
}
FIELDS = {
	"=",
	"ADDIN",
	"ADDRESSBLOCK",
	"ADVANCE",
	"ASK",
	"AUTHOR",
	"AUTONUM",
	"AUTONUMLGL",
	"AUTONUMOUT",
	"BARCODE",
	"BIBLIOGRAPHY",
	"BIDIOUTLINE",
	"CITATION",
	"COMMENTS",
	"COMPARE",
	"CREATEDATE",
	"DATE",
	"DISPLAYBARCODE",
	"DOCPROPERTY",
	"DOCVARIABLE",
	"EDITTIME",
	"EQ",
	"FILENAME",
	"FILESIZE",
	"FILLIN",
	"FORMCHECKBOX",
	"FORMDROPDOWN",
	"FORMTEXT",
	"GREETINGLINE",
	"HYPERLINK",
	"IF",
	"INDEX",
	"INFO",
	"KEYWORDS",
	"LASTSAVEDBY",
	"LISTNUM",
	"MERGEFIELD",
	"NEXT",
	"NEXTIF",
	"NOTEREF",
	"NUMCHARS",
	"NUMPAGES",
	"NUMWORDS",
	"PAGE",
	"PAGEREF",
	"PRINTDATE",
	"PRIVATE",
	"REF",
	"REVNUM",
	"SAVEDATE",
	"SECTION",
	"SECTIONPAGES",
	"SEQ",
	"SET",
	"SHAPE",
	"SKIPIF",
	"STYLEREF",
	"SUBJECT",
	"SYMBOL",
	"TA",
	"TC",
	"TEMPLATE",
	"TIME",
	"TITLE",
	"TOA",
	"TOC",
	"USERADDRESS",
	"USERINITIALS",
	"USERNAME",
	"XE",
}
FIELD_NAME = re.compile(r"\s*(=|[^\W\d_]*)")
WHOLE_FIELD_NAME = re.compile(r"\s*(=|[^\W\d_]+\s)")
ARGUMENT = re.compile(r'"([^"]*)"|(\S+)')
SWITCH = re.compile(r"\\\S")
SWITCHES_WITH_ARGUMENT = {"\\l", "\\o", "\\t"}
# These work without a relationship.
ACTIVE_IN_WORD = {
	"OLEObject",
	"altChunk",
	"attachedTemplate",
	"mailMerge",
	"objectEmbed",
	"objectLink",
	"subDoc",
	"webVideoPr",
}
VML = "{urn:schemas-microsoft-com:vml}"
VML_PICTURES = {"fill", "image", "imagedata", "stroke"}

# LibreOffice.
ODT = b"application/vnd.oasis.opendocument.text"
ODT_XML = re.compile(
	r"(content|styles|meta|settings|META-INF/(manifest|documentsignatures)|Configurations2/.+)\.xml|manifest\.rdf"
)
ODT_PICTURE = re.compile(r"(Pictures|Thumbnails|media|Configurations2/images)/.+")
ODT_FONT = re.compile(r"Fonts/.+")
# Which text is on which page, to open faster.
ODT_LAYOUT = "layout-cache"
ACTIVE_IN_ODT = {
	"applet",
	"connection-resource",
	"database-source",
	"dde-connection-decl",
	"dde-link",
	"dde-source",
	"event-listener",
	"execute-macro",
	"floating-frame",
	"libraries",
	"object",
	"object-ole",
	"plugin",
	"script",
	"section-source",
}

ACTIVE_IN_SVG = {"foreignObject", "script"}
CSS_FETCHES = re.compile(r"@import|url\(\s*['\"]?(?!#|data:)", re.IGNORECASE)
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def check_docx(content: bytes) -> None:
	"""Raise Refused if the Word document runs or fetches something, holds another file or can't be read."""
	package = Package(content)
	if TYPES not in package.parts:
		raise Refused(Reason.DAMAGED)
	types = _ContentTypes(package.read(TYPES))
	if MAIN not in {types.of(name) for name in package.parts}:
		raise Refused(Reason.DAMAGED)
	for name in package.parts:
		if name == TYPES:
			continue
		part, kind = package.read(name), types.of(name)
		if name.lower().endswith(".rels"):
			xml.read(part, _check_relationship)
		elif kind == SVG:
			_check_svg(part)
		elif kind.startswith("image/"):
			check_picture(part)
		elif kind.endswith(("+xml", "/xml")):
			_check_word_xml(part)
		elif kind not in PASSIVE:
			raise Refused(Reason.ACTIVE)


def check_odt(content: bytes) -> None:
	"""Raise Refused if the text document runs or fetches something, holds another file or can't be read."""
	package = Package(content)
	if not {"mimetype", "content.xml"} <= set(package.parts):
		raise Refused(Reason.DAMAGED)
	if package.read("mimetype").strip() != ODT:
		raise Refused(Reason.DAMAGED)
	for name in package.parts:
		part = package.read(name)
		if ODT_XML.fullmatch(name):
			if part:
				xml.read(part, _check_odt_element)
		elif ODT_PICTURE.fullmatch(name):
			_check_svg(part) if name.endswith(".svg") else check_picture(part)
		elif name not in ("mimetype", ODT_LAYOUT) and not ODT_FONT.fullmatch(name):
			raise Refused(Reason.ACTIVE)


class _ContentTypes:
	"""The kinds of the parts, which the package lists by name or by ending."""

	def __init__(self, content: bytes):
		self.by_name: dict[str, str] = {}
		self.by_ending: dict[str, str] = {}
		xml.read(content, self._add)

	def of(self, name: str) -> str:
		"""Return the kind of the part in lower case, or an empty string for one that Word doesn't know."""
		name = name.lower()
		return self.by_name.get(f"/{name}") or self.by_ending.get(name.rpartition(".")[2], "")

	def _add(self, element: str, attributes: dict[str, str]) -> None:
		kind = attributes.get("ContentType", "").strip().lower()
		if xml.local(element) == "Override":
			self._note(self.by_name, attributes["PartName"], kind)
		elif xml.local(element) == "Default":
			self._note(self.by_ending, attributes["Extension"], kind)

	def _note(self, kinds: dict[str, str], key: str, kind: str) -> None:
		if kinds.setdefault(key.lower(), kind) != kind:
			raise Refused(Reason.DAMAGED)


def _check_relationship(element: str, attributes: dict[str, str]) -> None:
	if xml.local(element) != "Relationship":
		return
	kind = attributes["Type"].rpartition("/")[2]
	target = attributes["Target"]
	elsewhere = attributes.get("TargetMode", "").strip().lower() == "external" or is_elsewhere(target)
	if kind not in RELATIONSHIPS or (elsewhere and not (kind == "hyperlink" and is_link(target))):
		raise Refused(Reason.ACTIVE)


def _check_word_xml(content: bytes) -> None:
	fields = _Fields()
	xml.read(content, lambda *found: (_check_word_element(*found), fields.element(*found)), fields.text)
	fields.finish()


def _check_word_element(element: str, attributes: dict[str, str]) -> None:
	name = xml.local(element)
	if name in ACTIVE_IN_WORD:
		raise Refused(Reason.ACTIVE)
	if element.startswith(VML):
		for attribute, address in attributes.items():
			attribute = xml.local(attribute)
			fetched = attribute == "src" or (attribute in ("althref", "href") and name in VML_PICTURES)
			if (fetched and is_elsewhere(address)) or (attribute == "href" and not is_link(address)):
				raise Refused(Reason.ACTIVE)


class _Fields:
	"""The fields of one part of a Word document.

	The code of a field may be spread over many runs, around other fields.
	"""

	def __init__(self) -> None:
		self.open: list[_Field] = []

	def element(self, element: str, attributes: dict[str, str]) -> None:
		"""Process the start, middle or end of a field."""
		values = {xml.local(name): value for name, value in attributes.items()}
		if xml.local(element) == "fldSimple":
			_Field(values.get("instr", "")).check()
		elif xml.local(element) == "fldChar":
			self._mark(values.get("fldCharType"))

	def text(self, element: str, text: str) -> None:
		"""Process a piece of a field's code."""
		if xml.local(element) in ("instrText", "delInstrText"):
			if not self.open and text.strip():
				raise Refused(Reason.DAMAGED)
			if self.open:
				self.open[-1].code += text

	def finish(self) -> None:
		"""Check the fields that never ended."""
		for field in self.open:
			field.check()

	def _mark(self, kind: str | None) -> None:
		if kind == "begin":
			if self.open:
				self.open[-1].check_nesting()
			self.open.append(_Field())
		elif kind == "separate" and self.open:
			self.open[-1].is_result = True
		elif kind == "end" and self.open:
			self.open.pop().check()


class _Field:
	def __init__(self, code: str = ""):
		self.code = code
		self.is_result = False

	def check_nesting(self) -> None:
		"""Check the name of this field if another field starts inside it.

		The result of the inner field must not become part of the name.
		"""
		if not self.is_result and not WHOLE_FIELD_NAME.match(self.code):
			raise Refused(Reason.ACTIVE)

	def check(self) -> None:
		name = FIELD_NAME.match(self.code)
		if self.code.strip() and name[1].upper() not in FIELDS:
			raise Refused(Reason.ACTIVE)
		if name[1].upper() == "HYPERLINK" and not all(map(is_link, _arguments(self.code[name.end() :]))):
			raise Refused(Reason.ACTIVE)


def _arguments(code: str) -> Iterator[str]:
	"""Yield the arguments of a field without its switches and their arguments."""
	words = (quoted or bare for quoted, bare in ARGUMENT.findall(code))
	for word in words:
		if not SWITCH.fullmatch(word):
			yield word
		elif word in SWITCHES_WITH_ARGUMENT:
			next(words, None)


def _check_odt_element(element: str, attributes: dict[str, str]) -> None:
	name = xml.local(element)
	if name == "encryption-data":
		raise Refused(Reason.ENCRYPTED)
	if name in ACTIVE_IN_ODT or XML_BASE in attributes:
		raise Refused(Reason.ACTIVE)
	for attribute, address in attributes.items():
		if xml.local(attribute) == "href" and not _may_refer(name, address):
			raise Refused(Reason.ACTIVE)


def _may_refer(element: str, address: str) -> bool:
	if element == "a":
		return is_link(address)
	if element == "template":  # the path of the document's template on its author's disk
		return not is_elsewhere(address) or address.startswith("file:///")
	return not is_elsewhere(address) and not address.startswith(("/", ".."))


def _check_svg(content: bytes) -> None:
	xml.read(content, _check_svg_element, _check_svg_text)


def _check_svg_element(element: str, attributes: dict[str, str]) -> None:
	if xml.local(element) in ACTIVE_IN_SVG:
		raise Refused(Reason.ACTIVE)
	for attribute, value in attributes.items():
		name = xml.local(attribute).lower()
		is_reference = name == "href" and not value.strip().startswith(("#", "data:image/"))
		if name.startswith("on") or is_reference or attribute == XML_BASE or CSS_FETCHES.search(value):
			raise Refused(Reason.ACTIVE)


def _check_svg_text(element: str, text: str) -> None:
	if xml.local(element) == "style" and CSS_FETCHES.search(text):
		raise Refused(Reason.ACTIVE)
