"""Server fields: which acts may set them, and that there is no other way."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

from unlocking_opportunities.utils.server_fields import Act, acting, is_acting

ROOT = Path(__file__).parents[2]
# Flags that Frappe itself defines on a document, a request or a process.
OF_FRAPPE = {
	"commit",
	"disable_traceback",
	"ignore_mandatory",
	"ignore_permissions",
	"in_import",
	"in_install",
	"in_migrate",
	"in_test",
	"link_fields",
	"mute_emails",
	"no_welcome_mail",
	"notifications",
}
# Ours on a request, on `frappe.flags` alone.
OF_A_REQUEST = {"unlocking_readings", "unlocking_refused", "unlocking_visitor"}
METHODS = {"get", "pop", "setdefault"}


@pytest.fixture
def doc():
	return SimpleNamespace(flags={})


def test_an_act_lasts_for_the_block_and_no_longer(doc):
	with acting(doc, Act.LIFTING):
		assert is_acting(doc, Act.LIFTING)
		assert not is_acting(doc, Act.MERGING)
	assert not is_acting(doc, Act.LIFTING)


def test_several_acts_and_blocks_within_blocks(doc):
	with acting(doc, Act.CHECKING, Act.RENEWING):
		with acting(doc, Act.CHECKING, Act.MERGING):
			assert all(is_acting(doc, act) for act in (Act.CHECKING, Act.RENEWING, Act.MERGING))
		assert is_acting(doc, Act.CHECKING) and is_acting(doc, Act.RENEWING)
		assert not is_acting(doc, Act.MERGING)
	assert not any(is_acting(doc, act) for act in Act)


def test_an_exception_ends_the_act(doc):
	with pytest.raises(ZeroDivisionError), acting(doc, Act.LIFTING):
		raise ZeroDivisionError
	assert not is_acting(doc, Act.LIFTING)


def test_a_misspelt_act_fails_at_once(doc):
	with pytest.raises(AttributeError):
		_ = Act.LIFTNIG
	with pytest.raises(ValueError), acting(doc, "lifting"):
		pass
	with pytest.raises(ValueError):
		is_acting(doc, "lifting")


def test_text_in_the_flags_opens_nothing(doc):
	doc.flags["unlocking_acts"] = ["LIFTING", Act.LIFTING.value]
	assert not is_acting(doc, Act.LIFTING)


def _trees(*folders):
	for folder in folders:
		for file in (ROOT / folder).rglob("*.py"):
			yield file.relative_to(ROOT), ast.parse(file.read_text())


def _is_flags(node):
	return isinstance(node, ast.Attribute) and node.attr == "flags"


def _words(tree):
	"""Yield (owner of the flags, name, line) of each flag that is used: flags.word, flags["word"], flags.get("word")."""
	for node in ast.walk(tree):
		if isinstance(node, ast.Attribute) and _is_flags(node.value) and node.attr not in METHODS:
			yield ast.unparse(node.value.value), node.attr, node.lineno
		elif isinstance(node, ast.Subscript) and _is_flags(node.value):
			yield ast.unparse(node.value.value), ast.unparse(node.slice).strip("'"), node.lineno
		elif isinstance(node, ast.Compare) and _is_flags(node.comparators[0]):
			yield ast.unparse(node.comparators[0].value), ast.unparse(node.left).strip("'"), node.lineno
		elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
			if node.func.attr in METHODS and _is_flags(node.func.value):
				yield ast.unparse(node.func.value.value), ast.unparse(node.args[0]).strip("'"), node.lineno


def test_no_flag_is_a_password_but_an_act():
	found = [
		f"{file}:{line}: {owner}.flags.{word}"
		for file, tree in _trees("unlocking_opportunities", "tests", "devbench")
		for owner, word, line in _words(tree)
		if word not in OF_FRAPPE
		and not (word in OF_A_REQUEST and owner in ("frappe", "frappe.local"))
		and file.name not in ("server_fields.py", "test_server_fields.py")
	]
	assert found == []


def test_every_act_is_done_and_asked_about():
	done, asked = set(), set()
	for _file, tree in _trees("unlocking_opportunities"):
		for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
			name = getattr(call.func, "id", None)
			values = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "unless")]
			acts = {node.attr for node in values if ast.unparse(node).startswith("Act.")}
			if name == "acting":
				done |= acts
			elif name in ("keep", "is_acting"):
				asked |= acts
	assert done == asked == set(Act.__members__)
