"""No method of Frappe or this app shows, confirms, changes or removes anything that its caller may not reach.

Every whitelisted function of Frappe and of this app (and of ERPNext, if it is installed) is called by six users
who may not read the planted records: with names, with filters in place of a name, with expressions in place of
a column, and with the running numbers of copies. `pytest -s` prints how much was tried and what could not be
called.
"""

import json
from collections import Counter
from functools import cache
from typing import Any

import frappe
import pytest

from tests import factories
from tests.security.every_method import (
	SECRET,
	Attack,
	arguments,
	could_not_be_imported,
	difference,
	taken,
	whitelisted,
	without_names,
)
from unlocking_opportunities.access.guarded import lookups

ATTACKERS = ("Guest", "nobody", "analyst", "other worker", "employer", "mentor")
# The other two are confined to the portal and refused before anything else, which the first two tests show.
INSIDE = ATTACKERS[:4]
PEOPLES = ("Young Person Identity", "Placement", "Young Person")
# A name of each kind that doesn't exist.
MISSING = {
	"Young Person Identity": "zzzzzzzzzz",
	"Placement": "PLC-2001-99999",
	"Young Person": "YP-zzzzzzzz",
}
# Someone who raises a concern must know that the reference is right.
TOLD_ON_PURPOSE = ("unlocking_opportunities.safeguarding.concerns.raise_concern",)
# A worker may make the record of a young person.
MAKE_THEIR_OWN = {("frappe.client.insert", "Young Person")}
# It asks for the signature of its link, but not in tests.
SIGNED = "frappe.email.queue.unsubscribe"
# These write only the caller's own data: screen settings, notes to themselves, browsing history, errors.
OWN = {
	*("__UserSettings", "Access Log", "Custom HTML Block", "Dashboard Settings", "DefaultValue", "Error Log"),
	*("Event", "Note", "Notification Settings", "OAuth Client", "Route History", "User", "Reminder"),
	*("Activity Log", "Session Default Settings", "Singles", "Workspace", "Workspace Link", "Web Page View"),
	*(
		"List Filter",
		"Tag Link",
		"Series",
		"List View Settings",
		"Kanban Board",
		"Onboarding Step",
		"Email Flag Queue",
		"Bulk Update",
	),
}


@pytest.fixture(scope="module")
def planted(world):
	"""Return `world.mine` with a copy of each kind that Frappe keeps: their names, and words that occur only in them."""
	word = "Zyxwplanted" + frappe.generate_hash(length=8)
	identity, placement = world.mine.rows["Young Person Identity"], world.mine.placement
	frappe.db.set_value("Young Person Identity", identity.name, "surname", word, update_modified=False)
	rows = {
		"Young Person Identity": identity.name,
		"Placement": placement.name,
		"Young Person": identity.young_person,
	}
	for doctype, values in copies(placement.name, identity.name, world.users["manager"], word).items():
		if not frappe.db.exists("DocType", doctype):
			continue  # v16 has no Energy Point Log
		doc = frappe.new_doc(doctype)
		doc.update(values)
		doc.set_new_name()
		doc.db_insert()
		if "owner" in values:
			doc.db_set("owner", values["owner"])
		rows[doctype] = doc.name
	# Numbered by the database, which tells the number only now.
	rows["Notification Log"] = frappe.db.get_value("Notification Log", {"subject": word}, "name")
	rows["File"] = factories.make(
		"File",
		file_name=f"{word}.txt",
		content=f"About {word}",
		is_private=1,
		attached_to_doctype="Placement",
		attached_to_name=placement.name,
	).name
	key = frappe.generate_hash(length=24)
	frappe.db.set_value("User", world.users["lead"], "reset_password_key", key, update_modified=False)
	rows["User"] = world.users["lead"]
	sid = frappe.generate_hash(length=40)
	frappe.db.sql("insert into `tabSessions` (user, sid, status) values ('Administrator', %s, 'Active')", sid)
	return {
		"rows": rows,
		"word": word,
		"key": key,
		"lead": world.users["lead"],
		"texts": (word, key, sid[:20]),
	}


def copies(placement: str, identity: str, manager: str, word: str) -> dict[str, dict]:
	"""Return a row for each DocType of Frappe's that keeps copies: its values, with `word` among them."""
	return {**kept_about(placement, identity, word), **kept_for(manager, placement, identity, word)}


