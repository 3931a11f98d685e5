"""Another worker's row in Frappe's features for many records.

Lists, searches, counts, titles, charts, children and files.
"""

import json

import frappe
import frappe.client
import pytest

from tests import factories
from tests.security.conftest import OWN, PEOPLE, call, is_refused
from unlocking_opportunities.access.row_permissions import CHILD_TABLES


def of(side, doctype):
	return side.rows[doctype]


LISTS = {
	"frappe.client.get_list": {"fields": '["name"]', "limit_page_length": 0},
	"frappe.desk.reportview.get_list": {"fields": '["name"]'},
	"frappe.desk.reportview.get": {"fields": '["name"]', "view": "Report"},
	"frappe.desk.search.search_link": {"txt": ""},
	"frappe.desk.search.search_widget": {"txt": ""},
	"frappe.desk.calendar.get_events": {
		"start": "2000-01-01",
		"end": "2100-01-01",
		"field_map": json.dumps({"start": "creation", "end": "modified"}),
		"fields": '["name"]',
	},
}


@pytest.mark.parametrize("ignoring", [0, 1], ids=["asked plainly", "ignoring user permissions"])
@pytest.mark.parametrize("door", LISTS)
@pytest.mark.parametrize("doctype", OWN)
def test_lists_hold_ones_own_rows_only(world, as_user, door, doctype, ignoring):
	arguments = LISTS[door] | {"doctype": doctype}
	if "search" in door:
		arguments |= {"ignore_user_permissions": ignoring, "page_length": 100}
	as_user("worker")
	if ignoring and "search" not in door:
		assert is_refused(door, **arguments, ignore_permissions=1)
		assert is_refused(door, **arguments, user="Administrator")
	answer = frappe.as_json(call(door, **arguments))
	assert of(world.mine, doctype).name in answer
	assert of(world.theirs, doctype).name not in answer


def test_control_the_officer_finds_both(world, as_user):
	as_user("officer")
	answer = frappe.as_json(
		call("frappe.desk.search.search_link", doctype="Young Person", txt="", page_length=100)
	)
	assert world.mine.person.name in answer and world.theirs.person.name in answer


def test_control_frappes_own_search_drops_the_row_rule(world, as_user):
	"""Until v16."""
	as_user("worker")
	frappe.local.response = frappe._dict()
	arguments = {"txt": "", "page_length": 100, "ignore_user_permissions": 1}
	found = (
		frappe.call("frappe.desk.search.search_widget", doctype="Young Person", **arguments)
		or frappe.response
	)
	assert (world.theirs.person.name in frappe.as_json(found)) == (int(frappe.__version__.split(".")[0]) < 16)


@pytest.mark.parametrize("child,parent", CHILD_TABLES.items())
def test_child_tables_hold_ones_own_rows_only(world, as_user, unguarded, child, parent):
	as_user("worker")
	arguments = {"doctype": child, "fields": '["name", "parent"]', "limit_page_length": 0}
	if not frappe.has_permission(parent):
		assert is_refused("frappe.client.get_list", parent=parent, **arguments)
		return
	parents = {row.parent for row in call("frappe.client.get_list", parent=parent, **arguments)}
	assert of(world.mine, parent).name in parents and of(world.theirs, parent).name not in parents
	unguarded("permission_query_conditions")
	parents = {row.parent for row in call("frappe.client.get_list", parent=parent, **arguments)}
	assert of(world.theirs, parent).name in parents


@pytest.mark.parametrize("child,parent", CHILD_TABLES.items())
def test_a_row_read_on_its_own_has_its_records_permissions(world, as_user, child, parent):
	"""Frappe asks the row for its record; without one it checks less."""
	mine, theirs = (
		frappe.get_doc(child, {"parent": of(side, parent).name}) for side in (world.mine, world.theirs)
	)
	assert theirs._parent_doc.name == theirs.parent
	readable = frappe.has_permission(parent, user=as_user("worker"))
	assert frappe.has_permission(child, "read", mine) == readable
	assert not frappe.has_permission(child, "read", theirs)


