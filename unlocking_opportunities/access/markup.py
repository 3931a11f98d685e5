"""Markup in saved texts: what could run in a reader's browser, or keep the server busy.

Frappe cleans a document's texts when it saves it, but stores two kinds unchanged: JSON (even a string in quotation marks)
and a tag that never ends. Its lists and prints then show them as HTML.
"""

import re

from frappe.model.document import Document
from frappe.utils.html_utils import is_json

from unlocking_opportunities.access.guarded import is_ours
from unlocking_opportunities.access.mail_pictures import remove_odd_pictures

# Where a browser may see the start of a tag, comment or declaration. It sees none before a space or a digit.
TAG = re.compile(r"<(?=[a-zA-Z/!?])")
# A complete tag. Each "<" that isn't part of one can make Python's parser search to the end of the text.
WHOLE_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,4000}>")
# Text pasted from an office program has a few dozen comments.
MOST_LEFT_OVER = 200

HTML = ("HTML Editor", "Markdown Editor", "Text Editor")
# As Frappe's own check leaves them out, and what holds JSON or code and isn't shown as a text.
LEFT_OUT = ("Attach", "Attach Image", "Barcode", "Code", "JSON", "Password")
HOLDS_JSON = ("Long Text", "Text")
NAMES = ("first_name", "middle_name", "last_name", "full_name", "username")
# The Desk writes these names into attributes.
NOT_IN_NAMES = re.compile(r'[<>"]')


def harmless(text: str) -> str:
	"""Return `text` with a space after each "<" that a browser would take for a tag."""
	return TAG.sub("< ", text)


def is_laborious(text: str) -> bool:
	"""Return whether `text` has too many incomplete tags to parse quickly."""
	opened = text.count("<")
	return opened > MOST_LEFT_OVER and opened - len(WHOLE_TAG.findall(text)) > MOST_LEFT_OVER


def plain_name(name: str) -> str:
	"""Return the name of a person or file without characters that end an attribute or start a tag."""
	return NOT_IN_NAMES.sub("_", name)


def clean(doc: Document) -> None:
	"""Make harmless the texts of `doc`, and of its rows, that Frappe would store unchanged."""
	for one in (doc, *doc.get_all_children()):
		for fieldname, value in list(one.__dict__.items()):
			if isinstance(value, str):
				_clean_field(one, fieldname, value)


def _clean_field(doc: Document, fieldname: str, value: str) -> None:
	clean = remove_odd_pictures(value)
	if TAG.search(clean) and _runs(doc, fieldname, clean):
		clean = harmless(clean)
	if doc.doctype == "User" and fieldname in NAMES:
		clean = plain_name(clean)
	if clean != value:
		doc.set(fieldname, clean)


def _runs(doc: Document, fieldname: str, value: str) -> bool:
	field = doc.meta.get_field(fieldname)
	if not field or field.ignore_xss_filter or field.fieldtype in LEFT_OUT:
		return False
	if is_ours(doc.doctype) and field.fieldtype not in HTML:
		return True  # plain words
	if is_json(value):
		return value.lstrip()[:1] not in "[{" or field.fieldtype not in HOLDS_JSON
	from bs4 import BeautifulSoup  # only here: every job that saves a document imports this module

	return not BeautifulSoup(value, "html.parser").find()
