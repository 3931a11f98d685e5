"""Attempts to put a record into a later status in every way that saves a document, without its workflow's button."""

import json

import frappe
import pytest

from tests import factories
from tests.security.conftest import call
from unlocking_opportunities.approvals.workflows import DEFINITIONS
from unlocking_opportunities.unlocking_opportunities.doctype.mentoring_pairing import mentoring_pairing

LAST = "Active"
BULK = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"


def of(doc):
	return {"doctype": doc.doctype, "name": doc.name}


def sent(doc, **values):
	return json.dumps({**doc.as_dict(), **values}, default=str)


def moved_on_a_board(doc):
	board = frappe.get_doc(
		{
			"doctype": "Kanban Board",
			"kanban_board_name": f"Board of {doc.name}",
			"reference_doctype": doc.doctype,
			"field_name": "status",
			"columns": [{"column_name": status} for status in (doc.status, LAST)],
		}
	).insert(ignore_permissions=True)
	call(
		"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card",
		board_name=board.name,
		docname=doc.name,
		from_colname=doc.status,
		to_colname=LAST,
		old_index=0,
		new_index=0,
	)


# Each way, as a browser, a script or a spreadsheet would use it.
DOORS = {
	"REST": lambda doc: call("frappe.client.save", doc=sent(doc, status=LAST)),
	"set_value": lambda doc: call("frappe.client.set_value", **of(doc), fieldname="status", value=LAST),
	"set_value of many": lambda doc: call(
		"frappe.client.set_value", **of(doc), fieldname=json.dumps({"status": LAST})
	),
	"bulk update": lambda doc: call(
		"frappe.client.bulk_update",
		docs=json.dumps([{"doctype": doc.doctype, "docname": doc.name, "status": LAST}]),
	),
	"bulk edit": lambda doc: call(
		BULK,
		doctype=doc.doctype,
		docnames=json.dumps([doc.name]),
		action="update",
		data=json.dumps({"status": LAST}),
	),
	"form": lambda doc: call("frappe.desk.form.save.savedocs", doc=sent(doc, status=LAST), action="Save"),
	"calendar": lambda doc: call(
		"frappe.desk.calendar.update_event",
		args=json.dumps({**of(doc), "status": LAST, "end": str(doc.creation)}),
		field_map=json.dumps({"start": "status", "end": "end"}),
	),
	"kanban": moved_on_a_board,
}
# These never change a status, which is what the test checks.
NO_DOORS = {
	"a method of the form": lambda doc: call("run_doc_method", docs=sent(doc, status=LAST), method="as_dict"),
	"submit": lambda doc: call("frappe.client.submit", doc=sent(doc, status=LAST)),
	"submit on the form": lambda doc: call(
		"frappe.desk.form.save.savedocs", doc=sent(doc, status=LAST), action="Submit"
	),
	"cancel": lambda doc: call("frappe.client.cancel", **of(doc)),
	"cancel on the form": lambda doc: call(
		"frappe.desk.form.save.cancel", **of(doc), workflow_state_fieldname="status", workflow_state=LAST
	),
	"bulk submit": lambda doc: call(
		BULK, doctype=doc.doctype, docnames=json.dumps([doc.name]), action="submit"
	),
	"docstatus": lambda doc: call("frappe.client.set_value", **of(doc), fieldname="docstatus", value=1),
	"another's move": lambda doc: call(
		"frappe.model.workflow.apply_workflow", doc=sent(doc, status="Approved"), action="Activate"
	),
	"a move for many": lambda doc: call(
		"frappe.model.workflow.bulk_workflow_approval",
		docnames=json.dumps([doc.name]),
		doctype=doc.doctype,
		action="Activate",
	),
	"rename": lambda doc: call("frappe.client.rename_doc", **old_and_new(doc)),
	"merge": lambda doc: call("frappe.client.rename_doc", **old_and_new(doc), merge=1),
}


def old_and_new(doc):
	return {"doctype": doc.doctype, "old_name": doc.name, "new_name": "PAIR-FORGED"}


def stored_status(doc):
	return frappe.db.get_value(doc.doctype, doc.name, ["status", "docstatus"])


def attempt(door, doc):
	try:
		door(doc)
	except (frappe.ValidationError, frappe.PermissionError, frappe.DoesNotExistError, AttributeError):
		pass
	frappe.local.message_log = []


@pytest.fixture
def pairing(world, as_user):
	doc = world.mine.rows["Mentoring Pairing"]
	as_user("officer")
	return frappe.get_doc(doc.doctype, doc.name)


