"""What facts are made of; no one can write them by hand; analysts can build reports on them."""

import json

import frappe
import pytest
from frappe.utils import get_datetime, today

from tests import factories
from tests.budgets.counting import counted
from tests.programme.facts.people import council_of
from tests.security.conftest import call
from unlocking_opportunities import hooks
from unlocking_opportunities.daily_work import invariants
from unlocking_opportunities.patches.v1_0 import release_facts_anew
from unlocking_opportunities.programme.facts import sync
from unlocking_opportunities.workflow.service import SERVICE_USER

KINDS = [fact.doctype for fact in sync.FACTS]
# Types that could hold a name, free text, an exact date or a link back.
ALLOWED_TYPES = ("Select", "Check", "Data", "Column Break", "Section Break")
# The values are the council's own records, or periods.
WORDS = ("sector", "ward", "joined", "started", "due", "ended")
EACH = pytest.mark.parametrize("fact", sync.FACTS, ids=lambda fact: fact.doctype)


@pytest.fixture
def council(uncommitted):
	"""Enough young people in ended placements, each with a visit; nothing is released yet."""
	return council_of(sync.SMALLEST_GROUP)


def rows_of(kind):
	return frappe.get_all(kind, fields=["*"], order_by="name")


@EACH
def test_a_release_has_a_row_for_each_record_under_a_name_of_its_own(council, fact):
	sync.rebuild()
	release = frappe.get_doc("Fact Release", fact.doctype)
	rows = rows_of(fact.doctype)
	assert len(rows) == release.rows_shown >= sync.SMALLEST_GROUP
	assert release.rows_withheld == 0
	names = {row.name for row in rows}
	records = set(frappe.get_all("Fact Source", {"fact": fact.doctype}, pluck="record"))
	keys = set(frappe.get_all("Fact Source", {"fact": fact.doctype}, pluck="name"))
	assert len(records) == len(rows) and not names & (records | keys)


def test_what_a_fact_says_comes_from_the_record(council):
	sync.rebuild()
	[row] = {(row.outcome, row.ending) for row in rows_of("Outcome Fact") if row.outcome != "Not Shown"} & {
		("Paid Job", "Completed")
	}
	assert row
	assert "Done" in {row.status for row in rows_of("Visit Fact")}


def test_too_few_are_withheld_and_counted(uncommitted):
	# Ignore records that other tests have left.
	for doctype in ("Visit", "Placement", "Young Person"):
		frappe.db.delete(doctype)
	council_of(sync.SMALLEST_GROUP - 1)
	sync.rebuild()
	for kind in KINDS:
		assert not rows_of(kind), kind
		release = frappe.get_doc("Fact Release", kind)
		assert (release.rows_shown, release.rows_withheld) == (0, sync.SMALLEST_GROUP - 1), kind


def test_an_analyst_reads_when_and_how_many(council):
	sync.rebuild()
	frappe.set_user(factories.standing_user("analyst"))
	fields = ["fact", "released_on", "smallest_group", "rows_withheld"]
	releases = frappe.get_list("Fact Release", fields=fields)
	assert {release.fact for release in releases} == set(KINDS)
	assert all(release.smallest_group == sync.SMALLEST_GROUP for release in releases)


def test_the_old_release_stays_whole_when_a_rebuild_is_killed(council, monkeypatch):
	sync.rebuild()
	before = rows_of("Placement Fact")
	for placement in council.placements:
		factories.set_stored(placement, status="Cancelled")

	def killed(*arguments, **options):
		raise KeyboardInterrupt

	frappe.db.savepoint("before_the_kill")
	with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
		patched.setattr(frappe.db, "bulk_insert", killed)
		sync.rebuild(within_a_week=True)
	frappe.db.rollback(save_point="before_the_kill")
	assert rows_of("Placement Fact") == before
	sync.rebuild(within_a_week=True)
	assert rows_of("Placement Fact") != before


def test_a_rebuild_grows_with_batches_not_rows(council, monkeypatch):
	def statements():
		frappe.db.delete("Fact Release")
		with counted() as sent:
			sync.rebuild()
		return len(sent)

	few = statements()
	for _ in range(8):
		factories.visit(council.placements[0])
	assert statements() == few
	monkeypatch.setattr(sync, "BATCH", 2)
	assert statements() > few


@EACH
def test_no_column_holds_a_name_a_sentence_a_day_or_a_way_back(fact, frappe_site):
	for field in frappe.get_meta(fact.doctype).fields:
		assert field.fieldtype in ALLOWED_TYPES, field.fieldname
		assert field.fieldtype != "Data" or field.fieldname in WORDS, field.fieldname


@EACH
def test_every_column_is_labelled_and_filled(council, fact):
	told = next(iter(sync.read(fact))).row
	fields = [field for field in frappe.get_meta(fact.doctype).fields if "Break" not in field.fieldtype]
	assert sorted([*told.paths, *told.measures]) == sorted(field.fieldname for field in fields)
	labels = [field.label for field in fields]
	assert all(labels) and len(set(labels)) == len(labels)


@EACH
def test_every_field_that_others_may_know_reaches_its_most_precise_level(council, fact):
	told = next(iter(sync.read(fact))).row
	for name, path in told.paths.items():
		assert [level for field, level in fact.steps if field == name] == list(range(1, len(path))), name
	assert set(fact.fields()) == set(told.paths)


