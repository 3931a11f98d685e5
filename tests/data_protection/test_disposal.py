"""After a manager has approved disposal, nothing that identifies the person is left, and statistics don't change."""

import frappe
import pytest
from frappe.utils import add_days, add_years, getdate, now_datetime, today

from tests import factories
from tests.data_protection.planted import found_in_dump, plant
from unlocking_opportunities.council.roles import SecondManagerNeeded
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.daily_work import invariants
from unlocking_opportunities.data_protection import disposal, records, retention
from unlocking_opportunities.programme.facts import sync
from unlocking_opportunities.unlocking_opportunities.doctype.disposal_review.disposal_review import (
	NotFiledElsewhere,
)

SETTINGS = "Unlocking Opportunities Settings"
COUNTED = (
	("Young Person", "status"), ("Young Person", "eet_status"), ("Placement", "status"), ("Placement", "outcome"),
	("Visit", "status"), ("Not Here Alert", "status"), ("Mentoring Pairing", "status"),
)  # fmt: skip


@pytest.fixture
def six_years(frappe_site):
	"""A retention rule of six years from closing; the council's own rules are restored afterwards."""
	settings = factories.stored(frappe.get_doc(SETTINGS))
	before = [row.as_dict() for row in settings.retention_rules]
	settings.append(
		"retention_rules",
		{"effective_from": add_days(today(), -1), "record_type": "Young Person", "starts_from": "Closed", "years": 6,
		"basis": "The Council's Decision"},
	)  # fmt: skip
	settings.save()
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	settings = frappe.get_doc(SETTINGS)
	settings.set("retention_rules", before)
	settings.save()
	for review in frappe.get_all("Disposal Review", pluck="name"):
		frappe.delete_doc("Disposal Review", review, force=True)
	frappe.db.commit()


