"""What the arguments of a request name: tables of requests from the Desk and from attackers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.access import arguments
from unlocking_opportunities.access.arguments import Lookup, NameIsNoText, NotUnderstood

LOOKUP = Lookup(["Placement", "Young Person", "Young Person Identity", "Visit"])


@pytest.mark.parametrize(
	("form", "named"),
	[
		({"doctype": "Placement"}, {"Placement"}),
		({"doctype": "PLACEMENT "}, {"Placement"}),
		({"doctype": "Plácement"}, {"Placement"}),
		({"doctype": "Young\u00a0Person"}, {"Young Person"}),
		({"doctype": "Young\u200b Person"}, {"Young Person"}),
		({"args": '{"a": "{\\"b\\": [\\"Visit\\"]}"}'}, {"Visit"}),
		({"doctype": '{"Placement": ["PLC-1"]}'}, {"Placement"}),
		({"order_by": "`tabYoung Person Identity`.surname"}, {"Young Person Identity"}),
		({"fields": '["(select 1 from tabVisit)"]'}, {"Visit"}),
		({"doctype": "Customer", "customer_name": "Placement Ltd"}, set()),
		({"placement": "x", "visit": "y"}, set()),
		({"content": "We talked about the placement and the visit."}, set()),
		({}, set()),
	],
)
def test_doctypes_are_found_at_any_depth_and_in_any_spelling(form, named):
	assert LOOKUP.named(arguments.decoded(form)) == named


@pytest.mark.parametrize(
	("form", "named"),
	[
		({"communication_medium": "Visit"}, set()),
		({"reference_doctype": "Visit"}, {"Visit"}),
		({"x": "`tabVisit`"}, {"Visit"}),
	],
)
def test_in_another_apps_method_a_doctype_is_found_only_under_its_keys(form, named):
	assert LOOKUP.named_as_doctype(arguments.decoded(form)) == named


@pytest.mark.parametrize(
	("form", "records"),
	[
		({"doctype": "Placement", "name": "P1"}, {("Placement", "P1")}),
		({"dt": "Placement", "dn": "P1"}, {("Placement", "P1")}),
		({"doc": "Placement", "name": "P1"}, {("Placement", "P1")}),
		({"doctype": "Placement", "docnames": '["P1", "P2"]'}, {("Placement", "P1"), ("Placement", "P2")}),
		({"doctype": '{"Placement": ["P1"]}', "name": "x"}, {("Placement", "P1")}),
		({"doc": '{"doctype": "Placement", "name": "P1"}'}, {("Placement", "P1")}),
		(
			{"doctype": "ToDo", "reference_type": "Visit", "reference_name": "V1", "name": "T1"},
			{("Visit", "V1")},
		),
		({"ref_doctype": "Visit", "docname": "V1"}, {("Visit", "V1")}),
		({"attached_to_doctype": "Visit", "attached_to_name": "V1"}, {("Visit", "V1")}),
		({"parenttype": "Visit", "parent": "V1"}, {("Visit", "V1")}),
		({"doctype": "Visit", "name": "V1", "fieldname": "status", "value": "Done"}, {("Visit", "V1")}),
		({"doctype": "Visit"}, set()),
	],
)
def test_records_are_found_with_their_doctypes(form, records):
	found = {(doctype, name) for doctype, name, _where in LOOKUP.records(arguments.decoded(form))}
	assert found == records


@pytest.mark.parametrize(
	("form", "called"),
	[
		({"visit": "V1", "young_person": "YP1"}, [("Visit", "V1"), ("Young Person", "YP1")]),
		({"visit": '["V1", "V2"]'}, [("Visit", "V1"), ("Visit", "V2")]),
		({"args": '{"placement": "P1"}'}, [("Placement", "P1")]),
		({"visitor": "V1", "visit": "", "placement": None}, []),
	],
)
def test_an_argument_called_like_a_doctype_names_its_record(form, called):
	assert list(LOOKUP.called(arguments.decoded(form))) == called


@pytest.mark.parametrize("guess", [{"status": "Done"}, '{"status": "Done"}', [["status", "=", "Done"]]])
def test_and_takes_no_filter(guess):
	with pytest.raises(NameIsNoText):
		list(LOOKUP.called(arguments.decoded({"visit": guess})))


def test_one_more_place_for_names():
	form = {"doctype": "Visit", "value": "V1", "items": '["V2"]'}
	found = [
		name for also in ("value", "items") for _d, name, _w in LOOKUP.records(arguments.decoded(form), also)
	]
	assert found == ["V1", "V2"]


@pytest.mark.parametrize(
	"form",
	[
		{"name": {"surname": "x"}},
		{"name": '{"surname": "x"}'},
		{"name": '[["surname", "=", "x"]]'},
		{"docs": '{"doctype": "User", "name": {"email": "x"}}'},
		{"docs": '[{"doctype": "User", "docname": {"email": "x"}}]'},
		{"doc": '{"doctype": "ToDo", "parent": {"a": 1}}'},
		{"doc": '{"doctype": "ToDo", "assigned_by": {"reset_password_key": "x"}}'},
		{"args": '{"deep": "{\\"docname\\": {\\"a\\": 1}}"}'},
		{"docnames": '[{"a": 1}]'},
		{"parent": ["x", {"a": 1}]},
	],
	ids=str,
)
def test_a_filter_in_a_names_place_is_seen(form):
	with pytest.raises(NameIsNoText):
		arguments.check_names(arguments.decoded(form))


@pytest.mark.parametrize(
	"form",
	[
		{"doctype": "Visit", "name": "V1", "filters": '{"name": ["like", "V%"]}'},
		{"doctype": "Visit", "name": 42},
		{"doctype": "Visit", "fieldname": '{"status": "Done"}', "name": "V1"},
		{"doctype": "Visit", "fieldname": '["name", "status"]'},
		{"doctype": "Visit", "field_map": '{"start": "due_on"}', "start": "2026-01-01"},
		{
			"doc": '{"doctype": "Visit", "name": "new-visit-1", "actions": [{"doctype": "Visit Action", "name": "r1"}]}'
		},
		{"doc": '{"doctype": "Visit", "name": "V1", "__onload": {"name": {"a": 1}}}'},
		{"doctype": '{"Placement": ["P1"]}', "name": '["P1"]'},
		{"user_settings": '{"List": {"fields": [["name", "Visit"]]}}', "doctype": "Visit"},
	],
	ids=str,
)
def test_what_the_desk_sends_is_text(form):
	arguments.check_names(arguments.decoded(form))


def test_the_rest_address_makes_the_whole_form_a_document():
	form = {"doctype": "ToDo", "assigned_by": {"api_key": "x"}}
	arguments.check_names(form)
	with pytest.raises(NameIsNoText):
		arguments.check_names(form, is_document=True)


@pytest.mark.parametrize(
	"text",
	[
		"name",
		"`tabVisit`.`due_on`",
		"`tabVisit`.`modified` desc",
		"tabVisit.name as visit",
		"count(`tabVisit`.name) as total_count",
		"count(distinct `tabVisit`.`name`) as total_count",
		"sum(days_late) as late",
		"young_person.ward",
		"`tabPlacement Schedule Day`.`day` as 'Placement Schedule Day:day'",
		"*",
		"modified asc",
		"count(*) as result",
		"",
		"creation_day-1",
	],
)
def test_columns(text):
	assert arguments.is_column(text) and not arguments.has_sub_query(text)


@pytest.mark.parametrize(
	"text",
	[
		"(select sid from tabSessions)",
		"if(1=1, name, modified)",
		"ascii(surname)",
		"sum(ascii(surname))",
		"name, sleep(5)",
		"name -- ",
		"name/**/from",
		"name; drop table x",
		"surname like 'S%'",
		"name union all values (1)",
		"ifnull((name), 0)",
		"@@version",
		"'x'",
		"1 or 1",
	],
)
def test_expressions_are_no_columns(text):
	assert not arguments.is_column(text)


@pytest.mark.parametrize(
	("form", "columns"),
	[
		({"fields": '["name", "status"]'}, ["name", "status"]),
		({"order_by": "a desc, b asc"}, ["a desc", " b asc"]),
		({"filters": '[["Visit", "due_on", ">", "2026-01-01"]]'}, ["due_on"]),
		({"filters": '[["due_on", ">", "2026-01-01"]]'}, ["due_on"]),
		({"filters": '["due_on", ">", "2026-01-01"]'}, ["due_on"]),
		({"filters": '{"due_on": ["between", ["a", "b"]]}'}, ["due_on"]),
		({"field_map": '{"start": "due_on", "title": "(x)"}'}, ["due_on", "(x)"]),
		(
			{"doc": '{"doctype": "Number Card", "aggregate_function_based_on": "length(name)"}'},
			["length(name)"],
		),
		({"fieldname": '{"notes": "free words (here)"}'}, ["notes"]),
		({"content": "select a field"}, []),
	],
)
def test_what_stands_in_a_columns_place_is_found(form, columns):
	assert list(arguments.columns(arguments.decoded(form))) == columns


def nested(depth: int) -> str:
	return "[" * depth + "]" * depth


@pytest.mark.parametrize("value", [nested(41), nested(100_000), json.dumps({"a": nested(60)})], ids=len)
def test_what_is_nested_too_deep_is_not_read(value):
	with pytest.raises(NotUnderstood):
		arguments.decoded({"x": value})


json_values = st.recursive(
	st.none() | st.booleans() | st.integers() | st.text(),
	lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
	max_leaves=20,
)


@given(json_values, st.integers(0, 5))
def test_wrapping_in_json_hides_nothing(value, times):
	wrapped = {"x": value, "doctype": "Placement"}
	for _time in range(times):
		wrapped = {"args": json.dumps(wrapped)}
	assert "Placement" in LOOKUP.named(arguments.decoded(wrapped))


@given(json_values)
def test_any_arguments_are_read_without_an_error_of_ours(value):
	structure = arguments.decoded({"doctype": value, "fields": value, "filters": value, "docs": value})
	LOOKUP.named(structure), list(LOOKUP.records(structure)), list(arguments.columns(structure))
	try:
		arguments.check_names(structure)
	except NameIsNoText:
		pass
