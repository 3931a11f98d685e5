"""What the Desk's JavaScript calls, read from its source: methods, argument names, and functions of our namespace.

It understands the ways in which our files write a call. One that it can't read is an error, not a call left out.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import frappe

APP = "unlocking_opportunities"
STRING = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|[^`\\])*`'
COMMENT_OR_STRING = re.compile(rf"({STRING})|//[^\n]*|/\*.*?\*/", re.S)
CALL = re.compile(r"(?<![\w.])(frappe|frm)\s*\.(call|xcall)\(|(?<![\w.])(open_url_post)\(")
# Methods that Frappe calls itself: of calendars, dashboard charts and the search of a link field.
NAMED = re.compile(r"\b(?:\w+_)?(?:method|query):(?=\s*[\"'`])")
DOTTED = re.compile(r"\w+(\.\w+){2,}")
FORM = re.compile(r"frappe\.ui\.form\.on\(\s*\"([^\"]+)\"")
USE = re.compile(rf"(?<![\w.\"'`/]){APP}(?:\?\.|\.)(\w+)\b(?!\s*=[^=>])")
DEFINITION = re.compile(rf"(?<![\w.]){APP}\.(\w+)\s*=[^=>]")
TAKEN_OUT = re.compile(rf"const {{([^}}]*)}} = {APP}\b")
BUNDLE = re.compile(r"[\"'](\w+\.bundle\.(?:js|css))[\"']")
CONSTANT = re.compile(rf"frappe\.boot\.{APP}\.(\w+(?:\.\w+)?)")
CONSTANTS_TAKEN_OUT = re.compile(rf"const {{([^}}]*)}} = frappe\.boot\.{APP}((?:\.\w+)?);")


@dataclass(frozen=True)
class Call:
	"""One call. `method` is a dotted path, or the name of a method of `doctype`. `verb` is the HTTP method, None where Frappe calls it.

	`arguments`: the names that are certain. `more`: whether others may come at run time.
	"""

	file: str
	method: str
	arguments: frozenset[str] = frozenset()
	more: bool = True
	verb: str | None = "POST"
	doctype: str | None = None


@dataclass(frozen=True)
class Source:
	"""A script of ours, without its comments."""

	file: str
	text: str

	@classmethod
	def of(cls, file: str, text: str) -> "Source":
		return cls(file, COMMENT_OR_STRING.sub(lambda found: found.group(1) or "", text))

	@property
	def bundles(self) -> set[str]:
		"""Return the bundles that it loads."""
		return set(BUNDLE.findall(self.text))

	@property
	def doctypes(self) -> list[str]:
		"""Return the DocType of a form's script."""
		return FORM.findall(self.text)[:1]

	@property
	def uses(self) -> set[str]:
		taken_out = [name for names in TAKEN_OUT.findall(self.text) for name in names.split(",")]
		return set(USE.findall(self.text)) | {name.strip() for name in taken_out}

	@property
	def definitions(self) -> set[str]:
		return set(DEFINITION.findall(self.text))

	@property
	def constants(self) -> set[str]:
		"""Return what it reads of `frappe.boot.unlocking_opportunities`, as dotted paths."""
		found = set(CONSTANT.findall(self.text))
		for names, below in CONSTANTS_TAKEN_OUT.findall(self.text):
			found |= {f"{below}.{name.split(':')[0].strip()}".strip(".") for name in names.split(",")}
		return found

	def calls(self, forms: dict[str, list[str]]) -> Iterator[Call]:
		"""Yield its calls. `forms`: for a bundle, the DocTypes of the forms that load it."""
		called = set()
		for found in CALL.finditer(self.text):
			arguments = split(self.text[found.end() :])
			of_form = found.group(1) == "frm"
			for doctype in (self.doctypes or forms[self.file]) if of_form else [None]:
				for call in self._call(arguments, doctype):
					called.add(call.method)
					yield call
		for found in NAMED.finditer(self.text):
			for method in self.values(split(self.text[found.end() :])[0]):
				if DOTTED.fullmatch(method) and method not in called:
					yield Call(self.file, method, verb=None)

	def _call(self, arguments: list[str], doctype: str | None) -> Iterator[Call]:
		first, verb, rest = arguments[0], "POST", arguments[1] if len(arguments) > 1 else "{}"
		if first.startswith("{"):
			options = properties(first)
			first, rest = options["method"], options.get("args", "{}")
			verb = json.loads(options.get("type", '"POST"'))
		names, more = keys(rest)
		for method in self.values(first):
			yield Call(self.file, method.removeprefix("/api/method/"), names, more, verb, doctype)

	def values(self, expression: str) -> list[str]:
		"""Return what text the expression may be. Raises ValueError for one that can't be read."""
		expression = expression.strip()
		if re.fullmatch(STRING, expression):
			parts = re.split(r"\$\{(.*?)\}", expression[1:-1])
			known = [self.values(part) if number % 2 else [part] for number, part in enumerate(parts)]
			return ["".join(one) for one in product(*known)]
		parts = split(expression, "+")
		if len(parts) > 1:
			return ["".join(one) for one in product(*(self.values(part) for part in parts))]
		if constant := re.search(rf"const {re.escape(expression)} = ({STRING});", self.text):
			return [constant.group(1)[1:-1]]
		return self._property(expression) or self._parameter(expression)

	def _property(self, expression: str) -> list[str]:
		"""Return the values that the file gives to a property, as to `method` in `this.side.method`."""
		if not re.fullmatch(r"\w+(\.\w+)+", expression):
			return []
		return re.findall(rf"\b{expression.split('.')[-1]}: \"([^\"]+)\"", self.text)

	def _parameter(self, name: str) -> list[str]:
		"""Return what is given for the parameter `name` of a small function of the file, wherever it is called."""
		found = []
		for function, parameters in re.findall(r"const (\w+) = \(([^()]*)\) =>", self.text):
			taken = [one.split("=")[0].strip() for one in parameters.split(",")]
			if name not in taken:
				continue
			for call in re.finditer(rf"(?<![\w.]){function}\(", self.text):
				found += self.values(split(self.text[call.end() :])[taken.index(name)])
		if not found:
			raise ValueError(f"{self.file}: can't tell what {name!r} may be")
		return found


