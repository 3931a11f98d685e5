"""How much assessment a placement needs, the risk matrix, and the work that young people must not do.

HSE, "Work experience: advice for organisers" (hse.gov.uk): the employer is responsible; for a low-risk place a
conversation is enough, and paperwork for its own sake is not wanted. Management of Health and Safety at Work
Regulations 1999 reg. 19 (legislation.gov.uk, as made): work that young people may not be employed to do.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from unlocking_opportunities.rules.age import ADULT, CHILD
from unlocking_opportunities.rules.dated import NoRowInForce
from unlocking_opportunities.rules.findings import FAIL, NOT_NEEDED, PASS, Finding, Verdict, _

LOW_RISK = "Low Risk"
LESS_FAMILIAR_RISK = "Less Familiar Risk"
HIGHER_RISK = "Higher Risk"

CONVERSATION = "conversation"
CONFIRM_ARRANGEMENTS = "confirm arrangements"
FULL_ASSESSMENT = "full assessment"

PATHS = (CONVERSATION, CONFIRM_ARRANGEMENTS, FULL_ASSESSMENT)
BANDS = (LOW_RISK, LESS_FAMILIAR_RISK, HIGHER_RISK)

LOW, MEDIUM, HIGH = "Low", "Medium", "High"

MANAGER = "manager"
HS_ADVISER_THEN_MANAGER = "hs_adviser_then_manager"
BLOCKED = "blocked"

ALLOWED = "allowed"
IF_CONFIRMED = "allowed if confirmed"
FORBIDDEN = "forbidden"

SCALE = range(1, 6)


class UnknownBand(ValueError):
	"""The environment band is none of HSE's three."""


class OffTheScale(ValueError):
	"""A likelihood or a severity is not from 1 to 5."""


# The path


def path(environment_band: str, young_person_flags: Collection[str] = ()) -> str:
	"""Return how a placement is assessed: conversation, confirm arrangements or full assessment.

	The band is HSE's: low risk as in an office or shop, less familiar as in assembly or packing, higher as in
	construction, agriculture or manufacturing. Any need of the young person that bears on the assessment takes it
	one step further. Raises UnknownBand for any other band.
	"""
	if environment_band not in BANDS:
		raise UnknownBand("The environment band is Low Risk, Less Familiar Risk or Higher Risk.")
	step = BANDS.index(environment_band) + bool(young_person_flags)
	return PATHS[min(step, len(PATHS) - 1)]


# The matrix


@dataclass(frozen=True)
class RiskBand:
	"""From a day on: the lowest and highest score of a rating."""

	effective_from: date
	from_score: int
	to_score: int
	rating: str
	source: str = ""


@dataclass(frozen=True)
class Rating:
	"""A score (likelihood times severity, 1 to 25) and its rating in the matrix."""

	score: int
	rating: str


@dataclass(frozen=True)
class Hazard:
	"""Likelihood and severity of a hazard, 1 to 5, before and after its controls."""

	likelihood: int
	severity: int
	residual_likelihood: int
	residual_severity: int


def rate(likelihood: int, severity: int, bands: Iterable[RiskBand], on: date) -> Rating:
	"""Rate a hazard by the bands in force on a day.

	5 by 5 is convention and the bands differ by publisher, so they are dated rows. Raises OffTheScale for a value
	outside 1 to 5, NoRowInForce when no band in force holds the score.
	"""
	if likelihood not in SCALE or severity not in SCALE:
		raise OffTheScale("Likelihood and severity are numbers from 1 to 5.")
	score = likelihood * severity
	for band in bands_in_force(bands, on):
		if band.from_score <= score <= band.to_score:
			return Rating(score, band.rating)
	raise NoRowInForce(f"No risk band in force on {on.isoformat()} holds the score {score}.")


def residual(hazard: Hazard, bands: Iterable[RiskBand], on: date) -> Rating:
	"""Rate what remains of a hazard after its controls."""
	return rate(hazard.residual_likelihood, hazard.residual_severity, bands, on)


def overall(hazards: Sequence[Hazard], bands: Iterable[RiskBand], on: date) -> Rating | None:
	"""Return the highest residual rating, never an average; None if no hazard is listed."""
	bands = tuple(bands)
	ratings = (residual(hazard, bands, on) for hazard in hazards)
	return max(ratings, key=lambda rating: rating.score, default=None)


def approval_route(rating: Rating | None, *, blocked_from: int, prohibited: Verdict | None = None) -> str:
	"""Return who may approve: the manager, the health and safety adviser and then the manager, or no one.

	A score from `blocked_from` up, or prohibited work that the law does not allow, cannot be approved.
	`prohibited` is the verdict of `judge_prohibited_work`. High work, and prohibited work allowed under its
	three conditions, go to the adviser first. A conversation, which has no matrix, goes to the manager.
	"""
	if prohibited and prohibited.outcome == FAIL:
		return BLOCKED
	if rating and rating.score >= blocked_from:
		return BLOCKED
	if (rating and rating.rating == HIGH) or (prohibited and _conditional(prohibited)):
		return HS_ADVISER_THEN_MANAGER
	return MANAGER


