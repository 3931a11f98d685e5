"""Frappe's methods that change or show what everyone's Desk is made of, called by users who may not."""

import json

import frappe
import pytest
from frappe.desk.doctype.workspace import workspace

from tests import factories
from tests.security.conftest import call, is_refused
from unlocking_opportunities.access import known_methods
from unlocking_opportunities.access.boards import NoOptions
from unlocking_opportunities.access.guard import Refused
from unlocking_opportunities.access.sharing import RowOfAnother
from unlocking_opportunities.access.uploads import CannotBePublic, FileElsewhere
from unlocking_opportunities.access.workspaces import NotYourPage
from unlocking_opportunities.messages import recipients, staff

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
		("frappe.core.doctype.sms_settings.sms_settings.send_sms", {"receiver_list": "[]", "msg": "x"}),
		("frappe.desk.doctype.form_tour.form_tour.reset_tour", {"tour_name": "x"}),
		("frappe.client.get_list", {"doctype": "Has Role", "parent": "User", "fields": '["parent", "role"]'}),
		("frappe.client.get_list", {"doctype": "Employer", "fields": '["name", "officer.last_ip"]'}),
		("frappe.client.get_list", {"doctype": "Employer", "order_by": "officer.birth_date"}),
		("frappe.client.get_list", {"doctype": "Employer", "fields": '["officer.last_ip as name"]'}),
		("frappe.client.get_list", {"doctype": "User", "fields": '["last_ip as name"]'}),
		("frappe.client.get_list", {"doctype": "User", "fields": '["*"]'}),
		("frappe.client.get_list", {"doctype": "User", "fields": '["name", "roles.role"]'}),
		("frappe.client.get_list", {"doctype": "User", "fields": '["name", "defaults.defvalue"]'}),
		("frappe.client.get_list", {"doctype": "User", "fields": "*"}),
		("frappe.client.get_list", {"doctype": "User", "fields": '["`tabUser`.*"]'}),
		(
			"frappe.client.get_value",
			{"doctype": "User", "fieldname": "*", "filters": {"name": "Administrator"}},
		),
		("frappe.client.validate_link", {"doctype": "User", "docname": "Administrator", "fields": '["*"]'}),
		("frappe.desk.reportview.get", {"doctype": "User", "fields": '["*"]'}),
		(
			"frappe.desk.doctype.event.event.get_events",
			{"start": "2020-01-01", "end": "2030-01-01", "user": "Administrator"},
		),
		(
			"frappe.desk.doctype.dashboard_settings.dashboard_settings.create_dashboard_settings",
			{"user": "Administrator"},
		),
		("frappe.core.doctype.user.user.get_roles", {"arg": {"uid": "Administrator"}}),
		(
			"frappe.desk.form.assign_to.add",
			{"doctype": "Note", "name": "x", "assign_to": "[]", "ignore_permissions": 1},
		),
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
	assert call("frappe.client.get_list", doctype="Employer", fields='["name"]')
	# Frappe 16 lists no row if the user may not read its linked record.
	assert not is_refused(
		"frappe.client.get_list", doctype="Employer", fields='["name", "officer.full_name"]'
	)


@pytest.mark.parametrize(
	"address", ["/private/files/../../site_config.json", "/files/%2e%2e/%2e%2e/site_config.json"]
)
@pytest.mark.parametrize("private", [0, 1])
def test_a_file_leads_nowhere_but_to_files(world, as_user, address, private):
	as_user("nobody")
	file = {"doctype": "File", "file_url": address, "file_name": "x.json", "is_private": private}
	with pytest.raises(FileElsewhere):
		call("frappe.client.insert", doc=json.dumps(file))
	assert not frappe.db.exists("File", {"file_url": address})


def listed(doctype) -> list:
	"""Return the names that a list shows; none to users who may not list it at all."""
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


def test_what_stands_in_the_place_of_frappes_methods_has_no_name_of_its_own(world, as_user):
	for ours in known_methods.REPLACEMENTS:
		for kind in ("nobody", "analyst", "officer"):
			as_user(kind)
			with pytest.raises(Refused):
				call(ours, doctype="User", docname="Administrator", fields='["reset_password_key"]')


@pytest.mark.parametrize("method", ["get_form_data", "accept"])
def test_a_web_form_tells_a_visitor_of_no_record(world, method):
	frappe.set_user("Guest")
	for name in (world.users["manager"], "nobody@council.example"):
		sent = {
			"web_form_name": "request-data",
			"web_form": "edit-profile",
			"doctype": "User",
			"docname": name,
		}
		with pytest.raises(Refused):
			call(
				f"frappe.website.doctype.web_form.web_form.{method}",
				**sent,
				data=json.dumps({"doctype": "User", "name": name}),
			)


