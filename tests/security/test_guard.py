"""What the guard refuses, each with a control: what it must not break, or the attack without the guard."""

import json
import sys
import types

import frappe
import pytest
from frappe.query_builder import DocType
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests import factories
from tests.budgets.counting import statements_of
from tests.security.conftest import call, is_refused
from unlocking_opportunities.access import guard, known_methods
from unlocking_opportunities.access.arguments import Lookup
from unlocking_opportunities.access.copies import COPIES
from unlocking_opportunities.access.guard import Refused, check_request
from unlocking_opportunities.access.guarded import NOT_GUARDED, frameworks, ours
from unlocking_opportunities.access.workspaces import WHOSE
from unlocking_opportunities.setup import frappe_version

IDENTITY = "Young Person Identity"


def outcome(method, /, **arguments) -> str:
	"""Return all that the user learns: the response, or the kind of error and its message."""
	try:
		return frappe.as_json(call(method, **arguments))
	except Exception as error:
		return f"{type(error).__name__} {error}"


def confirms(guesses, ask) -> bool:
	right, wrong = (ask({"surname": surname}) for surname in guesses)
	return right != wrong


@pytest.fixture
def without_guard(monkeypatch):
	"""The request hooks without the guard."""
	real = frappe.get_hooks

	def hooks(hook=None, default="_KEEP_DEFAULT_LIST", app_name=None):
		found = real(hook, default, app_name)
		if hook == "auth_hooks":
			return [
				function for function in found if not function.startswith("unlocking_opportunities.access.")
			]
		return {} if hook == "override_whitelisted_methods" else found

	def take_away():
		monkeypatch.setattr(frappe, "get_hooks", hooks)

	return take_away


@pytest.fixture
def surnames(world):
	return frappe.db.get_value(IDENTITY, world.mine.person.name, "surname"), "Nobody-of-that-name"


# 1. A record found by its fields.

IN_A_NAMES_PLACE = {
	"run_doc_method": lambda guess: {"docs": {"doctype": IDENTITY, "name": guess}, "method": "as_dict"},
	"runserverobj": lambda guess: {
		"docs": json.dumps({"doctype": IDENTITY, "name": guess}),
		"method": "as_dict",
	},
	"frappe.model.workflow.get_transitions": lambda guess: {
		"doc": json.dumps({"doctype": IDENTITY, "name": guess})
	},
	"frappe.client.bulk_update": lambda guess: {
		"docs": json.dumps([{"doctype": IDENTITY, "docname": guess}])
	},
	"frappe.client.insert": lambda guess: {
		"doc": json.dumps({"doctype": "ToDo", "description": "x", "parenttype": IDENTITY, "parent": guess})
	},
	"frappe.client.delete": lambda guess: {"doctype": IDENTITY, "name": guess},
	"frappe.client.set_value": lambda guess: {
		"doctype": IDENTITY,
		"name": guess,
		"fieldname": "goals",
		"value": "x",
	},
	"frappe.client.get_doc_permissions": lambda guess: {"doctype": IDENTITY, "docname": guess},
	"frappe.utils.print_format.download_pdf": lambda guess: {"doctype": IDENTITY, "name": guess},
}


@pytest.mark.parametrize("kind", ["Guest", "nobody", "analyst"])
@pytest.mark.parametrize("method", IN_A_NAMES_PLACE)
def test_a_filter_in_a_names_place_confirms_nothing(world, surnames, method, kind):
	frappe.set_user(world.users.get(kind, kind))
	assert not confirms(surnames, lambda guess: outcome(method, **IN_A_NAMES_PLACE[method](guess)))


def test_control_without_the_guard_someone_is_told(world, surnames, without_guard):
	"""Which methods tell, and which users, differs between versions: 16.10 no longer tells a guest anything."""
	without_guard()
	told = []
	for kind in ("Guest", "nobody", "analyst"):
		frappe.set_user(world.users.get(kind, kind))
		for method, ask in IN_A_NAMES_PLACE.items():
			told.append(confirms(surnames, lambda guess, ask=ask: outcome(method, **ask(guess))))
	assert any(told)


@pytest.mark.parametrize("doctype", ["User", "Version", "Comment"])
def test_nor_does_one_about_a_core_record(world, doctype):
	frappe.set_user("Guest")
	there = frappe.db.get_value(doctype, {}, ["name", "owner"], as_dict=True) or {"owner": "Administrator"}
	right, wrong = (
		outcome("run_doc_method", docs={"doctype": doctype, "name": {"owner": owner}}, method="as_dict")
		for owner in (there["owner"], "nobody-of-that-name")
	)
	assert right == wrong


