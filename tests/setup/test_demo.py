"""The demo: what people find in it, that it is complete, and that removing it leaves nothing."""

import re
from random import Random
from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, cint, getdate, today
from frappe.utils.password import check_password

from tests import factories
from unlocking_opportunities.approvals.workflows import DEFINITIONS
from unlocking_opportunities.daily_work import invariants
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.setup import demo, loader
from unlocking_opportunities.setup.demo_data import council
from unlocking_opportunities.setup.demo_data.placements import visits
from unlocking_opportunities.unlocking_opportunities.doctype.employer.employer import InvalidCompanyNumber

SIZES = {
	"Young Person": 498,
	"Young Person Identity": 498,
	"Young Person Care Record": 498,
	"Employer": 61,  # sixty, and one that was entered twice and merged
	"Employer Pledge": 120,
	"Placement": 150,
	"Ward": 19,
	"Mentor": 22,
	"Mentoring Pairing": 27,
	"Steering Group Partner": 10,
	"Programme Event": 13,
	"Council Report": 1,
	"Not Here Alert": 3,
	"Declined Match": 14,
	"Allocation Round": 1,
	"Accident": 2,
	"Concern Referral": 2,
}
# What saving records might have left, besides the loaded records.
SIDE_EFFECTS = (
	"Address",
	"Comment",
	"Communication",
	"Contact",
	"DocShare",
	"Email Queue",
	"File",
	"Has Role",
	"Notification Log",
	"Notification Settings",
	"Population Figure",
	"ToDo",
	"User",
	"Version",
	"Workflow Action",
)
SAVED_AGAIN = (
	"Accident",
	"Concern Referral",
	"Employer",
	"Employer Pledge",
	"Employer Site",
	"Host Agreement",
	"Mentor",
	"Mentoring Pairing",
	"Not Here Alert",
	"Placement",
	"Placement Opportunity",
	"Share Release",
	"Visit",
	"Young Person",
	"Young Person Identity",
)
# Random or timestamped each time.
VOLATILE = {"pledge_offer", "gate_checked_on", "gate_valid_until", "idx"}


def _counted_doctypes():
	ours = frappe.get_all(
		"DocType", filters={"module": "Unlocking Opportunities", "issingle": 0}, pluck="name", order_by="name"
	)
	return [*ours, *SIDE_EFFECTS]


def _counts():
	return {doctype: frappe.db.count(doctype) for doctype in _counted_doctypes()}


@pytest.fixture(scope="module")
def before_the_demo(demo_site):
	"""What was on the site before the demo was loaded; the demo is loaded for the tests of this module."""
	demo.clear(with_dependent_records=True)  # what a run that was killed has left
	before = _counts()
	demo.load()
	frappe.db.commit()
	yield before
	frappe.db.rollback()
	frappe.set_user("Administrator")
	demo.clear(with_dependent_records=True)
	frappe.db.commit()


@pytest.fixture
def told(before_the_demo, frappe_site):
	"""The demo as loaded; changes by a test are rolled back."""
	return before_the_demo


@pytest.fixture
def as_user(told):
	"""`as_user("officer")` signs in as the demo's user with that key."""
	return lambda key: frappe.set_user(council.address_of(key))


# What people find


def test_an_officer_finds_a_pledge_that_has_waited_four_days(as_user):
	as_user("officer")
	waiting = frappe.get_list(
		"Employer Pledge",
		filters={"status": "Submitted", "pledged_on": add_days(today(), -4)},
		fields=["answer_by"],
	)
	assert waiting
	assert all(getdate(pledge.answer_by) >= getdate(add_days(today(), -1)) for pledge in waiting)


def test_an_officer_finds_a_policy_that_lapses_in_nine_days_under_a_running_placement(as_user):
	as_user("officer")
	in_nine_days = getdate(add_days(today(), 9))
	running = frappe.get_list("Placement", filters={"status": "In Progress"}, pluck="name")
	warnings = [
		row
		for name in running
		for row in frappe.get_doc("Placement", name).gate_results
		if row.check_key == "insurance" and row.valid_until == in_nine_days
	]
	assert [row.outcome for row in warnings] == ["Pass Until"] * len(warnings) != []