@EACH
def test_every_value_shown_is_a_choice(council, fact):
	"""No one could find a value that a filter doesn't offer."""
	sync.rebuild()
	for field in frappe.get_meta(fact.doctype).fields:
		if field.fieldtype == "Select":
			shown = {row[field.fieldname] for row in rows_of(fact.doctype)}
			assert {value or "" for value in shown} <= set(field.options.split("\n")), field.fieldname


def test_the_choices_are_those_of_the_records(frappe_site):
	"""If a record had a choice that its fact lacks, no filter could find the row."""
	for kind, columns in SAME_CHOICES.items():
		for column, (doctype, field) in columns.items():
			here, there = choices(kind, column), choices(doctype, field)
			assert there - here == set(), (kind, column)


HOST = {"host_kind": ("Employer", "employer_type"), "age_status": ("Placement", "age_status")}
SAME_CHOICES = {
	"Young Person Fact": {
		field: ("Young Person", field)
		for field in ("status", "age_band", "travel_band", "pathway", "eet_status")
	},
	"Placement Fact": HOST
	| {field: ("Placement", field) for field in ("kind", "status", "pay_basis")}
	| {
		"host_size": ("Employer", "size"),
		"environment_band": ("Employer Site", "environment_band"),
		"overall_rating": ("Risk Assessment", "overall_rating"),
	},
	"Visit Fact": HOST
	| {
		field: ("Visit", field)
		for field in ("kind", "status", "seen_alone", "supervisor_seen", "controls_working", "as_agreed")
	}
	| {"placement_kind": ("Placement", "kind")},
	"Outcome Fact": HOST
	| {field: ("Placement", field) for field in ("outcome", "kind", "pay_basis")}
	| {"ending": ("Placement", "status")},
}


def choices(doctype, field):
	return set((frappe.get_meta(doctype).get_field(field).options or "").split("\n")) - {""}


def test_a_fact_shows_no_date_and_no_user(council):
	sync.rebuild()
	for kind in KINDS:
		for row in rows_of(kind):
			assert (row.owner, row.modified_by) == (SERVICE_USER, SERVICE_USER)
			assert row.creation == row.modified == get_datetime(today()), kind


@pytest.mark.parametrize("kind", [*KINDS, "Fact Source", "Fact Release"])
def test_no_one_writes_a_fact_by_hand(council, kind):
	"""Not even Administrator, who passes every permission check."""
	sync.rebuild()
	doc = frappe.get_last_doc(kind)
	insert = frappe.get_doc({"doctype": kind, "fact": "Another"}).insert
	for attempt in (lambda: insert(ignore_mandatory=True), doc.save, doc.delete):
		with pytest.raises(frappe.PermissionError):
			attempt()


def test_an_analyst_builds_a_report_on_them(council):
	sync.rebuild()
	frappe.set_user(factories.standing_user("analyst"))
	arguments = {
		"doctype": "Placement Fact",
		"fields": json.dumps(
			["`tabPlacement Fact`.`kind`", "count(`tabPlacement Fact`.`name`) as _aggregate_column"]
		),
		"filters": json.dumps([["Placement Fact", "started", "!=", "nothing"]]),
		"group_by": "`tabPlacement Fact`.`kind`",
		"view": "Report",
	}
	answer = call("frappe.desk.reportview.get", **arguments)
	assert answer["keys"][0] == "kind" and answer["values"]
	for doctype in ("Placement", "Fact Source"):
		with pytest.raises(frappe.PermissionError):
			call("frappe.desk.reportview.get", doctype=doctype, fields='["name"]', view="Report")


def test_the_nightly_run_rebuilds_them():
	from unlocking_opportunities.daily_work import nightly

	assert nightly.STEPS["facts"] is sync.rebuild
	order = list(nightly.STEPS)
	assert order.index("start gates") < order.index("facts")


def test_no_change_of_a_record_starts_a_release():
	assert "unlocking_opportunities.programme.facts" not in json.dumps(
		list(map(str, hooks.doc_events.items()))
	)


def test_a_row_that_too_few_are_like_is_a_broken_invariant(council):
	sync.rebuild()
	assert not invariants.identifying_facts()
	frappe.db.set_value("Visit Fact", rows_of("Visit Fact")[0].name, "ward", "Olney")
	assert [problem.doctype for problem in invariants.identifying_facts()] == ["Visit Fact"]


def test_the_patch_replaces_facts_that_point_at_people(council):
	sync.rebuild()
	old = rows_of("Young Person Fact")[0].name
	frappe.db.set_value("Young Person Fact", old, "ward", "Olney")
	frappe.db.delete("Fact Release")
	release_facts_anew.execute()
	assert not frappe.db.exists("Young Person Fact", old)
	assert frappe.db.count("Young Person Fact") >= sync.SMALLEST_GROUP
	assert not frappe.db.exists("DocType", "Fact Key")


@pytest.mark.parametrize("size", [0, 2])
def test_the_smallest_group_is_three_at_least(frappe_site, size):
	settings = frappe.get_doc("Unlocking Opportunities Settings")
	settings.smallest_group = size
	with pytest.raises(sync.GroupTooSmall):
		settings.save()


def test_the_smallest_group_may_be_three(frappe_site):
	settings = frappe.get_doc("Unlocking Opportunities Settings")
	settings.smallest_group = 3
	settings.save()
	assert sync.smallest_group() == 3
