"""What Frappe 15 and 16 want said in a standard notification's file that the older engine takes for granted.

They read its text from the file that the message type names, Markdown where it names none; and Frappe 16 asks its
condition only where the condition is said to be Python, and without it tells everybody.
"""

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


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*/*.json")), ids=lambda file: file.stem)
def test_its_condition_is_asked(file):
	alert = json.loads(file.read_text())
	assert alert["condition"] and alert["condition_type"] == "Python"
