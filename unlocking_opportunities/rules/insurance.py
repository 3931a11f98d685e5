"""Whether the host's employers' liability insurance lets a placement start, and until when.

Employers' Liability (Compulsory Insurance) Act 1969 and Regulations 1998 (legislation.gov.uk): an authorised
insurer and a minimum sum. ABI, "Work experience students" (abi.org.uk): its members treat students as employees
for work within the host's normal business, and have to be told of work that is unusual or longer than two
weeks. Public liability insurance does not cover someone at work.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from unlocking_opportunities.rules.dated import in_force
from unlocking_opportunities.rules.findings import FAIL, PASS, PASS_UNTIL, Finding, Verdict, _

ABI_MEMBER = "Member of the ABI"
LLOYDS = "Lloyd's"
CONFIRMED = "Authorised; Confirmed Cover in Writing"
NOT_KNOWN = "Not Known"

POLICY = "Employers' Liability Policy"
SELF_INSURED = "Self-insured Public Body"

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cover:
	"""A host's cover: a policy with its dates (both included) and limit in pounds, or a public body's own cover.

	`standing` is the insurer's: ABI member, Lloyd's, or another authorised insurer that has confirmed in
	writing that it covers the placement. `notified_on` is when the insurer was told of the placement,
	`accepted` whether it has accepted the work in writing. `evidence_seen` is true once an officer has seen the
	certificate or statement.
	"""

	kind: str = POLICY
	starts: date | None = None
	ends: date | None = None
	limit: Decimal | int = 0
	standing: str = NOT_KNOWN
	notified_on: date | None = None
	accepted: bool = False
	evidence_seen: bool = False


@dataclass(frozen=True)
class PlacementToInsure:
	"""A placement's days (no end for an open-ended job), and what its insurer needs to know.

	Whether the young person is the host's own paid employee, and whether the work is onerous, or unusual for
	the host's business.
	"""

	start: date
	end: date | None
	employee: bool = False
	unusual_work: bool = False


@dataclass(frozen=True)
class InsuranceLimits:
	"""From a day on: the minimum sum insured in pounds, and when an insurer has to be told or to accept (days)."""

	effective_from: date
	minimum_cover: Decimal | int
	notify_after_days: int
	renewal_notice_days: int
	source: str = ""


@dataclass(frozen=True)
class InsuranceVerdict(Verdict):
	"""A verdict with the day by which to ask the host for its new certificate, if the cover runs out in time."""

	ask_renewal_by: date | None = None


def judge_insurance(
	cover: Cover | Sequence[Cover] | None,
	placement: PlacementToInsure,
	limits: Iterable[InsuranceLimits],
	*,
	on: date | None = None,
) -> InsuranceVerdict:
	"""Judge a host's cover: pass, pass until the last insured day, or fail with every reason.

	`cover` may be several policies, such as this year's and its renewal; those that follow each other without a day
	between count as one. Policies renew yearly, so a long placement passes until a date. `on` is the day from which
	to judge a placement that is already running; otherwise its first day.
	Raises NoRowInForce when no limits were in force. Sources: see the module.
	"""
	covers = [cover] if isinstance(cover, Cover) else list(cover or ())
	day = max(on or placement.start, placement.start)
	rules = in_force(limits, day)
	faults_of = {id(held): tuple(_faults(held, placement, rules)) for held in covers}
	running = [held for held in covers if _runs_on(held, day)]
	if not running:
		return InsuranceVerdict(FAIL, (_no_cover_on(day, covers),))
	best = min(running, key=lambda held: len(faults_of[id(held)]))
	if faults_of[id(best)]:
		return InsuranceVerdict(FAIL, faults_of[id(best)])
	sound = [held for held in covers if not faults_of[id(held)]]
	return _how_long(_last_insured_day(sound, day), placement, day, rules)


def _faults(cover: Cover, placement: PlacementToInsure, rules: InsuranceLimits) -> Iterable[Finding]:
	if not cover.evidence_seen:
		yield Finding(
			"insurance-not-seen",
			_("No one at the council has seen the insurance certificate or statement."),
			{},
			_("Ask the host for a photo of the certificate, or look at it on the wall when you visit."),
			judgement=True,
		)
	if cover.kind == SELF_INSURED:
		return
	if cover.limit < rules.minimum_cover:
		yield Finding(
			"insurance-too-low",
			_("The policy covers £{limit}, which is below the legal minimum of £{minimum}."),
			{"limit": f"{cover.limit:,.0f}", "minimum": f"{rules.minimum_cover:,.0f}"},
			_("Ask the host to have its insurer raise the limit."),
		)
	if cover.standing not in (ABI_MEMBER, LLOYDS, CONFIRMED):
		yield Finding(
			"insurer-not-known",
			_("It is not known whether the insurer is authorised and treats placements as employment."),
			{},
			_(
				"Look the insurer up. For ABI members and Lloyd's you need nothing more. For any other authorised insurer, ask the host for written confirmation that the placement is covered."
			),
		)
	yield from _untold(cover, placement, rules)


def _untold(cover: Cover, placement: PlacementToInsure, rules: InsuranceLimits) -> Iterable[Finding]:
	"""What the insurer of a placement should have been told. Not for the host's own employees."""
	if placement.employee or cover.accepted:
		return
	if placement.unusual_work:
		yield Finding(
			"insurer-not-accepted",
			_(
				"The work is unusual for this host or onerous, and its insurer has not accepted that in writing."
			),
			{},
			_("Ask the host to describe the work to its insurer and send you the reply."),
			judgement=True,
		)
	elif cover.notified_on is None and _days(placement) > rules.notify_after_days:
		yield Finding(
			"insurer-not-notified",
			_("The placement is longer than {days} days, and the insurer has not been told."),
			{"days": rules.notify_after_days},
			_("Ask the host to tell its insurer, and record the date."),
			judgement=True,
		)


