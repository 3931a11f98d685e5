"""Frappe's methods that change or show what everybody's Desk is made of, tried by somebody without any role."""

import json

import frappe
import pytest

from tests import factories
from tests.security.conftest import call, is_refused
from unlocking_opportunities.access.guard import Refused

SID = "(select sid from tabSessions limit 1)"


@pytest.mark.parametrize(
	("method", "arguments"),
	[
		(
			"frappe.desk.form.utils.get_next",
			{
				"doctype": "Note",
				"prev": 0,
				"sort_order": "asc",
				"sort_field": "`name` from `tabNote` where 'x'='",
				"value": f" union select extractvalue(1,concat(0x7e,{SID})) -- ",
			},
		),
		(
			"frappe.desk.form.utils.get_next",
			{"doctype": "Note", "value": "x", "prev": 0, "sort_field": "sleep(2)+`name`"},
		),
		(
			"frappe.desk.desktop.update_onboarding_step",
			{
				"name": "x",
				"field": "title`=extractvalue(1,concat(0x7e,database())),`description",
				"value": "x",
			},
		),
		(
			"frappe.desk.doctype.workspace.workspace.new_page",
			{"new_page": json.dumps({"title": "x", "for_user": "y"})},
		),
		("frappe.desk.doctype.workspace.workspace.update_page", {"name": "x", "title": "x", "public": 0}),
		("frappe.desk.doctype.workspace.workspace.delete_page", {"page": json.dumps({"name": "x"})}),
		("frappe.core.doctype.sms_settings.sms_settings.send_sms", {"receiver_list": "[]", "msg": "x"}),
		("frappe.desk.doctype.form_tour.form_tour.reset_tour", {"tour_name": "x"}),
		("frappe.client.get_list", {"doctype": "Has Role", "parent": "User", "fields": '["parent", "role"]'}),
		("frappe.client.get_list", {"doctype": "Employer", "fields": '["name", "officer.last_ip"]'}),
		("frappe.client.get_list", {"doctype": "Employer", "order_by": "officer.birth_date"}),
		("frappe.client.get_list", {"doctype": "Employer", "fields": '["officer.last_ip as name"]'}),
		("frappe.client.get_list", {"doctype": "User", "fields": '["last_ip as name"]'}),
		("frappe.client.get_list", {"doctype": "User", "fields": '["name"]', "order_by": "last_ip desc"}),
	],
	ids=lambda value: value if isinstance(value, str) else None,
)
@pytest.mark.parametrize("kind", ["nobody", "analyst", "officer"])
def test_refused(world, as_user, method, arguments, kind):
	as_user(kind)
	with pytest.raises(Refused):
		call(method, **arguments)


def test_control_what_the_desk_needs_is_not(world, as_user):
	as_user("nobody")
	for method in ("frappe.desk.desktop.get_workspace_sidebar_items", "frappe.auth.get_logged_user"):
		assert call(method)
	as_user("officer")
	assert call("frappe.client.get_list", doctype="Employer", fields='["name", "officer.full_name"]')


@pytest.mark.parametrize(
	"address", ["/private/files/../../site_config.json", "/files/%2e%2e/%2e%2e/site_config.json"]
)
@pytest.mark.parametrize("private", [0, 1])
def test_a_file_leads_nowhere_but_to_files(world, as_user, address, private):
	as_user("nobody")
	file = {"doctype": "File", "file_url": address, "file_name": "x.json", "is_private": private}
	with pytest.raises(frappe.ValidationError):
		call("frappe.client.insert", doc=json.dumps(file))
	assert not frappe.db.exists("File", {"file_url": address})


def listed(doctype) -> list:
	"""The names that a list shows; none to those who may not list it at all."""
	try:
		return frappe.get_list(doctype, pluck="name", limit_page_length=0)
	except frappe.PermissionError:
		return []


def board(doctype, field):
	return call(
		"frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board",
		doctype=doctype,
		board_name="Board " + frappe.generate_hash(length=6),
		field_name=field,
	)


def test_a_board_is_read_by_those_who_read_every_card(world, as_user):
	as_user("manager")
	made = board("Placement", "status")
	assert world.theirs.placement.name in frappe.as_json(made.as_dict())
	for kind in ("nobody", "analyst", "worker"):
		as_user(kind)
		assert is_refused("frappe.client.get", doctype="Kanban Board", name=made.name)
		assert made.name not in listed("Kanban Board")
	as_user("officer")
	assert call("frappe.client.get", doctype="Kanban Board", name=made.name).name == made.name