# 2. Expressions.

SESSION = "(select sid from `tabSessions` limit 1)"
WITH_AN_EXPRESSION = {
	"frappe.desk.calendar.get_events": {
		"doctype": "ToDo",
		"start": "2000-01-01",
		"end": "2100-01-01",
		"field_map": json.dumps({"start": "date", "end": "date", "title": "name"}),
		"fields": json.dumps([f"{SESSION} as name"]),
	},
	"frappe.desk.query_report.get_data_for_custom_field": {"doctype": "Employer", "field": f"{SESSION} as x"},
	"frappe.client.get_list": {"doctype": "Employer", "fields": json.dumps(["name"]), "order_by": SESSION},
	"frappe.client.get_value": {"doctype": "Employer", "fieldname": SESSION, "filters": "{}"},
	"frappe.client.get_count": {
		"doctype": "Employer",
		"filters": json.dumps([["Employer", SESSION, "!=", "x"]]),
	},
}


@pytest.mark.parametrize("method", WITH_AN_EXPRESSION)
def test_an_expression_in_a_columns_place_is_refused(world, as_user, method):
	as_user("analyst")
	with pytest.raises(Refused):
		call(method, **WITH_AN_EXPRESSION[method])


def test_control_the_calendar_still_works(world, as_user):
	as_user("officer")
	arguments = WITH_AN_EXPRESSION["frappe.desk.calendar.get_events"] | {
		"doctype": "Visit",
		"field_map": json.dumps({"start": "due_on", "end": "due_on", "title": "status", "id": "name"}),
		"fields": json.dumps(["due_on", "name"]),
	}
	assert world.mine.rows["Visit"].name in {
		event["name"] for event in call("frappe.desk.calendar.get_events", **arguments)
	}


def chart(**values):
	"""One that comes with the app; of others' own charts a worker reads none."""
	made = factories.make(
		"Dashboard Chart",
		**{
			"chart_name": "Chart " + frappe.generate_hash(length=6),
			"chart_type": "Count",
			"document_type": "Placement",
			"based_on": "creation",
			"timespan": "Last Year",
			"time_interval": "Yearly",
			"type": "Line",
			"filters_json": "[]",
			"timeseries": 1,
			**values,
		},
	)
	return factories.set_stored(made, is_standard=1)


def test_a_chart_is_drawn_only_from_its_stored_definition(world, as_user):
	"""Sent in a request: a heatmap of identities, with letters of the surname as numbers."""
	stored = chart(document_type="Employer")
	sent = stored.as_dict() | {
		"document_type": IDENTITY,
		"type": "Heatmap",
		"chart_type": "Sum",
		"value_based_on": "ascii(surname)",
	}
	as_user("analyst")
	with pytest.raises(frappe.PermissionError):
		call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart=json.dumps(sent, default=str))
	drawn = call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart_name=stored.name)
	assert sum(drawn["datasets"][0]["values"]) == frappe.db.count("Employer")


def test_a_chart_counts_for_each_reader_what_they_may_read(world, as_user):
	"""Frappe caches the figures of one user for the next."""
	stored = chart()
	figures = []
	for kind in ("officer", "worker"):
		as_user(kind)
		drawn = call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart_name=stored.name)
		figures.append(sum(drawn["datasets"][0]["values"]))
		assert figures[-1] == len(frappe.get_list("Placement", limit_page_length=0))
	assert figures[0] > figures[1] > 0


def test_a_heatmap_counts_every_row_so_it_is_for_those_who_read_every_row(world, as_user):
	stored = chart(type="Heatmap")
	ask = {"chart_name": stored.name, "heatmap_year": "2026"}
	as_user("worker")
	assert is_refused("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", **ask)
	as_user("officer")
	try:
		assert call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", **ask)["dataPoints"]
	except frappe.ValidationError as error:  # 16.10 draws no heatmap for anyone
		assert "SQL functions are not allowed" in str(error)


def test_a_number_card_is_counted_only_from_its_stored_definition(world, as_user):
	card = factories.make(
		"Number Card", label="Employers", type="Document Type", document_type="Employer", function="Count",
		filters_json="[]", is_public=1,
	)  # fmt: skip
	sent = card.as_dict() | {"function": "Sum", "aggregate_function_based_on": "length(name)"}
	as_user("analyst")
	assert is_refused(
		"frappe.desk.doctype.number_card.number_card.get_result", doc=json.dumps(sent, default=str)
	)
	sent["aggregate_function_based_on"] = "creation"
	answer = call("frappe.desk.doctype.number_card.number_card.get_result", doc=json.dumps(sent, default=str))
	assert answer == frappe.db.count("Employer")


