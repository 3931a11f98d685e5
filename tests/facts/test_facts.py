"""What analysts read: kept up after each change, equal to a rebuild, and saying nothing of whom it tells."""

import json

import frappe
import pytest
from frappe.utils import add_years, get_datetime, today

from tests import factories
from tests.budgets.counting import counted
from tests.security.conftest import call
from unlocking_opportunities.facts import sync
from unlocking_opportunities.workflow.service import SERVICE_USER

KINDS = [fact.doctype for fact in sync.FACTS]
# What would hold a name, a sentence, a day or a way back. The two words are masters of the council's.
ALLOWED_TYPES = ("Select", "Int", "Check", "Date", "Data", "Column Break", "Section Break")
WORDS = ("sector", "ward")


@pytest.fixture
def jobs(frappe_site, monkeypatch):
	"""The jobs that this transaction would have started; it is never committed, `commit()` plays what it sets off."""
	started = []
	monkeypatch.setattr(
		frappe, "enqueue", lambda method, **arguments: started.append((method, arguments)) or None
	)
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	return started


def commit():
	frappe.db.after_commit.run()


def run(jobs):
	commit()
	while jobs:
		method, arguments = jobs.pop(0)
		if method is sync.refresh:
			sync.refresh(arguments["changes"])


@pytest.fixture
def council(jobs):
	"""A young person of 17 in a placement with a visit, and their facts."""
	person = factories.young_person()
	place = factories.site()
	placement = factories.placement(person, place, risk_assessment=factories.assessment(place).name)
	visit = factories.visit(placement)
	run(jobs)
	return frappe._dict(person=person, place=place, placement=placement, visit=visit)


def fact_of(kind, doc):
	key = frappe.db.get_value("Fact Key", {"fact": kind, "record": doc.name})
	return frappe.get_doc(kind, key) if key and frappe.db.exists(kind, key) else None


def everything():
	"""Every fact with every column, as it stands."""
	return {
		kind: sorted(frappe.get_all(kind, fields=["*"], as_list=False), key=lambda row: row.name)
		for kind in KINDS
	}


def paused(council):
	factories.set_stored(council.placement, status="Paused")
	return "Placement Fact", council.placement, {"status": "Paused"}


def ended(council):
	factories.set_stored(
		council.placement,
		status="Ended Early",
		outcome="Paid Job",
		hours_attended=11.5,
		actual_end="2026-03-20",
	)
	return "Outcome Fact", council.placement, {"ending": "Ended Early", "hours_attended": 12}


def placement_counted(council):
	factories.set_stored(council.placement, status="Completed")
	return (
		"Young Person Fact",
		council.person,
		{"placements": 1, "placements_completed": 1, "placements_live": 0},
	)


def seen_alone(council):
	council.visit.db_set({"status": "Done", "visited_on": council.visit.due_on, "seen_alone": "Yes"})
	return "Visit Fact", council.visit, {"seen_alone": "Yes", "made_by_its_day": 1}


def visit_counted(council):
	council.visit.db_set("status", "Done")
	return "Placement Fact", council.placement, {"visits_made": 1, "visits_planned": 0}


def employer_grew(council):
	frappe.get_doc("Employer", council.place.employer).update({"size": "250 or more"}).save()
	return "Placement Fact", council.placement, {"host_size": "250 or more"}


def site_assessed_anew(council):
	council.place.reload()
	council.place.update({"environment_band": "Higher Risk"}).save()
	return "Placement Fact", council.placement, {"environment_band": "Higher Risk"}


def assessment_rated(council):
	assessment = frappe.get_doc("Risk Assessment", council.placement.risk_assessment)
	assessment.db_set("overall_rating", "High")
	return "Placement Fact", council.placement, {"overall_rating": "High"}


def mentored(council):
	factories.set_stored(factories.pairing(council.person), status="Active")
	return "Young Person Fact", council.person, {"mentored": 1}


def came_of_age(council):
	identity = frappe.get_doc("Young Person Identity", council.person.name)
	identity.update({"date_of_birth": add_years(today(), -23)}).save()
	return "Young Person Fact", council.person, {"age_band": "21 to 25"}