def kept_about(placement: str, identity: str, word: str) -> dict[str, dict]:
	"""What Frappe keeps about a record."""
	on = {"reference_doctype": "Placement", "reference_name": placement}
	return {
		"Version": {
			"ref_doctype": "Young Person Identity",
			"docname": identity,
			"data": json.dumps({"a": word}),
		},
		"Comment": {"comment_type": "Comment", "content": word, **on},
		"Communication": {"subject": word, "content": word, "communication_type": "Communication", **on},
		"Email Queue": {"message": word, "status": "Sent", **on},
		"Deleted Document": {
			"deleted_doctype": "Visit",
			"deleted_name": "VIS-1",
			"data": json.dumps({"a": word}),
		},
		"Activity Log": {"subject": word, **on},
		"Access Log": {"export_from": "Young Person Identity", "filters": word},
		"Tag Link": {"title": word, "document_type": "Placement", "document_name": placement},
		"View Log": {"viewed_by": word, **on},
		"Error Log": {"method": "x", "error": word},
		"Integration Request": {
			"data": word,
			"reference_doctype": "Placement",
			"reference_docname": placement,
		},
		"Scheduled Job Log": {"details": word},
	}


def kept_for(manager: str, placement: str, identity: str, word: str) -> dict[str, dict]:
	"""What Frappe keeps for a user: to do, to be told, and how their screens are set."""
	on = {"reference_doctype": "Placement", "reference_name": placement}
	return {
		"Notification Log": {
			"subject": word,
			"for_user": manager,
			"document_type": "Placement",
			"document_name": placement,
		},
		"ToDo": {
			"description": word,
			"allocated_to": manager,
			"reference_type": "Placement",
			"reference_name": placement,
		},
		"List Filter": {
			"filter_name": word,
			"reference_doctype": "Young Person Identity",
			"for_user": manager,
			"filters": json.dumps([["Young Person Identity", "surname", "=", word]]),
		},
		"Route History": {"route": f"List/Young Person Identity?surname={word}", "user": manager},
		"Document Follow": {"ref_doctype": "Placement", "ref_docname": placement, "user": manager},
		"Prepared Report": {"report_name": "Placement Register", "filters": word, "queued_by": manager},
		"Reminder": {"description": word, "user": manager, "remind_at": "2100-01-01 00:00:00"},
		"Energy Point Log": {"reason": word, "user": manager, "type": "Auto", "points": 1, **on},
		"Event": {
			"subject": word,
			"owner": manager,
			"event_type": "Private",
			"starts_on": "2026-06-01 10:00:00",
		},
		"Note": {"title": word, "content": word, "public": 0, "owner": manager},
		"Custom HTML Block": {"name": "Planted block", "html": word, "private": 1, "owner": manager},
		"Dashboard Settings": {"name": manager, "user": manager, "chart_config": json.dumps({"a": word})},
		"Kanban Board": {
			"kanban_board_name": "Planted board",
			"reference_doctype": "Young Person Identity",
			"field_name": "surname",
			"private": 0,
			"filters": json.dumps([["Young Person Identity", "surname", "=", word]]),
		},
	}


@pytest.fixture
def attack(planted, monkeypatch):
	return Attack(planted, monkeypatch)


@cache
def methods() -> dict[str, Any]:
	"""Return every function that can be called by its name.

	Methods of a document are called on a record (DOC_METHODS).
	"""
	return {name: function for name, function in whitelisted() if "." not in function.__qualname__}


def as_person(world, kind: str) -> None:
	frappe.set_user("Guest" if kind == "Guest" else world.users[kind])


def every_call(doctype: str, name):
	form = arguments(doctype, name)
	everything = arguments(doctype, name, fields='["*"]', fieldname="*", user=SOMEONE_ELSE)
	for method, function in methods().items():
		yield method, taken(function, form), "POST", None
		if any(key in taken(function, everything) for key in ("fields", "fieldname", "user")):
			yield method, taken(function, everything), "POST", None
	for method in DOC_METHODS:
		for named in ({"dt": doctype, "dn": name}, {"docs": json.dumps({"doctype": doctype, "name": name})}):
			form = {"method": method, "args": json.dumps(arguments(doctype, name)), **named}
			yield "run_doc_method", form, "POST", None
	for http_method in ("GET", "PUT", "DELETE"):
		yield "", {"data": json.dumps({"status": "Changed"})}, http_method, f"/api/resource/{doctype}/{name}"
	yield "", {"run_method": "add_comment", "text": "x"}, "POST", f"/api/resource/{doctype}/{name}"
	yield "", {"fields": '["*"]'}, "GET", f"/api/resource/{doctype}"
	yield "", {"doctype": doctype, "name": name, "format": "Standard"}, "GET", "/printview"


SOMEONE_ELSE = "manager-attacked@standing.example"
DOC_METHODS = ("add_comment", "submit", "cancel", "as_dict", "get_title", "notify_update", "rename")


class Made:
	"""The calls that were made. Most methods take little of what is said, so many calls are the same as an earlier one."""

	def __init__(self):
		self.calls: set[str] = set()

	def is_new(self, *call) -> bool:
		"""Return whether `call` has not been made yet, and count it as made."""
		said = json.dumps(call, sort_keys=True, default=str)
		new = said not in self.calls
		self.calls.add(said)
		return new