def block(kind_of_role=None, **values):
	roles = [{"role": kind_of_role}] if kind_of_role else []
	name = values.pop("name", frappe.generate_hash(length=8))
	return frappe.get_doc(
		{"doctype": "Custom HTML Block", "name": name, "private": 1, "html": "x", "roles": roles, **values}
	)


def test_no_one_takes_a_role_by_the_name_of_a_record(world, as_user):
	me = as_user("nobody")
	with pytest.raises(frappe.PermissionError):
		block("Unlocking Safeguarding Lead", name=me).insert()
	frappe.set_user("Administrator")
	block("Unlocking Safeguarding Lead", name=me).insert()
	assert me not in recipients.holders_of("Unlocking Safeguarding Lead")
	assert world.users["lead"] in recipients.holders_of("Unlocking Safeguarding Lead")


@pytest.mark.parametrize("of", ["page", "user"])
def test_no_one_takes_a_row_of_another_record(world, as_user, of):
	frappe.set_user("Administrator")
	victim = (
		block("Unlocking Officer").insert()
		if of == "page"
		else frappe.get_doc("User", world.users["officer"])
	)
	row = victim.roles[0]
	as_user("nobody")
	mine = block()
	mine.append("roles", {"name": row.name, "role": row.role})
	with pytest.raises(frappe.PermissionError):
		mine.insert()
	with pytest.raises(RowOfAnother):
		mine = block().insert(ignore_permissions=True)
		mine.append("roles", {"name": row.name, "role": row.role})
		mine.save(ignore_permissions=True)
	assert frappe.db.get_value("Has Role", row.name, "parent") == victim.name


def test_no_one_takes_a_column_of_anothers_board(world, as_user):
	as_user("manager")
	theirs = board("Placement", "status")
	as_user("analyst")
	mine = board("ToDo", "status")
	mine.append("columns", {"name": theirs.columns[0].name, "column_name": "Open"})
	with pytest.raises(RowOfAnother):
		call("frappe.client.save", doc=frappe.as_json(mine.as_dict()))
	assert frappe.db.get_value("Kanban Board Column", theirs.columns[0].name, "parent") == theirs.name


def test_a_private_file_is_not_taken_by_its_address_in_a_field(world, as_user):
	as_user("officer")
	plan = factories.make(
		"File", file_name=f"plan {frappe.generate_hash(length=6)}.txt", content="x", is_private=1
	)
	me = as_user("worker")
	assert is_refused(
		"frappe.client.set_value", doctype="User", name=me, fieldname="user_image", value=plan.file_url
	)
	as_user("officer")
	assert not is_refused(
		"frappe.client.set_value",
		doctype="User",
		name=frappe.session.user,
		fieldname="user_image",
		value=plan.file_url,
	)


@pytest.mark.parametrize(
	"more", [{"name": "director@council.example"}, {"name": "x@council.example", "merge": 1}]
)
def test_no_one_renames_their_account(world, as_user, more):
	me = as_user("officer")
	with pytest.raises(Refused):
		call("frappe.model.rename_doc.update_document_title", doctype="User", docname=me, **more)


WORKSPACES = "frappe.desk.doctype.workspace.workspace."


def test_a_page_of_ones_own_is_made_and_taken_away_again(world, as_user):
	me, title = as_user("officer"), frappe.generate_hash(length=8)
	page = {"title": title, "label": f"{title}-{me}", "content": "[]", "public": 0, "for_user": me}
	call(f"{WORKSPACES}new_page", new_page=json.dumps(page))
	made = frappe.get_doc("Workspace", {"title": title})
	assert (made.for_user, made.public) == (me, 0)
	as_user("worker")
	copy = json.dumps({"title": "Copy", "is_public": 0, "icon": "x", "parent": ""})
	assert is_refused(f"{WORKSPACES}duplicate_page", page_name=made.name, new_page=copy)
	assert is_refused(f"{WORKSPACES}delete_page", page=json.dumps({"name": made.name, "public": 0}))
	assert is_refused(f"{WORKSPACES}hide_page", page_name=made.name)
	assert is_refused("frappe.client.delete", doctype="Workspace", name=made.name)
	as_user("officer")
	if hasattr(workspace, "delete_page"):
		call(f"{WORKSPACES}delete_page", page=json.dumps({"name": made.name, "public": 0}))
	else:  # Frappe 16 has one way to delete anything
		call("frappe.client.delete", doctype="Workspace", name=made.name)
	assert not frappe.db.exists("Workspace", made.name)


@pytest.mark.parametrize("page", [{"public": 1}, {"public": 0, "for_user": "Administrator"}, {"public": 0}])
def test_no_page_for_others(world, as_user, page):
	as_user("officer")
	with pytest.raises(NotYourPage):
		call(
			f"{WORKSPACES}new_page",
			new_page=json.dumps({"title": "x", "label": "x", "content": "[]", **page}),
		)