def _no_cover_on(day: date, covers: Sequence[Cover]) -> Finding:
	if not covers:
		return Finding(
			"insurance-missing",
			_("No employers' liability insurance is recorded."),
			{},
			_(
				"Ask the host for the insurer, policy number, limit and dates. A host without this insurance must take it out first. Public liability insurance is not enough."
			),
		)
	return Finding(
		"insurance-not-on-day",
		_("No employers' liability insurance recorded here covers {day}."),
		{"day": day},
		_("Ask the host for the certificate that covers that day."),
	)


def _how_long(
	until: date | None, placement: PlacementToInsure, day: date, rules: InsuranceLimits
) -> InsuranceVerdict:
	if until is None or (placement.end and until >= placement.end):
		covered = Finding("insured", _("Insurance covers the whole placement."))
		return InsuranceVerdict(PASS, (covered,))
	ask_by = max(until - timedelta(days=rules.renewal_notice_days), day)
	runs_out = Finding(
		"insured-until",
		_("Insurance covers the placement until {until}."),
		{"until": until, "ask_by": ask_by},
		_("Ask the host for the renewed certificate by {ask_by}."),
	)
	return InsuranceVerdict(PASS_UNTIL, (runs_out,), until=until, ask_renewal_by=ask_by)


def _last_insured_day(covers: Sequence[Cover], day: date) -> date | None:
	"""Return the end of an unbroken run of cover from a day; None for cover without an end."""
	if any(cover.kind == SELF_INSURED and cover.ends is None and _runs_on(cover, day) for cover in covers):
		return None
	until = day
	for cover in sorted(covers, key=lambda cover: cover.starts or date.min):
		if (cover.starts or date.min) <= until + ONE_DAY:
			until = max(until, cover.ends or date.min)
	return until


def _runs_on(cover: Cover, day: date) -> bool:
	if cover.kind == SELF_INSURED:
		return (cover.starts or date.min) <= day <= (cover.ends or date.max)
	return bool(cover.starts and cover.ends and cover.starts <= day <= cover.ends)


def _days(placement: PlacementToInsure) -> float:
	return (placement.end - placement.start).days + 1 if placement.end else float("inf")
