"""The facts of a council as large as the demo: who shares a combination, and what analysts can still learn.

With `-s` the figures are printed.
"""

from collections import defaultdict
from itertools import combinations

import frappe
import pytest

from tests import factories
from unlocking_opportunities.daily_work import invariants
from unlocking_opportunities.programme.facts import sync
from unlocking_opportunities.programme.facts.hierarchies import NOT_SHOWN
from unlocking_opportunities.setup import demo

K = sync.SMALLEST_GROUP
EACH = pytest.mark.parametrize("fact", sync.FACTS, ids=lambda fact: fact.doctype)


@pytest.fixture(scope="module")
def figures(demo_site):
	"""The demo and a release of its facts, in one transaction that is never committed."""
	factories.standing_user("analyst")
	frappe.db.rollback()
	frappe.set_user("Administrator")
	with pytest.MonkeyPatch.context() as patched:
		patched.setattr(frappe.db, "commit", lambda *arguments, **options: None)
		patched.setattr(frappe, "enqueue", lambda *arguments, **options: None)
		demo.clear(with_dependent_records=True)  # what a run that was killed has left
		demo.load()
		frappe.db.delete("Fact Release")
		sync.rebuild()
		yield
	frappe.set_user("Administrator")
	frappe.db.rollback()
	frappe.clear_cache()


@pytest.fixture
def analyst(figures):
	frappe.set_user(factories.standing_user("analyst"))
	yield
	frappe.set_user("Administrator")


def groups(rows, subjects):
	"""Return the different subjects of each combination. Written independently of the code that it checks.

	pycanon would do the same, but it pins a numpy that has no wheel for Python 3.13 and takes 400 MB.
	"""
	found = defaultdict(set)
	for row, subject in zip(rows, subjects, strict=True):
		found[tuple(sorted(row.items()))].add(subject)
	return found


def shown(fact, told):
	least = (K, sync.LEAST_HOSTS)[: len(fact.subjects)]
	return sync.generalise([sync.Record(one.row.paths, one.subjects) for one in told], fact.steps, least)


@EACH
def test_k_before_and_after(figures, fact):
	told = list(sync.read(fact))
	people = [one.subjects[0] for one in told]
	before = groups([{name: path[-1] for name, path in one.row.paths.items()} for one in told], people)
	rows = shown(fact, told)
	after = groups(rows, people)
	assert min(map(len, before.values())) == 1, "control: without it somebody is alone"
	assert min(map(len, after.values())) >= K
	if "host" in fact.subjects:
		assert min(map(len, groups(rows, [one.subjects[1] for one in told]).values())) >= sync.LEAST_HOSTS
	alone = sum(len(group) == 1 for group in before.values()) / len(told)
	kept = sum(
		path.index(row[name]) / (len(path) - 1)
		for one, row in zip(told, rows, strict=True)
		for name, path in one.row.paths.items()
	) / sum(len(one.row.paths) for one in told)
	print(
		f"\n{fact.doctype}: {len(told)} rows. Before: k = 1, {len(before)} combinations, {alone:.0%} alone. "
		f"After: k = {min(map(len, after.values()))}, {len(after)} combinations, {kept:.0%} of the precision kept."
	)
	for name in fact.fields():
		depth = [one.row.paths[name].index(row[name]) for one, row in zip(told, rows, strict=True)]
		print(
			f"  {name}: "
			+ ", ".join(
				f"{depth.count(level) / len(depth):.0%}" for level in range(len(told[0].row.paths[name]))
			)
		)
	assert kept > 0.2


@EACH
def test_what_is_stored_is_what_was_made_general(figures, fact):
	"""Check any two fields that others may know, and all of them together.

	At least as many rows as the smallest group share their values.
	"""
	release = frappe.get_doc("Fact Release", fact.doctype)
	assert (release.rows_shown, release.rows_withheld) == (frappe.db.count(fact.doctype), 0)
	for fields in (*combinations(fact.fields(), 2), fact.fields()):
		table = frappe.qb.DocType(fact.doctype)
		query = frappe.qb.from_(table).select(frappe.query_builder.functions.Count(table.name))
		for field in fields:
			query = query.groupby(table[field])
		assert min(query.run(pluck=True)) >= K, fields


def asked(doctype, by, filters=None):
	"""Return what an analyst reads with the Report Builder: a count for each group."""
	rows = frappe.get_list(
		doctype, fields=[*by, "count(name) as number"], group_by=", ".join(by), filters=filters, limit=0
	)
	return {tuple(row[field] for field in by): row.number for row in rows}


def true_count(doctype, of):
	"""Return the same from the records themselves."""
	[fact] = [fact for fact in sync.FACTS if fact.doctype == doctype]
	found = defaultdict(int)
	for one in sync.read(fact):
		values = {**{name: path[-1] for name, path in one.row.paths.items()}, **one.row.measures}
		found[of(values)] += 1
	return found


def test_how_many_placements_started_in_each_year_by_sector(analyst):
	answer = asked("Placement Fact", ["started", "sector"])
	by_sector = defaultdict(int)
	for (_started, sector), number in answer.items():
		by_sector[sector] += number
	truth = true_count("Placement Fact", lambda values: values["sector"])
	assert sum(by_sector.values()) == sum(truth.values()) == 150
	named = {sector: number for sector, number in by_sector.items() if sector != NOT_SHOWN}
	assert sum(named.values()) > by_sector[NOT_SHOWN]
	assert all(number <= truth[sector] for sector, number in named.items()), "never more than there are"
	years = {started[:7] for started, _sector in answer} - {NOT_SHOWN[:7]}
	assert len(years) >= 2
	assert any(" Q" in started for started, _sector in answer)


def test_what_share_of_each_age_band_is_in_work_or_learning(analyst):
	answer = asked("Young Person Fact", ["age_band", "eet_status"])
	truth = true_count("Young Person Fact", lambda values: (values["age_band"], values["eet_status"]))

	def share(counts, band):
		of_band = {status: number for (one, status), number in counts.items() if one == band}
		return of_band.get("In EET", 0) / sum(of_band.values())

	for band in ("16 to 17", "18 to 20", "21 to 25"):
		assert share(answer, band) == pytest.approx(share(truth, band), abs=0.03), band


def test_how_many_visits_were_made_in_time_in_each_area(analyst):
	made = {"status": "Done"}
	all_, in_time = (
		asked("Visit Fact", ["ward"], made),
		asked("Visit Fact", ["ward"], {**made, "made_by_its_day": 1}),
	)
	done = true_count("Visit Fact", lambda values: (values["status"], values["made_by_its_day"]))
	assert sum(all_.values()) == done["Done", 0] + done["Done", 1]
	assert sum(in_time.values()) == done["Done", 1]
	assert len(all_) >= 4 and all_.get((NOT_SHOWN,), 0) < 0.2 * sum(all_.values())


def test_the_facts_point_at_no_one(figures):
	assert not invariants.identifying_facts()
