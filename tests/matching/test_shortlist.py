"""Shortlists: the row rule, the words, and the number of queries."""

from datetime import date

import frappe
import pytest
from frappe.utils import add_days, add_years, today

from tests import factories as make
from tests.budgets.counting import counted
from unlocking_opportunities.matching import desk, shortlist
from unlocking_opportunities.matching.profiles import Person, Place
from unlocking_opportunities.matching.propose import NotProposed

MOST_SQL = 3


@pytest.fixture
def council(frappe_site):
	"""A worker's young person who wants to cook, a café and a shop for them, and another worker's young person."""
	mine, other = make.standing_user("worker"), make.standing_user("worker", "second")
	officer = make.standing_user("officer")
	sectors = {name: sector(name) for name in ("Cooking", "Selling")}
	person = make.young_person(mine, interests=[{"sector": sectors["Cooking"]}])
	theirs = make.young_person(other)
	for one in (person, theirs):
		make.care_record(one, right_to_work="Unrestricted")
	host = make.employer(employer_type="Charity or Social Enterprise")
	cafe = make.opportunity(make.site(host), sector=sectors["Cooking"], role_title="Cafe assistant")
	shop = make.opportunity(make.site(), sector=sectors["Selling"], role_title="Shop assistant")
	return frappe._dict(
		worker=mine, officer=officer, person=person, theirs=theirs, cafe=cafe, shop=shop, host=host
	)


def sector(name: str) -> str:
	return name if frappe.db.exists("Sector", name) else make.make("Sector", sector_name=name).name


def found(answer: dict) -> list[str]:
	return [one["name"] for one in answer["suggestions"]]


def why_not(council, place) -> list[str]:
	return desk.check_pair(council.person.name, place.name, "place")["not_suggested"][0]["why"]


def test_what_interests_them_comes_first(council):
	frappe.set_user(council.worker)
	order = [one.place.profile.name for one in shortlist.places_for(council.person.name)[0]]
	assert order.index(council.cafe.name) < order.index(council.shop.name)


def test_each_suggestion_says_why(council):
	frappe.set_user(council.officer)
	answer = desk.check_pair(council.person.name, council.cafe.name, "place")
	said = [part["said"] for part in answer["suggestions"][0]["parts"]]
	assert "Cooking is one of their interests." in said
	assert "Work Experience: beyond the next step on their pathway." in said


def test_both_directions_give_the_same_fit(council):
	frappe.set_user(council.officer)
	fits = {one.place.profile.name: one.fit for one in shortlist.places_for(council.person.name)[0]}
	back = {one.person.profile.name: one.fit for one in shortlist.people_for(council.cafe.name)[0]}
	assert fits[council.cafe.name] == back[council.person.name]


def test_a_worker_is_offered_their_own_young_people_only(council):
	frappe.set_user(council.worker)
	everybody = shortlist.people_for(council.cafe.name)
	people = {one.person.profile.name for side in everybody for one in side}
	assert council.person.name in people and council.theirs.name not in people
	with pytest.raises(frappe.PermissionError):
		desk.find_places(council.theirs.name)
	with pytest.raises(frappe.PermissionError):
		desk.check_pair(council.theirs.name, council.cafe.name, "person")
	with pytest.raises(frappe.PermissionError):
		desk.propose(council.theirs.name, council.cafe.name, today(), add_days(today(), 5))


@pytest.mark.parametrize("kind", ["adviser", "lead", "analyst", "administrator", "employer"])
def test_no_one_else_may_match(frappe_site, kind):
	user = make.standing_user(kind)
	person, place = make.young_person(), make.opportunity()
	frappe.set_user(user)
	for attempt in (
		lambda: desk.find_places(person.name),
		lambda: desk.find_people(place.name),
		lambda: desk.check_pair(person.name, place.name, "place"),
		lambda: desk.propose(person.name, place.name, today(), today()),
		lambda: desk.record_decline(person.name, place.name, "In Person"),
	):
		with pytest.raises(frappe.PermissionError):
			attempt()


RESTRICTED = ["Not suitable. Ask the allocated worker."]


