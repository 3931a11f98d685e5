"""Fill the settings once with the sourced rows of `rules.defaults`; after that the council's own rows apply."""

from datetime import date

import frappe

from unlocking_opportunities.council.settings import as_row
from unlocking_opportunities.matching.defaults import WEIGHTS
from unlocking_opportunities.rules import defaults

TABLES = {
	"risk_bands": defaults.RISK_BANDS,
	"insurance_limits": defaults.INSURANCE_LIMITS,
	"minimum_wage_rates": defaults.WAGE_RATES,
	"school_terms": defaults.HOURS_LAW.terms,
	"child_employment_regimes": defaults.HOURS_LAW.regimes,
	"work_limits": defaults.HOURS_LAW.limits,
	"supervisor_frequency_tests": defaults.FREQUENCY_TESTS,
	"matching_weights": WEIGHTS,
}
TABLE_SOURCES = {"school_terms": defaults.TERMS_SOURCE}

# Convention, not law: each council decides how often a placement is visited.
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

# How long each kind of record is kept. Only the first is law; for the others the law sets no period.
CASE_RECORD = (
	"Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg. 50: a looked-after child's "
	"case record until the 75th birthday. A council that files what belongs there in its case system may keep this copy "
	"for less: add a later row, 6 years from Closed, say"
)
CLAIMS = (
	"Limitation Act 1980 ss.2, 5 and 11: claims for six years from a contract's breach, three from an injury, and "
	"(s.28) for a child from the 18th birthday on"
)
RETENTION_RULES = (
	("Young Person", "Birth", 75, 0, 0, "Law", CASE_RECORD),
	("Placement", "Ended", 6, 0, 21, "Convention", CLAIMS),
	("Mentoring Pairing", "Ended", 6, 0, 21, "Convention", CLAIMS),
	("Mentor", "Last Change", 6, 0, 0, "Convention", CLAIMS),
	(
		"Data Rights Request",
		"Ended",
		3,
		0,
		0,
		"Convention",
		"What councils commonly keep of requests that they have answered",
	),
	("Record Access Log", "Last Change", 6, 0, 0, "Convention", CLAIMS),
)


def fill_settings() -> None:
	"""Fill each empty table of dated rows, and each empty plain setting, with what the app ships with."""
	settings = frappe.get_doc("Unlocking Opportunities Settings")
	changed = [_fill(settings, table, rows) for table, rows in _shipped().items() if not settings.get(table)]
	changed += [_default(settings, field) for field in settings.meta.fields if field.default]
	if any(changed):
		settings.flags.ignore_mandatory = True
		settings.save(ignore_permissions=True)  # installing


def _shipped() -> dict[str, list[dict]]:
	shipped = {
		table: [{"source": TABLE_SOURCES.get(table), **as_row(rule)} for rule in rules]
		for table, rules in TABLES.items()
	}
	shipped["visit_intervals"] = [
		{"effective_from": FIRST_DAY, "kind": kind, "applies_to": who, "days": days, "source": VISITS_SOURCE}
		for kind, who, days in VISIT_INTERVALS
	]
	shipped["retention_rules"] = [
		{
			"effective_from": FIRST_DAY,
			"record_type": record_type,
			"starts_from": start,
			"years": years,
			"months": months,
			"not_before_age": age,
			"basis": basis,
			"source": source,
		}
		for record_type, start, years, months, age, basis, source in RETENTION_RULES
	]
	return shipped


def _fill(settings, table: str, rows: list[dict]) -> bool:
	for row in rows:
		settings.append(table, row)
	return True


def _default(settings, field) -> bool:
	# A Single that was never saved returns 0 for its numbers, which is not the same as a 0 that the council set.
	if frappe.db.get_single_value(settings.doctype, field.fieldname) not in (None, ""):
		return False
	if frappe.db.exists("Singles", {"doctype": settings.doctype, "field": field.fieldname}):
		return False
	settings.set(field.fieldname, field.default)
	return True