@pytest.mark.parametrize("method", ["frappe.client.get", "frappe.client.set_value"])
def test_settings_of_bells_are_ones_own(world, as_user, method):
	users = world.users
	for user in (users["officer"], users["worker"]):
		if not frappe.db.exists("Notification Settings", user):
			frappe.get_doc({"doctype": "Notification Settings", "name": user, "user": user}).insert(
				ignore_permissions=True
			)
	as_user("worker")
	change = {"fieldname": "enabled", "value": 0} if method.endswith("set_value") else {}
	assert is_refused(method, doctype="Notification Settings", name=users["officer"], **change)
	assert not is_refused(method, doctype="Notification Settings", name=users["worker"], **change)


def test_a_saved_report_is_its_makers_and_theirs_who_read_every_record(world, as_user):
	as_user("officer")
	report = factories.make(
		"Report", report_name="Mine " + frappe.generate_hash(length=6), ref_doctype="Placement", report_type="Report Builder",
		is_standard="No", json=json.dumps({"filters": [["Placement", "young_person", "=", world.mine.person.name]]}),
	) if frappe.has_permission("Report", "create") else None  # fmt: skip
	frappe.set_user("Administrator")
	report = report or factories.make(
		"Report", report_name="Mine " + frappe.generate_hash(length=6), ref_doctype="Placement", report_type="Report Builder",
		is_standard="No", json="{}",
	)  # fmt: skip
	for kind, seen in (("nobody", False), ("worker", False), ("officer", True)):
		as_user(kind)
		assert is_refused("frappe.client.get", doctype="Report", name=report.name) is not seen
	as_user("worker")
	assert not is_refused("frappe.client.get", doctype="Report", name="Placement Register")


def test_a_shared_filter_is_kept_by_administrators(world, as_user):
	frappe.set_user("Administrator")
	shared = factories.make(
		"List Filter", filter_name="Shared", reference_doctype="Employer", filters="[]"
	).name
	as_user("analyst")
	assert shared in frappe.get_list("List Filter", pluck="name")
	assert is_refused(
		"frappe.client.set_value", doctype="List Filter", name=str(shared), fieldname="filters", value="[1]"
	)
	assert is_refused("frappe.client.delete", doctype="List Filter", name=str(shared))
	everybodys = {
		"doctype": "List Filter",
		"filter_name": "x",
		"reference_doctype": "Employer",
		"filters": "[]",
	}
	assert is_refused("frappe.client.insert", doc=json.dumps(everybodys))
	assert not is_refused(
		"frappe.client.insert", doc=json.dumps({**everybodys, "for_user": frappe.session.user})
	)


def test_an_event_about_a_record_is_for_those_who_read_that(world, as_user):
	frappe.set_user("Administrator")
	event = factories.make(
		"Event",
		subject="Planted",
		event_type="Public",
		starts_on="2030-01-01 10:00:00",
		event_participants=[
			{
				"reference_doctype": "Placement",
				"reference_docname": world.mine.placement.name,
				"email": "x@y.example",
			}
		],
	)
	assert event.event_type == "Private"
	for kind in ("nobody", "other worker", "analyst"):
		as_user(kind)
		assert is_refused("frappe.client.get", doctype="Event", name=event.name)
		assert event.name not in listed("Event")


def test_control_an_event_about_nobody_is_public(world, as_user):
	frappe.set_user("Administrator")
	event = factories.make("Event", subject="Fayre", event_type="Public", starts_on="2030-01-01 10:00:00")
	as_user("officer")
	assert event.name in listed("Event")
	assert not is_refused("frappe.client.get", doctype="Event", name=event.name)


MAKE = "frappe.core.doctype.communication.email.make"


def test_an_email_goes_out_under_ones_own_address(world, as_user):
	employer = world.mine.rows["Employer"]
	mail = {
		"doctype": "Employer",
		"name": employer.name,
		"recipients": "x@y.example",
		"content": "x",
		"subject": "x",
	}
	me = as_user("officer")
	assert is_refused(MAKE, **mail, sender=f"Marcia <{world.users['manager']}>")
	assert call(MAKE, **mail, sender=f"Me <{me}>")["name"]
	as_user("nobody")
	assert is_refused(MAKE, recipients="x@y.example", content="x", subject="x", send_email=1)


def test_a_workspace_is_changed_by_whom_it_is_for(world, as_user):
	frappe.set_user("Administrator")
	page = factories.make(
		"Workspace",
		label="Shared page",
		title="Shared page",
		public=1,
		content="[]",
		module="Desk",
		name="Shared page",
	)
	as_user("officer")
	assert is_refused(
		"frappe.client.set_value", doctype="Workspace", name=page.name, fieldname="content", value="[1]"
	)
	assert not page.has_permission("write") and not page.has_permission("delete")
