"""Markup in texts: what could run in the browser of whoever reads them, or keep the server busy for long.

Frappe cleans the texts of a document when it saves it, but stores two shapes as they are: JSON, also a mere string in
quotation marks, and a tag that never ends. Its lists and prints show them to others as HTML.
"""

import re

from bs4 import BeautifulSoup
from frappe.model.document import Document
from frappe.utils.html_utils import is_json

from unlocking_opportunities.access.guarded import is_ours

# Where a browser may see the beginning of a tag, a comment or a declaration. Before a blank or a digit it sees none.
TAG = re.compile(r"<(?=[a-zA-Z/!?])")
# A tag that ends: what is left over makes Python's parser search to the end of the text, again and again.
WHOLE_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,4000}>")
# Pasted from an office program, an email has some dozen comments. No longer text takes a second to read.
MOST_LEFT_OVER = 200

HTML = ("HTML Editor", "Markdown Editor", "Text Editor")
# As Frappe's own check leaves them out, and what holds JSON or code and isn't shown as a text.
LEFT_OUT = ("Attach", "Attach Image", "Barcode", "Code", "JSON", "Password")
HOLDS_JSON = ("Long Text", "Text")
NAMES = ("first_name", "middle_name", "last_name", "full_name", "username")
# The Desk writes these names into attributes.
NOT_IN_NAMES = re.compile(r'[<>"]')


def harmless(text: str) -> str:
	"""Return `text` with a blank behind each "<" in which a browser would see a tag."""
	return TAG.sub("< ", text)


def is_laborious(text: str) -> bool:
	"""Return whether `text` has so many tags without an end that parsing it would take long."""
	opened = text.count("<")
	return opened > MOST_LEFT_OVER and opened - len(WHOLE_TAG.findall(text)) > MOST_LEFT_OVER


def plain_name(name: str) -> str:
	"""Return the name of a person or a file without what ends an attribute or begins a tag."""
	return NOT_IN_NAMES.sub("_", name)


def clean(doc: Document) -> None:
	"""Make the texts of `doc` harmless that Frappe would store as they are."""
	for fieldname, value in list(doc.__dict__.items()):
		if isinstance(value, str) and TAG.search(value) and _runs(doc, fieldname, value):
			doc.set(fieldname, harmless(value))
	if doc.doctype == "User":
		for fieldname in NAMES:
			doc.set(fieldname, plain_name(doc.get(fieldname) or "") or None)


def _runs(doc: Document, fieldname: str, value: str) -> bool:
	field = doc.meta.get_field(fieldname)
	if not field or field.ignore_xss_filter or field.fieldtype in LEFT_OUT:
		return False
	if is_ours(doc.doctype) and field.fieldtype not in HTML:
		return True  # plain words
	if is_json(value):
		return value.lstrip()[:1] not in "[{" or field.fieldtype not in HOLDS_JSON
	return not BeautifulSoup(value, "html.parser").find()
