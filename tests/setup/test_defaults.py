"""A default value has one home: the DocType's JSON, or the Python code that needs it too. Never both."""

import ast
import json
from datetime import time
from pathlib import Path

import frappe
import pytest
from frappe.utils import get_time

from unlocking_opportunities.council.settings import PREFIXES
from unlocking_opportunities.rules.defaults import HOURS_LAW
from unlocking_opportunities.setup.defaults import PLAIN, fill_settings

PACKAGE = Path(__file__).parents[2] / "unlocking_opportunities"
SETTINGS = "Unlocking Opportunities Settings"
NUMBERS = ("Int", "Float", "Currency", "Percent")
# Names so general that the same number means nothing.
GENERAL = {"capacity", "number", "taken", "version_number"}
ALLOWED = {
	# A new row on the form starts with what the row shipped with the app says.
	("Insurance Limit", "notify_after_days"),
	("Insurance Limit", "renewal_notice_days"),
	# A usual break. The law's least break for a young worker happens to be as long.
	("Placement Schedule Day", "break_minutes"),
}


def _defaults() -> dict[str, dict[str, str]]:
	"""Defaults by DocType and field, from the JSON files."""
	found = {}
	for path in PACKAGE.glob("unlocking_opportunities/doctype/*/*.json"):
		doctype = json.loads(path.read_text())
		if doctype["doctype"] == "DocType":
			found[doctype["name"]] = {
				field["fieldname"]: field["default"]
				for field in doctype["fields"]
				if field.get("default") and field["fieldtype"] in (*NUMBERS, "Time")
			}
	return found


def _written(tree: ast.AST) -> set[tuple[str, float | time]]:
	"""The numbers and times that Python gives to a name, an attribute or an argument."""
	found = set()
	for node in ast.walk(tree):
		match node:
			case ast.keyword(arg=str(name), value=value):
				found.add((name, _constant(value)))
			case ast.Assign(targets=[ast.Name(id=name)], value=value):
				found.add((name, _constant(value)))
			case ast.AnnAssign(target=ast.Name(id=name), value=ast.AST() as value):
				found.add((name, _constant(value)))
			case ast.Dict(keys=keys, values=values):
				found |= {
					(key.value, _constant(value))
					for key, value in zip(keys, values, strict=True)
					if isinstance(key, ast.Constant) and isinstance(key.value, str)
				}
	return {(name.lower(), value) for name, value in found if value is not None}


def _constant(node: ast.AST) -> float | time | None:
	match node:
		case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
			return value
		case ast.Call(func=ast.Name(id="time"), args=[*parts]) if parts:
			return time(*(part.value for part in parts))
	return None


def _second_homes(sources: dict[str, str], defaults: dict[str, dict[str, str]]) -> list[str]:
	"""What is a DocType's default and also written in one of the `sources`."""
	written = {where: _written(ast.parse(source)) for where, source in sources.items()}
	found = []
	for doctype, fields in defaults.items():
		for field, default in fields.items():
			value = time.fromisoformat(default) if ":" in default else float(default)
			names = {field, *(field.removeprefix(prefix) for prefix in PREFIXES.values())}
			if field in GENERAL or (doctype, field) in ALLOWED:
				continue
			found += [
				f"{doctype}.{field} = {default}: {where}"
				for where, pairs in written.items()
				if any((name, value) in pairs for name in names)
			]
	return found


def test_no_default_has_a_second_home():
	sources = {
		str(path.relative_to(PACKAGE)): path.read_text()
		for path in PACKAGE.rglob("*.py")
		if not path.name.startswith("test_") and "demo_data" not in path.parts
	}
	assert _second_homes(sources, _defaults()) == []


@pytest.mark.parametrize("stored", ["", "08:51:25.243167"])
def test_school_hours_that_no_one_entered_are_the_shipped_ones(frappe_site, stored):
	"""Frappe stores the time of the installation in an empty Time."""
	frappe.db.set_single_value(SETTINGS, {"school_opens": stored, "school_closes": "14:30:00"})
	fill_settings()
	settings = frappe.get_doc(SETTINGS)
	assert get_time(settings.school_opens) == HOURS_LAW.school_opens
	assert get_time(settings.school_closes) == time(14, 30)


def test_plain_settings_have_no_default_in_the_doctype():
	assert not set(PLAIN) & set(_defaults()[SETTINGS])


@pytest.mark.parametrize(
	("source", "defaults"),
	[
		("Terms(full_time_hours=16)", {SETTINGS: {"eet_full_time_hours": "16"}}),
		("SMALLEST_GROUP = 5", {SETTINGS: {"smallest_group": "5"}}),
		("class Scale:\n\tminutes_per_km: float = 4", {SETTINGS: {"minutes_per_km": "4.0"}}),
		("Law(begins=time(8, 45))", {SETTINGS: {"begins": "08:45:00"}}),
		('FILL = {"decision_days": 3}', {SETTINGS: {"decision_days": "3"}}),
	],
)
def test_control_a_second_home_is_found(source, defaults):
	assert len(_second_homes({"x.py": source}, defaults)) == 1
	assert _second_homes({"x.py": source}, {SETTINGS: {}}) == []
