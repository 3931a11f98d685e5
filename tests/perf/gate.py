"""The start gate: the cost of one decision, and of checking every live placement at night."""

from math import ceil
from time import perf_counter

import frappe
import pytest

from tests.budgets.counting import counted
from tests.perf.many import copies
from tests.perf.printed import show
from tests.placements.start_gate.complete import complete
from unlocking_opportunities.placements.start_gate import facts, judge
from unlocking_opportunities.rules.placement_states import LIVE

SIZES = (1_000, 10_000)


@pytest.fixture(scope="module")
def placed(uncommitted):
	"""A placement of a 17 year old that passes every check."""
	return complete(age=17)


def test_one_decision(placed):
	judge.results(placed.placement)
	with counted() as alone:
		judge.results(placed.placement)
	names = run_alike(placed, judge.BATCH)
	with counted() as together:
		facts.gather(facts.read_placements(names))
	show(
		"One decision of the start gate",
		("placements judged together", "SQL"),
		((1, len(alone)), (f"{len(names)}, their own rows read besides", len(together))),
	)
	assert len(together) <= len(alone) + 1 + len(facts.TABLES)


def test_a_night(placed):
	rows, live = [], frappe.db.count("Placement", {"status": ["in", LIVE]})
	for size in SIZES:
		run_alike(placed, size - live, first=live)
		live = size
		changed, _seconds = judged_all()
		unchanged, seconds = judged_all()
		rows.append((size, ceil(size / judge.BATCH), changed, unchanged, f"{seconds:.0f} s"))
	show(
		"Re-judging every live placement",
		("live placements", "batches", "SQL, new results", "SQL, nothing changed", "nothing changed"),
		rows,
	)
	few, many = rows
	batches = many[1] / few[1]
	assert many[3] <= few[3] * batches, "grows with batches"


def judged_all() -> tuple[int, float]:
	begun = perf_counter()
	with counted() as statements:
		judge.judge_all()
	return len(statements), perf_counter() - begun


def run_alike(placed, number: int, first: int = 1_000_000) -> list[str]:
	"""Copy the placement, its person and its rows; return the copies' names."""
	people = [f"YP-GATE{first + n:07}" for n in range(number)]
	names = [f"PLC-GATE-{first + n:07}" for n in range(number)]
	for record in (placed.person, placed.identity):
		copies(record, number, lambda n: {"name": people[n], "young_person": people[n]})
	care = frappe.get_doc("Young Person Care Record", placed.person.name)
	copies(care, number, lambda n: {"name": people[n], "young_person": people[n]})
	copies(placed.placement, number, lambda n: {"name": names[n], "young_person": people[n]})
	for table in facts.TABLES:
		rows = placed.placement.get(table)
		for position, row in enumerate(rows):
			copies(
				row,
				number,
				lambda n, table=table, position=position: {
					"name": f"{first + n}-{table[:4]}-{position}",
					"parent": names[n],
				},
			)
	return names