@pytest.mark.parametrize("restricted", ["employer", "site", "ward"])
def test_a_contact_restriction_reveals_nothing_else(council, restricted):
	near = {
		"employer": council.cafe.employer,
		"site": council.cafe.site,
		"ward": frappe.db.get_value("Employer Site", council.cafe.site, "ward"),
	}
	profile = make.support_profile(council.person)
	profile.set("restrictions", [{"reason": "Planted", restricted: near[restricted]}])
	profile.save()
	frappe.set_user(council.officer)
	assert why_not(council, council.cafe) == RESTRICTED
	frappe.set_user(council.worker)
	assert why_not(council, council.cafe) == RESTRICTED


def test_no_permission_to_work_reads_the_same_and_leaves_charities_open(council):
	frappe.db.set_value("Young Person Care Record", council.person.name, "right_to_work", "No Permission")
	frappe.set_user(council.officer)
	assert why_not(council, council.shop) == RESTRICTED
	assert found(desk.check_pair(council.person.name, council.cafe.name, "place")) == [council.cafe.name]


def test_a_no_is_remembered_until_they_change_their_mind(council):
	frappe.set_user(council.worker)
	said = desk.record_decline(council.person.name, council.cafe.name, "In Person", "Too noisy")
	assert why_not(council, council.cafe) == ["They have said no to it."]
	frappe.db.set_value("Declined Match", said, "changed_mind_on", today())
	assert found(desk.check_pair(council.person.name, council.cafe.name, "place")) == [council.cafe.name]


def test_a_site_without_what_they_need_says_what(council):
	make.make("Young Person Support Profile", young_person=council.person.name, step_free=1, quiet_space=1)
	frappe.set_user(council.officer)
	assert why_not(council, council.cafe) == [
		"They need step-free access. We do not know that the site has this."
	]
	site = frappe.get_doc("Employer Site", council.cafe.site)
	site.update({"step_free": 1, "quiet_space": 1})
	site.save()
	assert found(desk.check_pair(council.person.name, council.cafe.name, "place")) == [council.cafe.name]


def test_hours_that_other_placements_take_are_not_free(council):
	council.person.hours_per_week = 12
	council.person.save()
	council.cafe.hours_per_week = 10
	council.cafe.save()
	make.set_stored(make.placement(council.person), status="In Progress", hours_per_week=5)
	frappe.set_user(council.officer)
	assert why_not(council, council.cafe) == ["It takes 10 hours a week. They have 7 hours free."]


def test_a_place_that_they_hold_is_not_offered_again(council):
	make.placement(council.person, opportunity=council.cafe.name)
	frappe.set_user(council.officer)
	assert why_not(council, council.cafe) == ["They have already been proposed or placed here."]


def test_what_is_not_open_is_not_listed_but_says_so_when_asked(council):
	council.cafe.status = "Paused"
	council.cafe.save()
	frappe.set_user(council.officer)
	fits, closed = shortlist.places_for(council.person.name)
	assert council.cafe.name not in {one.place.profile.name for one in [*fits, *closed]}
	assert why_not(council, council.cafe) == ["The place is not open."]


def test_a_host_that_would_do_it_again_and_finished_placements_count(council):
	frappe.set_user(council.officer)
	before = desk.check_pair(council.person.name, council.cafe.name, "place")["suggestions"][0]["fit"]
	frappe.db.set_value("Employer", council.host.name, "host_again", "Yes")
	frappe.set_user("Administrator")
	make.set_stored(make.placement(council.theirs, opportunity=council.cafe.name), status="Completed")
	frappe.set_user(council.officer)
	after = desk.check_pair(council.person.name, council.cafe.name, "place")["suggestions"][0]
	assert after["fit"] > before
	assert "Placements here: 1 completed, 0 ended early. Would host again: Yes." in [
		part["said"] for part in after["parts"]
	]


def test_the_councils_weights_decide(council):
	settings = frappe.get_doc("Unlocking Opportunities Settings")
	settings.append("matching_weights", {"effective_from": today(), "factor": "Travel", "weight": 0})
	settings.save()
	frappe.set_user(council.officer)
	answer = desk.check_pair(council.person.name, council.cafe.name, "place")
	assert "Travel" not in {part["factor"] for part in answer["suggestions"][0]["parts"]}


