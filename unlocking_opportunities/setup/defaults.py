"""Filling the settings once with the sourced rows of `rules.defaults`; from then on the council's own rows decide."""

from datetime import date

import frappe

from unlocking_opportunities import law
from unlocking_opportunities.rules import defaults

TABLES = {
	"risk_bands": defaults.RISK_BANDS,
	"insurance_limits": defaults.INSURANCE_LIMITS,
	"minimum_wage_rates": defaults.WAGE_RATES,
	"school_terms": defaults.HOURS_LAW.terms,
	"child_employment_regimes": defaults.HOURS_LAW.regimes,
	"work_limits": defaults.HOURS_LAW.limits,
	"supervisor_frequency_tests": defaults.FREQUENCY_TESTS,
}
TABLE_SOURCES = {"school_terms": defaults.TERMS_SOURCE}

# Convention, not law: how often a placement is visited is for each council to say.
VISITS_SOURCE = "A starting point to change: no national rule sets visit intervals for work placements"
VISIT_INTERVALS = (
	("Before Start", "Higher-risk Places", 7),
	("First-day Call", "Everyone", 0),
	("First Week", "Everyone", 4),
	("Regular", "Everyone", 28),
	("Regular", "Under 18s", 14),
	("Before the End", "Everyone", 2),
)
FIRST_DAY = date(2025, 1, 1)


def fill_settings() -> None:
	"""Fill each table of dated rows that is empty, and each plain setting that has none, with what the app ships."""
	settings = frappe.get_doc("Unlocking Opportunities Settings")
	changed = [_fill(settings, table, rows) for table, rows in _shipped().items() if not settings.get(table)]
	changed += [_default(settings, field) for field in settings.meta.fields if field.default]
	if any(changed):
		settings.flags.ignore_mandatory = True
		settings.save(ignore_permissions=True)  # installing


def _shipped() -> dict[str, list[dict]]:
	shipped = {
		table: [{"source": TABLE_SOURCES.get(table), **law.as_row(rule)} for rule in rules]
		for table, rules in TABLES.items()
	}
	shipped["visit_intervals"] = [
		{"effective_from": FIRST_DAY, "kind": kind, "applies_to": who, "days": days, "source": VISITS_SOURCE}
		for kind, who, days in VISIT_INTERVALS
	]
	return shipped


def _fill(settings, table: str, rows: list[dict]) -> bool:
	for row in rows:
		settings.append(table, row)
	return True


def _default(settings, field) -> bool:
	# A Single that was never saved gives its numbers as nought, which is not the same as the council's nought.
	if frappe.db.get_single_value(settings.doctype, field.fieldname) not in (None, ""):
		return False
	if frappe.db.exists("Singles", {"doctype": settings.doctype, "field": field.fieldname}):
		return False
	settings.set(field.fieldname, field.default)
	return True
