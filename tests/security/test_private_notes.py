"""Private notes belong to one person only, and what a list hides can't be opened."""

import frappe
import pytest
from frappe.model.naming import is_autoincremented

from tests.security.conftest import call, is_refused
from unlocking_opportunities.access import copies

OTHERS = ("nobody", "analyst", "other worker")


@pytest.fixture
def note(world):
	word = "Kestrelmoss" + frappe.generate_hash(length=6)
	note = frappe.new_doc("Note")
	note.update({"title": word, "content": f"{word} moved", "public": 0})
	note.set_new_name()
	note.db_insert()
	note.db_set("owner", world.users["worker"])
	return note


@pytest.mark.parametrize("kind", OTHERS)
def test_a_private_note_is_its_owners_alone(as_user, note, kind):
	as_user(kind)
	for method, arguments in (
		("frappe.client.get", {"doctype": "Note", "name": note.name}),
		("frappe.desk.form.load.getdoc", {"doctype": "Note", "name": note.name}),
		("frappe.desk.doctype.note.note.mark_as_seen", {"note": note.name}),
		("frappe.desk.like.toggle_like", {"doctype": "Note", "name": note.name, "add": "Yes"}),
		(
			"frappe.desk.form.utils.add_comment",
			{
				"reference_doctype": "Note",
				"reference_name": note.name,
				"content": "x",
				"comment_email": "x@example.org",
				"comment_by": "x",
			},
		),
	):
		assert is_refused(method, **arguments), method
	assert not frappe.has_permission("Note", "read", note.name)


def test_its_owner_reads_it_and_everyone_reads_a_public_one(as_user, note):
	as_user("worker")
	assert call("frappe.client.get", doctype="Note", name=note.name)["name"] == note.name
	note.db_set("public", 1)
	as_user("analyst")
	assert call("frappe.client.get", doctype="Note", name=note.name)["name"] == note.name
	assert not is_refused("frappe.desk.doctype.note.note.mark_as_seen", note=note.name)


def test_control_without_our_rule_older_versions_show_it(as_user, note, monkeypatch):
	monkeypatch.setattr(copies, "PRIVATE_UNLESS", {})
	monkeypatch.setattr(copies, "COPIES", copies.COPIES - {"Note"})
	as_user("analyst")
	frappe_asks = hasattr(frappe.get_module("frappe.desk.doctype.note.note"), "has_permission")
	assert frappe.has_permission("Note", "read", note.name) != frappe_asks


def test_what_a_list_hides_cannot_be_opened(world, as_user):
	"""Checked for every Frappe DocType with a row rule for its lists, with a record that belongs to someone else."""
	as_user("nobody")
	opened = []
	for doctype in sorted(frappe.get_hooks("permission_query_conditions", app_name="frappe")):
		if not frappe.db.exists("DocType", doctype) or frappe.get_meta(doctype).issingle:
			continue
		doc = frappe.new_doc(doctype)
		doc.is_private = 1
		doc.name = None if is_autoincremented(doctype) else f"Planted {doctype}"
		doc.db_insert()
		name = doc.name or frappe.get_all(doctype, pluck="name", order_by="creation desc", limit=1)[0]
		frappe.db.set_value(doctype, name, "owner", world.users["manager"])
		try:
			listed = frappe.get_list(doctype, filters={"name": name}, pluck="name")
		except frappe.PermissionError:
			listed = []
		if not listed and frappe.has_permission(doctype, "read", name):
			opened.append(doctype)
	assert opened == []