CHANGES = (
	paused,
	ended,
	placement_counted,
	seen_alone,
	visit_counted,
	employer_grew,
	site_assessed_anew,
	assessment_rated,
	mentored,
	came_of_age,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_brings_the_fact_up_to_it(council, jobs, change):
	kind, doc, expected = change(council)
	before = fact_of(kind, doc)
	assert not before or {field: before.get(field) for field in expected} != expected
	run(jobs)
	fact = fact_of(kind, doc)
	assert {field: fact.get(field) for field in expected} == expected


def test_facts_after_changes_equal_a_rebuild(council, jobs):
	sync.rebuild()
	for change in CHANGES:
		change(council)
		run(jobs)
	kept = everything()
	sync.rebuild()
	assert everything() == kept and all(kept.values())


def test_one_transaction_starts_one_job(council, jobs):
	council.visit.db_set("seen_alone", "No")
	factories.set_stored(council.placement, status="Paused")
	commit()
	[(_method, arguments)] = [job for job in jobs if job[0] is sync.refresh]
	told = arguments["changes"]
	assert ("Visit", council.visit.name) in told and ("Placement", council.placement.name) in told
	jobs.clear()
	council.visit.db_set("seen_alone", "Yes")
	commit()
	assert [arguments["changes"] for _method, arguments in jobs] == [[("Visit", council.visit.name)]]


def test_what_is_rolled_back_starts_none(council, jobs):
	council.visit.db_set("seen_alone", "No")
	frappe.db.rollback()
	commit()
	assert not jobs


def test_a_deleted_record_has_no_fact(council, jobs):
	assert fact_of("Visit Fact", council.visit)
	frappe.delete_doc("Visit", council.visit.name, force=True)
	run(jobs)
	assert not fact_of("Visit Fact", council.visit)
	sync.rebuild()
	assert not frappe.db.exists("Fact Key", {"record": council.visit.name})


def test_what_passed_by_the_controllers_is_caught_at_night(council, jobs):
	frappe.db.set_value("Visit", council.visit.name, "status", "Cancelled")
	gone = factories.visit(council.placement)
	run(jobs)
	key = frappe.db.get_value("Fact Key", {"record": gone.name})
	frappe.db.delete("Visit", {"name": gone.name})
	run(jobs)
	assert fact_of("Visit Fact", council.visit).status == "Planned"
	sync.rebuild()
	assert fact_of("Visit Fact", council.visit).status == "Cancelled"
	assert not frappe.db.exists("Visit Fact", key)


def test_a_rebuild_that_was_killed_is_run_again(council, monkeypatch):
	factories.set_stored(council.placement, status="Completed", outcome="Paid Job")
	sync.rebuild()
	wanted = everything()
	frappe.db.delete("Visit Fact")
	monkeypatch.setattr(sync, "BATCH", 1)
	write, batches = sync._write, []

	def killed(fact, names):
		batches.append(names)
		if len(batches) == 3:
			raise KeyboardInterrupt
		write(fact, names)

	with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
		patched.setattr(sync, "_write", killed)
		sync.rebuild()
	sync.rebuild()
	assert everything() == wanted


def test_a_rebuild_grows_with_batches_not_rows(council, monkeypatch):
	def statements():
		sync.rebuild()
		with counted() as sent:
			sync.rebuild()
		return len(sent)

	few = statements()
	for _ in range(8):
		factories.visit(council.placement)
	assert statements() == few
	monkeypatch.setattr(sync, "BATCH", 2)
	assert statements() > few


@pytest.mark.parametrize("fact", sync.FACTS, ids=lambda fact: fact.doctype)
def test_no_column_holds_a_name_a_sentence_a_day_or_a_way_back(fact, frappe_site):
	for field in frappe.get_meta(fact.doctype).fields:
		assert field.fieldtype in ALLOWED_TYPES, field.fieldname
		assert field.fieldtype != "Data" or field.fieldname in WORDS, field.fieldname
		assert field.fieldtype != "Date" or field.fieldname.endswith("_month"), field.fieldname


@pytest.mark.parametrize("fact", sync.FACTS, ids=lambda fact: fact.doctype)
def test_every_column_is_labelled_and_filled(council, fact):
	factories.set_stored(council.placement, status="Completed", outcome="Paid Job")
	[record] = (
		fact.query()
		.where(frappe.qb.DocType(fact.source).name == council[SOURCES[fact.source]].name)
		.run(as_dict=True)
	)
	fields = [field for field in frappe.get_meta(fact.doctype).fields if "Break" not in field.fieldtype]
	assert sorted(fact.row(record)) == sorted(field.fieldname for field in fields)
	labels = [field.label for field in fields]
	assert all(labels) and len(set(labels)) == len(labels)


SOURCES = {"Young Person": "person", "Placement": "placement", "Visit": "visit"}


def test_the_choices_are_those_of_the_records(frappe_site):
	"""A choice that a record gains and its fact lacks would be a row that no filter finds."""
	for kind, columns in SAME_CHOICES.items():
		for column, (doctype, field) in columns.items():
			here, there = choices(kind, column), choices(doctype, field)
			assert there - here == set(), (kind, column)


HOST = {
	"host_kind": ("Employer", "employer_type"),
	"host_size": ("Employer", "size"),
	"age_status": ("Placement", "age_status"),
}
SAME_CHOICES = {
	"Young Person Fact": {
		field: ("Young Person", field)
		for field in ("status", "age_band", "travel_band", "pathway", "eet_status")
	},
	"Placement Fact": HOST
	| {field: ("Placement", field) for field in ("kind", "status", "pay_basis")}
	| {
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
	| {"ending": ("Placement", "status"), "host_again": ("Employer", "host_again")},
}


def choices(doctype, field):
	return set((frappe.get_meta(doctype).get_field(field).options or "").split("\n")) - {""}


def test_a_fact_says_nothing_of_when_or_by_whom(council):
	sync.rebuild()
	for kind, rows in everything().items():
		for row in rows:
			assert (row.owner, row.modified_by) == (SERVICE_USER, SERVICE_USER)
			assert row.creation == row.modified == get_datetime(today()), kind
			months = [value for field, value in row.items() if field.endswith("_month") and value]
			assert all(month.day == 1 for month in months), kind


@pytest.mark.parametrize("kind", [*KINDS, "Fact Key"])
def test_nobody_writes_a_fact_by_hand(council, kind):
	"""Administrator neither, whom no permission stops."""
	doc = frappe.get_last_doc(kind) if frappe.db.count(kind) else None
	attempts = [lambda: frappe.get_doc({"doctype": kind}).insert(ignore_mandatory=True)]
	if doc:
		attempts += [doc.save, doc.delete]
	for attempt in attempts:
		with pytest.raises(frappe.PermissionError):
			attempt()


def test_an_analyst_builds_a_report_on_them(council, jobs):
	sync.rebuild()
	frappe.set_user(factories.standing_user("analyst"))
	arguments = {
		"doctype": "Placement Fact",
		"fields": json.dumps(
			["`tabPlacement Fact`.`kind`", "count(`tabPlacement Fact`.`name`) as _aggregate_column"]
		),
		"filters": json.dumps([["Placement Fact", "status", "=", council.placement.status]]),
		"group_by": "`tabPlacement Fact`.`kind`",
		"view": "Report",
	}
	answer = call("frappe.desk.reportview.get", **arguments)
	assert answer["keys"][0] == "kind" and answer["values"]
	for doctype in ("Placement", "Fact Key"):
		with pytest.raises(frappe.PermissionError):
			call("frappe.desk.reportview.get", doctype=doctype, fields='["name"]', view="Report")


def test_the_nightly_run_rebuilds_them():
	from unlocking_opportunities import tasks

	assert tasks.STEPS["facts"] is sync.rebuild
	order = list(tasks.STEPS)
	assert order.index("start gates") < order.index("facts")