@pytest.fixture
def nothing_stored(frappe_site, monkeypatch):
	"""What the test does is rolled back, although the code commits."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)


@pytest.fixture
def manager(frappe_site):
	return factories.standing_user("manager")


def listed(record):
	"""Return the open review that lists `record`."""
	rows = frappe.get_all(
		"Disposal Review Item", {"record": record, "done_on": ["is", "not set"]}, pluck="parent"
	)
	return frappe.get_doc("Disposal Review", rows[0]) if rows else None


def approve(review, manager, days_ago=1):
	frappe.set_user(manager)
	review.filed_elsewhere = 1
	review.save()
	review.approve()
	frappe.set_user("Administrator")
	review.db_set("approved_on", add_days(now_datetime(), -days_ago))
	frappe.db.commit()


def figures():
	counts = {
		(doctype, field): sorted(frappe.get_all(doctype, pluck=field, order_by="name"), key=str)
		for doctype, field in COUNTED
	}
	for fact in sync.FACTS:
		counts[fact.doctype] = sorted(repr(one) for one in sync.read(fact))
	return counts


def test_nothing_that_names_them_is_left_and_no_figure_moves(six_years, manager):
	planted, other = plant(), plant()
	before, broken = figures(), invariants.check()
	assert found_in_dump(planted.words) == set(planted.words), "the plant itself must be found"
	retention.propose_all()
	review = listed(planted.person)
	next(row for row in review.items if row.record == other.person).update(
		{"decision": "Keep", "keep_reason": "Still Needed"}
	)
	approve(review, manager)

	disposal.dispose_approved()

	frappe.db.rollback()
	assert found_in_dump((*planted.words, planted.full, planted.email, *other.words)) == set(other.words)
	assert planted.words[1] not in str(frappe.cache.hgetall("_user_settings"))
	assert frappe.db.get_value("Comment", planted.comment, "content") == "[removed] starts on Monday"
	assert figures() == before
	assert invariants.check() == broken
	results = {row.record: row.result for row in factories.stored(review).items}
	assert (results[planted.person], results[other.person]) == ("Disposed", "Kept")
	assert factories.stored(review).status == "Done"
	retention.propose_all()
	assert not listed(planted.person) and not listed(other.person), "neither is asked about again at once"


def test_an_interrupted_run_continues_the_next_night(six_years, manager, monkeypatch):
	people = [plant() for _number in range(3)]
	retention.propose_all()
	review = listed(people[0].person)
	approve(review, manager)
	monkeypatch.setattr(disposal, "BATCH", 1)
	real, done = disposal.copies.clear, []

	def killed(documents, person):
		real(documents, person)
		done.extend(name for name in documents["Young Person"] if name in {one.person for one in people})
		if len(done) == 2:
			raise KeyboardInterrupt

	monkeypatch.setattr(disposal.copies, "clear", killed)
	with pytest.raises(KeyboardInterrupt):
		disposal.dispose_approved()
	frappe.db.rollback()
	left = [one for one in people if frappe.db.exists("Young Person Identity", one.person)]
	assert len(left) == 2, "one was done, one undone, one not begun"
	assert all(frappe.get_all("Comment", {"reference_name": one.placement}) for one in left)

	monkeypatch.setattr(disposal.copies, "clear", real)
	disposal.dispose_approved()
	frappe.db.rollback()
	assert not any(frappe.db.exists("Young Person Identity", one.person) for one in people)
	assert found_in_dump(word for one in people for word in one.words) == set()
	assert {row.result for row in factories.stored(review).items} == {"Disposed"}
	changed = factories.stored(review).modified
	disposal.dispose_approved()
	assert factories.stored(review).modified == changed


def test_a_hold_placed_after_the_approval_still_keeps_them(six_years, manager):
	planted = plant()
	retention.propose_all()
	review = listed(planted.person)
	approve(review, manager)
	frappe.set_user(factories.standing_user("lead"))
	hold = factories.legal_hold(frappe.get_doc("Young Person", planted.person))
	frappe.set_user("Administrator")
	frappe.db.commit()
	disposal.dispose_approved()
	assert frappe.db.exists("Young Person Identity", planted.person)
	assert [row.result for row in factories.stored(review).items if row.record == planted.person] == [
		"On Hold"
	]
	retention.propose_all()
	assert not listed(planted.person)
	hold.lift()
	retention.propose_all()
	assert listed(planted.person)


def test_approved_today_is_carried_out_tomorrow_and_can_be_taken_back(six_years, manager):
	planted = plant()
	retention.propose_all()
	review = listed(planted.person)
	approve(review, manager, days_ago=0)
	disposal.dispose_approved()
	assert frappe.db.exists("Young Person Identity", planted.person)
	frappe.set_user(manager)
	factories.stored(review).take_back()
	frappe.set_user("Administrator")
	review.db_set("approved_on", add_days(now_datetime(), -1))
	disposal.dispose_approved()
	assert frappe.db.exists("Young Person Identity", planted.person)


@pytest.mark.parametrize(
	"going_on", ["Placement", "Mentoring Pairing", "Data Rights Request", "Young Person"]
)
def test_no_one_is_proposed_while_something_goes_on(six_years, going_on):
	planted = plant()
	values = {
		"Placement": {"status": "Paused"},
		"Mentoring Pairing": {"status": "Active"},
		"Data Rights Request": {"status": "Open"},
		"Young Person": {"status": "Active"},
	}[going_on]
	key = "name" if going_on == "Young Person" else "young_person"
	frappe.db.set_value(going_on, {key: planted.person}, values)
	retention.propose_all()
	assert not listed(planted.person)


def test_law_decides_where_the_council_has_not(frappe_site, nothing_stored):
	"""As shipped: a young person's file is kept until the 75th birthday."""
	person = factories.young_person()
	[rule] = [rule for rule in get_settings().retention_rules if rule.record_type == "Young Person"]
	assert (rule.starts_from, rule.years, rule.basis) == ("Birth", 75, "Law")
	frappe.db.set_value("Young Person", person.name, "status", "Closed")
	born = lambda day: frappe.db.set_value("Young Person Identity", person.name, "date_of_birth", day)  # noqa: E731
	born(add_years(today(), -75))
	retention.propose_all()
	assert not listed(person.name)
	born(add_days(add_years(today(), -75), -1))
	retention.propose_all()
	[row] = [row for row in listed(person.name).items if row.record == person.name]
	assert row.due_on == add_days(getdate(today()), -1)


def test_a_childs_placement_is_kept_until_claims_are_out_of_time(frappe_site, nothing_stored):
	"""Someone who was 14 is 20 after six years: not before 21 (Limitation Act 1980 s.28)."""
	placements = {}
	for age in (20, 22):
		placement = factories.placement(factories.young_person(age=age))
		factories.set_stored(placement, status="Completed", actual_end=add_years(today(), -7))
		placements[age] = placement.name
	retention.propose_all()
	assert listed(placements[22]) and not listed(placements[20])


def test_one_placement_goes_without_the_person(frappe_site):
	planted = plant()
	disposal.dispose("Placement", [planted.placement])
	assert frappe.db.exists("Young Person Identity", planted.person)
	assert not frappe.db.exists("Share Release", {"placement": planted.placement})
	assert not frappe.db.exists("Young Person Risk Addendum", {"placement": planted.placement})
	assert planted.full not in frappe.as_json(frappe.get_doc("Placement", planted.placement))
	assert not frappe.get_all(
		"Comment", {"reference_doctype": "Placement", "reference_name": planted.placement}
	)


