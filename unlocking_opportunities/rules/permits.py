"""The permit from the council that a child in employment needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unlocking_opportunities.rules.age import CHILD
from unlocking_opportunities.rules.dated import in_force
from unlocking_opportunities.rules.findings import FAIL, NOT_NEEDED, PASS, PASS_UNTIL, Finding, Verdict, _
from unlocking_opportunities.rules.hours_law import ChildEmploymentRegime
from unlocking_opportunities.rules.schedules import EMPLOYMENT, Schedule


@dataclass(frozen=True)
class Permit:
	"""A child employment permit with its first and last day; no last day if it has no end."""

	start: date
	end: date | None = None


def judge_permit(
	schedule: Schedule,
	statuses: Sequence[tuple[date, date, str]],
	permit: Permit | None,
	*,
	regimes: Iterable[ChildEmploymentRegime],
) -> Verdict:
	"""Judge whether a child's employment has its permit.

	Children and Young Persons Act 1933 s.18 and byelaws; nncee.org.uk: each employer of a child needs a permit
	from the council, but not for work experience that a school arranges, nor from the day after the leaving
	age. Under byelaws the employer may apply within a week of the start; under section 28 of the 2026 Act there
	is no work without a permit. The council waits for it in both cases.
	"""
	spans = [
		(max(first, schedule.start), min(last, schedule.end)) for first, last, who in statuses if who == CHILD
	]
	spans = [(first, last) for first, last in spans if first <= last]
	if schedule.kind != EMPLOYMENT or not spans:
		return Verdict(
			NOT_NEEDED, (Finding("permit-not-needed", _("No child employment permit is needed.")),)
		)
	first, last = spans[0][0], spans[-1][1]
	needed = {"regime": in_force(regimes, first).name, "start": first, "end": last}
	if permit is None or permit.start > first or (permit.end and permit.end < first):
		return Verdict(FAIL, (_permit_missing(needed),))
	if permit.end and permit.end < last:
		short = Finding(
			"permit-ends",
			_("The child employment permit ends on {permit_end}, before the work does."),
			{**needed, "permit_end": permit.end},
			_("Ask the employer to renew it with the council's child employment officer."),
		)
		return Verdict(PASS_UNTIL, (short,), until=permit.end)
	return Verdict(PASS, (Finding("permit-held", _("The child employment permit covers the work."), needed),))


def _permit_missing(needed: Mapping[str, Any]) -> Finding:
	return Finding(
		"permit-missing",
		_("A child at work needs an employment permit from {start}, and none has been seen ({regime})."),
		needed,
		_("Ask the employer to apply to the council's child employment officer."),
	)
