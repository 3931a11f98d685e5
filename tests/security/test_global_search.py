"""Global search finds only what its user may open."""

import inspect

import frappe
import pytest
from frappe.utils import global_search
from frappe.utils.global_search import rebuild_for_doctype

from tests import factories
from tests.in_process import Browser
from unlocking_opportunities.access import frappe_methods
from unlocking_opportunities.access.guarded import ours


@pytest.fixture
def note(frappe_site):
	"""A worker's private note, committed and in the index."""
	owner = factories.user_who_signs_in("worker")
	word = "Kestrelmoss" + frappe.generate_hash(length=8)
	note = factories.make("Note", title=word, content=word)
	note.db_set("owner", owner)
	frappe.db.commit()
	rebuild_for_doctype("Note")
	frappe.db.commit()
	yield note
	frappe.db.delete("Note", {"name": note.name})
	frappe.db.commit()
	rebuild_for_doctype("Note")
	frappe.db.commit()


def found_by(kind: str, note) -> list[str]:
	browser = Browser().log_in(factories.user_who_signs_in(kind), factories.PASSWORD)
	answer = browser.call("frappe.utils.global_search.search", text=note.title)
	return [row["name"] for row in answer.json["message"]]


@pytest.mark.parametrize("kind", ["analyst", "officer", "manager"])
def test_finds_no_record_of_someone_else(note, kind):
	assert found_by(kind, note) == []


def test_finds_ones_own(note):
	assert found_by("worker", note) == [note.name]


def test_control_before_frappe_16_it_is_found_for_everyone(note, monkeypatch):
	monkeypatch.setattr(frappe_methods, "is_readable", lambda *record: True)
	frappe_asks = "has_permission" in inspect.getsource(global_search.search)
	assert found_by("analyst", note) == ([] if frappe_asks else [note.name])


def test_what_is_searched_of_ours_has_no_guarded_field():
	"""A search shows the content of its fields to everyone who may read the record."""
	for doctype in sorted(ours()):
		meta = frappe.get_meta(doctype)
		assert not [field.fieldname for field in meta.fields if field.in_global_search and field.permlevel]