def test_a_user_saves_their_own_account_with_all_its_rows(world, as_user):
	me = as_user("officer")
	sent = frappe.get_doc("User", me).as_dict()
	sent["bio"] = "I like boats"
	sent["social_logins"] = [
		{"doctype": "User Social Login", "parenttype": "User", "parent": me, "provider": "frappe"}
	]
	call("frappe.desk.form.save.savedocs", doc=frappe.as_json(sent), action="Save")
	assert frappe.db.get_value("User", me, "bio") == "I like boats"
	as_user("analyst")
	assert is_refused("frappe.desk.form.save.savedocs", doc=frappe.as_json(sent), action="Save")


def test_a_step_of_the_first_week_is_skipped_and_nothing_else_is_written(world, as_user):
	as_user("officer")
	step = frappe.get_all("Onboarding Step", pluck="name", limit=1)[0]
	call("frappe.desk.desktop.update_onboarding_step", name=step, field="is_skipped", value=1)
	assert frappe.db.get_value("Onboarding Step", step, "is_skipped") == 1
	assert is_refused("frappe.desk.desktop.update_onboarding_step", name=step, field="title", value=1)


def test_assignment_rules_are_applied_to_what_one_may_change(world, as_user):
	rules = "frappe.automation.doctype.assignment_rule.assignment_rule.bulk_apply"
	as_user("officer")
	assert not is_refused(rules, doctype="Placement", docnames=json.dumps([world.mine.placement.name]))
	as_user("other worker")
	assert is_refused(rules, doctype="Placement", docnames=json.dumps([world.mine.placement.name]))


def test_a_chart_of_a_page_of_frappes_is_empty(world, as_user):
	as_user("officer")
	chart = {"chart_name": "Energy Points", "chart_type": "Sum", "document_type": "Energy Point Log"}
	drawn = call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart=json.dumps(chart))
	assert drawn == {"labels": [], "datasets": []}


def test_a_reports_own_filters_are_no_columns(world, as_user):
	as_user("officer")
	filters = {"group_by": "--Select a group--", "based_on": "Value (excluding tax)"}
	assert not is_refused(
		"frappe.desk.query_report.run", report_name="Placement Register", filters=json.dumps(filters)
	)


BOARDS = "frappe.desk.doctype.kanban_board.kanban_board."


def test_a_column_confirms_no_value_of_a_card_that_one_may_not_read(world, as_user):
	as_user("worker")
	made = board("Placement", "status").name
	for card in (world.theirs.placement.name, [["name", "like", f"{world.theirs.placement.name[:-1]}%"]]):
		for column in (world.theirs.placement.status, "Withdrawn"):
			assert is_refused(f"{BOARDS}update_order", board_name=made, order=json.dumps({column: [card]}))
	assert is_refused(
		f"{BOARDS}add_card", board_name=made, docname=world.theirs.placement.name, colname="Proposed"
	)
	mine = world.mine.placement
	order = json.dumps({mine.status: [mine.name]})
	assert call(f"{BOARDS}update_order", board_name=made, order=order)[0].name == made


@pytest.mark.parametrize("method", ["update_order", "add_column", "set_indicator", "update_column_order"])
def test_a_board_that_one_may_not_open_is_not_shown_by_changing_it(world, as_user, method):
	as_user("manager")
	made = board("Placement", "status").name
	for kind in ("nobody", "analyst", "worker"):
		as_user(kind)
		sent = {"column_title": "x", "column_name": "x", "indicator": "Red"}
		order = "{}" if method == "update_order" else "[]"
		assert is_refused(f"{BOARDS}{method}", board_name=made, order=order, **sent)


def test_boards_are_made_of_lists_that_one_reads_and_shared_by_those_who_read_all(world, as_user):
	as_user("nobody")
	with pytest.raises(frappe.PermissionError):
		board("Employer", "status")
	as_user("worker")
	assert board("Placement", "status").private
	with pytest.raises(NoOptions):
		board("Placement", "young_person")
	as_user("officer")
	assert not board("Placement", "status").private


@pytest.mark.parametrize("method", ["frappe.client.get", "frappe.client.set_value"])
def test_settings_of_charts_are_ones_own(world, as_user, method):
	users = world.users
	for user in (users["officer"], users["worker"]):
		if not frappe.db.exists("Dashboard Settings", user):
			frappe.get_doc({"doctype": "Dashboard Settings", "name": user}).insert(ignore_permissions=True)
	as_user("worker")
	change = {"fieldname": "chart_config", "value": "{}"} if method.endswith("set_value") else {}
	assert is_refused(method, doctype="Dashboard Settings", name=users["officer"], **change)
	assert not is_refused(method, doctype="Dashboard Settings", name=users["worker"], **change)


