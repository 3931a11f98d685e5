"""Ratings of a risk assessment: scores, who must agree, and whether it can be approved at all."""

from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, today

from unlocking_opportunities.council import settings, wording
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.rules import risk
from unlocking_opportunities.rules.age import CHILD, YOUNG_PERSON
from unlocking_opportunities.rules.findings import FAIL, Verdict


def rate(assessment: Document) -> None:
	"""Score each hazard that has its numbers, and set the overall rating: the highest after controls, never an average."""
	bands, on = settings.risk_bands(), getdate(today())
	for row in assessment.hazards:
		row.initial_score, row.initial_rating = _rated(
			row.initial_likelihood, row.initial_severity, bands, on
		)
		row.residual_score, row.residual_rating = _rated(
			row.residual_likelihood, row.residual_severity, bands, on
		)
	left = max((row for row in assessment.hazards), key=lambda row: row.residual_score, default=None)
	assessment.overall_score = left.residual_score if left else 0
	assessment.overall_rating = left.residual_rating if left else ""
	assessment.matrix_in_force_from = max(
		(band.effective_from for band in bands if band.effective_from <= on), default=None
	)


def needs_adviser(assessment: Document) -> bool:
	"""Return whether the health and safety adviser must agree before a manager approves it."""
	return _route(assessment) == risk.HS_ADVISER_THEN_MANAGER


def get_block_reason(assessment: Document) -> str:
	"""Return why it cannot be approved, in words. Empty if it can."""
	if _route(assessment) != risk.BLOCKED:
		return ""
	verdict = prohibited_work(assessment)
	if verdict.outcome == FAIL:
		return wording.get_reasons(verdict)
	return _(
		"A hazard still scores {0} after its controls, which is too high to approve. Reduce the risk, or remove that task."
	).format(assessment.overall_score)


def prohibited_work(assessment: Document, statuses: tuple[str, ...] | None = None) -> Verdict:
	"""Judge the regulation 19 answers for people of these age `statuses`; by default the youngest group it suits."""
	if statuses is None:
		statuses = (CHILD if assessment.suits_under_school_leaving_age else YOUNG_PERSON,)
	return risk.judge_prohibited_work(answers(assessment.prohibited_work), statuses)


def answers(rows) -> dict[str, risk.ProhibitedAnswer]:
	"""Return the rows of Prohibited Work Answer in the form the rule takes. `yes` is None for a row without an answer."""
	return {
		row.question_key: risk.ProhibitedAnswer(
			yes={"Yes": True, "No": False}.get(row.answer),
			necessary_for_training=bool(row.necessary_for_training),
			competent_supervision=bool(row.competent_supervision),
			risk_reduced=bool(row.risk_reduced),
		)
		for row in rows
	}


def _route(assessment: Document) -> str:
	overall = (
		risk.Rating(assessment.overall_score, assessment.overall_rating) if assessment.overall_score else None
	)
	return risk.approval_route(
		overall, blocked_from=get_settings().blocked_from_score, prohibited=prohibited_work(assessment)
	)


def _rated(likelihood: str, severity: str, bands, on) -> tuple[int, str]:
	if not (cint(likelihood) and cint(severity)):
		return 0, ""
	rating = risk.rate(cint(likelihood), cint(severity), bands, on)
	return rating.score, rating.rating
