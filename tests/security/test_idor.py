"""Asking for another user's record by its name, in each of Frappe's ways."""

import json

import frappe
import pytest

from tests import factories
from tests.security.conftest import OWN, PEOPLE, call, is_refused
from unlocking_opportunities.approvals.workflows import DEFINITIONS


def as_json(doc):
	return json.dumps(doc.as_dict(), default=str)


READS = {
	"frappe.client.get": lambda doc: {"doctype": doc.doctype, "name": doc.name},
	"frappe.desk.form.load.getdoc": lambda doc: {"doctype": doc.doctype, "name": doc.name},
	"frappe.desk.form.load.get_docinfo": lambda doc: {"doctype": doc.doctype, "name": doc.name},
	"frappe.desk.form.load.get_communications": lambda doc: {"doctype": doc.doctype, "name": doc.name},
	"frappe.www.printview.get_html_and_style": lambda doc: {"doc": doc.doctype, "name": doc.name},
	"frappe.desk.form.linked_with.get": lambda doc: {"doctype": doc.doctype, "docname": doc.name},
	"frappe.desk.notifications.get_open_count": lambda doc: {"doctype": doc.doctype, "name": doc.name},
}
RAW_PRINT = "frappe.www.printview.get_rendered_raw_commands"
TRANSITIONS = "frappe.model.workflow.get_transitions"
WRITES = {
	"frappe.client.set_value": lambda doc: {
		"doctype": doc.doctype,
		"name": doc.name,
		"fieldname": "remark",
		"value": "x",
	},
	"frappe.client.save": lambda doc: {"doc": as_json(doc)},
	"frappe.client.delete": lambda doc: {"doctype": doc.doctype, "name": doc.name},
	"frappe.client.submit": lambda doc: {"doc": as_json(doc)},
	"frappe.client.cancel": lambda doc: {"doctype": doc.doctype, "name": doc.name},
	"frappe.desk.form.save.savedocs": lambda doc: {"doc": as_json(doc), "action": "Save"},
	"frappe.core.doctype.communication.email.make": lambda doc: {
		"doctype": doc.doctype,
		"name": doc.name,
		"content": "x",
	},
	"frappe.share.add": lambda doc: {"doctype": doc.doctype, "name": doc.name, "user": frappe.session.user},
	"frappe.desk.form.utils.add_comment": lambda doc: {
		"reference_doctype": doc.doctype,
		"reference_name": doc.name,
		"content": "x",
		"comment_email": frappe.session.user,
		"comment_by": "x",
	},
}


@pytest.mark.parametrize("door", [*READS, *WRITES])
@pytest.mark.parametrize("doctype", PEOPLE)
def test_worker_is_refused_another_workers_record(world, as_user, door, doctype):
	arguments = (READS | WRITES)[door]
	as_user("worker")
	assert is_refused(door, **arguments(world.theirs.rows[doctype]))


@pytest.mark.parametrize("doctype", sorted(set(PEOPLE) & {definition.doctype for definition in DEFINITIONS}))
def test_worker_is_not_told_what_another_workers_record_may_become(world, as_user, doctype):
	mine, theirs = (as_json(side.rows[doctype]) for side in (world.mine, world.theirs))
	as_user("worker")
	assert is_refused(TRANSITIONS, doc=theirs)
	assert not is_refused(TRANSITIONS, doc=mine)


@pytest.mark.parametrize("door", READS)
def test_control_the_doors_open_for_ones_own(world, as_user, door):
	as_user("worker")
	assert not is_refused(door, **READS[door](world.mine.placement))


def test_a_raw_print_is_refused_before_its_format_is_looked_for(world, as_user):
	as_user("worker")
	for doctype in PEOPLE:
		theirs = world.theirs.rows[doctype]
		assert is_refused(RAW_PRINT, doc=doctype, name=theirs.name), doctype


def test_control_a_raw_print_of_ones_own_looks_for_its_format(world, as_user, unguarded):
	unguarded()
	as_user("worker")
	with pytest.raises(frappe.TemplateNotFoundError):
		call(RAW_PRINT, doc="Placement", name=world.mine.placement.name)


def test_bulk_edit_leaves_another_workers_records_alone(world, as_user):
	arguments = {"doctype": "Young Person", "action": "update", "data": '{"pathway": "Taster"}'}
	theirs, mine = world.theirs.person.name, world.mine.person.name
	as_user("worker")
	door = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	assert is_refused(door, docnames=json.dumps([theirs, mine]), **arguments)
	call(door, docnames=json.dumps([mine]), **arguments)
	assert frappe.db.get_value("Young Person", theirs, "pathway") == "Not Started"
	assert frappe.db.get_value("Young Person", mine, "pathway") == "Taster"


def test_bulk_update_by_api_leaves_them_alone(world, as_user):
	as_user("worker")
	docs = [{"doctype": "Young Person", "docname": world.theirs.person.name, "pathway": "Taster"}]
	assert is_refused("frappe.client.bulk_update", docs=json.dumps(docs))
	assert frappe.db.get_value("Young Person", world.theirs.person.name, "pathway") == "Not Started"


def test_calendar_cannot_move_another_workers_visit(world, as_user):
	visit = world.theirs.rows["Visit"]
	moved = {
		"doctype": "Visit",
		"name": visit.name,
		"starts_on": "2030-01-01 10:00:00",
		"ends_on": "2030-01-01 11:00:00",
	}
	field_map = {"start": "starts_on", "end": "ends_on"}
	as_user("worker")
	assert is_refused(
		"frappe.desk.calendar.update_event", args=json.dumps(moved), field_map=json.dumps(field_map)
	)


def test_attachment_opens_only_with_its_record(world, as_user):
	mine, theirs = (factories.private_file(side.person) for side in (world.mine, world.theirs))
	as_user("worker")
	assert frappe.get_doc("File", mine.name).is_downloadable()
	assert not frappe.get_doc("File", theirs.name).is_downloadable()


def test_data_import_is_for_no_one(world, as_user):
	for kind in ("officer", "manager", "worker"):
		as_user(kind)
		assert not any(frappe.permissions.can_import(doctype) for doctype in PEOPLE)


@pytest.mark.parametrize("doctype", OWN)
def test_without_the_row_rule_the_attack_works(world, as_user, unguarded, doctype):
	as_user("worker")
	unguarded("has_permission")
	assert not is_refused("frappe.client.get", doctype=doctype, name=world.theirs.rows[doctype].name)
