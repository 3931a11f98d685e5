"""Sending fields that the form doesn't offer.

Taking over a young person, posing as another record, changing server fields, and writing child rows without
their parent.
"""

import json

import frappe
import pytest

from tests import factories
from tests.security.conftest import PEOPLE, call, is_refused
from unlocking_opportunities import hooks
from unlocking_opportunities.access.copies import COPIES
from unlocking_opportunities.access.row_permissions import CHILD_TABLES


def test_worker_cannot_take_a_young_person_over(world, as_user):
	theirs = world.theirs.person
	me = as_user("worker")
	change = {**theirs.as_dict(), "allocated_worker": me}
	assert is_refused("frappe.client.save", doc=json.dumps(change, default=str))
	assert is_refused(
		"frappe.client.set_value",
		doctype=theirs.doctype,
		name=theirs.name,
		fieldname="allocated_worker",
		value=me,
	)
	assert frappe.db.get_value("Young Person", theirs.name, "allocated_worker") == world.users["other worker"]


def test_worker_cannot_hand_a_young_person_on(world, as_user):
	as_user("worker")
	values = {"fieldname": "allocated_worker", "value": world.users["other worker"]}
	assert is_refused(
		"frappe.client.set_value", doctype="Young Person", name=world.mine.person.name, **values
	)


def test_control_an_officer_changes_the_worker(world, as_user):
	as_user("officer")
	values = {"fieldname": "allocated_worker", "value": world.users["other worker"]}
	call("frappe.client.set_value", doctype="Young Person", name=world.mine.person.name, **values)
	as_user("worker")
	assert is_refused("frappe.client.get", doctype="Placement", name=world.mine.placement.name)


def test_a_workers_new_young_person_is_their_own(world, as_user):
	me = as_user("worker")
	assert call("frappe.client.insert", doc={"doctype": "Young Person"})["allocated_worker"] == me
	other = {"doctype": "Young Person", "allocated_worker": world.users["other worker"]}
	assert is_refused("frappe.client.insert", doc=other)


@pytest.mark.parametrize("field", ["name", "young_person"])
def test_a_record_cannot_pose_as_another(world, as_user, field):
	"""The attacker's own placement, sent back with the other's name, or for the other person."""
	value = world.theirs.placement.get(field)
	as_user("worker")
	posing = {**world.mine.placement.as_dict(), field: value}
	if field == "name":
		posing["modified"] = world.theirs.placement.modified
	for doc in (posing, {**posing, "__islocal": 1}):
		sent = json.dumps(doc, default=str)
		assert is_refused("run_doc_method", docs=sent, method="gate")
		assert is_refused("frappe.www.printview.get_html_and_style", doc=sent)


def test_control_ones_own_record_runs_its_method(world, as_user):
	as_user("worker")
	sent = json.dumps(world.mine.placement.as_dict(), default=str)
	assert not is_refused("run_doc_method", docs=sent, method="gate")


def test_flags_cannot_be_sent(world, as_user):
	theirs = world.theirs.person.as_dict() | {"flags": {"ignore_permissions": 1}, "ignore_permissions": 1}
	as_user("worker")
	assert is_refused("frappe.client.save", doc=json.dumps(theirs, default=str), ignore_permissions=1)


FORGED = {
	"Check": 1,
	"Currency": 99,
	"Data": "Forged",
	"Date": "2031-01-01",
	"Datetime": "2031-01-01 10:00:00",
	"Float": 99,
	"Int": 99,
	"Link": "Administrator",
	"Small Text": "Forged",
}


def test_what_the_server_sets_cannot_be_sent(world, as_user):
	"""Each read-only field of each DocType, sent by a user who may write the record (statuses have their own test)."""
	frappe.set_user("Administrator")
	docs = [*world.mine.rows.values(), factories.pledge(), factories.mentor(), factories.partner()]
	as_user("manager")
	assert [f"{doc.doctype}.{field}" for doc in docs for field in forged_fields(doc)] == []


def test_control_a_field_that_people_fill_in_is_stored(world, as_user):
	as_user("manager")
	assert was_stored(world.mine.person, "next_step", "Forged")


def forged_fields(doc):
	for field in doc.meta.fields:
		if (
			field.read_only
			and field.fieldname != "status"
			and not field.fetch_from
			and field.fieldtype in (*FORGED, "Select")
		):
			value = FORGED.get(field.fieldtype) or next(
				option
				for option in field.options.split("\n")[::-1]
				if option and option != doc.get(field.fieldname)
			)
			if was_stored(doc, field.fieldname, value):
				yield field.fieldname


def was_stored(doc, field, value):
	frappe.db.savepoint("field")
	before = frappe.db.get_value(doc.doctype, doc.name, field)
	try:
		call("frappe.client.set_value", doctype=doc.doctype, name=doc.name, fieldname=field, value=value)
		return frappe.db.get_value(doc.doctype, doc.name, field) != before
	except (frappe.ValidationError, frappe.PermissionError):
		return False
	finally:
		frappe.db.rollback(save_point="field")


