"""Text is readable on any colour a council chooses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.council.brand import (
	DEFAULT_COLOUR,
	ENOUGH_CONTRAST,
	contrast_with_white,
	readable,
)


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_white_text_has_enough_contrast(colour):
	assert contrast_with_white(readable(colour)) >= ENOUGH_CONTRAST


@pytest.mark.parametrize("colour", ["#1d4f7c", "#00695c", "#000"])
def test_dark_colour_is_unchanged(colour):
	digits = colour.lstrip("#")
	assert readable(colour) == (colour if len(digits) == 6 else "#" + "".join(2 * digit for digit in digits))


def test_contrast_matches_wcag():
	assert contrast_with_white("#000000") == pytest.approx(21)
	assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("nonsense", ["red; } body { display: none", "", "#12", "url(x)"])
def test_invalid_colour_is_never_rendered(nonsense):
	assert readable(nonsense) == DEFAULT_COLOUR
	assert re.fullmatch(r"#[0-9a-f]{6}", readable(nonsense))
