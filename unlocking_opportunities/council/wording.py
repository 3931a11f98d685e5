"""Findings of the rules and dates as text, in the reader's language."""

from datetime import date
from typing import Any

from frappe import _
from frappe.utils import getdate

from unlocking_opportunities.rules.findings import Finding, Verdict, in_words


def said(finding: Finding) -> str:
	"""Return what the rule found, translated, with its values filled in."""
	return _fill(finding.template, finding.params)


def remedy(finding: Finding) -> str:
	"""Return what would put it right, translated, with its values filled in. Empty if nothing needs doing."""
	return _fill(finding.remedy, finding.params) if finding.remedy else ""


def reasons(verdict: Verdict) -> str:
	"""Return every reason of `verdict` and what would put it right, as one text."""
	return " ".join(f"{said(finding)} {remedy(finding)}".strip() for finding in verdict.reasons)


def long_date(value: date | str) -> str:
	"""Return a date as it is written in emails and messages: "9 December 2026"."""
	return in_words(getdate(value))


def _fill(template: str, params: dict[str, Any]) -> str:
	values = {
		name: _(in_words(value)) if isinstance(value, str) else in_words(value)
		for name, value in params.items()
	}
	return _(template).format(**values)