@pytest.mark.parametrize("kind", ATTACKERS)
def test_no_method_shows_or_changes_a_record(world, planted, attack, kind):
	as_person(world, kind)
	tried, faults, made = Counter(), [], Made()
	before = {doctype: stored(doctype, name) for doctype, name in planted["rows"].items()}
	for doctype, name in planted["rows"].items():
		for method, form, http_method, path in filter(
			lambda call: made.is_new(*call), every_call(doctype, name)
		):
			outcome, text = attack.call(method, form, http_method, path)
			tried[outcome] += 1
			door = method or f"{http_method} {path}"
			if found := attack.planted_in(text):
				faults.append(f"{door}({doctype}) shows {found}")
			written = set(attack.written) - OWN - others()
			may = (method, doctype) in MAKE_THEIR_OWN or method == SIGNED
			if outcome == "answered" and written and not may:
				faults.append(f"{door}({doctype}) writes {sorted(written)}")
	for doctype, name in planted["rows"].items():
		if stored(doctype, name) != before[doctype]:
			faults.append(f"{doctype} was changed")
	report(kind, tried, faults)
	assert not faults


def others() -> frozenset[str]:
	"""Return the DocTypes of other apps, whose permissions are theirs."""
	return lookups()[2].doctypes


def stored(doctype: str, name) -> str:
	return frappe.as_json(frappe.db.get_value(doctype, name, "*", as_dict=True))


@pytest.mark.parametrize("kind", ATTACKERS)
def test_no_method_tells_whether_a_record_is_there(world, planted, attack, kind):
	as_person(world, kind)
	faults, tried = [], Counter()
	for doctype in PEOPLES:
		there, missing = planted["rows"][doctype], MISSING[doctype]
		pairs = zip(every_call(doctype, there), every_call(doctype, missing), strict=True)
		for (method, form, http_method, path), (_m, other_form, _h, other_path) in pairs:
			if (form, path) == (other_form, other_path):
				continue  # it takes nothing that tells the two apart
			first, second = told_apart(
				attack,
				(method, form, http_method, path),
				(method, other_form, http_method, other_path),
				there,
				missing,
			)
			tried[first[0]] += 2
			if method in TOLD_ON_PURPOSE or (method, doctype) in MAKE_THEIR_OWN:
				continue
			if differ(first, second, there, missing):
				faults.append(f"{method or path}({doctype}): {told(first, second, there, missing)}")
	report(kind, tried, faults)
	assert not faults


@pytest.mark.parametrize("kind", INSIDE)
def test_no_method_confirms_a_guess(world, planted, attack, kind):
	as_person(world, kind)
	faults, tried, made = [], Counter(), Made()
	words = (planted["word"], "Nobody-of-that-name")
	for right, wrong in guesses(planted):
		for (method, form, http_method, path), (_m, other_form, _h, _p) in zip(right, wrong, strict=True):
			if form == other_form or not made.is_new(method, form, http_method, path):
				continue  # it takes nothing of the guess, or has been asked this before
			first, second = told_apart(
				attack, (method, form, http_method, path), (method, other_form, http_method, path), *words
			)
			tried[first[0]] += 2
			if differ(first, second, *words):
				faults.append(f"{method or path}: {told(first, second, *words)}")
	report(kind, tried, faults)
	assert not faults


# For these a guess is also tried as a list.
SHAPED = ("Young Person Identity", "User")


def guesses(planted):
	"""Yield pairs of calls, with a right guess and with a wrong one: as a name, in a document, as a filter."""
	for doctype, field, right in (
		("Young Person Identity", "surname", planted["word"]),
		("User", "reset_password_key", planted["key"]),
		("Comment", "content", planted["word"]),
		("Version", "docname", planted["rows"]["Young Person Identity"]),
		("Notification Log", "subject", planted["word"]),
	):
		as_list = [lambda guess: [[field, "=", guess[field]]]] if doctype in SHAPED else []
		for shape in (lambda guess: guess, *as_list):
			calls = [
				list(with_guess(doctype, shape({field: value}))) for value in (right, "Nobody-of-that-name")
			]
			yield calls


def with_guess(doctype: str, guess):
	nested = {"doctype": "ToDo", "description": "x", "parenttype": doctype, "parent": guess}
	forms = (
		arguments(doctype, guess),
		arguments(doctype, "Nothing-of-that-name", filters=json.dumps(guess)),
		arguments("ToDo", "x", doc=json.dumps(nested), docs=json.dumps([nested])),
	)
	for method, function in methods().items():
		for form in forms:
			yield method, taken(function, form), "POST", None
	for named in ({"dt": doctype, "dn": guess}, {"docs": json.dumps({"doctype": doctype, "name": guess})}):
		yield "run_doc_method", {"method": "as_dict", **named}, "POST", None
		yield "runserverobj", {"method": "as_dict", **named}, "POST", None
	yield "", {"doctype": doctype, "name": guess}, "GET", "/printview"