def test_the_reading_log_is_cleared_by_its_own_rule(frappe_site, manager):
	kind = retention.KINDS["Record Access Log"]
	rows = []
	for read_on in (add_years(now_datetime(), -7), now_datetime()):
		log = frappe.new_doc("Record Access Log")
		log.update({"read_on": read_on, "user": "x", "how": "Form", "record_type": "Young Person Identity"})
		log.set_new_name()
		log.db_insert()
		rows.append(log.name)
	retention.propose_all()
	review = frappe.get_last_doc("Disposal Review", {"record_type": kind.doctype})
	approve(review, manager)
	disposal.dispose_approved()
	assert not frappe.db.exists("Record Access Log", rows[0]) and frappe.db.exists(
		"Record Access Log", rows[1]
	)
	frappe.delete_doc("Disposal Review", review.name, force=True)
	frappe.db.commit()


class TestWhoDecides:
	@pytest.fixture
	def review(self, frappe_site):
		return factories.stored(factories.disposal_review(factories.young_person().name))

	def test_not_who_proposed_it(self, review, manager):
		review.db_set({"proposed_by": manager, "filed_elsewhere": 1})
		frappe.set_user(manager)
		with pytest.raises(SecondManagerNeeded):
			review.approve()

	def test_not_before_it_is_said_that_the_case_system_has_it(self, review, manager):
		frappe.set_user(manager)
		with pytest.raises(NotFiledElsewhere):
			review.approve()

	@pytest.mark.parametrize("kind", ["officer", "worker", "lead", "analyst"])
	def test_no_one_but_a_manager(self, review, kind):
		frappe.set_user(factories.standing_user(kind))
		with pytest.raises(frappe.PermissionError):
			factories.stored(review).approve()

	def test_no_state_and_no_line_is_written_in(self, review, manager):
		frappe.set_user(manager)
		review.update({"status": "Approved", "approved_by": manager, "record_type": "Mentor"})
		review.append("items", {"record": "another", "decision": "Dispose"})
		review.items[0].record = "another"
		review.save()
		again = factories.stored(review)
		assert (again.status, again.approved_by, again.record_type) == ("Proposed", None, "Young Person")
		assert again.number == len(again.items) == 1 and again.items[0].record.startswith("YP-")

	def test_keeping_needs_a_reason(self, review, manager):
		frappe.set_user(manager)
		review.items[0].decision = "Keep"
		with pytest.raises(frappe.MandatoryError):
			review.save()


def test_erasure_is_proposed_by_one_manager_and_decided_by_another(frappe_site):
	one, two = factories.standing_user("manager"), factories.standing_user("manager", "second")
	person = factories.young_person()
	frappe.set_user(one)
	request = factories.data_rights_request(person, kind="Erasure")
	with pytest.raises(retention.NotDisposable):
		request.propose_disposal()
	frappe.db.set_value("Young Person", person.name, "status", "Closed")
	review = frappe.get_doc("Disposal Review", request.propose_disposal())
	review.filed_elsewhere = 1
	review.save()
	with pytest.raises(SecondManagerNeeded):
		factories.stored(review).approve()
	frappe.set_user(two)
	factories.stored(review).approve()
	assert factories.stored(review).status == "Approved"


def test_the_work_grows_with_batches_and_not_with_people(frappe_site):
	from tests.budgets.counting import counted

	def statements(number):
		people = [factories.young_person().name for _person in range(number)]
		with counted() as sent:
			disposal.dispose("Young Person", people)
		return len(sent)

	statements(1)
	assert statements(2) == statements(20) > 20


def test_every_record_of_a_person_has_its_end(frappe_site):
	"""`records.HOLDINGS` has every DocType that links to a young person, a placement or a pairing."""
	pointing = {
		doctype
		for doctype in frappe.get_all(
			"DocType", {"module": "Unlocking Opportunities", "istable": 0}, pluck="name"
		)
		if records.links(frappe.get_meta(doctype))
	} | {"Young Person"}
	missing = pointing - set(records.HOLDINGS)
	assert not missing, (
		f"say in data_protection/records.py what becomes of {missing} when a person's time is up"
	)


def test_a_rule_counts_from_a_day_that_the_record_has(frappe_site):
	settings = frappe.get_doc(SETTINGS)
	settings.append(
		"retention_rules",
		{
			"effective_from": today(),
			"record_type": "Placement",
			"starts_from": "Birth",
			"years": 1,
			"basis": "Convention",
		},
	)
	# The message names the days that there are.
	with pytest.raises(retention.WrongStart, match="Placement can be counted only from Ended / Last Change"):
		settings.save()
	settings = frappe.get_doc(SETTINGS)
	settings.append(
		"retention_rules",
		{
			"effective_from": today(),
			"record_type": "Placement",
			"starts_from": "Ended",
			"basis": "Convention",
		},
	)
	with pytest.raises(frappe.MandatoryError):
		settings.save()
