"""docs/emails.md lists every place in the code that sends an email or a text, and nothing else."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "unlocking_opportunities"
SENDING = {
	"frappe.sendmail",
	"staff.notify",
	"email.send",
	"email.send_secret",
	"mail.send",
	"mail.send_secret",
	"portal_mail.send",
	"text.send",
}


def senders() -> set[str]:
	"""Return `module.py:function` for each function that sends."""
	files = (file for file in APP.rglob("*.py") if not file.name.startswith("test_"))
	return {
		f"{file.relative_to(APP)}:{function}"
		for file in files
		for function in _sending(ast.parse(file.read_text()))
	}


def _sending(node: ast.AST, function: str = "") -> Iterator[str]:
	for child in ast.iter_child_nodes(node):
		name = child.name if isinstance(child, ast.FunctionDef) else function
		if isinstance(child, ast.Call) and ast.unparse(child.func) in SENDING:
			yield name
		yield from _sending(child, name)


def listed() -> list[str]:
	return re.findall(r"`([\w/]+\.py:\w+)`", (ROOT / "docs" / "emails.md").read_text())


def test_what_sends_is_listed_and_what_is_listed_sends():
	assert {"unlisted": senders() - set(listed()), "gone": set(listed()) - senders()} == {
		"unlisted": set(),
		"gone": set(),
	}


def test_control_a_new_mail_would_be_found():
	new = "def remind(user):\n\tif user:\n\t\tstaff.notify([user], 'x', [], None)\n"
	assert list(_sending(ast.parse(new))) == ["remind"]


def test_no_standard_notification_mails():
	files = (APP / "unlocking_opportunities" / "notification").glob("*/*.json")
	channels = {file.stem: json.loads(file.read_text())["channel"] for file in files}
	assert channels and set(channels.values()) == {"System Notification"}, channels
