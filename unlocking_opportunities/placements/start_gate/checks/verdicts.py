"""Verdicts as the checks return them."""

from datetime import date

from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.rules.findings import FAIL, NOT_NEEDED, PASS, PASS_UNTIL, Finding, Verdict, _


def passed(code: str, text: str, **params) -> Verdict:
	return Verdict(PASS, (Finding(code, text, params),))


def not_needed(code: str, text: str) -> Verdict:
	return Verdict(NOT_NEEDED, (Finding(code, text),))


def failed(code: str, text: str, remedy: str = "", **params) -> Verdict:
	return Verdict(FAIL, (Finding(code, text, params, remedy),))


def judged(code: str, text: str, remedy: str, **params) -> Verdict:
	return Verdict(FAIL, (Finding(code, text, params, remedy, judgement=True),))


def in_date(f: Facts, until: date | None, ended: tuple[str, str, str], otherwise: str) -> Verdict:
	"""Judge a paper that runs out on `until` (None: never). `ended`: the code, text and remedy once it has run out."""
	code, text, remedy = ended
	if until is None or until >= f.end:
		return passed(code + "-in-date", otherwise)
	if until < f.judged_from:
		return Verdict(FAIL, (Finding(code, text, {"until": until}, remedy, judgement=True),))
	soon = Finding(code + "-until", _("In date until {until}."), {"until": until}, remedy)
	return Verdict(PASS_UNTIL, (soon,), until)


# Using the rules of another day would be worse than saying there are none.
NO_RULE_IN_FORCE = judged(
	"no-rule-in-force",
	_("The settings have no rule for that day, so this cannot be checked."),
	_("Ask the administrator to add the rule in force to Unlocking Opportunities Settings."),
)
