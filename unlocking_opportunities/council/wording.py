"""Findings of the rules as text, in the reader's language."""

from datetime import date
from typing import Any

from frappe import _

from unlocking_opportunities.council import dates
from unlocking_opportunities.rules.findings import Finding, Verdict, in_words


def get_message(finding: Finding) -> str:
	"""Return what the rule found, translated, with its values filled in."""
	return _fill(finding.template, finding.params)


def get_remedy(finding: Finding) -> str:
	"""Return what would put it right, translated, with its values filled in. Empty if nothing needs doing."""
	return _fill(finding.remedy, finding.params) if finding.remedy else ""


def get_reasons(verdict: Verdict) -> str:
	"""Return every reason of `verdict` and what would put it right, as one text."""
	return " ".join(f"{get_message(finding)} {get_remedy(finding)}".strip() for finding in verdict.reasons)


def _fill(template: str, params: dict[str, Any]) -> str:
	return _(template).format(**{name: _in_words(value) for name, value in params.items()})


def _in_words(value: Any) -> Any:
	if isinstance(value, date):
		return dates.day(value)
	if isinstance(value, tuple):
		return ", ".join(_in_words(item) for item in value)
	return _(value) if isinstance(value, str) else in_words(value)
