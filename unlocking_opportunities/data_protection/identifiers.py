"""Words that identify a person in a text, and how to find them in stored data."""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import frappe

# By DocType: fields with a whole name as (first, last), and fields whose value belongs to one person only.
NAMES = {
	"Young Person Identity": (
		("preferred_name", "surname"),
		("carer_name",),
		("signatory_name",),
		("emergency_name",),
	),
	"Mentor": (("mentor_name",),),
	"Data Rights Request": (("contact_name",),),
}
OWN = {
	"Young Person Identity": (
		"email",
		"mobile",
		"case_reference",
		"carer_email",
		"carer_phone",
		"signatory_email",
		"signatory_phone",
		"emergency_phone",
	),
	"Mentor": ("email", "phone"),
	"Data Rights Request": ("contact_email", "contact_phone"),
}
SHORTEST = 3


@dataclass
class Identifiers:
	"""`strong` words identify one person wherever they occur; `weak` ones, such as a first name, only in a log."""

	strong: set[str] = field(default_factory=set)
	weak: set[str] = field(default_factory=set)
	emails: set[str] = field(default_factory=set)

	@property
	def every(self) -> set[str]:
		return self.strong | self.weak


def of(documents: dict[str, list[str]]) -> Identifiers:
	"""Return the words that identify the people `documents` (names by DocType) are about. Read them before disposal."""
	found = Identifiers()
	for doctype in NAMES:
		if names := documents.get(doctype):
			fields = [*(part for whole in NAMES[doctype] for part in whole), *OWN[doctype]]
			for row in frappe.get_all(doctype, filters={"name": ["in", names]}, fields=fields):
				_add(found, row, doctype)
	return found


def pattern(words: Iterable[str]) -> str:
	"""Return a MariaDB regular expression that finds any of `words` as a whole word: plain, or as JSON or HTML."""
	written = {form for word in words for form in _forms(word)}
	longest_first = sorted(written, key=lambda form: (-len(form), form))
	return r"(?<![\w])(" + "|".join(re.escape(form) for form in longest_first) + r")(?![\w])"


def _add(found: Identifiers, row: dict, doctype: str) -> None:
	for whole in NAMES[doctype]:
		parts = [part.strip() for name in whole if (part := row.get(name) or "").strip()]
		found.weak.update(part for part in parts if len(part) >= SHORTEST)
		full = " ".join(parts)
		if " " in full:
			found.strong |= {full, ", ".join(reversed(parts))}
	own = {
		value for name in OWN[doctype] if (value := (row.get(name) or "").strip()) and len(value) > SHORTEST
	}
	found.strong |= own
	found.emails |= {value for value in own if "@" in value}


def _forms(word: str) -> set[str]:
	return {word, html.escape(word), json.dumps(word)[1:-1]}