# 3. Counting, and 4. reading by number.


@pytest.mark.parametrize(
	"doctype",
	["Version", "Comment", "Communication", "Deleted Document", "Email Queue", "Activity Log", "Error Log"],
)
def test_copies_are_not_counted_by_those_who_may_not_list_them(world, as_user, doctype):
	as_user("analyst")
	try:
		assert call("frappe.client.get_count", doctype=doctype, filters="[]") == 0
	except frappe.PermissionError:
		pass


@pytest.fixture
def bell(world):
	def of(kind):
		doc = frappe.new_doc("Notification Log")
		doc.update(
			{
				"subject": "Planted",
				"for_user": world.users[kind],
				"type": "Alert",
				"document_type": "Placement",
				"document_name": world.mine.placement.name,
			}
		)
		return doc.insert(ignore_permissions=True).name

	return of


def test_anothers_bell_is_neither_read_nor_silenced(world, as_user, bell):
	managers = bell("manager")
	as_user("officer")
	mark = "frappe.desk.doctype.notification_log.notification_log.mark_as_read"
	assert is_refused(mark, docname=str(managers))
	assert is_refused("frappe.client.get", doctype="Notification Log", name=str(managers))
	assert not frappe.db.get_value("Notification Log", managers, "read")
	as_user("manager")
	assert call("frappe.client.get", doctype="Notification Log", name=str(managers)).subject == "Planted"
	call(mark, docname=str(managers))
	assert frappe.db.get_value("Notification Log", managers, "read")


def test_a_bell_about_a_record_that_one_no_longer_reads_is_gone(world, as_user, bell):
	others, own = bell("other worker"), bell("worker")
	for kind, seen in (("other worker", False), ("worker", True)):
		as_user(kind)
		listed = frappe.get_list("Notification Log", pluck="name", limit_page_length=0)
		assert ((others if kind == "other worker" else own) in listed) is seen


# 6. Comments, and 7. saved filters.

COMMENT = "frappe.desk.form.utils.add_comment"


def comment_on(placement, **values):
	return {
		"reference_doctype": "Placement",
		"reference_name": placement.name,
		"content": "Noted",
		"comment_email": "x@y.example",
		"comment_by": "Somebody Else",
		**values,
	}


def test_a_comment_is_written_under_ones_own_name_where_one_may_read(world, as_user):
	as_user("other worker")
	assert is_refused(COMMENT, **comment_on(world.mine.placement))
	user = as_user("worker")
	made = call(COMMENT, **comment_on(world.mine.placement))
	assert (made.comment_email, made.comment_by) == (user, frappe.utils.get_fullname(user))


@pytest.mark.parametrize("doctype", ["Risk Assessment", "Employer"])
def test_that_holds_for_records_that_are_not_about_people_too(world, as_user, doctype):
	record = world.mine.rows[doctype]
	as_user("nobody")
	assert is_refused(
		COMMENT,
		reference_doctype=doctype,
		reference_name=record.name,
		content="x",
		comment_email="x",
		comment_by="x",
	)


def test_saved_filters_are_their_makers(world, as_user):
	as_user("officer")
	mine = factories.make(
		"List Filter", filter_name="Mine", reference_doctype=IDENTITY, for_user=frappe.session.user,
		filters=json.dumps([[IDENTITY, "surname", "=", "Planted"]]),
	).name  # fmt: skip
	assert mine in frappe.get_list("List Filter", pluck="name")
	as_user("manager")
	assert mine not in frappe.get_list("List Filter", pluck="name")
	assert is_refused("frappe.client.get", doctype="List Filter", name=str(mine))


# The rule that finds guarded DocTypes.


def test_every_doctype_of_frappes_that_can_point_at_a_record_is_guarded():
	pointing = frappe.get_all(
		"DocField", {"fieldtype": "Dynamic Link", "parenttype": "DocType"}, pluck="parent", distinct=True
	)
	frappes = set(
		frappe.get_all("DocType", {"module": ["in", frappe.get_module_list("frappe")]}, pluck="name")
	)
	assert set(pointing) & frappes <= frameworks() | NOT_GUARDED
	assert {IDENTITY, "Placement", "Placement Fact"} <= ours()


