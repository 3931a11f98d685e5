"""What a rule says: findings in plain words, and the verdict that gathers them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

PASS = "pass"
PASS_UNTIL = "pass until"
FAIL = "fail"
NOT_NEEDED = "not needed"


def _(text: str) -> str:
	"""Mark a sentence for the translators. It is translated where it is shown, not here."""
	return text


def in_words(value: Any) -> Any:
	"""Write a date as 1 April 2026, a time as 22:00 and hours without needless noughts."""
	if isinstance(value, date):
		return f"{value.day} {value:%B %Y}"
	if isinstance(value, time):
		return f"{value:%H:%M}"
	if isinstance(value, float):
		return f"{value:.2f}".rstrip("0").rstrip(".")
	return value


@dataclass(frozen=True)
class Finding:
	"""One thing that a rule has to say.

	`template` tells what is so and `remedy` what would put it right, both as `str.format` templates over `params`
	(plain values), so that the caller can translate first and fill in afterwards. `code` never changes.
	`judgement` is true where the law leaves the matter to the council, so that a manager may decide otherwise.
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
	"""What a rule decides: `outcome` is pass, pass until (with the last good day), fail or not needed.

	`reasons` are for officers who may read the record. `host_safe` is all that a host may be told.
	"""

	outcome: str
	reasons: tuple[Finding, ...]
	until: date | None = None
	host_safe: Finding | None = None

	@property
	def reason(self) -> str:
		"""Every reason in English, in the order in which they matter."""
		return " ".join(finding.message for finding in self.reasons)

	@property
	def host_safe_reason(self) -> str:
		"""What a host may be told; empty where there is nothing to tell."""
		return self.host_safe.message if self.host_safe else ""

	@property
	def overridable(self) -> bool:
		"""Whether a manager may set this failure aside: only if the law leaves every part of it to judgement."""
		return self.outcome == FAIL and all(finding.judgement for finding in self.reasons)
