"""Asking about fields that the user may not read: filters, order, joins and names that answer yes or no."""

import json

import frappe
import pytest

from tests.security.conftest import call

# A user who may read young people but not their identity, and one who may read neither.
BLIND = ("adviser", "analyst", "nobody")


def outcome(door, **arguments) -> str:
	"""Return all that the user learns: the response, or the kind of error."""
	try:
		return frappe.as_json(call(door, **arguments))
	except Exception as error:
		return type(error).__name__


def differs(door, with_right_guess, with_wrong_guess) -> bool:
	return outcome(door, **with_right_guess) != outcome(door, **with_wrong_guess)


def guesses(world):
	surname = frappe.db.get_value("Young Person Identity", world.theirs.person.name, "surname")
	return {"surname": surname}, {"surname": "Nobody-of-that-name"}


FILTER_DOORS = {
	"frappe.client.get": lambda guess: {"doctype": "Young Person Identity", "filters": json.dumps(guess)},
	"frappe.client.get_value": lambda guess: {
		"doctype": "Young Person Identity",
		"fieldname": "name",
		"filters": json.dumps(guess),
	},
	"frappe.client.get_count": lambda guess: {
		"doctype": "Young Person Identity",
		"filters": json.dumps(guess),
	},
	"frappe.client.get_list": lambda guess: {
		"doctype": "Young Person Identity",
		"filters": json.dumps(guess),
	},
	"frappe.desk.reportview.get_count": lambda guess: {
		"doctype": "Young Person Identity",
		"filters": json.dumps(guess),
	},
	"frappe.desk.listview.get_group_by_count": lambda guess: {
		"doctype": "Young Person Identity",
		"current_filters": json.dumps(guess),
		"field": "assigned_to",
	},
	"frappe.desk.form.load.getdoc": lambda guess: {"doctype": "Young Person Identity", "name": guess},
	"frappe.client.get_doc_permissions": lambda guess: {"doctype": "Young Person Identity", "docname": guess},
	"frappe.desk.search.get_link_title": lambda guess: {"doctype": "Young Person Identity", "docname": guess},
	"frappe.desk.like.toggle_like": lambda guess: {"doctype": "Young Person Identity", "name": guess},
	"run_doc_method": lambda guess: {"dt": "Young Person Identity", "dn": guess, "method": "as_dict"},
	"frappe.www.printview.get_html_and_style": lambda guess: {"doc": "Young Person Identity", "name": guess},
}


@pytest.mark.parametrize("door", FILTER_DOORS)
@pytest.mark.parametrize("kind", [*BLIND, "worker"])
def test_a_guess_at_a_surname_is_not_confirmed(world, as_user, door, kind):
	right, wrong = map(FILTER_DOORS[door], guesses(world))
	as_user(kind)
	assert not differs(door, right, wrong)


@pytest.mark.parametrize("door", ["frappe.client.get", "frappe.client.get_list", "frappe.client.get_count"])
def test_control_an_officers_guess_is(world, as_user, door):
	right, wrong = map(FILTER_DOORS[door], guesses(world))
	as_user("officer")
	assert differs(door, right, wrong)


def test_control_frappes_own_get_confirms_it(world, as_user):
	right, wrong = guesses(world)
	as_user("worker")
	for guess, error in ((right, frappe.PermissionError), (wrong, frappe.DoesNotExistError)):
		with pytest.raises(error):
			frappe.call("frappe.client.get", doctype="Young Person Identity", filters=guess)


OTHER_TABLES = (
	{"filters": json.dumps([["Young Person Identity", "surname", "like", "S%"]])},
	{"order_by": "`tabYoung Person Identity`.surname asc"},
	{"fields": '["name", "`tabYoung Person Identity`.`surname`"]'},
	{"fields": '["name", "young_person.allocated_worker"]'},
	{"or_filters": json.dumps([["Young Person Identity", "surname", "like", "S%"]])},
	{"group_by": "`tabYoung Person Identity`.surname"},
	{"order_by": "(select surname from `tabYoung Person Identity` limit 1)"},
	{"order_by": "if((select count(*) from `tabYoung Person Identity`)>0, name, modified)"},
	{"fields": '["(select surname from `tabYoung Person Identity` limit 1) as s"]'},
	{"fields": '["name", "sleep(0)"]'},
	{"limit_page_length": "1 union select surname from `tabYoung Person Identity`"},
)


@pytest.mark.parametrize("door", ["frappe.client.get_list", "frappe.desk.reportview.get_list"])
@pytest.mark.parametrize("trick", OTHER_TABLES, ids=str)
def test_another_table_cannot_be_reached_from_a_list(world, as_user, door, trick):
	"""The adviser may list placements, but not identities: neither their values nor whether any match."""
	surnames = [
		guesses(world)[0]["surname"],
		frappe.db.get_value("Young Person Identity", world.mine.person.name, "surname"),
	]
	arguments = {"doctype": "Placement", "fields": '["name"]', **trick}
	as_user("adviser")
	answer = outcome(door, **arguments)
	assert not any(surname in answer for surname in surnames)
	assert world.theirs.placement.name not in answer
	assert world.users["other worker"] not in answer


INJECTIONS = ("' or '1'='1", "\\' or 1=1 -- ", "%' or '1'='1", "') or 1=1 -- ")


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_quote_in_a_users_name_stays_inside_its_quotes(text):
	"""A user's ID is part of the row rule; whatever it holds, it is one value."""
	from unlocking_opportunities.access import row_permissions

	literal = frappe.db.escape(text, percent=False)
	rows = row_permissions.of_own_people(
		frappe.qb.DocType("Placement"), row_permissions.LiteralValue(literal)
	)
	condition = rows.get_sql(quote_char="`", with_namespace=True)
	assert frappe.db.sql(f"select count(*) from `tabPlacement` where ({condition})")[0][0] == 0


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("field", ["name", "status", "young_person"])
def test_a_quote_in_a_filter_finds_nothing(world, as_user, field, text):
	as_user("worker")
	filters = json.dumps([["Placement", field, "=", text]])
	assert outcome("frappe.client.get_list", doctype="Placement", filters=filters) == "[]"


def test_another_workers_row_is_not_found_through_its_link(world, as_user):
	"""A new visit that names another worker's placement is refused before anything is fetched from it."""
	as_user("worker")
	mine = {"doctype": "Visit", "placement": world.mine.placement.name, "due_on": "2030-01-01"}
	assert call("frappe.client.insert", doc=mine)["young_person"] == world.mine.person.name
	with pytest.raises(frappe.PermissionError):
		call("frappe.client.insert", doc=mine | {"placement": world.theirs.placement.name})
	with pytest.raises(frappe.PermissionError):
		call(
			"frappe.client.insert",
			doc=mine | {"placement": world.theirs.placement.name, "young_person": world.mine.person.name},
		)
