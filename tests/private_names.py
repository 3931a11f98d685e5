"""Find where a test reaches into what a module of the app keeps to itself: names that begin with one underscore.

Read from the syntax, so a test that is never run is read too.
"""

import ast
import re
from collections.abc import Iterator

APP = "unlocking_opportunities"
PRIVATE = re.compile(r"_[A-Za-z]\w*")
DOTTED = re.compile(rf"{APP}(\.\w+)*\.{PRIVATE.pattern}(\.\w+)*")
# Calls that take an object and the name of one of its attributes.
BY_NAME = ("delattr", "getattr", "hasattr", "object", "setattr")


def private_names(source: str) -> list[str]:
	"""Return each use of a private name of the app as "line: name", in order."""
	tree = ast.parse(source)
	known = _names_of_the_app(tree)
	uses = sorted({use for node in ast.walk(tree) for use in _uses(node, known)})
	return [f"{line}: {name}" for line, name in uses]


def _names_of_the_app(tree: ast.AST) -> set[str]:
	"""Return the names that hold something imported from the app: modules, classes and functions."""
	found = set()
	for node in ast.walk(tree):
		if isinstance(node, ast.ImportFrom) and _is_of_the_app(node.module):
			found.update(alias.asname or alias.name for alias in node.names)
		elif isinstance(node, ast.Import):
			found.update(
				alias.asname or alias.name.partition(".")[0]
				for alias in node.names
				if _is_of_the_app(alias.name)
			)
	return found


def _uses(node: ast.AST, known: set[str]) -> Iterator[tuple[int, str]]:
	if isinstance(node, ast.ImportFrom) and _is_of_the_app(node.module):
		parts = [*node.module.split("."), *(alias.name for alias in node.names)]
		yield from ((node.lineno, part) for part in parts if PRIVATE.fullmatch(part))
	elif isinstance(node, ast.Attribute) and PRIVATE.fullmatch(node.attr) and _root(node) in known:
		yield node.lineno, ast.unparse(node)
	elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
		yield node.lineno, node.value
	elif isinstance(node, ast.Call) and _called(node) in BY_NAME and len(node.args) > 1:
		target, name = node.args[:2]
		named = name.value if isinstance(name, ast.Constant) else None
		if isinstance(named, str) and PRIVATE.fullmatch(named) and _root(target) in known:
			yield node.lineno, f"{ast.unparse(target)}.{named}"


def _is_of_the_app(module: str | None) -> bool:
	return (module or "").partition(".")[0] == APP


def _root(node: ast.AST) -> str | None:
	"""Return the name that a chain of attributes begins with."""
	while isinstance(node, ast.Attribute):
		node = node.value
	return node.id if isinstance(node, ast.Name) else None


def _called(call: ast.Call) -> str | None:
	function = call.func
	return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