def test_child_table_beside_its_parents_list(world, as_user):
	as_user("worker")
	fields = '["name", "`tabPlacement Signature`.`party`", "`tabPlacement Signature`.`parent` as placement"]'
	rows = call("frappe.desk.reportview.get_list", doctype="Placement", fields=fields, distinct=0)
	frappe.set_user("Administrator")
	own = frappe.get_all("Young Person", {"allocated_worker": world.users["worker"]}, pluck="name")
	assert world.mine.placement.young_person in own and world.theirs.placement.young_person not in own
	signed = {row.placement for row in rows}
	# Their real worker, not what the user may see.
	people = frappe.get_all("Placement", {"name": ["in", list(signed)]}, pluck="young_person")
	assert people and set(people) <= set(own)


def test_counts(world, as_user):
	filters = json.dumps({"name": world.theirs.person.name})
	doors = ("frappe.client.get_count", "frappe.desk.reportview.get_count")
	as_user("officer")
	assert [call(door, doctype="Young Person", filters=filters) for door in doors] == [1, 1]
	as_user("worker")
	assert [call(door, doctype="Young Person", filters=filters) for door in doors] == [0, 0]


@pytest.mark.parametrize("field", ["ward", "owner", "allocated_worker", "assigned_to"])
def test_group_by_counts(world, as_user, field):
	filters = json.dumps({"name": world.theirs.person.name})
	arguments = {"doctype": "Young Person", "current_filters": filters, "field": field}
	as_user("officer")
	factories.make(
		"ToDo",
		reference_type="Young Person",
		reference_name=world.theirs.person.name,
		allocated_to=world.users["officer"],
		description="x",
	)
	assert call("frappe.desk.listview.get_group_by_count", **arguments)
	as_user("worker")
	assert not call("frappe.desk.listview.get_group_by_count", **arguments)


def test_one_value(world, as_user):
	arguments = {
		"doctype": "Young Person Identity",
		"fieldname": "surname",
		"filters": world.theirs.person.name,
	}
	as_user("officer")
	assert call("frappe.client.get_value", **arguments)["surname"].startswith("Surname-")
	as_user("worker")
	assert not call("frappe.client.get_value", **arguments)


def test_link_titles(world, as_user):
	arguments = {"doctype": "Placement", "docname": world.theirs.placement.name}
	as_user("officer")
	assert call("frappe.desk.search.get_link_title", **arguments) == world.theirs.placement.title
	for kind in ("worker", "analyst", "nobody"):
		as_user(kind)
		assert call("frappe.desk.search.get_link_title", **arguments) == world.theirs.placement.name


def test_validating_a_link_fetches_nothing(world, as_user):
	# Its names until v16 and since.
	door, fields = "frappe.client.validate_link", "fields"
	if not hasattr(frappe.client, "validate_link"):
		door, fields = "frappe.client.validate_link_and_fetch", "fields_to_fetch"
	arguments = {"doctype": "Placement", "docname": world.theirs.placement.name, fields: '["young_person"]'}
	as_user("officer")
	assert call(door, **arguments).get("young_person")
	as_user("worker")
	assert not call(door, **arguments).get("young_person")


def test_links_of_an_employer(world, as_user):
	"""The Links dialog of a record that everyone may read."""
	employer = world.theirs.rows["Employer"].name
	arguments = {"doctype": "Employer", "docname": employer}
	as_user("officer")
	assert world.theirs.placement.name in frappe.as_json(
		call("frappe.desk.form.linked_with.get", **arguments)
	)
	for kind in ("worker", "analyst"):
		as_user(kind)
		answer = call("frappe.desk.form.linked_with.get", **arguments)
		assert answer["Placement Opportunity"]
		assert world.theirs.placement.name not in frappe.as_json(answer)


@pytest.mark.parametrize("items", [None, '["Placement", "Visit", "Risk Assessment"]'])
def test_connections_are_not_counted(world, as_user, items):
	arguments = {"doctype": "Employer", "name": world.theirs.rows["Employer"].name, "items": items}

	def counted():
		links = call("frappe.desk.notifications.get_open_count", **arguments)["count"]
		links = links if isinstance(links, list) else links["external_links_found"]
		return {link.get("doctype") or link["name"] for link in links if link["count"]}

	as_user("officer")
	assert "Risk Assessment" in counted()
	as_user("worker")
	assert not counted() & {"Placement", "Visit"}
	as_user("analyst")
	assert not counted() & {"Placement", "Visit", "Risk Assessment", "Host Agreement"}


