"""A round: suggestions at once, decisions one by one, each proposed once."""

import frappe
import pytest
from frappe.utils import add_days

from tests import factories as make
from unlocking_opportunities.matching import shortlist
from unlocking_opportunities.matching.round import NothingToMatch, SolverNotInstalled


@pytest.fixture
def round(frappe_site):
	"""Two young people, of which only the older can have the second place, and two places with room for one each."""
	officer = make.standing_user("officer")
	young, older = make.young_person(age=17), make.young_person(age=19)
	for person in (young, older):
		make.care_record(person, right_to_work="Unrestricted")
	for_all = make.opportunity(capacity=1)
	for_adults = make.opportunity(capacity=1, minimum_age=18)
	doc = make.allocation_round([older, young], [for_all, for_adults])
	frappe.set_user(officer)
	return frappe._dict(
		doc=frappe.get_doc("Allocation Round", doc.name),
		young=young.name,
		older=older.name,
		for_all=for_all.name,
		for_adults=for_adults.name,
	)


def decide(doc, decision: str):
	for row in doc.matches:
		row.decision = decision
	doc.save()
	return doc


def given(doc) -> dict[str, str | None]:
	return {row.young_person: row.opportunity for row in doc.matches}


def test_no_one_is_left_with_nothing_while_a_swap_would_help(round):
	round.doc.suggest_matches()
	assert given(make.stored(round.doc)) == {round.young: round.for_all, round.older: round.for_adults}
	assert (round.doc.number_matched, round.doc.number_left, round.doc.status) == (2, 0, "Worked Out")
	assert all(row.why and row.decision == "Undecided" for row in round.doc.matches)


def test_a_fit_of_a_round_is_the_fit_of_the_shortlist(round):
	round.doc.suggest_matches()
	row = next(row for row in round.doc.matches if row.young_person == round.young)
	assert row.fit == shortlist.pair(round.young, round.for_all).fit


def test_whoever_gets_nothing_is_told_why(round):
	for_all = frappe.get_doc("Placement Opportunity", round.for_all)
	for_all.minimum_age = 18
	for_all.save()
	round.doc.suggest_matches()
	row = next(row for row in round.doc.matches if row.young_person == round.young)
	assert (row.opportunity, row.why) == (None, "No place fits. It takes people aged 18 and over.")


def test_a_place_that_closes_before_the_end_of_the_round_is_not_given(round):
	frappe.db.set_value(
		"Placement Opportunity", round.for_all, "available_until", add_days(round.doc.start_date, 1)
	)
	round.doc.suggest_matches()
	assert given(round.doc)[round.young] is None


def test_nothing_is_proposed_until_someone_says_so(round):
	round.doc.suggest_matches()
	assert round.doc.make_proposals() == []
	assert not frappe.db.exists("Placement", {"young_person": ["in", [round.young, round.older]]})
	decide(round.doc, "Skip").make_proposals()
	assert not frappe.db.exists("Placement", {"young_person": ["in", [round.young, round.older]]})


def test_proposing_twice_proposes_no_one_twice(round):
	round.doc.suggest_matches()
	decide(round.doc, "Propose")
	assert round.doc.make_proposals() == []
	placements = [row.placement for row in make.stored(round.doc).matches]
	assert all(frappe.db.get_value("Placement", name, "status") == "Proposed" for name in placements)
	frappe.get_doc("Allocation Round", round.doc.name).make_proposals()
	assert frappe.db.count("Placement", {"young_person": ["in", [round.young, round.older]]}) == 2
	assert make.stored(round.doc).status == "Proposed"


def test_working_it_out_again_keeps_what_is_proposed(round):
	round.doc.suggest_matches()
	for row in round.doc.matches:
		row.decision = "Propose" if row.young_person == round.older else "Undecided"
	round.doc.save()
	round.doc.make_proposals()
	round.doc.suggest_matches()
	kept = [row for row in round.doc.matches if row.placement]
	assert [row.young_person for row in kept] == [round.older]
	assert given(round.doc)[round.young] == round.for_all


def test_one_that_cannot_be_proposed_says_why_and_the_rest_go_ahead(round):
	round.doc.suggest_matches()
	decide(round.doc, "Propose")
	frappe.db.set_value("Placement Opportunity", round.for_adults, "status", "Paused")
	problems = round.doc.make_proposals()
	assert problems == [f"{round.older}: The place is not open."]
	rows = {row.young_person: row for row in make.stored(round.doc).matches}
	assert rows[round.young].placement and not rows[round.older].placement
	assert rows[round.older].problem == "The place is not open."


def test_a_place_is_suggested_to_no_more_people_than_it_has_room(round):
	frappe.db.set_value("Placement Opportunity", round.for_all, "capacity", 2)
	frappe.db.set_value("Placement Opportunity", round.for_adults, "status", "Paused")
	round.doc.suggest_matches()
	assert sorted(filter(None, given(round.doc).values())) == [round.for_all] * 2


def test_a_suggestion_is_the_servers_and_only_the_decision_is_peoples(round):
	round.doc.suggest_matches()
	sent = make.stored(round.doc)
	row = sent.matches[0]
	before = (row.opportunity, row.fit)
	other = next(name for name in (round.for_all, round.for_adults) if name != row.opportunity)
	row.update({"opportunity": other, "fit": 100, "decision": "Skip", "why": "Because"})
	sent.append("matches", {"young_person": round.young, "opportunity": round.for_adults})
	sent.save()
	stored = make.stored(round.doc)
	assert (stored.matches[0].opportunity, stored.matches[0].fit) == before
	assert (stored.matches[0].decision, len(stored.matches)) == ("Skip", 2)


def test_without_anyone_or_anywhere_it_says_what_to_do(round):
	round.doc.places = []
	round.doc.save()
	with pytest.raises(NothingToMatch):
		round.doc.suggest_matches()


def test_without_the_solver_it_says_how_to_get_it(round, monkeypatch):
	monkeypatch.setitem(__import__("sys").modules, "scipy.optimize", None)
	with pytest.raises(SolverNotInstalled, match="scipy"):
		round.doc.suggest_matches()


def test_someone_chosen_twice_counts_once(round):
	round.doc.append("people", {"young_person": round.young})
	round.doc.save()
	assert len(make.stored(round.doc).people) == 2


@pytest.mark.parametrize("kind", ["worker", "adviser", "lead", "analyst"])
def test_no_one_else_works_out_or_proposes(frappe_site, kind):
	user = make.standing_user(kind)
	doc = make.allocation_round([make.young_person()], [make.opportunity()])
	frappe.set_user(user)
	for method in ("suggest_matches", "make_proposals"):
		with pytest.raises(frappe.PermissionError):
			getattr(frappe.get_doc("Allocation Round", doc.name), method)()