def told_apart(attack, one, other, *names):
	"""Return both outcomes; repeat the calls if they differ, because the first call may fill a cache."""
	outcomes = attack.call(*one), attack.call(*other)
	return (attack.call(*one), attack.call(*other)) if differ(*outcomes, *names) else outcomes


def differ(first, second, *names) -> bool:
	return first[0] != second[0] or without_names(first[1], *names) != without_names(second[1], *names)


def told(first, second, *names) -> str:
	return f"{first[0]}, {second[0]}: {difference(without_names(first[1], *names), without_names(second[1], *names))}"


@pytest.mark.parametrize("kind", INSIDE)
def test_no_method_runs_an_expression(world, planted, attack, kind):
	"""A sub-select, or a sum over letters, in place of a column.

	Neither words nor a number that stands for them is shown.
	"""
	as_person(world, kind)
	faults, tried, made = [], Counter(), Made()
	asked = {
		doctype: list(expressions(doctype))
		for doctype in ("Young Person Identity", "Young Person Fact", "ToDo", "Employer", "Note")
	}
	for method, function in methods().items():
		draws = "chart" in method or "card" in method
		for doctype, forms in asked.items():
			for tried_as, drawn, form in forms:
				form = taken(function, form)
				if (drawn != DRAWN[0] and not draws) or not made.is_new(method, form):
					continue
				outcome, text = attack.call(method, form)
				tried[outcome] += 1
				if found := [*attack.planted_in(text), *([SECRET] if str(SECRET) in text else [])]:
					faults.append(f"{method}({doctype}) {tried_as}: {found}")
	report(kind, tried, faults)
	assert not faults


SESSION = "(select sid from tabSessions where user='Administrator' order by lastupdate limit 1)"


# Kinds of charts and cards: they differ only in what draws them.
DRAWN = (("Sum", "Heatmap", "Sum"), ("Group By", "Bar", "Sum"), ("Average", "Line", "Average"))


def expressions(doctype: str):
	"""Yield what is tried, as what kind of chart or card, and the form of the request."""
	for tried, expression in {
		"sub-select": "(select surname from `tabYoung Person Identity` where surname like 'Zyxw%' limit 1)",
		"session": SESSION,
		"number": f"(select {SECRET - 1}+1 from `tabYoung Person Identity` where surname like 'Zyxw%' limit 1)",
		"error text": f"extractvalue(1,concat(0x7e,{SESSION}))",
		"a column left": "`name` from `tabNote` where 'x'='",
		"own column": f"if(surname like 'Zyxw%',{SECRET - 1}+1,0)",
	}.items():
		chart = {
			"name": "x", "doctype": "Dashboard Chart", "chart_name": "x", "document_type": doctype, "based_on": "creation",
			"value_based_on": expression, "group_by_based_on": expression, "aggregate_function_based_on": expression,
			"filters_json": "[]", "time_interval": "Yearly", "timespan": "Last Year", "report_name": None,
		}  # fmt: skip
		for kind, type_, function in DRAWN:
			definition = json.dumps(
				{**chart, "chart_type": kind, "type": type_, "group_by_type": function, "function": function}
			)
			yield (
				f"{tried} in a {kind} {type_}",
				(kind, type_, function),
				arguments(
					doctype,
					"x",
					chart=definition,
					doc=definition,
					args=definition,
					chart_name=None,
					no_cache=1,
					fields=json.dumps([f"{expression} as name"]),
					field=expression,
					fieldname=json.dumps([expression]),
					order_by=expression,
					group_by=expression,
					field_map=json.dumps({"start": "creation", "end": "modified", "title": expression}),
					searchfield=expression,
					sort_field=expression,
					goal_field=expression,
					value=f" union select extractvalue(1,concat(0x7e,{SESSION})) -- ",
					aggregate_on_field=expression,
					filters="[]" if kind == "Sum" else json.dumps([[doctype, expression, "!=", "x"]]),
				),
			)


def report(kind: str, tried: Counter, faults: list[str]) -> None:
	print(
		f"\n{kind}: {sum(tried.values())} calls of {len(methods())} methods, {len(faults)} faults; {dict(tried.most_common(6))}"
	)
	for fault in faults[:400]:
		print("  ", fault)


def test_what_could_not_be_called(world):
	"""Report the methods in modules that need packages which are not installed. Nothing is asserted."""
	print("\nNot importable here:", could_not_be_imported())
	assert len(methods()) > 300
