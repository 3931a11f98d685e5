"""What our JavaScript asks for exists: methods with their arguments, functions of other bundles, constants."""

import inspect
from collections.abc import Iterator

import frappe
import pytest
from frappe.model.base_document import get_controller

from tests.desk.javascript import Call, Source, forms_of, sources
from unlocking_opportunities import hooks
from unlocking_opportunities.daily_work import boot

EVERYWHERE = set(getattr(hooks, "app_include_js", ()))


@pytest.fixture(scope="module")
def scripts() -> list[Source]:
	return sources()


def calls_of(scripts: list[Source]) -> list[Call]:
	forms = forms_of(scripts)
	return [call for script in scripts for call in script.calls(forms)]


def problems(call: Call) -> Iterator[str]:
	"""Yield what is wrong with a call, in words."""
	try:
		function = (
			getattr(get_controller(call.doctype), call.method)
			if call.doctype
			else frappe.get_attr(call.method)
		)
	except (AttributeError, ImportError):
		yield f"{call.file}: there is no {call.method} of {call.doctype or 'the apps'}"
		return
	if function not in frappe.whitelisted:
		yield f"{call.file}: {call.method} isn't whitelisted"
		return
	if call.verb and call.verb not in frappe.allowed_http_methods_for_whitelisted_func[function]:
		yield f"{call.file}: {call.method} doesn't take {call.verb}"
	taken = dict(inspect.signature(function).parameters)
	taken.pop("self", None)
	if not any(one.kind is one.VAR_KEYWORD for one in taken.values()):
		yield from (f"{call.file}: {call.method} takes no {name}" for name in call.arguments - set(taken))
	needed = {name for name, one in taken.items() if one.default is one.empty and one.kind != one.VAR_KEYWORD}
	if not call.more:
		yield from (f"{call.file}: {call.method} needs {name}" for name in needed - call.arguments)


def missing(script: Source, scripts: list[Source]) -> set[str]:
	"""Return the functions of our namespace that `script` uses and neither it nor a bundle it loads defines."""
	loaded = {f"public/js/{bundle}" for bundle in script.bundles | EVERYWHERE}
	defined = [other.definitions for other in scripts if other.file in loaded]
	return script.uses - script.definitions.union(*defined)


def test_each_method_exists_and_takes_these_arguments(frappe_site, scripts):
	calls = calls_of(scripts)
	assert len(calls) > 50
	assert [problem for call in calls for problem in problems(call)] == []


def test_the_reader_understands_each_way_of_writing_a_call(frappe_site, scripts):
	found = {(call.doctype, call.method) for call in calls_of(scripts)}
	desk = "unlocking_opportunities.matching.desk."
	assert {
		(None, desk + "find_places"),  # a constant and a property
		(None, desk + "record_decline"),
		(None, "unlocking_opportunities.placements.follow_ups.end_early"),  # a template in a small function
		(None, "unlocking_opportunities.daily_work.import_check.template"),  # an address
		("Host Agreement", "send_for_check"),  # a parameter
		("Allocation Round", "suggest_matches"),  # an option
		("Placement", "confirm_assessment"),  # a bundle that a form loads
	} <= found


@pytest.mark.parametrize(
	("line", "said"),
	[
		('frappe.xcall("unlocking_opportunities.safeguarding.concerns.raise", {})', "there is no"),
		('frappe.call("unlocking_opportunities.safeguarding.concerns.alert_again")', "isn't whitelisted"),
		(
			'frappe.call({ method: "unlocking_opportunities.employers.merging.merge", type: "GET", args: { ...all } })',
			"doesn't take GET",
		),
		(
			'frappe.xcall("unlocking_opportunities.employers.merging.merge", { employer, keep: 1, ...rest })',
			"takes no keep",
		),
		('frappe.xcall("unlocking_opportunities.employers.merging.merge", { employer })', "needs into"),
		('frappe.ui.form.on("Mentor", {}); frm.call("approve")', "there is no"),
		('frappe.ui.form.on("Visit", {}); frm.call("set_title")', "isn't whitelisted"),
		('frappe.ui.form.on("Placement", {}); frm.call("override", { check: 1, ...rest })', "takes no check"),
	],
	ids=["gone", "closed", "verb", "unknown", "left-out", "no-method", "closed-method", "method-argument"],
)
def test_control_a_wrong_call_is_found(frappe_site, line, said):
	(call,) = Source.of("planted.js", line).calls({})
	assert said in "".join(problems(call))


def test_control_a_call_that_cannot_be_read_is_an_error():
	with pytest.raises(ValueError, match="can't tell"):
		list(Source.of("planted.js", "frappe.call(chosen, {})").calls({}))


def test_each_function_of_our_namespace_comes_with_a_bundle_that_is_loaded(frappe_site, scripts):
	assert {script.file: names for script in scripts if (names := missing(script, scripts))} == {}
	assert len({name for script in scripts for name in script.uses}) > 10


def test_control_a_function_without_its_bundle_is_found(frappe_site, scripts):
	line = 'frappe.require("in_bulk.bundle.js", () => unlocking_opportunities.find_match("place"))'
	assert missing(Source.of("planted.js", line), scripts) == {"find_match"}


def test_each_bundle_that_is_loaded_exists(frappe_site, scripts):
	files = {script.file.split("/")[-1] for script in scripts} | {"unlocking_desk.bundle.css"}
	assert set().union(*(script.bundles for script in scripts)) <= files


def test_each_constant_that_is_read_is_sent(frappe_site, scripts):
	sent = {}
	boot.extend(sent)
	read = {constant for script in scripts for constant in script.constants}
	assert len(read) > 5
	unknown = {path for path in read if not is_in(sent[boot.KEY], path)}
	assert unknown == set()
	unread = {key for key in sent[boot.KEY] if key not in {path.split(".")[0] for path in read}}
	assert unread == set(), "least data: nothing is sent that nobody reads"


def is_in(values: dict, path: str) -> bool:
	first, _dot, rest = path.partition(".")
	if first not in values:
		return False
	return not rest or not isinstance(values[first], dict) or is_in(values[first], rest)


def test_the_constants_are_those_of_the_rules(frappe_site):
	sent = {}
	boot.extend(sent)
	states = sent[boot.KEY]["placement_states"]
	options = frappe.get_meta("Placement").get_field("status").options.split("\n")
	assert [*states["live"], *states["ended"]] == options
	ratings = frappe.get_meta("Risk Matrix Band").get_field("rating").options.split("\n")
	assert list(sent[boot.KEY]["rating_colours"]) == [rating for rating in ratings if rating]
	assert frappe.as_json(sent)