@pytest.fixture(params=["workflow on", "workflow off"])
def workflow(request, world):
	"""With the council's copy of the workflow in force, and with it switched off."""
	if request.param == "workflow off":
		frappe.db.set_value("Workflow", {"document_type": "Mentoring Pairing"}, "is_active", 0)
		frappe.cache.delete_key("workflow_Mentoring Pairing")
		frappe.clear_cache(doctype="Mentoring Pairing")
	yield
	frappe.cache.delete_key("workflow_Mentoring Pairing")
	frappe.clear_cache(doctype="Mentoring Pairing")


@pytest.mark.parametrize("door", [*DOORS, *NO_DOORS])
def test_no_door_puts_it_into_a_later_state(workflow, pairing, door):
	before = stored_status(pairing)
	attempt((DOORS | NO_DOORS)[door], pairing)
	assert stored_status(pairing) == before
	assert frappe.db.exists(pairing.doctype, pairing.name)


@pytest.mark.parametrize("door", DOORS)
def test_control_without_the_guard_each_door_does(pairing, monkeypatch, unguarded, door):
	unguarded()
	frappe.db.set_value("Workflow", {"document_type": "Mentoring Pairing"}, "is_active", 0)
	frappe.clear_cache(doctype="Mentoring Pairing")
	monkeypatch.setattr(mentoring_pairing, "check_state", lambda doc, definition: None)
	attempt(DOORS[door], pairing)
	assert stored_status(pairing)[0] == LAST
	frappe.clear_cache(doctype="Mentoring Pairing")


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.doctype)
def test_a_move_saves_no_other_values_from_the_request(world, as_user, definition):
	"""The button sends the whole record, but only the move is used."""
	doc = world.mine.rows.get(definition.doctype) or factories.pledge()
	move = next(move for move in definition.moves if move.source == doc.status)
	as_user("manager")
	field = next(
		field.fieldname
		for field in doc.meta.fields
		if field.fieldtype in ("Small Text", "Text", "Data") and not field.read_only and not field.hidden
	)
	attempt(
		lambda doc: call(
			"frappe.model.workflow.apply_workflow", doc=sent(doc, **{field: "Forged"}), action=move.action
		),
		frappe.get_doc(doc.doctype, doc.name),
	)
	assert frappe.db.get_value(doc.doctype, doc.name, field) != "Forged"


def test_an_approved_assessment_is_not_edited_cancelled_or_amended(world, as_user):
	doc = world.mine.approved_assessment
	before = frappe.get_doc(doc.doctype, doc.name).as_dict()
	doors = (
		lambda doc: call("frappe.client.set_value", **of(doc), fieldname="tasks", value="Forged"),
		lambda doc: call("frappe.client.save", doc=sent(doc, tasks="Forged")),
		lambda doc: call("frappe.desk.form.save.savedocs", doc=sent(doc, tasks="Forged"), action="Update"),
		lambda doc: call("frappe.client.cancel", **of(doc)),
		lambda doc: call("frappe.desk.form.save.savedocs", doc=sent(doc), action="Cancel"),
		lambda doc: call(BULK, doctype=doc.doctype, docnames=json.dumps([doc.name]), action="cancel"),
		lambda doc: call("frappe.client.delete", **of(doc)),
		lambda doc: call(
			"frappe.client.insert",
			doc=sent(doc, name=None, amended_from=doc.name, docstatus=1, status="Approved"),
		),
	)
	for kind in ("officer", "manager"):
		for door in doors:
			as_user(kind)
			frappe.db.savepoint("door")
			attempt(door, frappe.get_doc(doc.doctype, doc.name))
			frappe.set_user("Administrator")
			assert frappe.get_doc(doc.doctype, doc.name).as_dict() == before
			assert not frappe.db.exists(doc.doctype, {"amended_from": doc.name, "docstatus": 1})
			frappe.db.rollback(save_point="door")


def test_a_derived_title_is_not_written_from_the_page_head(world, as_user):
	"""Frappe's page head can rename records and change titles. Our titles are derived, so that none holds a name."""
	as_user("officer")
	visit = world.mine.rows["Visit"]
	attempt(
		lambda doc: call(
			"frappe.model.rename_doc.update_document_title", doctype="Visit", docname=doc.name, title="Robin"
		),
		visit,
	)
	assert "Robin" not in frappe.db.get_value("Visit", visit.name, "title")
