"""Frappe 15 and 16 read a standard notification's text from the file that its message type names, Markdown by default."""

import json
from pathlib import Path

import pytest

import unlocking_opportunities

FOLDER = Path(unlocking_opportunities.__file__).parent / "unlocking_opportunities/notification"
ENDINGS = {"HTML": ".html", "Markdown": ".md", "Plain Text": ".txt"}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*/*.json")), ids=lambda file: file.stem)
def test_the_text_lies_where_every_version_looks_for_it(file):
	kind = json.loads(file.read_text()).get("message_type", "Markdown")
	assert file.with_suffix(ENDINGS[kind]).read_text().strip()