def test_nothing_that_identifies_them_is_in_an_answer(council):
	identity = frappe.get_doc("Young Person Identity", council.person.name)
	identity.goals = "I would love to be a zookeeper in the cafe trade"
	identity.save()
	frappe.set_user(council.officer)
	answer = frappe.as_json([desk.find_people(council.cafe.name), desk.find_places(council.person.name)])
	for secret in (identity.preferred_name, str(identity.date_of_birth), "zookeeper", "date_of_birth"):
		assert secret not in answer
	assert "matches their goals" in answer


def test_three_queries_whichever_way_and_whoever_asks(council):
	for user in (council.officer, council.worker):
		frappe.set_user(user)
		for ask in (
			lambda: desk.find_places(council.person.name),
			lambda: desk.find_people(council.cafe.name),
			lambda: desk.check_pair(council.person.name, council.cafe.name, "place"),
		):
			ask()
			with counted() as statements:
				ask()
			assert len(statements) == MOST_SQL, "\n".join(statements)


def test_proposing_makes_a_placement_in_proposed_as_the_form_would(council):
	council.cafe.update({"start_time": "09:00:00", "end_time": "15:00:00"})
	council.cafe.save()
	council.person.friday = 0
	council.person.save()
	frappe.set_user(council.officer)
	start = add_days(today(), 14)
	name = desk.propose(council.person.name, council.cafe.name, start, add_days(start, 10))
	placement = frappe.get_doc("Placement", name)
	assert (placement.status, placement.officer) == ("Proposed", council.officer)
	assert placement.supervisor_name == "Sam Supervisor"
	assert [row.weekday for row in placement.schedule] == ["Monday", "Tuesday", "Wednesday", "Thursday"]
	# The words say which limit it was.
	with pytest.raises(NotProposed, match="They have already been proposed or placed here"):
		desk.propose(council.person.name, council.cafe.name, start, add_days(start, 10))


def test_what_a_limit_rules_out_is_not_proposed(council):
	council.cafe.minimum_age = 18
	council.cafe.save()
	frappe.set_user(council.officer)
	with pytest.raises(NotProposed, match="It takes people aged 18"):
		desk.propose(council.person.name, council.cafe.name, today(), add_days(today(), 5))
	born = add_years(today(), -19)
	frappe.db.set_value("Young Person Identity", council.person.name, "date_of_birth", born)
	assert desk.propose(council.person.name, council.cafe.name, today(), add_days(today(), 5))


def test_an_opportunity_has_no_times_that_no_one_entered(frappe_site):
	assert (make.opportunity().start_time, make.opportunity().end_time) == (None, None)
	kept = make.opportunity(start_time="09:00:00", end_time="15:00:00")
	assert (str(kept.start_time), str(kept.end_time)) == ("09:00:00", "15:00:00")


@pytest.mark.parametrize(
	("place", "dates"),
	[
		({"kind": "Work Experience"}, (date(2026, 6, 15), date(2026, 6, 26))),
		({"kind": "Taster"}, (date(2026, 6, 15), date(2026, 6, 16))),
		({"kind": "Paid Job", "closes_on": date(2026, 12, 1)}, (date(2026, 6, 15), date(2026, 12, 1))),
		({"kind": "Work Experience", "closes_on": date(2026, 6, 19)}, (date(2026, 6, 15), date(2026, 6, 19))),
		({"kind": "Work Experience", "closes_on": date(2026, 6, 5)}, (date(2026, 6, 1), date(2026, 6, 5))),
		({"kind": "Taster", "opens_on": date(2026, 9, 2)}, (date(2026, 9, 7), date(2026, 9, 8))),
	],
)
def test_the_dialog_starts_from_usual_dates_within_the_places_own(place, dates):
	somebody = Person("YP-1", date(2008, 1, 1))
	assert desk.usual_dates(somebody, Place("OPP-1", "EMP-1", **place), date(2026, 6, 1)) == dates
