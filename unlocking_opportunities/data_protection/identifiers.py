"""The words by which a person can be recognised in a text, and how to find them in what is stored."""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import frappe

# Of whom these are, by DocType: whole names as (first, last), and what is that person's alone.
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
	"""`strong` words point at one person wherever they stand; `weak` ones, a first name say, only in a mere log."""

	strong: set[str] = field(default_factory=set)
	weak: set[str] = field(default_factory=set)
	emails: set[str] = field(default_factory=set)

	@property
	def every(self) -> set[str]:
		return self.strong | self.weak


def of(documents: dict[str, list[str]]) -> Identifiers:
	"""Return the words that identify whom `documents`, names by DocType, are about. Read before they are disposed of."""
	found = Identifiers()
	for doctype in NAMES:
		if names := documents.get(doctype):
			fields = [*(part for whole in NAMES[doctype] for part in whole), *OWN[doctype]]
			for row in frappe.get_all(doctype, filters={"name": ["in", names]}, fields=fields):
				_add(found, row, doctype)
	return found


def pattern(words: Iterable[str]) -> str:
	"""Return a regular expression of MariaDB that finds any of `words` as a whole word, as it is or as JSON or HTML has it."""
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
