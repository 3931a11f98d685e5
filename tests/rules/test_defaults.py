"""The rows that the app ships with: each has a source and a date, and fits the rows next to it."""

import ast
from datetime import date
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest

from unlocking_opportunities.rules import defaults
from unlocking_opportunities.rules.dated import NoRowInForce, in_force
from unlocking_opportunities.rules.findings import Finding, in_words
from unlocking_opportunities.rules.hours_words import WORDS

RULES = Path(defaults.__file__).parent
ROWS = (
	*defaults.HOURS_LAW.limits,
	*defaults.HOURS_LAW.regimes,
	*defaults.INSURANCE_LIMITS,
	*defaults.WAGE_RATES,
	*defaults.RISK_BANDS,
	*defaults.FREQUENCY_TESTS,
	defaults.EET_TERMS,
	defaults.CARE_LEAVER_TERMS,
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_every_row_names_its_source(row):
	assert len(row.source) > 20


def test_the_act_of_2026_is_not_in_force_until_it_is_given_a_day():
	assert in_force(defaults.HOURS_LAW.regimes, date(2030, 1, 1)).name == "Byelaw Model"


def test_terms_follow_each_other_and_hold_no_weekend_edges():
	assert all(one.end < two.start for one, two in pairwise(defaults.TERMS))
	assert all(
		term.start < term.end and {term.start.weekday(), term.end.weekday()} <= set(range(5))
		for term in defaults.TERMS
	)


def test_a_row_before_all_others_is_a_fault_and_not_a_guess():
	with pytest.raises(NoRowInForce):
		in_force(defaults.INSURANCE_LIMITS, date(1990, 1, 1))


def test_the_law_imports_nothing_of_frappe():
	for path in RULES.glob("*.py"):
		for node in ast.walk(ast.parse(path.read_text())):
			names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
			names += [node.module] if isinstance(node, ast.ImportFrom) else []
			assert not any(name.split(".")[0] == "frappe" for name in names), path.name


def test_every_remedy_uses_only_its_findings_values():
	"""A remedy uses only the values of its own finding."""
	values = {
		"on",
		"last",
		"times",
		"limit",
		"actual",
		"law",
		"after",
		"night_from",
		"night_until",
		"earliest",
		"latest",
	}
	for template, remedy in WORDS.values():
		assert {name for _t, name, _f, _c in Formatter().parse(template + remedy) if name} <= values


def test_values_are_written_as_an_officer_would_say_them():
	finding = Finding(
		"x",
		"{day} {hours} {whole} {money}",
		{"day": date(2026, 4, 1), "hours": 7.5, "whole": 8.0, "money": "£8.00"},
	)
	assert finding.message == "1 April 2026 7.5 8 £8.00"
	assert in_words(0.25) == "0.25"
