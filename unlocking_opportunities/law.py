"""The council's dated rows, from its settings, as the rules want them.

The rows in the settings have the field names of the rules' dataclasses, so a row turns into one by name.
"""

from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import frappe
from frappe.model.document import Document
from frappe.utils import get_time, getdate

from unlocking_opportunities.rules import defaults
from unlocking_opportunities.rules.hours_law import ChildEmploymentRegime, HoursLaw, Term
from unlocking_opportunities.rules.insurance import InsuranceLimits
from unlocking_opportunities.rules.pay import WageRate
from unlocking_opportunities.rules.risk import RiskBand

Row = TypeVar("Row")

# Where a dataclass and a DocType cannot share a name: every DocType row already has a `name`.
RENAMED = {"name": "regime_name", "start": "starts_on", "end": "ends_on", "hourly": "hourly_rate"}
# Nought in these means that there is none: a number field cannot be empty.
NONE_WHEN_NOUGHT = {"listed_work_age", "sunday_hours"}


def settings() -> Document:
	return frappe.get_cached_doc("Unlocking Opportunities Settings")


def hours_law() -> HoursLaw:
	"""Return the law on hours: the national limits, and the council's regimes, terms and school hours."""
	council = settings()
	return HoursLaw(
		limits=defaults.HOURS_LAW.limits,
		regimes=_rows(ChildEmploymentRegime, council.child_employment_regimes),
		terms=_rows(Term, council.school_terms),
		school_opens=get_time(council.school_opens),
		school_closes=get_time(council.school_closes),
	)


def insurance_limits() -> tuple[InsuranceLimits, ...]:
	return _rows(InsuranceLimits, settings().insurance_limits)


def wage_rates() -> tuple[WageRate, ...]:
	return _rows(WageRate, settings().minimum_wage_rates)


def risk_bands() -> tuple[RiskBand, ...]:
	return _rows(RiskBand, settings().risk_bands)


def as_row(rule: Any) -> dict[str, Any]:
	"""Return a rule's dataclass as a row of the settings, for filling them from the shipped defaults."""
	return {RENAMED.get(field.name, field.name): getattr(rule, field.name) for field in fields(rule)}


def _rows(kind: type[Row], rows: list[Document]) -> tuple[Row, ...]:
	return tuple(kind(**{field.name: _value(row, field.name) for field in fields(kind)}) for row in rows)


def _value(row: Document, name: str) -> Any:
	fieldname = RENAMED.get(name, name) if row.meta.has_field(RENAMED.get(name, name)) else name
	value = row.get(fieldname)
	if name in NONE_WHEN_NOUGHT:
		return value or None
	fieldtype = row.meta.get_field(fieldname).fieldtype
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