def test_custom_columns_of_a_report(world, as_user):
	as_user("worker")
	values = call("frappe.desk.query_report.get_data_for_custom_field", doctype="Placement", field="status")
	assert world.mine.placement.name in values and world.theirs.placement.name not in values


def test_number_card(world, as_user):
	card = factories.make(
		"Number Card",
		label="Try",
		type="Document Type",
		document_type="Young Person",
		function="Count",
		is_public=1,
		filters_json=json.dumps([["Young Person", "name", "=", world.theirs.person.name]]),
	)
	card = factories.set_stored(card, is_standard=1).as_dict()
	as_user("officer")
	assert (
		call(
			"frappe.desk.doctype.number_card.number_card.get_result",
			doc=json.dumps(card, default=str),
			filters=card["filters_json"],
		)
		== 1
	)
	as_user("worker")
	assert (
		call(
			"frappe.desk.doctype.number_card.number_card.get_result",
			doc=json.dumps(card, default=str),
			filters=card["filters_json"],
		)
		== 0
	)


def test_dashboard_chart(world, as_user):
	chart = factories.make(
		"Dashboard Chart",
		chart_name="Try",
		chart_type="Group By",
		document_type="Young Person",
		group_by_type="Count",
		group_by_based_on="name",
		filters_json="[]",
		type="Bar",
	)
	chart = factories.set_stored(chart, is_standard=1).name

	def labels():
		return call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart_name=chart)["labels"]

	as_user("officer")
	assert {world.mine.person.name, world.theirs.person.name} <= set(labels())
	as_user("worker")
	assert world.mine.person.name in labels() and world.theirs.person.name not in labels()


def test_global_search_holds_no_people(world, as_user):
	indexed = {d for d in PEOPLE for field in frappe.get_meta(d).fields if field.in_global_search}
	assert indexed == set()
	assert any(field.in_global_search for field in frappe.get_meta("Employer").fields)


def test_names_of_files(world, as_user):
	mine, theirs = (factories.private_file(side.person) for side in (world.mine, world.theirs))
	as_user("worker")
	for door, arguments in (
		("frappe.client.get_list", {"doctype": "File", "fields": '["name"]', "limit_page_length": 0}),
		("frappe.core.api.file.get_files_by_search_text", {"text": "YP-"}),
		(
			"frappe.core.api.file.get_attached_images",
			{
				"doctype": "Young Person",
				"names": json.dumps([world.mine.person.name, world.theirs.person.name]),
			},
		),
	):
		answer = frappe.as_json(call(door, **arguments))
		assert theirs.name not in answer and theirs.file_url not in answer
		assert mine.name in answer or mine.file_url in answer


def test_next_record_stays_among_ones_own(world, as_user):
	as_user("worker")
	arguments = {"doctype": "Young Person", "sort_field": "name", "sort_order": "asc"}
	own = {world.mine.person.name, world.mine.spare_person.name, world.mine.bare_person.name}
	for prev in (0, 1):
		reached = call(
			"frappe.desk.form.utils.get_next", value=world.mine.person.name, prev=prev, **arguments
		)
		assert not isinstance(reached, str) or reached in own


@pytest.mark.parametrize(
	"doctype,field",
	[("Version", "ref_doctype"), ("Comment", "reference_doctype"), ("DocShare", "share_doctype")],
)
def test_the_timelines_own_records_are_not_listed(world, as_user, doctype, field):
	arguments = {"doctype": doctype, "filters": json.dumps({field: "Young Person"})}
	for kind in ("officer", "worker", "analyst"):
		as_user(kind)
		with pytest.raises(frappe.PermissionError):
			call("frappe.client.get_list", **arguments)
	frappe.set_user("Administrator")
	call("frappe.client.get_list", **arguments)