# For everyone on purpose: they show only which user wrote them.
EVERYBODYS = {"Contact", "User Group"}


def test_every_doctype_of_frappes_that_everyone_opens_and_that_is_someones_has_a_row_rule():
	"""A release may add one: settings of a screen, a layout, a log of a person's."""
	permission, field = DocType("DocPerm"), DocType("DocField")
	doctype, module = DocType("DocType"), DocType("Module Def")
	query = (
		frappe.qb.from_(doctype)
		.join(module)
		.on(module.name == doctype.module)
		.join(permission)
		.on(permission.parent == doctype.name)
		.join(field)
		.on(field.parent == doctype.name)
		.where((module.app_name == "frappe") & (doctype.istable == 0) & (doctype.issingle == 0))
		.where(
			permission.role.isin(["All", "Desk User"]) & (permission.permlevel == 0) & (permission.read == 1)
		)
		.where((permission.if_owner == 0) & (field.fieldtype == "Link") & (field.options == "User"))
	)
	found = set(query.select(doctype.name).distinct().run(pluck=True))
	assert found
	assert found - COPIES - set(WHOSE) - EVERYBODYS == set()


def test_pages_of_the_desk_are_changed_by_those_whose_they_are(world, as_user):
	for doctype in WHOSE:
		if not frappe.db.exists("DocType", doctype) or not frappe.db.count(doctype):
			continue
		name = frappe.get_all(doctype, {"owner": "Administrator"}, pluck="name", limit=1)[0]
		as_user("officer")
		assert not frappe.has_permission(doctype, "write", name)


@pytest.mark.parametrize(
	"spelling",
	[
		"young person identity",
		"Young  Person Identity ",
		"YOUNG PERSON IDENTITY",
		"Yóung Person Identity",
		"Young\u200b Person Identity",
	],
)
def test_a_doctype_is_found_however_it_is_spelt(world, as_user, spelling):
	as_user("officer")
	with pytest.raises(Refused):
		call("frappe.desk.treeview.get_all_nodes", doctype=spelling, label="x", parent="x", tree_method="x")


def test_an_unknown_method_is_refused_wherever_the_doctype_is_named(world, as_user):
	as_user("officer")
	for arguments in (
		{"args": json.dumps({"deep": {"deeper": json.dumps([IDENTITY])}})},
		{"anything": IDENTITY},
		{IDENTITY: "x"},
		{"text": "x from `tabYoung Person Identity`"},
	):
		with pytest.raises(Refused):
			call("frappe.desk.treeview.get_children", **arguments)


def test_a_second_name_of_a_known_method_is_not_known(world, as_user):
	"""Any module that imports a function gives it a name by which it can be called."""
	as_user("officer")
	with pytest.raises(Refused):
		call(
			"unlocking_opportunities.workflow.service.apply_workflow",
			doc=json.dumps({"doctype": "Placement", "name": world.mine.placement.name}),
			action="x",
		)


def test_a_second_name_is_no_way_round_a_replacement_even_about_another_apps_records(
	world, as_user, monkeypatch
):
	"""`auto_repeat` imports the function that sends emails; our override checks whose address they come from."""
	from frappe.automation.doctype.auto_repeat import auto_repeat

	ours, _frameworks, _others = guard.lookups()
	nothing, another_apps = Lookup([]), Lookup(["Letter"])
	monkeypatch.setattr(guard, "lookups", lambda: (ours, nothing, another_apps))
	as_user("officer")
	second_name = f"{auto_repeat.__name__}.make"
	mail = {"recipients": "x@y.example", "content": "x", "sender": world.users["manager"]}
	with pytest.raises(Refused):
		call(second_name, doctype="Letter", **mail)


def test_a_method_named_in_the_arguments_must_be_known_too(world, as_user):
	as_user("officer")
	with pytest.raises(Refused):
		call(
			"frappe.desk.search.search_link",
			doctype="Placement",
			txt="",
			query="frappe.desk.treeview.get_all_nodes",
		)


def test_what_names_nothing_of_ours_passes(world, as_user):
	as_user("nobody")
	assert call("frappe.client.get_list", doctype="Country", fields='["name"]', limit_page_length=1)


