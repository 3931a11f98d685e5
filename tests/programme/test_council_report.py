import frappe
import pytest
from frappe.utils import add_years, today

from tests import factories
from unlocking_opportunities.council.roles import SecondManagerNeeded
from unlocking_opportunities.programme import council_report
from unlocking_opportunities.unlocking_opportunities.doctype.council_report.council_report import (
	ApprovedStays,
	PeriodNotOver,
)

FIRST, LAST = "2041-01-01", "2041-12-31"  # a period without any records on the site


@pytest.fixture
def officer(frappe_site):
	for kind in ("officer", "manager", "analyst"):
		factories.standing_user(kind)
	frappe.set_user(factories.standing_user("officer"))


def figure(report, key):
	return next(row for row in report.figures if row.figure_key == key)


def as_manager():
	frappe.set_user(factories.standing_user("manager"))


def test_the_figures_are_counted_from_the_records(frappe_site):
	councillor = factories.standing_user("councillor")
	person = factories.young_person(age=19)
	for status, outcome in (("Completed", "Paid Job"), ("Completed", ""), ("Ended Early", "")):
		factories.set_stored(
			factories.placement(person),
			status=status,
			outcome=outcome,
			actual_start="2041-03-01",
			actual_end="2041-04-01",
		)
	session = factories.mentoring_session(person)
	session.db_set("met_on", "2041-05-01")
	factories.employer(introduced_by=councillor).db_set("creation", "2041-12-31 18:00:00")
	report = factories.council_report(period_from=FIRST, period_to=LAST)
	assert figure(report, "placements_started").numerator == 3
	completed, moved_on = figure(report, "placements_completed"), figure(report, "moved_on")
	assert (completed.numerator, completed.denominator, round(completed.value)) == (2, 3, 67)
	assert (moved_on.numerator, moved_on.denominator) == (1, 2)
	assert figure(report, "young_people").numerator == 1
	assert figure(report, "mentoring_sessions").numerator == 1
	assert (figure(report, "introduced").numerator, figure(report, "introduced").denominator) == (0, 1)


def test_no_one_writes_a_figure(officer):
	report = factories.council_report()
	counted = figure(report, "visits_done").numerator
	figure(report, "visits_done").numerator = 999
	report.save()
	assert figure(report, "visits_done").numerator == counted


def test_a_manager_who_did_not_write_it_approves_it(officer):
	report = factories.council_report()
	with pytest.raises(frappe.PermissionError):
		report.submit()
	as_manager()
	report = factories.stored(report)
	report.submit()
	assert (report.status, report.approved_by) == ("Approved", factories.standing_user("manager"))


def test_a_manager_who_wrote_on_it_does_not(officer):
	report = factories.council_report()
	as_manager()
	report = factories.stored(report)
	report.narrative = "Better words."
	report.save()
	with pytest.raises(SecondManagerNeeded):
		report.submit()


def test_whoever_wrote_on_it_is_not_forgotten_by_what_is_sent(officer):
	as_manager()
	report = factories.council_report()
	report.update({"editors": "", "owner": factories.standing_user("officer")})
	with pytest.raises(SecondManagerNeeded):
		report.submit()


@pytest.mark.parametrize(
	"values,failure",
	[({"period_to": "2090-01-01"}, PeriodNotOver), ({"narrative": " \n"}, frappe.MandatoryError)],
)
def test_what_an_approval_needs(officer, values, failure):
	report = factories.council_report(**values)
	as_manager()
	with pytest.raises(failure):
		factories.stored(report).submit()


@pytest.fixture
def approved(officer):
	report = factories.council_report()
	as_manager()
	report = factories.stored(report)
	report.submit()
	return report


def test_approved_it_is_frozen(approved):
	for change in ({"narrative": "Other words"}, {"period_to": add_years(today(), 1)}):
		report = factories.stored(approved)
		report.update(change)
		with pytest.raises(frappe.UpdateAfterSubmitError):
			report.save()
	report = factories.stored(approved)
	report.figures[0].numerator = 999
	with pytest.raises(frappe.UpdateAfterSubmitError):
		report.save()


def test_no_one_cancels_it_not_even_administrator(approved):
	frappe.set_user("Administrator")
	with pytest.raises(ApprovedStays):
		factories.stored(approved).cancel()


def test_a_manager_publishes_it_and_takes_it_back(approved):
	report = factories.stored(approved)
	report.published = 1
	report.save()
	assert report.published_on and council_report.latest_published().name == report.name
	report.published = 0
	report.save()
	assert not report.published_on


def test_a_draft_is_never_published(officer):
	report = factories.council_report(published=1, status="Approved")
	assert (int(report.published), report.status) == (0, "Draft")


def test_what_the_public_reads_points_at_no_one(frappe_site):
	report = frappe.new_doc("Council Report")
	rows = [("a", 3, 0, 0), ("b", 52, 60, 1), ("c", 58, 60, 1), ("d", 2, 3, 1), ("e", 498, 0, 0)]
	for label, numerator, denominator, is_share in rows:
		report.append(
			"figures",
			{"label": label, "numerator": numerator, "denominator": denominator, "is_share": is_share},
		)
	shown = {row["label"]: row["value"] for row in council_report.public_rows(report)}
	assert shown == {
		"a": "fewer than 5",
		"b": "about 50 out of about 60 (83%)",
		"c": "not shown",
		"d": "fewer than 5",
		"e": "about 500",
	}
