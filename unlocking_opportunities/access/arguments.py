"""Find DocTypes, records and columns in the arguments of a request, at any depth and in any spelling.

Pure functions over what `decoded` returns: dicts, lists and values as Python has them.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# Deeper than anything the Desk sends, and far below Python's own limit.
MOST_NESTED = 40
LONGEST_NAME = 140

# Keys that hold the DocType of a record, and the keys that then hold its name.
PRIMARY_DOCTYPES = ("doctype", "dt", "doc")
PRIMARY_NAMES = ("name", "docname", "dn", "doc_name", "names", "docnames", "docs")
# A name the Desk gives to a record that is not stored yet.
UNSAVED = re.compile(r"new-[\w-]+|New .+ \d+")

COLUMNS = {
	*(
		"fields",
		"field",
		"fieldname",
		"order_by",
		"group_by",
		"sort_by",
		"sort_field",
		"searchfield",
		"search_fields",
	),
	*(
		"filter_fields",
		"based_on",
		"value_based_on",
		"group_by_based_on",
		"aggregate_function_based_on",
		"stats",
	),
	*(
		"aggregate_on_field",
		"aggregate_function",
		"goal_field",
		"date_field",
		"field_map",
		"x_field",
		"sort_order",
	),
	*(
		"goal_history_field",
		"goal_total_field",
		"goal_value_field",
		"report_field",
		"y_field",
		"parent_field",
	),
	*("custom_filters", "goal_doctype_link", "workflow_state_field"),
}
FILTERS = {"filters", "or_filters", "current_filters", "filters_json", "extra_filters"}
# A field, alone or of another table, in one of a few functions, under another name, in one direction.
COLUMN = re.compile(
	r"""\s*(?:distinct\s+)?
	(?:(?:count|sum|avg|min|max|year|quarter|month|date)\(\s*(?:distinct\s+)?)?
	(?:(?:`[^`'"()]+`|\w+)\s*\.\s*)?(?:`[^`'"()]+`|[\w-]+|\*)\s*\)?
	(?:\s+as\s+(?:'[\w\s:-]+'|"[\w\s:-]+"|`[\w\s:-]+`|[\w-]+))?(?:\s+(?:asc|desc))?\s*""",
	re.IGNORECASE | re.VERBOSE,
)
# REST v1 also reads linked records, without checking permissions (CVE-2026-39351).
EXPANDS = {"expand", "expand_links"}
# A method of the framework's, named in the arguments of another.
METHOD = re.compile(r"frappe(\.\w+)+")
SUB_QUERY = re.compile(r"\bselect\b", re.IGNORECASE)


class NotUnderstood(ValueError):
	"""The arguments are nested deeper than any real request."""


class FromText(dict):
	"""A dict that was sent as text. In a field of a document it is just text, and not a filter."""


class NameIsNoText(ValueError):
	"""The name of a record is not text, but something that Frappe would use as a filter."""


def decoded(value: Any, depth: int = 0) -> Any:
	"""Return `value` with all the JSON in it decoded, including JSON within strings.

	Raises NotUnderstood if it is nested too deeply.
	"""
	if depth > MOST_NESTED:
		raise NotUnderstood
	if isinstance(value, str):
		return _decoded_text(value, depth)
	if isinstance(value, Mapping):
		return {str(key): decoded(inner, depth + 1) for key, inner in value.items()}
	if isinstance(value, (list, tuple)):
		return [decoded(inner, depth + 1) for inner in value]
	return value


def _decoded_text(text: str, depth: int) -> Any:
	if text.lstrip()[:1] not in ("{", "["):
		return text
	try:
		structure = decoded(json.loads(text), depth + 1)
		return FromText(structure) if isinstance(structure, dict) else structure
	except RecursionError:
		raise NotUnderstood from None
	except NotUnderstood:
		raise
	except ValueError:
		return text


def folded(text: str) -> str:
	"""Return `text` as the database compares names: without case, accents, invisible characters and outer spaces."""
	if not text.isascii():
		letters = unicodedata.normalize("NFKD", text)
		text = "".join(letter for letter in letters if unicodedata.category(letter) not in ("Mn", "Cf", "Cc"))
	return " ".join(text.casefold().split())


class Lookup:
	"""Finds the DocTypes of a list in the arguments of a request."""

	def __init__(self, doctypes: Iterable[str]):
		self.doctypes = frozenset(doctypes)
		self.by_folded = {folded(doctype): doctype for doctype in self.doctypes}
		self.by_argument = {name.replace(" ", "_"): doctype for name, doctype in self.by_folded.items()}
		written = "|".join(re.escape(name) for name in sorted(self.by_folded, key=len, reverse=True))
		self.tables = re.compile(rf"\btab({written})\b", re.IGNORECASE) if written else None

	def exact(self, value: Any) -> str | None:
		"""Return the DocType that `value` is the name of, or None."""
		if isinstance(value, str) and len(value) <= LONGEST_NAME:
			return self.by_folded.get(folded(value))
		return None

	def named(self, structure: Any) -> set[str]:
		"""Return the DocTypes named anywhere: as a value, as a key, or as a table in a text.

		Keys must match exactly, because many arguments have the name of a DocType in lower case (`user`, `placement`).
		"""
		found = self._tables_in(structure)
		for text in texts(structure, keys=False):
			if doctype := self.exact(text):
				found.add(doctype)
		for mapping in mappings(structure):
			found.update(self.doctypes.intersection(mapping))
		return found

	def named_as_doctype(self, structure: Any) -> set[str]:
		"""Return the DocTypes named under a key for DocTypes, or as a table in a text."""
		found = self._tables_in(structure)
		for mapping in mappings(structure):
			found.update(
				filter(None, (self.exact(value) for key, value in mapping.items() if _is_doctype_key(key)))
			)
		return found

	def _tables_in(self, structure: Any) -> set[str]:
		written = (text for text in texts(structure) if self.tables and "tab" in text.lower())
		return {self.by_folded[folded(table)] for text in written for table in self.tables.findall(text)}

	def records(self, structure: Any, also: str | None = None) -> Iterator[tuple[str, str, Mapping]]:
		"""Yield (DocType, name, where): each record named together with its DocType, and the dict that names it.

		`also`: one more key of `structure` itself that holds names.
		"""
		if also and (doctype := self.exact(structure.get("doctype"))):
			yield from ((doctype, name, structure) for name in names(structure.get(also)))
		for mapping in mappings(structure):
			for key, value in mapping.items():
				if key in self.doctypes:  # {"Placement": ["PLC-1", "PLC-2"]}
					yield from ((key, name, mapping) for name in names(value))
				if _is_doctype_key(key) and (doctype := self.exact(value)):
					for name in _names_beside(key, mapping):
						yield doctype, name, mapping

	def called(self, structure: Any) -> Iterator[tuple[str, str]]:
		"""Yield (DocType, name) of each record under a key with the name of its DocType (`communication`).

		Raises NameIsNoText if the value is not text.
		"""
		for mapping in mappings(structure):
			for key, value in mapping.items():
				if doctype := self.by_argument.get(key):
					if not _is_text(value):
						raise NameIsNoText(key)
					yield from ((doctype, name) for name in names(value))


def _is_doctype_key(key: str) -> bool:
	return key in PRIMARY_DOCTYPES or key.endswith(("doctype", "_type", "parenttype"))


def _names_beside(key: str, mapping: Mapping) -> Iterator[str]:
	if key in PRIMARY_DOCTYPES:
		keys = PRIMARY_NAMES
	elif key == "parenttype":
		keys = ("parent",)
	else:
		prefix = re.sub(r"(doc)?_?type$", "", key).rstrip("_")
		keys = (
			f"{prefix}_name",
			f"{prefix}_docname",
			f"{prefix}_to_name",
			*(("docname",) if prefix == "ref" else ()),
		)
	for beside in keys:
		yield from names(mapping.get(beside))


def names(value: Any) -> Iterator[str]:
	"""Yield the names that `value` is or lists."""
	for name in value if isinstance(value, list) else [value]:
		if isinstance(name, (str, int)) and not isinstance(name, bool) and name != "":
			yield str(name)


def mappings(structure: Any) -> Iterator[Mapping]:
	"""Yield every dict in `structure`, itself included."""
	if isinstance(structure, dict):
		yield structure
		for inner in structure.values():
			yield from mappings(inner)
	elif isinstance(structure, list):
		for inner in structure:
			yield from mappings(inner)


def texts(structure: Any, keys: bool = True) -> Iterator[str]:
	"""Yield every string in `structure`, with or without the `keys` of its dicts."""
	if isinstance(structure, str):
		yield structure
	elif isinstance(structure, dict):
		if keys:
			yield from structure
		for inner in structure.values():
			yield from texts(inner, keys)
	elif isinstance(structure, list):
		for inner in structure:
			yield from texts(inner, keys)


def check_names(structure: Any, is_document: bool = False) -> None:
	"""Raise NameIsNoText if there is a dict, or a list of anything but text, in the place of a record's name.

	In a document (`is_document`, or a dict that names its DocType) this is checked for every field, since any may be a
	link. Only child rows, lists of text and the browser's own keys (such as `__onload`) may have several parts.
	"""
	if isinstance(structure, list):
		for inner in structure:
			check_names(inner, _is_document(inner))
	if not isinstance(structure, dict):
		return
	for key, value in structure.items():
		if key in FILTERS or key in NOT_LOOKED_UP or key.startswith("__"):
			continue
		if is_document and key == "data":  # a document in a form of its own
			check_names(value, is_document=True)
			continue
		may_be_link = is_document and isinstance(value, dict) and not isinstance(value, FromText)
		if (_is_name_key(key) or may_be_link) and not _is_text(value):
			raise NameIsNoText(key)
		check_names(value, _is_document(value))


def _is_document(value: Any) -> bool:
	return isinstance(value, dict) and isinstance(value.get("doctype"), str)


# frappe_methods.run_report checks the columns that a user adds to a report.
NOT_LOOKED_UP = {"custom_columns"}
NOT_NAMES = {"fieldname", "filename", "file_name"}


def _is_name_key(key: str) -> bool:
	return key in ("dn", "parent", "fid", "names", "docnames") or (
		key.endswith("name") and key not in NOT_NAMES
	)


def _is_text(value: Any) -> bool:
	if isinstance(value, list):
		return not any(isinstance(inner, (dict, list)) for inner in value)
	return not isinstance(value, dict)


def columns(structure: Any) -> Iterator[str]:
	"""Yield every text in the place of a column: in a list of fields, an order, a group, a filter or a chart."""
	for mapping in mappings(structure):
		for key, value in mapping.items():
			if key in COLUMNS:
				yield from _columns_in(key, value)
			elif key in FILTERS:
				yield from _columns_of_filters(value)


def _columns_in(key: str, value: Any) -> Iterator[str]:
	if isinstance(value, str):
		yield from value.split(",") if key in ("order_by", "group_by", "sort_by", "fields") else [value]
	elif isinstance(value, list):
		for inner in value:
			if isinstance(inner, str):
				yield inner
			elif isinstance(inner, list):  # the Desk's own settings: [field, DocType]
				yield from (text for text in inner[:1] if isinstance(text, str))
	elif isinstance(value, dict):
		yield from (
			text for text in (value if key == "fieldname" else value.values()) if isinstance(text, str)
		)


def _columns_of_filters(filters: Any) -> Iterator[str]:
	"""Yield the fields of `{field: …}`, `[field, operator, value]`, `[DocType, field, operator, value]` and lists of these."""
	if isinstance(filters, dict):
		yield from filters
	elif isinstance(filters, list) and len(filters) >= 3 and isinstance(filters[0], str):
		field = filters[1 if len(filters) > 3 else 0]
		yield from [field] if isinstance(field, str) else _columns_of_filters(field)
	elif isinstance(filters, list):
		for inner in filters:
			yield from _columns_of_filters(inner)


def is_column(text: str) -> bool:
	"""Return whether `text` is a column, or nothing: no expression, sub-query or second statement."""
	return not text.strip() or bool(COLUMN.fullmatch(text))


def fields_of(text: str) -> set[str]:
	"""Return the names in a column: its field and, if given, its table or link; "*" for all."""
	return {"*"} if text.strip() == "*" else {name.lower() for name in re.findall(r"[A-Za-z_]\w*", text)}


def field_of(text: str) -> str:
	"""Return the field of a column, without its table, function, order and alias."""
	column = re.split(r"\s+(?:as|asc|desc)\b", text, maxsplit=1, flags=re.IGNORECASE)[0]
	return (re.findall(r"[A-Za-z_]\w*", column.lower()) or ["*"])[-1]


def has_sub_query(text: str) -> bool:
	"""Return whether `text` could read another table than its own."""
	return bool(SUB_QUERY.search(text))