def test_an_officer_finds_one_visit_overdue_since_two_working_days(as_user):
	as_user("officer")
	overdue = frappe.get_list(
		"Visit", filters={"status": "Planned", "due_on": ["<", today()]}, pluck="due_on"
	)
	assert overdue == [add_working_days(getdate(today()), -2)]


def test_a_manager_finds_assessments_and_a_childs_placement_to_decide(as_user):
	as_user("manager")
	assert frappe.get_list("Risk Assessment", filters={"status": "Submitted"})
	assert frappe.get_list("Placement", filters={"status": "Proposed", "under_18": 1})


def test_someone_ended_early_and_not_contacted_yet(as_user):
	as_user("officer")
	ended = frappe.get_list(
		"Placement",
		filters={"status": "Ended Early", "contact_made_on": ["is", "not set"]},
		pluck="actual_end",
	)
	assert ended == [add_working_days(getdate(today()), -3)]


def test_a_worker_finds_their_own_young_people_and_some_without_a_next_step(as_user):
	as_user("worker")
	people = frappe.get_list(
		"Young Person", fields=["allocated_worker", "status", "next_step"], limit_page_length=0
	)
	assert 30 < len(people) < 60
	assert {person.allocated_worker for person in people} == {council.address_of("worker")}
	assert [person for person in people if person.status == "Active" and not person.next_step]


def test_the_start_gate_lets_every_running_placement_run(told):
	running = frappe.get_all(
		"Placement", filters={"status": ["in", ["Ready", "In Progress"]]}, fields=["name", "gate_status"]
	)
	assert {placement.gate_status for placement in running} == {"Open"}
	assert "Closed" in frappe.get_all("Placement", filters={"status": "Agreed"}, pluck="gate_status")


def test_every_state_of_every_workflow_occurs(told):
	for definition in DEFINITIONS:
		states = set(frappe.get_all(definition.doctype, pluck="status", distinct=True))
		assert states == definition.state_names, definition.doctype


def test_its_size(told):
	loaded = {doctype: len(names) for doctype, names in loader.records_of(demo.LABEL).items()}
	assert {doctype: loaded[doctype] for doctype in SIZES} == SIZES
	for doctype, least in {
		"Visit": 400,
		"Risk Assessment": 60,
		"Share Release": 50,
		"Host Agreement": 60,
	}.items():
		assert loaded[doctype] >= least, doctype
	assert loaded["Young Person Risk Addendum"] >= 5


def test_pledges_come_from_everywhere(told):
	options = frappe.get_meta("Employer Pledge").get_field("source").options.split("\n")
	assert set(frappe.get_all("Employer Pledge", pluck="source", distinct=True)) == set(options)


def test_no_one_in_it_can_be_rung_or_written_to(told):
	identities = frappe.get_all(
		"Young Person Identity",
		fields=["mobile", "carer_phone", "signatory_phone", "emergency_phone", "email"],
	)
	for identity in identities:
		address = identity.pop("email")
		assert address.endswith(".example")
		assert all(re.fullmatch(r"07700 900\d{3}", number) for number in identity.values() if number)
	users = frappe.get_all(
		"User", filters={"name": ["in", loader.records_of(demo.LABEL)["User"]]}, pluck="email"
	)
	assert all(address.endswith(".example") for address in users)


def test_titles_name_no_person(told):
	names = frappe.get_all("Young Person Identity", fields=["preferred_name", "surname"])
	surnames = {name.surname for name in names}
	for doctype in ("Placement", "Visit", "Placement Opportunity"):
		for title in frappe.get_all(doctype, pluck="title"):
			assert not surnames & set(re.findall(r"\w+", title)), title


def test_each_role_signs_in_with_the_password_it_was_given(told):
	roles = ("officer", "manager", "worker", "hs_adviser", "safeguarding", "analyst", "app_administrator")
	portal = ("member", "employer", "mentor")
	users = demo.logins({role: f"Pass-{role}-71" for role in (*roles, *portal)})
	for role, user in users.items():
		assert check_password(user, f"Pass-{role}-71") == user
		kind = "Website User" if role in portal else "System User"
		assert frappe.db.get_value("User", user, "user_type") == kind


def test_logins_of_someone_else_are_refused(told):
	with pytest.raises(KeyError):
		demo.logins({"administrator": "x"})


# It is complete


def test_every_invariant_holds(told):
	assert invariants.check() == []


