"""Only safeguarding leads can see that there is a concern about someone. Not even the person who raised it can."""

import json

import frappe
import pytest

from tests.security.conftest import call
from unlocking_opportunities.council.roles import SAFEGUARDING_LEAD
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.safeguarding import concerns

CONCERN = "Concern Referral"
EVERYBODY_ELSE = ("officer", "manager", "worker", "adviser", "analyst", "administrator")

# Each asks for as much as it can; the response is searched for the reference.
DOORS = {
	"frappe.client.get": lambda name, person: {"doctype": CONCERN, "name": name},
	"frappe.client.get_list": lambda name, person: {
		"doctype": CONCERN,
		"fields": '["name"]',
		"limit_page_length": 0,
	},
	"frappe.client.get_count": lambda name, person: {"doctype": CONCERN},
	"frappe.client.get_value": lambda name, person: {
		"doctype": CONCERN,
		"fieldname": "name",
		"filters": json.dumps({"young_person": person}),
	},
	"frappe.desk.form.load.getdoc": lambda name, person: {"doctype": CONCERN, "name": name},
	"frappe.desk.form.load.get_docinfo": lambda name, person: {"doctype": CONCERN, "name": name},
	"frappe.desk.reportview.get": lambda name, person: {
		"doctype": CONCERN,
		"fields": '["name"]',
		"view": "Report",
	},
	"frappe.desk.reportview.get_count": lambda name, person: {"doctype": CONCERN},
	"frappe.desk.reportview.export_query": lambda name, person: {
		"doctype": CONCERN,
		"fields": '["name"]',
		"file_format_type": "CSV",
		"title": "x",
	},
	"frappe.desk.search.search_link": lambda name, person: {"doctype": CONCERN, "txt": ""},
	"frappe.desk.search.search_widget": lambda name, person: {
		"doctype": CONCERN,
		"txt": "",
		"ignore_user_permissions": 1,
	},
	"frappe.utils.global_search.search": lambda name, person: {"text": name},
	"frappe.www.printview.get_html_and_style": lambda name, person: {"doc": CONCERN, "name": name},
	"frappe.desk.listview.get_group_by_count": lambda name, person: {
		"doctype": CONCERN,
		"current_filters": "{}",
		"field": "status",
	},
	"frappe.desk.doctype.number_card.number_card.get_result": lambda name, person: {
		"doc": json.dumps(
			{"doctype": "Number Card", "document_type": CONCERN, "function": "Count", "filters_json": "[]"}
		),
		"filters": "[]",
	},
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": lambda name, person: {
		"chart": json.dumps(
			{
				"doctype": "Dashboard Chart",
				"chart_type": "Group By",
				"document_type": CONCERN,
				"group_by_type": "Count",
				"group_by_based_on": "name",
				"filters_json": "[]",
				"name": "Try",
			}
		),
		"no_cache": 1,
	},
}
# Asked about the young person, who all but two of these roles may read.
ABOUT_THE_PERSON = {
	"frappe.desk.form.load.getdoc": lambda person: {"doctype": "Young Person", "name": person},
	"frappe.desk.form.linked_with.get": lambda person: {"doctype": "Young Person", "docname": person},
	"frappe.desk.notifications.get_open_count": lambda person: {
		"doctype": "Young Person",
		"name": person,
		"items": json.dumps([CONCERN]),
	},
	"frappe.desk.form.load.get_communications": lambda person: {"doctype": "Young Person", "name": person},
	"frappe.client.get_list": lambda person: {"doctype": "Notification Log", "fields": '["*"]'},
	"frappe.client.delete": lambda person: {"doctype": "Young Person", "name": person},
}


def answer(door, **arguments):
	"""Return everything that comes back: the response, or the refusal with its message."""
	frappe.db.savepoint("door")
	try:
		found = call(door, **arguments)
		if found == 0 or found == []:
			return ""
		return frappe.as_json([found, frappe.response, frappe.local.message_log])
	except (frappe.PermissionError, frappe.DoesNotExistError, frappe.ValidationError) as refusal:
		return f"refused {refusal} {frappe.as_json(frappe.local.message_log)}".replace(
			str(arguments.get("name")), ""
		).replace(str(arguments.get("txt") or "-"), "")
	finally:
		frappe.local.message_log = []
		frappe.db.rollback(save_point="door")


@pytest.fixture
def raised(world, as_user):
	"""One raised by the officer and one by the worker, about the worker's own young person."""
	person = world.mine.person.name
	names = {}
	for kind in ("officer", "worker"):
		as_user(kind)
		names[kind] = concerns.raise_concern("A Young Person", young_person=person)["reference"]
	return frappe._dict(names=names, person=person)


@pytest.mark.parametrize("kind", EVERYBODY_ELSE)
def test_no_door_shows_it(world, as_user, raised, kind):
	as_user(kind)
	for door, arguments in DOORS.items():
		for name in raised.names.values():
			said = answer(door, **arguments(name, raised.person))
			assert not said or said.startswith("refused") or door.endswith("global_search.search"), (
				door,
				said,
			)
			assert not any(other in said for other in raised.names.values()), (door, said)
	for door, arguments in ABOUT_THE_PERSON.items():
		said = answer(door, **arguments(raised.person))
		assert not any(name in said for name in raised.names.values()), (door, said)
		assert '"count": 2' not in said, door


def test_control_the_lead_finds_it(world, as_user, raised):
	as_user("lead")
	name = raised.names["worker"]
	shown = [
		door for door, arguments in DOORS.items() if name in answer(door, **arguments(name, raised.person))
	]
	assert {"frappe.client.get", "frappe.client.get_list", "frappe.desk.form.load.getdoc"} <= set(shown)


def test_nothing_linked_to_it_is_visible_to_others(world, as_user, raised):
	"""No notification, email, comment, to-do, follow, tag or file names it, except for the leads."""
	frappe.set_user("Administrator")
	leads = recipients.holders_of(SAFEGUARDING_LEAD)
	for name in raised.names.values():
		bells = frappe.get_all("Notification Log", {"document_name": name}, pluck="for_user")
		assert bells and set(bells) <= leads
		queued = frappe.get_all("Email Queue", {"reference_name": name}, pluck="name")
		mailed = frappe.get_all("Email Queue Recipient", {"parent": ["in", queued]}, pluck="recipient")
		assert mailed and set(mailed) <= leads
		for doctype, field in (
			("Comment", "reference_name"),
			("Communication", "reference_name"),
			("ToDo", "reference_name"),
			("Document Follow", "ref_docname"),
			("Tag Link", "document_name"),
			("File", "attached_to_name"),
			("DocShare", "share_name"),
		):
			assert not frappe.db.exists(doctype, {field: name}), doctype


def test_no_link_field_leads_to_or_from_it(connected_site):
	"""Frappe counts and names links even for users who may not read the linked record."""
	meta = frappe.get_meta(CONCERN)
	assert [field.fieldname for field in meta.fields if field.fieldtype in ("Link", "Dynamic Link")] == []
	assert not frappe.get_all("DocField", {"options": CONCERN}, pluck="parent")
	assert not frappe.get_all("DocType Link", {"link_doctype": CONCERN}, pluck="parent")
	assert not any(field.in_global_search for field in meta.fields)


def test_its_reference_is_not_a_running_number(world, as_user, raised):
	"""A running number would show how many there are."""
	assert not frappe.get_meta(CONCERN).has_field("naming_series")
	assert all(name.startswith("CON-") and len(name) == 12 for name in raised.names.values())
