"""The facts a manager needs to make a decision, for the decision page. They hold references, not young people's names.

Read as the signed-in user, with a permission check on each record. Every value is translated plain text.
"""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.agreements import wording
from unlocking_opportunities.approvals import requests
from unlocking_opportunities.council import dates
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.risk_assessments import editors, rating

Fact = tuple[str, str]


def get_facts(request: Document) -> tuple[Document, list[Fact], list[str]]:
	"""Return the record that `request` is about, its facts as (label, value), and what to be careful about.

	Raises PermissionError if the signed-in user may not read the record.
	"""
	record = _readable(request.reference_doctype, request.reference_name)
	facts, cautions = KINDS[request.kind]
	return record, [fact for fact in facts(request, record) if fact[1]], list(cautions(request, record))


def _of_assessment(request: Document, assessment: Document) -> Iterator[Fact]:
	yield _("Employer"), assessment.employer_name
	yield _("Site"), _readable("Employer Site", assessment.site).site_name
	yield _("Kind of place"), _(assessment.environment_band)
	yield _("Work"), assessment.tasks
	yield _("Supervisor"), assessment.supervisor_name
	yield _("Highest remaining risk"), _rated(assessment.overall_rating, assessment.overall_score)
	for hazard in sorted(assessment.hazards, key=lambda row: -(row.residual_score or 0)):
		said = _rated(hazard.residual_rating, hazard.residual_score)
		yield hazard.hazard, "\n".join(filter(None, (said, hazard.existing_controls, hazard.further_action)))
	yield _("Conversation"), assessment.conversation_note
	yield (
		_("Health and safety adviser"),
		assessment.hs_agreed_on and (assessment.hs_comment or _("Agreed")),
	)
	yield _("Review by"), _day(assessment.review_by)


def _against_assessment(request: Document, assessment: Document) -> Iterator[str]:
	if frappe.session.user in editors.get_editors(assessment):
		yield _("You worked on this version, so another manager must approve it.")
	if reason := rating.get_block_reason(assessment):
		yield reason
	for row in assessment.prohibited_work:
		if row.answer == "Yes":
			yield _("Answered yes: {0}").format(row.question)


def _of_placement(request: Document, placement: Document) -> Iterator[Fact]:
	yield _("Place"), placement.title
	yield _("Kind"), f"{_(placement.kind)}, {_(placement.pay_basis).lower()}"
	yield _("Young person"), f"{placement.young_person} ({_(placement.age_status)})"
	yield _("When"), _("{0} to {1}").format(_day(placement.start_date), _day(placement.end_date))
	yield _("Days"), "\n".join(wording.days(placement.schedule))
	yield _("Supervisor"), placement.supervisor_name


def _against_placement(request: Document, placement: Document) -> Iterator[str]:
	"""The reason for an outstanding suitability check, and the titles of the other outstanding checks."""
	if getdate(placement.end_date) < getdate(today()):
		yield _("Its days are over. Change the dates or cancel it.")
	stopping = [check for check in judge.results(placement) if check.stops]
	for check in stopping:
		if check.key == "suitability":
			yield f"{check.reason} {check.next_step}".strip()
	if titles := ", ".join(check.title for check in stopping if check.key != "suitability"):
		yield _("Still needed before the first day: {0}.").format(titles)


def _of_override(request: Document, placement: Document) -> Iterator[Fact]:
	check = _check(request, placement)
	yield _("Check to override"), check.title if check else request.check_key
	yield _("What is wrong"), check.reason if check else ""
	yield _("What would put it right"), check.next_step if check else ""
	yield _("Reason for the override"), request.why
	yield from _of_placement(request, placement)


def _against_override(request: Document, placement: Document) -> Iterator[str]:
	check = _check(request, placement)
	if not check or not check.stops:
		yield _("This check no longer stops the placement, so there is nothing to override.")
	elif check.legal:
		yield _("This check is required by law, so it cannot be overridden.")


def _of_pairing(request: Document, pairing: Document) -> Iterator[Fact]:
	mentor = _readable("Mentor", pairing.mentor)
	yield _("Mentor"), mentor.mentor_name
	yield _("Checks valid until"), _day(mentor.checks_valid_until)
	yield _("Current pairings"), _("{0} of {1}").format(mentor.active_pairings or 0, mentor.capacity)
	yield _("Young person"), pairing.young_person
	yield _("Young person agreed on"), _day(pairing.young_person_agreed_on)
	yield _("Meeting place"), _(pairing.meeting_places) if pairing.meeting_places else ""
	yield _("How they keep in touch"), _(pairing.channel) if pairing.channel else ""
	yield _("How often they meet"), _(pairing.meets) if pairing.meets else ""
	yield _("Goals"), pairing.goals


def _against_pairing(request: Document, pairing: Document) -> Iterator[str]:
	mentor = _readable("Mentor", pairing.mentor)
	if mentor.status != "Active":
		yield _("The mentor is not active.")
	if (mentor.active_pairings or 0) >= (mentor.capacity or 0):
		yield _("The mentor cannot take on another pairing.")


KINDS: dict[str, tuple[Callable[[Document, Document], Iterator[Any]], ...]] = {
	"Risk Assessment": (_of_assessment, _against_assessment),
	"Placement": (_of_placement, _against_placement),
	requests.OVERRIDE: (_of_override, _against_override),
	"Mentoring Pairing": (_of_pairing, _against_pairing),
}


def _readable(doctype: str, name: str) -> Document:
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	return doc


def _check(request: Document, placement: Document) -> judge.Check | None:
	return next((check for check in judge.results(placement) if check.key == request.check_key), None)


def _rated(rating_word: str | None, score: int | None) -> str:
	return _("{0} ({1} of 25)").format(_(rating_word), score) if rating_word else ""


def _day(value: Any) -> str:
	return dates.day(value) if value else ""