@pytest.fixture
def another_app(monkeypatch):
	"""An app that reads a file by its address in the request, as ERPNext makes an issue from an email."""
	module = types.ModuleType("another_app")

	def name_of(file, comment=None):
		return frappe.db.get_value("File", file, "file_name")

	name_of.__module__ = module.__name__
	module.name_of = frappe.whitelist()(name_of)
	monkeypatch.setitem(sys.modules, module.__name__, module)
	installed = [*frappe.get_installed_apps(), module.__name__]
	monkeypatch.setattr(frappe, "get_installed_apps", lambda *args, **kwargs: installed)
	yield "another_app.name_of"
	frappe.whitelisted.remove(module.name_of)


@pytest.fixture
def certificate(world):
	name = frappe.generate_hash(length=8)
	return factories.make(
		"File",
		file_name=f"{name}.txt",
		content=name,
		is_private=1,
		attached_to_doctype="Placement",
		attached_to_name=world.mine.placement.name,
	)


def test_another_apps_method_is_given_no_copy_that_its_caller_may_not_read(
	world, as_user, another_app, certificate
):
	as_user("nobody")
	guess = {"file_name": certificate.file_name}
	for asked in (certificate.name, guess, json.dumps(guess), [["file_name", "=", certificate.file_name]]):
		assert is_refused(another_app, file=asked)
	as_user("officer")
	assert call(another_app, file=certificate.name) == certificate.file_name
	assert call(another_app, file=certificate.name, comment="A word of its own") == certificate.file_name


def test_nor_through_frappes_mapper(world, as_user, another_app, certificate):
	mapper = {"method": another_app, "source_name": certificate.name}
	as_user("nobody")
	assert is_refused("frappe.model.mapper.make_mapped_doc", **mapper)
	assert is_refused(
		"frappe.model.mapper.make_mapped_doc", **mapper | {"method": "frappe.desk.treeview.get_children"}
	)
	as_user("officer")
	assert call("frappe.model.mapper.make_mapped_doc", **mapper) == certificate.file_name


def test_control_without_the_guard_it_is(world, as_user, another_app, certificate, without_guard):
	as_user("nobody")
	without_guard()
	assert call(another_app, file={"file_name": certificate.file_name}) == certificate.file_name


def test_a_council_may_open_a_method(world, as_user, monkeypatch):
	as_user("officer")
	arguments = {"doctype": "Sector", "parent": ""}
	with pytest.raises(Refused):
		call("frappe.desk.treeview.get_children", **arguments)
	monkeypatch.setitem(frappe.conf, "unlocking_open_methods", ["frappe.desk.treeview.get_children"])
	try:
		call("frappe.desk.treeview.get_children", **arguments)
	except Refused:
		raise
	except Exception as error:  # a sector is no tree, as Frappe says once it is asked
		assert "Refused" not in type(error).__name__


def test_a_request_that_names_nothing_guarded_costs_no_sql(world, as_user, monkeypatch):
	as_user("officer")
	frappe.local.form_dict = frappe._dict(doctype="Country", fields='["name"]', cmd="frappe.client.get_list")
	frappe.local.request = Request(
		EnvironBuilder(path="/api/method/frappe.client.get_list", method="POST").get_environ()
	)
	try:
		assert statements_of(check_request) == []
	finally:
		del frappe.local.request


def test_every_known_method_is_frappes_on_one_version_or_another():
	listed = known_methods.FOR_FRAMEWORKS | known_methods.FOR_GUESTS
	assert all(name.startswith("frappe.") or "." not in name for name in listed)


@pytest.mark.parametrize("argument", ["expand", "expand_links"])
def test_linked_records_are_not_read_along(world, as_user, argument):
	as_user("officer")
	with pytest.raises(Refused):
		call("frappe.client.get_list", doctype="Placement", **{argument: '["allocated_worker"]'})


@pytest.mark.parametrize(
	("version", "warned"),
	[
		("15.103.0", True),
		("15.121.0", False),
		("15.130.2", False),
		("16.10.7", True),
		("16.34.0", False),
		("15.0.0-dev", True),
		("17.0.0", False),
	],
)
def test_an_old_frappe_is_warned_about(version, warned):
	message = frappe_version.warning(version)
	assert bool(message) is warned
	assert not warned or ("15.121.0" in message or "16.34.0" in message)


def test_a_worker_changes_one_field_of_their_own(world, as_user):
	"""A field's new value is not a name, whatever the field is called."""
	as_user("worker")
	visit = world.mine.rows["Visit"].name
	arguments = {
		"doctype": "Visit",
		"name": visit,
		"fieldname": "notes",
		"value": world.theirs.rows["Visit"].name,
	}
	assert call("frappe.client.set_value", **arguments)["notes"] == arguments["value"]