def split(text: str, at: str = ",") -> list[str]:
	"""Return the parts of `text` between each `at`, up to the bracket that closes what it is in."""
	parts, depth, start, position = [], 0, 0, 0
	for found in re.finditer(rf"{STRING}|=>|[(\[{{}}\])]|{re.escape(at)}", text):
		token, position = found.group(), found.start()
		if token in ("(", "[", "{"):
			depth += 1
		elif token in (")", "]", "}"):
			if not depth:
				break
			depth -= 1
		elif token == at and not depth:
			parts.append(text[start:position])
			start = found.end()
	else:
		position = len(text)
	parts.append(text[start:position])
	return [part.strip() for part in parts if part.strip()]


def properties(literal: str) -> dict[str, str]:
	"""Return the properties of an object literal as they are written; a spread one under its own text."""
	found = {}
	for part in split(literal[1:]):
		name, colon, value = part.partition(":")
		if part.startswith("..."):
			found[part] = ""
		elif colon and re.fullmatch(r"[\w\"']+", name.strip()):
			found[name.strip().strip("\"'")] = value.strip()
		else:
			found[re.match(r"\w+", part).group()] = part
	return found


def keys(expression: str) -> tuple[frozenset[str], bool]:
	"""Return the names of an object literal, and whether more may come: from a variable or a spread."""
	if not expression.startswith("{"):
		return frozenset(), True
	names = properties(expression)
	certain = frozenset(name for name in names if not name.startswith("..."))
	return certain, len(certain) < len(names)


def sources() -> list[Source]:
	"""Return all our scripts: of forms, lists, reports, pages and bundles, and of custom blocks in fixtures."""
	root = Path(frappe.get_app_path(APP))
	files = [file for file in sorted(root.rglob("*.js")) if not {"node_modules", "dist"} & set(file.parts)]
	found = [Source.of(str(file.relative_to(root)), file.read_text()) for file in files]
	blocks = json.loads((root / "fixtures/custom_html_block.json").read_text())
	return [*found, *(Source.of(f"fixtures: {block['name']}", block["script"] or "") for block in blocks)]


def forms_of(scripts: list[Source]) -> dict[str, list[str]]:
	"""Return for each bundle's file the DocTypes of the forms that load it."""
	found = {}
	for script in scripts:
		for bundle in script.bundles:
			found.setdefault(f"public/js/{bundle}", []).extend(script.doctypes)
	return found
