"""No function and no module is too long to read at one go."""

import ast

from devbench.paths import APP, ROOT, SOURCE

MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_MODULE = 500
SOURCES = sorted(path for folder in (ROOT / APP, SOURCE) for path in folder.rglob("*.py"))


def _too_long(source: str) -> list[str]:
	"""The functions of a module that are too long, each with its number of lines."""
	return [
		f"{node.name} ({lines} lines)"
		for node in ast.walk(ast.parse(source))
		if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
		and (lines := node.end_lineno - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
	]


def test_no_function_is_too_long():
	found = {str(path.relative_to(ROOT)): _too_long(path.read_text(encoding="utf-8")) for path in SOURCES}
	assert {path: functions for path, functions in found.items() if functions} == {}


def test_no_module_is_too_long():
	lines = {str(path.relative_to(ROOT)): len(path.read_bytes().splitlines()) for path in SOURCES}
	assert {path: number for path, number in lines.items() if number > MOST_LINES_OF_A_MODULE} == {}


def test_control_a_long_function_is_found():
	body = "\tpass\n" * MOST_LINES_OF_A_FUNCTION
	assert _too_long(f"def f():\n{body}") == ["f (41 lines)"]
	assert _too_long(f"def f():\n{body.removesuffix(chr(9) + 'pass' + chr(10))}") == []
