"""The assessment of the work, what this young person adds to it, and who has been told of it."""

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate import reopening
from unlocking_opportunities.placements.start_gate.checks.verdicts import (
	failed,
	in_date,
	judged,
	not_needed,
	passed,
)
from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.placements.start_gate.rows import Need
from unlocking_opportunities.risk_assessments.rating import answers
from unlocking_opportunities.rules import risk, signing
from unlocking_opportunities.rules.age import CHILD
from unlocking_opportunities.rules.findings import FAIL, Verdict, _
from unlocking_opportunities.rules.placement_states import RUNNING


def risk_assessment(f: Facts) -> Verdict:
	"""There is an approved assessment of this site, in date, full enough for this person, with no prohibited work."""
	found = f.assessment
	if not found:
		return failed(
			"assessment-missing",
			_("No risk assessment has been chosen."),
			_(
				"Choose the approved assessment for this site if the tasks are the same. For an office or shop, a note of a conversation is enough."
			),
		)
	if found.status != "Approved":
		return failed(
			"assessment-not-approved",
			_("The risk assessment is not approved. Its status is {status}."),
			_("Finish it and ask a manager to approve it."),
			status=found.status,
		)
	failing = _too_light(f) or _prohibited(f) or _of_other_work(f)
	if failing:
		return failing
	return in_date(
		f,
		settings.day(found.review_by),
		(
			"assessment-review-due",
			_("The risk assessment was due for review by {until}."),
			_("Start the next version."),
		),
		_("Approved and in date."),
	)


def addendum(f: Facts) -> Verdict:
	"""An addendum for this young person exists, if the place or the person calls for one."""
	calls = _raises(f) or (f.placement.under_18 and _band(f) == risk.HIGHER_RISK)
	if not calls:
		return not_needed("addendum-not-needed", _("Not needed for this place and this person."))
	if f.addendum:
		return passed("addendum-done", _("Considered and recorded."))
	return judged(
		"addendum-missing",
		_("What this young person needs at this place has not been recorded."),
		_("Go through it with the allocated worker and record it in a Young Person Risk Addendum."),
	)


def findings(f: Facts) -> Verdict:
	"""A child's carers know the findings before the start (Management of HSW Regulations 1999 reg. 10(2))."""
	if CHILD not in f.ages:
		return not_needed(
			"findings-not-needed", _("Over school leaving age, so tell the young person directly.")
		)
	if not f.placement.findings_shared_on:
		# The law is about the start. If other people care for a child who works there already, the council judges.
		runs = f.placement.status in RUNNING and reopening.reasons(f.placement, "findings")
		return (judged if runs else failed)(
			"findings-not-shared",
			_(
				"A child's carers, and anyone with parental responsibility, must know the main risks and controls before the start."
			),
			_("Tell them in any way you like, then fill in Findings Shared With Carer On."),
		)
	if f.placement.findings_shared_with == "Carer" and f.identity.signing_authority != signing.BY_COUNCIL:
		return failed(
			"findings-not-shared-with-responsible",
			_("Only the carer has been told, but someone else holds parental responsibility."),
			_("Tell the person with parental responsibility too, then change Shared With."),
		)
	return passed("findings-shared", _("Shared with the people who must know."))


def _raises(f: Facts) -> list[Need]:
	return [row for row in f.needs if row.raises_assessment]


def _band(f: Facts) -> str:
	"""The highest risk band on any record of the place: it may have changed since it was assessed."""
	named = (f.opportunity.environment_band, f.site.get("environment_band"))
	return max((band for band in named if band), key=risk.BANDS.index, default=risk.LOW_RISK)


def _too_light(f: Facts) -> Verdict | None:
	band = max(f.assessment.environment_band, _band(f), key=risk.BANDS.index)
	way = risk.path(band, ["needs"] if _raises(f) else [])
	if way == risk.CONVERSATION or f.hazards:
		return None
	return judged(
		"assessment-too-light",
		_("This young person's needs, or the place, call for more than a conversation."),
		_("Start the next version of the assessment and list the hazards."),
	)


def _prohibited(f: Facts) -> Verdict | None:
	verdict = risk.judge_prohibited_work(answers(f.prohibited_work), f.ages)
	return verdict if verdict.outcome == FAIL else None


def _of_other_work(f: Facts) -> Verdict | None:
	if f.placement.assessment_hash == fingerprints.of_assessed_work(f.placement, f.opportunity, f.site):
		return None
	return judged(
		"assessment-of-other-work",
		_("The tasks, the kind of place or the supervisor have changed since this assessment was chosen."),
		_("Check whether it still fits. Select Still Fits, or start the next version."),
	)