def test_ones_own_events_are_read(world, as_user):
	me = as_user("worker")
	factories.make("Event", subject="Dentist", event_type="Private", starts_on="2030-01-01 10:00:00")
	ask = {"start": "2029-12-31", "end": "2030-01-02"}
	for own in ({}, {"user": me}):
		found = call("frappe.desk.doctype.event.event.get_events", **ask, **own)
		assert "Dentist" in [event["subject"] for event in found]


@pytest.mark.parametrize("ending", ["html", "svg", "js", "xml", "xhtml", "HTM"])
def test_no_script_is_published_but_by_those_who_keep_the_website(world, as_user, ending):
	file = {"doctype": "File", "file_name": f"{frappe.generate_hash()}.{ending}", "content": "<b>x</b>"}
	me = as_user("officer")
	with pytest.raises(CannotBePublic):
		call("frappe.client.insert", doc=json.dumps(file))
	made = call("frappe.client.insert", doc=json.dumps({**file, "is_private": 1}))
	with pytest.raises(CannotBePublic):
		call("frappe.client.set_value", doctype="File", name=made.name, fieldname="is_private", value=0)
	assert (
		call(
			"frappe.client.insert", doc=json.dumps({**file, "file_name": frappe.generate_hash() + ".txt"})
		).owner
		== me
	)
	frappe.set_user("Administrator")
	assert call("frappe.client.insert", doc=json.dumps(file)).file_url.startswith("/files/")


@pytest.mark.parametrize(
	("form", "asked"),
	[
		("request-data", {"doctype": "Personal Data Download Request", "user": "Administrator"}),
		("request-to-delete-data", {"doctype": "Personal Data Deletion Request", "email": "a@b.example"}),
	],
)
@pytest.mark.parametrize("kind", ["Guest", "nobody"])
def test_frappe_hands_no_one_a_persons_data(world, form, asked, kind):
	frappe.set_user(world.users.get(kind, kind))
	with pytest.raises(Refused):
		call("frappe.website.doctype.web_form.web_form.accept", web_form=form, data=json.dumps(asked))
	assert not frappe.db.get_value("Web Form", form, "published")


@pytest.mark.parametrize(
	("field", "value"),
	[
		("email", "manager@council.example"),
		("reset_password_key", "known"),
		("simultaneous_sessions", 50),
		("bypass_restrict_ip_check_if_2fa_enabled", 1),
	],
)
def test_how_one_signs_in_is_not_ones_own_to_change(world, as_user, field, value):
	me = as_user("officer")
	before = frappe.db.get_value("User", me, field)
	refused = is_refused("frappe.client.set_value", doctype="User", name=me, fieldname=field, value=value)
	assert refused or field == "email"  # which Frappe 15.103 silently restores
	assert frappe.db.get_value("User", me, field) == before
	assert not is_refused(
		"frappe.client.set_value", doctype="User", name=me, fieldname="bio", value="I like boats"
	)
	frappe.set_user("Administrator")
	assert not is_refused("frappe.client.set_value", doctype="User", name=me, fieldname=field, value=value)


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


def test_control_an_event_about_no_one_is_public(world, as_user):
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


def test_a_workspace_is_changed_only_by_its_user(world, as_user):
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


class TestContactsOfHosts:
	@pytest.fixture
	def contact(self, world):
		return factories.make("Contact", first_name="Abdi" + frappe.generate_hash(length=6))

	@pytest.mark.parametrize("kind", ["nobody", "analyst"])
	def test_nothing_is_learnt_about_unreadable_people(self, as_user, contact, kind):
		as_user(kind)
		assert (
			call("frappe.desk.search.get_link_title", doctype="Contact", docname=contact.name) == contact.name
		)
		for name in (contact.name, "Nobody of this name"):
			assert is_refused("frappe.desk.form.load.get_docinfo", doctype="Contact", name=name)
			assert is_refused(
				"frappe.desk.form.assign_to.add",
				doctype="Contact",
				name=name,
				assign_to=[frappe.session.user],
			)
			assert is_refused("upload_file", doctype="Contact", docname=name)

	def test_who_may_read_them_works_with_them(self, world, contact):
		seller = factories.user()
		frappe.get_doc("User", seller).add_roles("Sales User")
		frappe.set_user(seller)
		assert not is_refused("frappe.desk.form.load.get_docinfo", doctype="Contact", name=contact.name)


@pytest.mark.parametrize("argument", ["run", "debug", "ignore_permissions"])
def test_no_request_can_ask_for_the_sql(as_user, argument):
	as_user("analyst")
	assert is_refused(
		"frappe.desk.reportview.get_list", doctype="Employer", fields='["name"]', **{argument: ""}
	)
