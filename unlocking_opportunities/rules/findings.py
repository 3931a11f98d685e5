"""The results of a rule: findings in plain words, and the verdict that combines them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

PASS = "pass"
PASS_UNTIL = "pass until"
FAIL = "fail"
NOT_NEEDED = "not needed"


def _(text: str) -> str:
	"""Mark a sentence for translation. It is translated when it is shown, not here."""
	return text


def in_words(value: Any) -> Any:
	"""Format a date as 1 April 2026, a time as 22:00, hours without unnecessary zeros, and several words with commas."""
	if isinstance(value, tuple):
		return ", ".join(value)
	if isinstance(value, date):
		return f"{value.day} {value:%B %Y}"
	if isinstance(value, time):
		return f"{value:%H:%M}"
	if isinstance(value, float):
		return f"{value:.2f}".rstrip("0").rstrip(".")
	return value


@dataclass(frozen=True)
class Finding:
	"""One finding of a rule.

	`template` says what is wrong and `remedy` how to put it right. Both are `str.format` templates over
	`params` (plain values), so that the caller can translate first and fill in the values afterwards. `code`
	never changes. `judgement` is true if the law leaves the matter to the council, so that a manager may
	override it.
	"""

	code: str
	template: str
	params: Mapping[str, Any] = field(default_factory=dict, hash=False)
	remedy: str = ""
	judgement: bool = False

	@property
	def message(self) -> str:
		"""The finding and its remedy in English."""
		values = {name: in_words(value) for name, value in self.params.items()}
		return f"{self.template} {self.remedy}".strip().format(**values)


@dataclass(frozen=True)
class Verdict:
	"""The result of a rule: `outcome` is pass, pass until (with the last valid day), fail or not needed.

	`reasons` are for officers who may read the record. `host_safe` is all that a host may be told.
	"""

	outcome: str
	reasons: tuple[Finding, ...]
	until: date | None = None
	host_safe: Finding | None = None

	@property
	def reason(self) -> str:
		"""Every reason in English, most important first."""
		return " ".join(finding.message for finding in self.reasons)

	@property
	def host_safe_reason(self) -> str:
		"""What a host may be told; empty if there is nothing to tell."""
		return self.host_safe.message if self.host_safe else ""

	@property
	def overridable(self) -> bool:
		"""Whether a manager may override this failure: only if the law leaves every part of it to judgement."""
		return self.outcome == FAIL and all(finding.judgement for finding in self.reasons)
