"""A test that expects a failure says which one: an exception's class that tells it apart, or its message."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from devbench.paths import ROOT

RAISES = {"raises", "assertRaises", "assertRaisesRegex"}
ANYTHING = {"Exception", "BaseException"}
# Whatever Frappe or we refuse is one of these. A pair of classes says that versions or ways in refuse differently.
ANY_REFUSAL = {"ValidationError"}


def vague(source: str) -> Iterator[tuple[int, str]]:
	"""Yield (line, what was expected) for each expectation in a module that another failure would satisfy as well."""
	tree = ast.parse(source)
	asserted = {
		name.id
		for node in ast.walk(tree)
		if isinstance(node, ast.Assert)
		for name in ast.walk(node)
		if isinstance(name, ast.Name)
	}
	bound = {
		id(item.context_expr): item.optional_vars.id
		for node in ast.walk(tree)
		if isinstance(node, ast.With)
		for item in node.items
		if isinstance(item.optional_vars, ast.Name)
	}
	for call in ast.walk(tree):
		if not isinstance(call, ast.Call) or _name(call.func) not in RAISES or not call.args:
			continue
		classes = call.args[0].elts if isinstance(call.args[0], ast.Tuple) else [call.args[0]]
		names = {_name(one) for one in classes}
		if names & ANYTHING or (
			names == ANY_REFUSAL and not _has_words(call) and bound.get(id(call)) not in asserted
		):
			yield call.lineno, ast.unparse(call)


def _has_words(call: ast.Call) -> bool:
	return _name(call.func) == "assertRaisesRegex" or any(keyword.arg == "match" for keyword in call.keywords)


def _name(node: ast.expr) -> str:
	return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def modules() -> list[Path]:
	return [*(ROOT / "tests").rglob("*.py"), *(ROOT / "unlocking_opportunities").rglob("test_*.py")]


def test_each_expected_failure_is_told_apart():
	found = [
		f"{path.relative_to(ROOT)}:{line}: {expected}"
		for path in modules()
		for line, expected in vague(path.read_text())
	]
	assert not found, "name the class of the failure, or match its message:\n" + "\n".join(found)


@pytest.mark.parametrize(
	"source",
	[
		"with pytest.raises(Exception):\n\tact()",
		"with pytest.raises(BaseException, match='words'):\n\tact()",
		"with pytest.raises((ValueError, Exception)):\n\tact()",
		"with pytest.raises(frappe.ValidationError):\n\tact()",
		"with pytest.raises(frappe.ValidationError) as refused:\n\tact()",
		"pytest.raises(ValidationError, act)",
		"with self.assertRaises(frappe.ValidationError):\n\tact()",
	],
)
def test_control_a_vague_one_is_found(source):
	assert [line for line, _expected in vague(source)] == [1]


@pytest.mark.parametrize(
	"source",
	[
		"with pytest.raises(GateClosed):\n\tact()",
		"with pytest.raises(frappe.PermissionError):\n\tact()",
		"with pytest.raises(frappe.ValidationError, match='words'):\n\tact()",
		"with pytest.raises(frappe.ValidationError) as refused:\n\tact()\nassert 'words' in str(refused.value)",
		"with pytest.raises((frappe.PermissionError, frappe.ValidationError)):\n\tact()",
		"with self.assertRaisesRegex(frappe.ValidationError, 'words'):\n\tact()",
	],
)
def test_control_a_clear_one_is_not(source):
	assert not list(vague(source))
