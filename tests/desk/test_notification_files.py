"""What Frappe 15 and 16 require in the file of a standard notification, and the older engine doesn't.

They read its text from the file of its message type, Markdown if it has none. Frappe 16 checks its condition
only if the file says that it is Python, and otherwise notifies everyone.
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
