"""The matrix of a risk assessment: read in words and colours, scored with the keyboard, and stored as the server rates it."""

import frappe
import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import open_form, shown

SCORED = {
	"hazard": "Hot pans",
	"initial_likelihood": "3",
	"initial_severity": "3",
	"residual_likelihood": "2",
	"residual_severity": "3",
}


@pytest.fixture
def assessment(frappe_site):
	"""A draft with two hazards: one scored now and afterwards, one not at all."""
	place = factories.site(band="Less Familiar Risk")
	doc = factories.assessment(place, hazards=[SCORED, {"hazard": "Wet floor"}])
	frappe.db.commit()
	return doc


@pytest.fixture
def matrix_of(assessment, desk_of):
	"""`matrix_of(kind)`: the page and the matrix, as a user of this kind sees it on the form."""

	def opened(kind: str):
		page = desk_of(factories.user_who_signs_in(kind))
		open_form(page, assessment)
		shown(page).locator(".form-tabs").get_by_text("Hazards", exact=True).click()
		matrix = shown(page).locator(".risk-matrix")
		expect(matrix.locator("td")).to_have_count(25)
		return page, matrix

	return opened


def cell(matrix, name: str):
	return matrix.get_by_role("button", name=name)


def test_each_cell_says_its_rating_and_the_colour_repeats_it(matrix_of):
	_page, matrix = matrix_of("officer")
	colours = set()
	for name in (
		"Rare × Negligible: Low 1",
		"Rare × Catastrophic: Medium 5",
		"Likely × Catastrophic: High 20",
	):
		style = cell(matrix, name).locator("..").evaluate("cell => getComputedStyle(cell).backgroundColor")
		colours.add(style)
	assert len(colours) == 3
	expect(cell(matrix, "Possible × Moderate: Medium 9 (1)")).to_have_attribute("aria-pressed", "true")
	expect(matrix.get_by_role("status")).to_have_text("Score these hazards, now and afterwards: 2.")
	expect(matrix.locator("thead th")).to_have_text(
		["Likelihood \\ Severity", "1 Negligible", "2 Minor", "3 Moderate", "4 Major", "5 Catastrophic"]
	)
	matrix.get_by_role("button", name="Afterwards").click()
	expect(cell(matrix, "Unlikely × Moderate: Medium 6 (1)")).to_have_attribute("aria-pressed", "true")


def test_a_hazard_is_scored_with_the_keyboard_alone_and_stored(matrix_of, assessment):
	page, matrix = matrix_of("officer")
	matrix.get_by_label("Hazard to score").select_option(label="2. Wet floor")
	cell(matrix, "Likely × Major: High 16").focus()
	page.keyboard.press("Enter")
	scored = cell(matrix, "Likely × Major: High 16 (2)")
	expect(scored).to_have_attribute("aria-pressed", "true")
	expect(scored).to_be_focused()
	matrix.get_by_role("button", name="Afterwards").focus()
	page.keyboard.press("Enter")
	expect(matrix.get_by_role("button", name="Afterwards")).to_be_focused()
	cell(matrix, "Rare × Minor: Low 2").focus()
	page.keyboard.press("Enter")
	expect(matrix.get_by_role("status")).to_contain_text("Every hazard has been scored")
	page.keyboard.press("Control+s")
	expect(shown(page).locator(".indicator-pill", has_text="Not Saved")).to_have_count(0)
	page.wait_for_function("() => !cur_frm.is_dirty()")
	frappe.db.rollback()
	row = factories.stored(assessment).hazards[1]
	assert (row.initial_score, row.initial_rating) == (16, "High")
	assert (row.residual_score, row.residual_rating) == (2, "Low")


def test_a_score_that_rises_is_pointed_out(matrix_of):
	_page, matrix = matrix_of("officer")
	matrix.get_by_label("Hazard to score").select_option(label="2. Wet floor")
	cell(matrix, "Rare × Minor: Low 2").click()
	matrix.get_by_role("button", name="Afterwards").click()
	cell(matrix, "Likely × Major: High 16").click()
	expect(matrix.get_by_role("status")).to_have_text(
		"The score afterwards is higher than now for: 2. Check these again."
	)


def test_those_who_may_only_read_it_find_nothing_to_press(matrix_of):
	_page, matrix = matrix_of("adviser")
	expect(matrix).to_contain_text("The score of each hazard.")
	expect(matrix.get_by_label("Possible × Moderate: Medium 9 (1)")).to_be_visible()
	expect(matrix.locator("table").get_by_role("button")).to_have_count(0)
