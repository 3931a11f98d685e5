"""Fill the settings once with the sourced rows of `rules.defaults`; after that the council's own rows apply."""

from dataclasses import asdict
from datetime import date
from typing import Any, NamedTuple

import frappe
from frappe.model.document import Document
from frappe.utils import get_time

from unlocking_opportunities.access import uploads
from unlocking_opportunities.council.settings import PREFIXES, as_row
from unlocking_opportunities.matching.defaults import JOURNEY, WEIGHTS
from unlocking_opportunities.programme.facts import sync
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
# Plain settings that code needs too. The others have their default in the DocType, and only there.
PLAIN = {
	"upload_megabytes": uploads.USUAL_MEGABYTES,
	"smallest_group": sync.SMALLEST_GROUP,
	"school_opens": defaults.HOURS_LAW.school_opens,
	"school_closes": defaults.HOURS_LAW.school_closes,
	**JOURNEY,
	**{
		PREFIXES[type(terms)] + name: value
		for terms in (defaults.EET_TERMS, defaults.CARE_LEAVER_TERMS)
		for name, value in asdict(terms).items()
		if name != "source"
	},
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
	"for less: add a later row, for example 6 years from Closed"
)
CLAIMS = (
	"Limitation Act 1980 ss.2, 5 and 11: claims for six years from a contract's breach, three from an injury, and "
	"(s.28) for a child from the 18th birthday on"
)


class RetentionRule(NamedTuple):
	"""How long a kind of record is kept: `years` and `months` after `starts_from`, and not before an age in years."""

	record_type: str
	starts_from: str
	years: int
	basis: str
	source: str
	months: int = 0
	not_before_age: int = 0


RETENTION_RULES = (
	RetentionRule("Young Person", "Birth", 75, "Law", CASE_RECORD),
	RetentionRule("Placement", "Ended", 6, "Convention", CLAIMS, not_before_age=21),
	RetentionRule("Mentoring Pairing", "Ended", 6, "Convention", CLAIMS, not_before_age=21),
	RetentionRule("Mentor", "Last Change", 6, "Convention", CLAIMS),
	RetentionRule(
		"Data Rights Request",
		"Ended",
		3,
		"Convention",
		"What councils commonly keep of requests that they have answered",
	),
	RetentionRule("Record Access Log", "Last Change", 6, "Convention", CLAIMS),
)


def fill_settings(new: bool = False) -> None:
	"""Fill each table of dated rows that is empty, and each plain setting without a value, with what the app ships with.

	`new`: the app is being installed, so a 0 was set by Frappe and not by the council.
	"""
	settings = frappe.get_doc("Unlocking Opportunities Settings")
	changed = [_fill(settings, table, rows) for table, rows in _shipped().items() if not settings.get(table)]
	plain = PLAIN | {field.fieldname: field.default for field in settings.meta.fields if field.default}
	stored = {
		fieldname
		for fieldname, value in frappe.db.get_singles_dict(settings.doctype).items()
		if not _is_frappes(settings.meta.get_field(fieldname), value, new)
	}
	changed += [
		_default(settings, fieldname, value) for fieldname, value in plain.items() if fieldname not in stored
	]
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
	shipped["retention_rules"] = [{"effective_from": FIRST_DAY, **rule._asdict()} for rule in RETENTION_RULES]
	return shipped


def _fill(settings: Document, table: str, rows: list[dict]) -> bool:
	for row in rows:
		settings.append(table, row)
	return True


def _is_frappes(field: frappe._dict | None, value: str, new: bool) -> bool:
	"""Return whether Frappe stored `value` by itself: nothing or 0 at first, and a Time as the moment it was stored."""
	if field and field.fieldtype == "Time":
		return not value or bool(get_time(value).microsecond)  # no one types fractions of a second
	return new and value in (None, "", "0", "0.0")


def _default(settings: Document, fieldname: str, value: Any) -> bool:
	settings.set(fieldname, str(value))
	return True
