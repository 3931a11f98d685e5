"""Script written into a text field, and what becomes of it when it is saved; test_stored_xss_shown.py shows it."""

import re

import frappe
import pytest

from tests.security.conftest import call

PAYLOAD = '"><img src=x onerror="window.__xss=1"><script>window.__xss=1</script>'
# Frappe's own check lets these by.
SHAPES = (PAYLOAD, '"<img src=x onerror=alert(1)>"', "<img src=x onerror=alert(1) y=")
LIVE = re.compile(r"<[a-z][^>]*\son\w+\s*=|<script|javascript:", re.I)
TEXT = (
	"Data",
	"Small Text",
	"Text",
	"Long Text",
	"Text Editor",
	"HTML Editor",
	"Markdown Editor",
	"Code",
	"JSON",
)


def text_fields(meta):
	return [
		field
		for field in meta.fields
		if field.fieldtype in TEXT and not field.read_only and not field.set_only_once
	]


def test_no_field_of_ours_goes_past_the_filter(connected_site):
	"""Frappe leaves code, and fields that ask for it, as they were sent."""
	for doctype in frappe.get_all("DocType", {"module": "Unlocking Opportunities"}, pluck="name"):
		for field in frappe.get_meta(doctype).fields:
			assert not field.ignore_xss_filter, (doctype, field.fieldname)
			if field.fieldtype in ("Code", "JSON", "HTML Editor") and not field.read_only:
				assert not frappe.get_meta(doctype).permissions, (doctype, field.fieldname)


@pytest.mark.parametrize("payload", SHAPES)
def test_what_is_saved_is_harmless(world, as_user, payload):
	"""Each text field of each record that an officer writes, one save each."""
	tried = 0
	for doctype, doc in world.mine.rows.items():
		for field in text_fields(doc.meta):
			as_user("manager")
			frappe.db.savepoint("field")
			try:
				call(
					"frappe.client.set_value",
					doctype=doctype,
					name=doc.name,
					fieldname=field.fieldname,
					value=payload,
				)
				tried += 1
			except (frappe.ValidationError, frappe.PermissionError):
				pass
			stored = str(frappe.db.get_value(doctype, doc.name, field.fieldname) or "")
			assert not LIVE.search(stored), (doctype, field.fieldname, stored)
			frappe.db.rollback(save_point="field")
			frappe.local.message_log = []
	assert tried > 30


def test_control_past_the_filter_it_is_live(world):
	doc = world.mine.rows["Employer"]
	doc.db_set("employer_name", PAYLOAD)
	assert LIVE.search(frappe.db.get_value("Employer", doc.name, "employer_name"))
