"""Findings of the rules as text, in the reader's language."""

from typing import Any

from frappe import _

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


def _fill(template: str, params: dict[str, Any]) -> str:
	values = {
		name: _(in_words(value)) if isinstance(value, str) else in_words(value)
		for name, value in params.items()
	}
	return _(template).format(**values)
