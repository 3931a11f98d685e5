"""The council's settings, with its dated rows in the form the rules take.

The rows in the settings have the same field names as the rules' dataclasses, so they are converted by name.
"""

from dataclasses import fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import frappe
from frappe.model.document import Document
from frappe.utils import get_time, getdate

from unlocking_opportunities.rules.care_status import CareLeaverTerms
from unlocking_opportunities.rules.eet import EetTerms
from unlocking_opportunities.rules.hours_law import ChildEmploymentRegime, HoursLaw, Term, WorkLimits
from unlocking_opportunities.rules.insurance import InsuranceLimits
from unlocking_opportunities.rules.pay import WageRate
from unlocking_opportunities.rules.risk import RiskBand
from unlocking_opportunities.rules.supervision import FrequencyTest

Row = TypeVar("Row")

# Dataclass field: DocType field, where the names have to differ. Every DocType row already has a `name`.
RENAMED = {"name": "regime_name", "start": "starts_on", "end": "ends_on", "hourly": "hourly_rate"}
# In these fields 0 means none, because a number field cannot be empty.
NONE_IF_ZERO = {
	ChildEmploymentRegime: {"listed_work_age", "sunday_hours"},
	WorkLimits: {"day_hours", "week_hours", "average_week_hours", "reference_weeks"},
}
# Dataclasses whose values are plain fields of the settings, and the prefix of those fields.
PREFIXES = {EetTerms: "eet_", CareLeaverTerms: "care_"}


def get_settings() -> Document:
	"""Return the council's settings, from the cache."""
	return frappe.get_cached_doc("Unlocking Opportunities Settings")


def hours_law() -> HoursLaw:
	"""Return the law on hours: limits, child employment regimes, school terms and school hours."""
	council = get_settings()
	return HoursLaw(
		limits=rows_of(WorkLimits, council.work_limits),
		regimes=rows_of(ChildEmploymentRegime, council.child_employment_regimes),
		terms=rows_of(Term, council.school_terms),
		school_opens=get_time(council.school_opens),
		school_closes=get_time(council.school_closes),
	)


def insurance_limits() -> tuple[InsuranceLimits, ...]:
	return rows_of(InsuranceLimits, get_settings().insurance_limits)


def wage_rates() -> tuple[WageRate, ...]:
	return rows_of(WageRate, get_settings().minimum_wage_rates)


def risk_bands() -> tuple[RiskBand, ...]:
	return rows_of(RiskBand, get_settings().risk_bands)


def frequency_tests() -> tuple[FrequencyTest, ...]:
	return rows_of(FrequencyTest, get_settings().supervisor_frequency_tests)


def eet_terms() -> EetTerms:
	return _single(EetTerms)


def care_leaver_terms() -> CareLeaverTerms:
	return _single(CareLeaverTerms)


def as_row(rule: Any) -> dict[str, Any]:
	"""Return a rule's dataclass as a row of the settings, to fill them with the shipped defaults."""
	row = {RENAMED.get(field.name, field.name): getattr(rule, field.name) for field in fields(rule)}
	return {name: ", ".join(value) if isinstance(value, tuple) else value for name, value in row.items()}


def rows_of(kind: type[Row], rows: list[Document]) -> tuple[Row, ...]:
	"""Return the rows of a settings table as dataclasses of `kind`."""
	return tuple(
		kind(**{field.name: _value(kind, row, field.name) for field in fields(kind)}) for row in rows
	)


def _single(kind: type[Row]) -> Row:
	council, prefix = get_settings(), PREFIXES[kind]
	names = [field.name for field in fields(kind) if council.meta.has_field(prefix + field.name)]
	return kind(**{name: council.get(prefix + name) for name in names})


def _value(kind: type, row: Document, name: str) -> Any:
	fieldname = RENAMED.get(name, name) if row.meta.has_field(RENAMED.get(name, name)) else name
	value = row.get(fieldname)
	if name == "advisory":
		return tuple(filter(None, (code.strip() for code in (value or "").split(","))))
	if name in NONE_IF_ZERO.get(kind, ()):
		return value or None
	fieldtype = row.meta.get_field(fieldname).fieldtype
	if fieldtype == "Currency":
		# Exact pounds and pence: a float of 12.71 is a little more than £12.71.
		return Decimal(str(value or 0))
	if fieldtype == "Date":
		return getdate(value) if value else None
	if fieldtype == "Time":
		return clock(value)
	return value


def clock(value: time | timedelta | datetime | str | None) -> time | None:
	"""Return a Time field's value (the database gives a timedelta, a form a string) as a time of day."""
	if value is None or value == "":
		return None
	if isinstance(value, timedelta):
		return (datetime.min + value).time()
	return get_time(value)


def day(value: date | datetime | str | None) -> date | None:
	"""Return a Date or Datetime field's value as a date, None when it is empty."""
	return getdate(value) if value else None
