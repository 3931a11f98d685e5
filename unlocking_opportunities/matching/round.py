"""Allocation rounds: suggest places for a chosen set of young people at once, then decide one by one.

Working out changes only the suggestions of the round. Only a row that a user has marked Propose becomes a placement, and
only once.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import getdate, now_datetime

from unlocking_opportunities.council import wording
from unlocking_opportunities.matching import allocation, people, places, shortlist
from unlocking_opportunities.matching.people import KnownPerson
from unlocking_opportunities.matching.places import KnownPlace
from unlocking_opportunities.matching.profiles import first_day
from unlocking_opportunities.matching.propose import propose
from unlocking_opportunities.matching.score import explain
from unlocking_opportunities.matching.shortlist import RuledOut, Suggestion, Terms
from unlocking_opportunities.rules.findings import Finding
from unlocking_opportunities.rules.findings import _ as N_

NOT_THEN = Finding("not-then", N_("It is not open, or they are not available, for the whole period."))
# How many factors a suggestion names, and how many reasons are given for someone without a place.
NAMED = 3


class NothingToMatch(frappe.ValidationError):
	"""The round has no people or no places."""


class SolverNotInstalled(frappe.ValidationError):
	"""The app was installed without the extra that suggests matches."""


def suggest_matches(round: Document) -> None:
	"""Work out the suggestions of `round` again, without saving it. Rows that already have a placement stay as they are.

	Raises NothingToMatch without people or places, SolverNotInstalled without the solver.
	"""
	if not (round.people and round.places):
		frappe.throw(_("Choose at least one young person and one place first."), NothingToMatch)
	kept = [row for row in round.matches if row.placement]
	known_people, known_places = _chosen(round, {row.young_person for row in kept})
	terms = Terms.of_today(getdate(round.start_date))
	fits = [[_fit(_judge(person, place, terms, round)) for place in known_places] for person in known_people]
	try:
		assigned = allocation.allocate(fits, [place.profile.left for place in known_places])
	except allocation.SolverMissing:
		frappe.throw(
			_(
				"The server needs scipy to suggest matches. Ask your administrator to install scipy: the README of this app says how."
			),
			SolverNotInstalled,
			title=_("Not Installed"),
		)
	round.set("matches", kept)
	given = {one.person: known_places[one.place] for one in assigned}
	for number, person in enumerate(known_people):
		if place := given.get(number):
			round.append("matches", _matched(_judge(person, place, terms, round), terms))
		else:
			judged = [_judge(person, place, terms, round) for place in known_places]
			round.append("matches", _unmatched(person, judged))
	_sum_up(round)


def make_proposals(round: Document) -> list[str]:
	"""Propose a placement for each row of `round` marked Propose that has none yet. Return the problems, in words.

	A row and its placement are written together, so running it again, or after a crash, proposes no one twice.
	"""
	todo = [row for row in round.matches if row.decision == "Propose" and not row.placement]
	problems = []
	for number, row in enumerate(todo, start=1):
		frappe.publish_progress(
			100 * number / len(todo), _("Proposing"), doctype=round.doctype, docname=round.name
		)
		frappe.db.savepoint("proposal")
		try:
			placement = propose(row.young_person, row.opportunity, round.start_date, round.end_date).name
			row.db_set({"placement": placement, "problem": None})
		except frappe.ValidationError as error:
			frappe.db.rollback(save_point="proposal")
			frappe.clear_messages()
			row.db_set("problem", str(error))
			problems.append(f"{row.young_person}: {error}")
	return problems


def _chosen(round: Document, placed: set[str]) -> tuple[list[KnownPerson], list[KnownPlace]]:
	names = {row.young_person for row in round.people} - placed
	person, place = DocType("Young Person"), DocType("Placement Opportunity")
	known = people.read(person.name.isin(list(names))) if names else []
	return known, places.read(place.name.isin([row.opportunity for row in round.places]))


def _judge(person: KnownPerson, place: KnownPlace, terms: Terms, round: Document) -> Suggestion | RuledOut:
	"""Judge a pair as usual, and also rule it out unless both are available for the whole period of the round."""
	found = shortlist.judge(person, place, terms)
	if isinstance(found, RuledOut):
		return found
	first = first_day(person.profile, place.profile, terms.on)
	last = place.profile.closes_on
	if first > terms.on or (last and last < getdate(round.end_date)):
		return RuledOut((NOT_THEN,), person, place)
	return found


def _fit(found: Suggestion | RuledOut) -> float | None:
	return found.fit if isinstance(found, Suggestion) else None


def _matched(found: Suggestion, terms: Terms) -> dict:
	place = found.place
	parts = explain(found.person.profile, place.profile, terms.scale)
	telling = sorted(parts, key=lambda part: -part.share * part.measure)[:NAMED]
	return {
		"young_person": found.person.profile.name,
		"opportunity": place.profile.name,
		"title": place.shown["title"],
		"fit": found.fit,
		"why": " ".join(wording.get_message(part.said) for part in telling),
		"decision": "Undecided",
	}


def _unmatched(person: KnownPerson, judged: list[Suggestion | RuledOut]) -> dict:
	return {"young_person": person.profile.name, "why": _reason_without_place(judged), "decision": "Skip"}


def _reason_without_place(judged: list[Suggestion | RuledOut]) -> str:
	if any(isinstance(one, Suggestion) for one in judged):
		return _(
			"Every place that fits was needed by someone who had no other choice. Add more places, then suggest matches again."
		)
	reasons = dict.fromkeys(wording.get_message(one.why[0]) for one in judged)
	return _("No place fits. {0}").format(" ".join(list(reasons)[:NAMED]))


def _sum_up(round: Document) -> None:
	fits = [row.fit for row in round.matches if row.opportunity]
	round.number_matched, round.number_left = len(fits), len(round.matches) - len(fits)
	round.average_fit = sum(fits) / len(fits) if fits else 0
	round.worst_fit = min(fits, default=0)
	round.worked_out_on, round.status = now_datetime(), "Worked Out"