@pytest.mark.parametrize("doctype", ["Placement", "Risk Assessment", "Mentoring Pairing", "Employer Pledge"])
def test_the_state_moves_only_along_its_workflow(world, as_user, doctype):
	frappe.set_user("Administrator")
	doc = world.mine.rows.get(doctype) or factories.pledge()
	last = doc.meta.get_field("status").options.split("\n")[3]
	for kind in ("officer", "worker"):
		as_user(kind)
		for door in (
			lambda: call(
				"frappe.client.set_value", doctype=doctype, name=doc.name, fieldname="status", value=last
			),
			lambda: call(
				"frappe.client.save", doc=json.dumps({**doc.as_dict(), "status": last}, default=str)
			),
			lambda: call("frappe.client.insert", doc={**frappe.copy_doc(doc).as_dict(), "status": last}),
			lambda: call("frappe.client.submit", doc=frappe.as_json(doc)),
		):
			with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
				door()
			frappe.db.rollback()
	assert frappe.db.get_value(doctype, doc.name, "status") == doc.status


def test_an_override_cannot_be_written_past_its_placement(world, as_user):
	as_user("worker")
	placement = world.mine.placement
	forged = {
		"doctype": "Placement Override",
		"parent": placement.name,
		"parenttype": "Placement",
		"parentfield": "overrides",
		"check_key": "insurance",
		"reason": "Forged",
		"made_by": world.users["manager"],
	}
	new = {"__islocal": 1, "name": "new-placement-override-1"}
	assert is_refused("frappe.desk.form.save.savedocs", doc=json.dumps(forged | new), action="Save")
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(forged).insert()
	row = frappe.get_doc("Placement Override", placement.overrides[0].name)
	row.reason = "Forged"
	with pytest.raises(frappe.PermissionError):
		row.save()


def test_control_without_the_guard_the_override_is_forged(world, as_user, unguarded):
	as_user("worker")
	frappe.local.doc_events_hooks = {"*": {}}
	try:
		row = frappe.get_doc("Placement Override", world.mine.placement.overrides[0].name)
		row.reason = "Forged"
		row.save()
	finally:
		del frappe.local.doc_events_hooks
	assert frappe.db.get_value("Placement Override", row.name, "reason") == "Forged"


def test_a_row_of_another_record_cannot_be_moved_here(world, as_user):
	theirs = world.theirs.rows["Young Person Support Profile"].needs[0]
	as_user("worker")
	mine = world.mine.rows["Young Person Support Profile"].as_dict()
	mine["needs"].append({**theirs.as_dict(), "need": "Moved"})
	assert is_refused("frappe.client.save", doc=json.dumps(mine, default=str))
	assert frappe.db.get_value(theirs.doctype, theirs.name, "parent") == world.theirs.person.name


def test_control_without_the_guard_the_row_is_moved(world, as_user, unguarded):
	unguarded()
	theirs = world.theirs.rows["Young Person Support Profile"].needs[0]
	as_user("worker")
	mine = world.mine.rows["Young Person Support Profile"].as_dict()
	mine["needs"].append({**theirs.as_dict(), "need": "Moved"})
	frappe.local.doc_events_hooks = {"*": {}}
	try:
		call("frappe.client.save", doc=json.dumps(mine, default=str))
	finally:
		del frappe.local.doc_events_hooks
	assert frappe.db.get_value(theirs.doctype, theirs.name, "parent") == world.mine.person.name


def test_every_child_table_is_guarded():
	module = "Unlocking Opportunities"
	tables = set(frappe.get_all("DocType", {"module": module, "istable": 1}, pluck="name"))
	parents = {
		doctype
		for doctype in frappe.get_all(
			"DocType", {"module": module, "istable": 0, "issingle": 0}, pluck="name"
		)
		if frappe.get_meta(doctype).get_table_fields()
	}
	guarded = {
		handler: set(doctypes)
		for doctypes, events in hooks.doc_events.items()
		if isinstance(doctypes, tuple)
		for handler in events.values()
	}
	assert guarded["unlocking_opportunities.access.sharing.refuse_lone_row"] == tables
	assert guarded["unlocking_opportunities.access.sharing.guard_rows"] == parents


def test_every_child_table_of_people_has_its_row_rule():
	tables = {
		field.options: doctype for doctype in PEOPLE for field in frappe.get_meta(doctype).get_table_fields()
	}
	assert tables == CHILD_TABLES
	copies = COPIES | {"Auto Email Report"}
	assert {*PEOPLE, *CHILD_TABLES} | copies == set(hooks.permission_query_conditions)
	assert copies <= set(hooks.has_permission)


def test_each_row_rule_is_hooked_to_its_own_doctype(connected_site):
	for doctype in (*PEOPLE, *CHILD_TABLES):
		assert frappe.get_attr(hooks.permission_query_conditions[doctype]).args == (doctype,)
