"""docs/data-protection.md agrees with the code."""

import re
from pathlib import Path

import frappe
import pytest

from tests.security.conftest import doctypes_of_the_app
from unlocking_opportunities.access import uploads
from unlocking_opportunities.data_protection import records, retention
from unlocking_opportunities.setup import defaults

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "docs" / "data-protection.md"
AT_THE_END = {records.DELETE: "deleted", records.STRIP: "emptied", records.KEEP: "own clock"}


def table(first_heading: str) -> list[list[str]]:
	"""Return the rows of the table whose first column has this heading."""
	lines = PAGE.read_text().splitlines()
	start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first_heading} |"))
	rows = []
	for line in lines[start + 2 :]:
		if not line.startswith("|"):
			break
		rows.append([cell.strip() for cell in line.strip("|").split("|")])
	return rows


def processing() -> dict[str, list[str]]:
	"""Return each DocType's row in the record of processing."""
	return {doctype.strip(): row for row in table("records") for doctype in row[0].split(",")}


def nobodys() -> set[str]:
	said = re.search(r"No personal data: (.*?)\.\n", PAGE.read_text(), re.DOTALL).group(1)
	return {name.strip() for name in " ".join(said.split()).split(",")}


def test_every_doctype_is_in_the_record_of_processing_or_holds_no_ones_data(frappe_site):
	of_the_app = {name for name in doctypes_of_the_app() if not frappe.get_meta(name).istable}
	listed = {name for name in set(processing()) | nobodys() if not frappe.get_meta(name).istable}
	assert listed == of_the_app, (
		f"docs/data-protection.md: missing {of_the_app - listed}, gone {listed - of_the_app}"
	)
	assert not set(processing()) & nobodys()


def test_every_row_says_what_article_30_asks():
	for doctype, row in processing().items():
		assert len(row) == 8 and all(row), doctype


def test_what_happens_at_the_end_is_what_the_code_does():
	rows = processing()
	for doctype, holding in records.HOLDINGS.items():
		assert rows[doctype][7] == AT_THE_END[holding.on_disposal], doctype
	for doctype, row in rows.items():
		assert doctype in records.HOLDINGS or row[7] == "own clock", doctype


def test_who_is_disposed_of_has_a_rule():
	rules = {rule.record_type for rule in defaults.RETENTION_RULES}
	assert rules == set(retention.KINDS)
	for doctype, row in processing().items():
		if row[7] != "own clock":
			named = {kind for kind in rules if kind in row[6]}
			assert named, f"{doctype} names no rule that it is kept by"


def test_the_retention_table_is_that_of_a_new_site():
	shipped = [
		[
			rule.record_type,
			rule.starts_from,
			f"{rule.years} years" if rule.years else f"{rule.months} months",
			str(rule.not_before_age or "–"),
			rule.basis,
		]
		for rule in defaults.RETENTION_RULES
	]
	assert table("record") == shipped


def test_every_rule_of_a_new_site_has_a_source_and_convention_is_called_so():
	for rule in defaults.RETENTION_RULES:
		assert rule.basis in ("Law", "Convention") and len(rule.source) > 20, rule.record_type


def test_the_kinds_of_files_are_those_taken():
	said = re.search(r"Accepted on our records: (.*?),? up to", PAGE.read_text()).group(1)
	assert {word.lower() for word in re.findall(r"[A-Z]{3,4}", said)} == set(uploads.KINDS)


def test_the_files_that_it_names_are_there():
	app = REPOSITORY / "unlocking_opportunities"
	for name in re.findall(r"`([a-z_]+(?:/[a-z_]+)*(?:\.py|/))`", PAGE.read_text()):
		assert (app / name).exists() or (REPOSITORY / name).exists(), name


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)]+)\)", PAGE.read_text()))
def test_its_links_lead_somewhere(link):
	page, _hash, heading = link.partition("#")
	text = (PAGE.parent / page).read_text()
	headings = {
		re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
		for line in text.splitlines()
		if line.startswith("#")
	}
	assert not heading or heading in headings