def test_each_record_can_be_saved_by_hand_as_it_stands(told):
	"""Loaded records are what the controllers would have made: saving one again changes nothing."""
	for doctype in SAVED_AGAIN:
		names = loader.records_of(demo.LABEL)[doctype]
		for name in names[:: max(1, len(names) // 6)]:
			before = frappe.get_doc(doctype, name)
			frappe.get_doc(doctype, name).save()
			assert _content(frappe.get_doc(doctype, name)) == _content(before), (doctype, name)


def test_loading_sent_no_mail_and_rang_no_bell(told):
	now = _counts()
	for doctype in ("Email Queue", "Notification Log", "Version", "Comment", "ToDo", "Workflow Action"):
		assert now[doctype] == told[doctype], doctype


def test_loading_again_changes_nothing(told):
	before = _counts()
	assert demo.load() == "The demo data has already been loaded."
	assert _counts() == before


def test_the_same_day_tells_the_same_story(told):
	first = _fingerprint()
	demo.clear()
	demo.load()
	assert _fingerprint() == first


# Nothing is left


def test_clearing_removes_exactly_what_was_loaded(told):
	demo.clear()
	assert _counts() == told


def test_clearing_takes_what_frappe_kept_about_it_too(told, as_user):
	as_user("officer")
	employer = frappe.get_last_doc("Employer", filters={"status": "Active"})
	employer.update({"notes": "Rang back"}).save(ignore_version=False)
	employer.add_comment("Comment", "Rang back")
	frappe.set_user("Administrator")
	assert _counts()["Version"] == told["Version"] + 1
	assert _counts()["Comment"] == told["Comment"] + 1
	demo.clear()
	assert _counts() == told


def test_clearing_puts_the_settings_back(told):
	name = "council_name"
	assert frappe.db.get_single_value(council.SETTINGS, name) == "Milton Keynes City Council (demo)"
	demo.clear()
	assert "demo" not in (frappe.db.get_single_value(council.SETTINGS, name) or "")


def test_clearing_leaves_a_setting_that_the_council_has_changed_since(told):
	frappe.db.set_single_value(council.SETTINGS, "council_name", "Our Own Council")
	demo.clear()
	assert frappe.db.get_single_value(council.SETTINGS, "council_name") == "Our Own Council"


def test_clearing_asks_first_when_people_have_built_on_it(told, as_user):
	as_user("officer")
	employer = frappe.get_last_doc("Employer", filters={"status": "Active"})
	site = factories.make(
		"Employer Site", employer=employer.name, site_name="Yard", environment_band="Low Risk"
	)
	frappe.set_user("Administrator")

	with pytest.raises(loader.LoadRefused, match="Employer Site: 1"):
		demo.clear()
	assert frappe.db.exists("Employer Site", site.name)

	demo.clear(with_dependent_records=True)
	assert _counts() == told


def test_clearing_leaves_other_records_alone(told):
	own = factories.make("Employer", employer_name="Somebody Real", employer_type="Business")
	demo.clear()
	assert frappe.get_all("Employer", pluck="name") == [own.name]


def test_clearing_twice_is_harmless(told):
	demo.clear()
	assert demo.clear() == "There is no demo data."


# Permissions, and interruptions


def test_an_interrupted_load_leaves_nothing(told, monkeypatch):
	demo.clear()
	empty = _counts()

	def stop(_placements):
		raise KeyboardInterrupt

	monkeypatch.setattr(demo.judge, "judge_now", stop)  # the last step, when everything has been written
	with pytest.raises(KeyboardInterrupt):
		demo.load()
	assert _counts() == empty


def test_history_that_breaks_an_invariant_is_refused_whole(frappe_site):
	before = _counts()
	history = loader.Loader("History")
	employer = history.add(
		"Employer", {"employer_name": "Old Friend", "employer_type": "Business", "status": "Active"}
	)
	place = {
		"employer": employer.name,
		"kind": "Taster",
		"role_title": "Looker-on",
		"capacity": 2,
		"taken": 1,
	}
	history.add("Placement Opportunity", place)
	with pytest.raises(loader.LoadRefused, match="places taken does not match"):
		history.finish()
	assert _counts() == before


def test_history_that_a_controller_refuses_is_refused_whole(frappe_site):
	before = _counts()
	history = loader.Loader("History")
	history.add(
		"Employer", {"employer_name": "Old Friend", "employer_type": "Business", "company_number": "12-34"}
	)
	with pytest.raises(InvalidCompanyNumber):
		history.finish()
	assert _counts() == before


def test_history_that_links_to_nothing_is_refused(frappe_site):
	history = loader.Loader("History")
	history.add("Employer Site", {"employer": "EMP-1999-00001", "site_name": "Nowhere"})
	with pytest.raises(frappe.LinkValidationError, match="EMP-1999-00001"):
		history.finish()


def test_the_loader_is_closed_to_web_requests(frappe_site, monkeypatch):
	monkeypatch.setattr(frappe.local, "request", object(), raising=False)
	with pytest.raises(loader.LoadRefused):
		loader.Loader("History")
	with pytest.raises(loader.LoadRefused):
		loader.remove(demo.LABEL)


def test_the_loader_is_closed_to_everyone_but_administrator(frappe_site):
	frappe.set_user(factories.user("manager"))
	with pytest.raises(loader.LoadRefused):
		loader.Loader("History")


@pytest.mark.parametrize("ask", [demo.load_demo_data, demo.clear_demo_data])
@pytest.mark.parametrize("kind", ["officer", "manager", "worker", "analyst"])
def test_only_administrators_of_the_app_may_ask_for_it(frappe_site, monkeypatch, ask, kind):
	frappe.set_user(factories.user(kind))
	monkeypatch.setitem(frappe.flags, "in_test", False)  # in tests, older engines check no roles
	with pytest.raises(frappe.PermissionError):
		ask()


@pytest.mark.parametrize(
	("ask", "job"), [(demo.load_demo_data, "load_for"), (demo.clear_demo_data, "clear_for")]
)
def test_an_administrator_of_the_app_sets_off_a_job(frappe_site, monkeypatch, ask, job):
	asked = []
	user = factories.user("administrator")
	frappe.set_user(user)
	monkeypatch.setattr(frappe, "enqueue", lambda method, **options: asked.append((method, options["user"])))
	monkeypatch.setitem(frappe.flags, "in_test", False)
	ask()
	assert asked == [(f"unlocking_opportunities.setup.demo.{job}", user)]


def test_it_is_asked_for_by_post_alone():
	for ask in (demo.load_demo_data, demo.clear_demo_data):
		assert frappe.allowed_http_methods_for_whitelisted_func[ask] == ["POST"]


def _fingerprint():
	records = loader.records_of(demo.LABEL)
	# Both get new names: a share from a sequence, the rows of the settings at random.
	told = records.keys() - {"DocShare", "Population Figure"}
	return {doctype: _stored(doctype, records[doctype]) for doctype in told}


def _stored(doctype, names):
	"""Return the rows of `doctype` and of its child tables as stored, in order, without random values and timestamps."""
	found = []
	tables = [(doctype, "name", ["name", "owner", "creation"])]
	tables += [
		(field.options, "parent", ["parent", "parentfield", "idx"])
		for field in frappe.get_meta(doctype).get_table_fields()
	]
	for table, key, columns in tables:
		columns += [
			column for column in frappe.get_meta(table).get_fieldnames_with_value() if column not in VOLATILE
		]
		rows = frappe.get_all(table, filters={key: ["in", names]}, fields=list(dict.fromkeys(columns)))
		found += sorted(str(row) for row in rows)
	return found


def _content(document):
	content = {"name": document.name, "docstatus": cint(document.docstatus)}
	for row in (document, *document.get_all_children()):
		values = {
			field.fieldname: str(row.get(field.fieldname))
			for field in row.meta.fields
			if field.fieldname not in VOLATILE
			and field.fieldtype not in ("Table", "Table MultiSelect", "HTML")
		}
		content.setdefault(row.doctype, []).append(values)
	return content


@pytest.mark.parametrize("days_to_the_end", [-1, 0])
def test_a_placement_that_is_over_has_no_visit_still_planned(days_to_the_end):
	"""The demo can be loaded on any day: a placement that ends today is over."""
	now = getdate("2026-11-30")
	world = SimpleNamespace(today=now, day=lambda days: add_days(now, days))
	over = SimpleNamespace(actual_end=add_days(now, days_to_the_end))
	for dice in map(Random, range(20)):
		visit = visits.visited_or_planned(world, dice, over, None, "Before the End", now)
		assert visit["status"] in ("Done", "Not Possible", "Cancelled")
