"""Babel extractors for files that Babel's own can't read: the strings that people see, for translators.

Listed in babel_extractors.csv, which `./dev pot` and Frappe's `bench generate-pot-file` both use. Each takes a
file and Babel's keywords, comment tags and options, and yields (line, function, message, comments). Nothing
here needs a site.
"""

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_javascript, extract_python
from babel.messages.jslexer import unquote_string
from jinja2.ext import babel_extract

Message = tuple[int | None, str, Any, list[str]]

# What Frappe translates when it shows a record of an app: fields of the record, and of its child tables.
# Frappe's own extractors know only the first few of these DocTypes.
RECORDS: dict[str, dict[str, tuple[str, ...]]] = {
	"DocType": {
		"": ("name", "description"),
		"fields": ("label", "description"),
		"actions": ("label", "group"),
		"links": ("group", "link_doctype"),
		"states": ("title",),
		"permissions": ("role",),
	},
	"Report": {"": ("report_name",), "columns": ("label",), "filters": ("label",)},
	"Workspace": {
		"": ("label", "title"),
		"charts": ("label",),
		"custom_blocks": ("label",),
		"links": ("label", "description"),
		"number_cards": ("label",),
		"quick_lists": ("label",),
		"shortcuts": ("label", "format"),
	},
	"Onboarding Step": {
		"": (
			"title",
			"action_label",
			"description",
			"report_description",
			"callback_title",
			"callback_message",
		)
	},
	"Module Onboarding": {"": ("title", "subtitle", "success_message")},
	"Dashboard Chart": {"": ("chart_name",)},
	"Dashboard Chart Source": {"": ("source_name",)},
	"Desktop Icon": {"": ("label",)},
	"Form Tour": {"": ("title",), "steps": ("title", "description")},
	"Number Card": {"": ("label",)},
	"Page": {"": ("title",)},
	"Print Format": {"": ("name",)},
	"Role": {"": ("role_name",)},
	"Workspace Sidebar": {"": ("title",), "items": ("label",)},
}
# Fields that hold a template, in which strings are marked for translation.
TEMPLATES = {
	"Custom HTML Block": ("html",),
	"Notification": ("subject", "message"),
	"Print Format": ("html",),
}
# A call with one string, or a string and its values.
IN_JAVASCRIPT = re.compile(r"""\b__\(\s*("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')\s*[,)]""")
SCRIPTS = {"Custom HTML Block": ("script",)}


def javascript(fileobj: IO[bytes], keywords, comment_tags, options) -> Iterator[Message]:
	"""Extract the strings of `__("…")`, Frappe's function in the browser.

	Uses Babel's parser, and a search of our own for what is inside template strings, where Babel's gets lost at
	the first quotation mark. What both find is one message.
	"""
	for line, _function, messages, comments in extract_javascript(fileobj, ["__"], comment_tags, options):
		yield line, "_", messages if isinstance(messages, str) else messages[0], comments
	fileobj.seek(0)
	source = fileobj.read().decode()
	for call in IN_JAVASCRIPT.finditer(source):
		yield source.count("\n", 0, call.start()) + 1, "_", unquote_string(call[1]), []


def html(fileobj: IO[bytes], keywords, comment_tags, options) -> Iterator[Message]:
	"""Extract the strings of `_("…")` in a Jinja template. Raises an error for a template that doesn't parse."""
	return babel_extract(fileobj, keywords, comment_tags, {**options, "silent": "false"})


def workflow(fileobj: IO[bytes], keywords, comment_tags, options) -> Iterator[Message]:
	"""Extract the strings of a workflow's definition in Python: marked ones, and the names of its statuses and moves."""
	for line, function, messages, comments in extract_python(
		fileobj, [*keywords, "State", "moves"], comment_tags, options
	):
		if function in ("State", "moves"):
			messages = messages if isinstance(messages, str) else messages[0]
			yield line, "_", messages, [f"Workflow: {'state' if function == 'State' else 'action'}"]
		else:
			yield line, function, messages, comments


def sectors(fileobj: IO[bytes], keywords, comment_tags, options) -> Iterator[Message]:
	"""Extract the names of the sectors of a new site."""
	for row in json.load(fileobj):
		yield None, "_", row["sector_name"], ["Sector: name"]


def records(fileobj: IO[bytes], keywords, comment_tags, options) -> Iterator[Message]:
	"""Extract the strings of the record, or list of records, in a JSON file."""
	data = json.load(fileobj)
	for record in data if isinstance(data, list) else [data]:
		doctype = record.get("doctype")
		for text, comment in _texts(doctype, record):
			yield None, "_", text, [comment]
		for field in TEMPLATES.get(doctype, ()):
			yield from html(_file(record.get(field)), keywords, comment_tags, options)
		for field in SCRIPTS.get(doctype, ()):
			yield from javascript(_file(record.get(field)), keywords, comment_tags, options)


def _texts(doctype: str, record: dict) -> Iterator[tuple[str, str]]:
	"""Yield each text of a record that is shown translated, with its kind."""
	for table, fields in RECORDS.get(doctype, {}).items():
		for row in record.get(table, ()) if table else [record]:
			for field in fields:
				if text := row.get(field):
					yield text, f"{doctype}: {table and f'{table}, '}{field}"
	if doctype == "DocType":
		yield from _options(record)
	if doctype == "Workspace":
		yield from _blocks(record)


def _options(record: dict) -> Iterable[tuple[str, str]]:
	"""Yield the options of the Select fields and the content of the HTML fields of a DocType."""
	for field in record["fields"]:
		label = field.get("label") or field["fieldname"]
		if field["fieldtype"] == "Select" and field["fieldname"] != "naming_series":
			for option in (field.get("options") or "").split("\n"):
				if option and not option.isdigit():
					yield option, f"DocType: option of {label}"
		elif field["fieldtype"] == "HTML" and field.get("options"):
			yield field["options"], f"DocType: content of {label}"


def _blocks(record: dict) -> Iterable[tuple[str, str]]:
	"""Yield the headings and paragraphs of a workspace."""
	for block in json.loads(record.get("content") or "[]"):
		if block["type"] in ("header", "paragraph") and (text := block["data"].get("text")):
			yield text, f"Workspace: {block['type']}"


def _file(text: str | None) -> BytesIO:
	return BytesIO((text or "").encode())
