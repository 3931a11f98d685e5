"""Information about a record in Frappe's copies: versions, refused deletions and connections."""

import json

import frappe
import pytest

from tests import factories
from tests.security.conftest import call, is_refused


@pytest.fixture
def changed(world):
	"""Another worker's young person, whose history shows what was changed."""
	frappe.set_user("Administrator")
	identity = frappe.get_doc("Young Person Identity", world.theirs.person.name)
	identity.update({"goals": "Planted goal"}).save(ignore_version=False)
	identity.update({"goals": "Another goal"}).save(ignore_version=False)
	return identity


def test_a_history_is_read_by_those_who_read_the_record(world, as_user, changed):
	arguments = {"doctype": changed.doctype, "name": changed.name}
	as_user("officer")
	assert "Planted goal" in frappe.as_json(call("frappe.desk.form.load.getdoc", **arguments).docinfo)
	for kind in ("worker", "adviser", "analyst", "administrator"):
		as_user(kind)
		assert is_refused("frappe.desk.form.load.getdoc", **arguments)
		assert is_refused("frappe.desk.form.load.get_docinfo", **arguments)


def test_a_version_is_not_opened_by_its_own_name(world, as_user, changed):
	version = frappe.get_last_doc("Version", {"ref_doctype": changed.doctype, "docname": changed.name})
	for kind in ("officer", "worker", "analyst"):
		as_user(kind)
		assert is_refused("frappe.client.get", doctype="Version", name=str(version.name))
		assert is_refused("frappe.desk.form.load.getdoc", doctype="Version", name=str(version.name))


def test_a_history_holds_the_fields_of_its_own_doctype(world, as_user, changed):
	"""Users who may read a young person may read its versions, so they must never hold a name."""
	frappe.set_user("Administrator")
	person = frappe.get_doc("Young Person", world.theirs.person.name)
	fields = {field.fieldname for field in person.meta.fields}
	assert not fields & {"preferred_name", "surname", "date_of_birth", "carer_name", "goals"}


def test_a_refused_deletion_does_not_name_what_is_linked(world, as_user):
	"""Frappe says "cannot delete, it is linked with X", even if the user may not read X. So our check refuses first."""
	for kind in ("officer", "manager", "worker"):
		as_user(kind)
		for doctype in ("Young Person", "Employer", "Employer Site", "Placement Opportunity", "Mentor"):
			mentor = frappe.get_doc("Mentor", world.theirs.rows["Mentoring Pairing"].mentor)
			doc = world.theirs.rows.get(doctype, mentor)
			with pytest.raises((frappe.PermissionError, frappe.DoesNotExistError)) as refused:
				call("frappe.client.delete", doctype=doctype, name=doc.name)
			said = f"{refused.value} {frappe.as_json(frappe.local.message_log)}"
			assert world.theirs.placement.name not in said and world.theirs.person.name not in said.replace(
				doc.name, ""
			)
			frappe.local.message_log = []


def test_control_frappe_names_it_to_a_user_who_may_delete(world):
	frappe.set_user("Administrator")
	with pytest.raises(frappe.LinkExistsError) as refused:
		frappe.delete_doc("Young Person", world.theirs.person.name)
	assert world.theirs.person.name in str(refused.value)


def test_an_administrator_of_the_app_deletes_masters_and_learns_no_name(world, as_user):
	"""They may delete a ward or sector, but may not read the people linked to it."""
	frappe.set_user("Administrator")
	person = frappe.get_doc("Young Person", world.theirs.person.name)
	ward = factories.make("Ward", ward_name=f"Ward {frappe.generate_hash(length=6)}").name
	person.db_set("ward", ward)
	as_user("administrator")
	with pytest.raises((frappe.LinkExistsError, frappe.PermissionError)) as refused:
		call("frappe.client.delete", doctype="Ward", name=ward)
	said = f"{refused.value} {frappe.as_json(frappe.local.message_log)}"
	assert person.name not in said
	frappe.local.message_log = []


def test_renaming_and_merging_are_for_no_one(world, as_user):
	for kind in ("officer", "manager", "worker"):
		as_user(kind)
		for doc in (world.mine.person, world.mine.placement):
			for merge in (0, 1):
				with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
					call(
						"frappe.client.rename_doc",
						doctype=doc.doctype,
						old_name=doc.name,
						new_name=world.theirs.rows[doc.doctype].name,
						merge=merge,
					)
				frappe.local.message_log = []


def test_a_report_shows_readable_rows_whatever_user_is_named(world, as_user):
	"""`query_report.run` takes a user on some versions; the signed-in user decides."""
	arguments = {
		"report_name": "Placement Register",
		"filters": json.dumps({"from_date": "2000-01-01", "to_date": "2100-01-01"}),
		"ignore_prepared_report": 1,
	}
	as_user("worker")
	answer = frappe.as_json(call("frappe.desk.query_report.run", **arguments))
	assert world.mine.placement.name in answer
	assert world.theirs.placement.name not in answer
	for user in ("Administrator", world.users["officer"]):
		assert is_refused("frappe.desk.query_report.run", **arguments, user=user)