def bands_in_force(bands: Iterable[RiskBand], on: date) -> list[RiskBand]:
	"""Return the bands of the newest matrix in force: rows that begin on the same day are one matrix."""
	begun = [band for band in bands if band.effective_from <= on]
	newest = max((band.effective_from for band in begun), default=None)
	return [band for band in begun if band.effective_from == newest]


# Work that young people must not do


@dataclass(frozen=True)
class ProhibitedQuestion:
	"""One of reg. 19's questions: a stable key, its paragraph, and plain wording."""

	key: str
	regulation: str
	wording: str


PROHIBITED_WORK = (
	ProhibitedQuestion(
		"capacity", "19(2)(a)", _("Is any of the work too much for a young person's body or mind?")
	),
	ProhibitedQuestion(
		"agents",
		"19(2)(b)",
		_("Could the work expose them to anything poisonous, cancer-causing or otherwise lastingly harmful?"),
	),
	ProhibitedQuestion("radiation", "19(2)(c)", _("Could the work expose them to harmful radiation?")),
	ProhibitedQuestion(
		"accidents",
		"19(2)(d)",
		_(
			"Could there be accidents that they would not see coming or could not avoid, being new to the work?"
		),
	),
	ProhibitedQuestion("temperature", "19(2)(e)(i)", _("Is their health at risk from extreme cold or heat?")),
	ProhibitedQuestion("noise", "19(2)(e)(ii)", _("Is their health at risk from noise?")),
	ProhibitedQuestion("vibration", "19(2)(e)(iii)", _("Is their health at risk from vibration?")),
)


@dataclass(frozen=True)
class ProhibitedAnswer:
	"""Yes or no to a question (None if unanswered) and, for yes, the three conditions of reg. 19(3)."""

	yes: bool | None
	necessary_for_training: bool = False
	competent_supervision: bool = False
	risk_reduced: bool = False

	@property
	def conditions_met(self) -> bool:
		return self.necessary_for_training and self.competent_supervision and self.risk_reduced


def judge_yes(status: str) -> str:
	"""Return what a "yes" means at an age status: forbidden, allowed if confirmed, or allowed.

	Reg. 19(3): the exception is only for someone who is no longer a child, if the work is necessary for
	training, a competent person supervises and the risk is as low as is reasonably practicable. Reg. 19 does
	not apply to adults.
	"""
	if status == CHILD:
		return FORBIDDEN
	return ALLOWED if status == ADULT else IF_CONFIRMED


def judge_prohibited_work(answers: Mapping[str, ProhibitedAnswer], statuses: Iterable[str]) -> Verdict:
	"""Judge the answers to all seven questions for each age status during a placement, youngest first.

	Without `statuses`, it is judged as for a child. A yes rules out a child; at 16 and 17 it needs all three
	conditions of reg. 19(3), and then the manager's approval.
	"""
	youngest = min(statuses, key=_CHILD_FIRST.index, default=CHILD)
	allows = judge_yes(youngest)
	if allows == ALLOWED:
		adult = Finding("prohibited-adult", _("The rules on prohibited work are for people under 18."))
		return Verdict(NOT_NEEDED, (adult,))
	faults = [fault for question in PROHIBITED_WORK for fault in _answered(question, answers, allows)]
	if any(fault.code != CONDITIONAL for fault in faults):
		return Verdict(FAIL, tuple(fault for fault in faults if fault.code != CONDITIONAL))
	if faults:
		return Verdict(PASS, tuple(faults))
	return Verdict(PASS, (Finding("prohibited-none", _("None of the work is prohibited for young people.")),))


CONDITIONAL = "prohibited-conditional"
_CHILD_FIRST = (CHILD, "young person", ADULT)


def _answered(
	question: ProhibitedQuestion, answers: Mapping[str, ProhibitedAnswer], allows: str
) -> Iterable[Finding]:
	answer = answers.get(question.key, ProhibitedAnswer(None))
	told = {"question": question.wording, "regulation": question.regulation}
	if answer.yes is None:
		yield Finding(
			"prohibited-open",
			_('Not answered: "{question}"'),
			told,
			_("Ask the host and record the answer."),
		)
	elif answer.yes and allows == FORBIDDEN:
		yield Finding(
			"prohibited-child",
			_(
				'Answered yes: "{question}" No one under the school leaving age may do such work (reg. {regulation}).'
			),
			told,
			_("Remove that task from the placement, or find another place."),
		)
	elif answer.yes and not answer.conditions_met:
		yield Finding(
			"prohibited-unconfirmed",
			_(
				'Answered yes: "{question}" At 16 and 17 this is allowed only if training requires it and a competent person supervises. The risk must also be reduced to the lowest level that is reasonably practicable.'
			),
			told,
			_("Confirm all three with the host, or remove that task."),
		)
	elif answer.yes:
		yield Finding(
			CONDITIONAL,
			_('Answered yes: "{question}" All three conditions are confirmed.'),
			told,
			_("A manager must approve."),
		)


def _conditional(verdict: Verdict) -> bool:
	return any(finding.code == CONDITIONAL for finding in verdict.reasons)
