"""The reference data of every council: sectors, and usual hazards by sector with their controls.

A row is inserted if it is absent and never changed again: after that it is the council's own. Disable a row
that is not wanted. A deleted one would come back with the next update.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

import frappe

DATA = Path(__file__).parent / "data"


def install() -> None:
	"""Insert the sectors and hazard templates that are absent. Safe to run again."""
	_insert_absent("Sector", {row["sector_name"]: row for row in _read("sectors.json")})
	_insert_absent("Hazard Template", {_key(row): _in_lines(row) for row in _read("hazard_templates.json")})


@cache
def _read(file: str) -> list[dict]:
	return json.loads((DATA / file).read_text(encoding="utf-8"))


def _insert_absent(doctype: str, rows: dict[str, dict]) -> None:
	present = set(frappe.get_all(doctype, filters={"name": ["in", list(rows)]}, pluck="name"))
	for name in rows.keys() - present:
		document = frappe.get_doc({"doctype": doctype, **rows[name]})
		document.insert(ignore_permissions=True, set_name=name)  # installing


def _key(row: dict) -> str:
	# From the shipped text, not the edited one, so that a hazard that the council has reworded is still recognised.
	return hashlib.sha256(f"{row['sector']}/{row['hazard']}".encode()).hexdigest()[:10]


def _in_lines(row: dict) -> dict:
	return {
		**row,
		"usual_controls": "\n".join(row["usual_controls"]),
		"under_18_controls": "\n".join(row["under_18_controls"]),
	}


def hazards_of(sector: str) -> list[dict]:
	"""Return the hazard templates of `sector` that the app ships with."""
	return [row for row in _read("hazard_templates.json") if row["sector"] == sector]


def usual_environment(sector: str) -> str:
	"""Return the usual environment of `sector` that the app ships with."""
	return next(row["usual_environment"] for row in _read("sectors.json") if row["sector_name"] == sector)
