"""Strings that people see but translators don't: text in the sources that isn't marked for the catalogue.

Only what the source shows. There are two signs: text in a place where people read it (an argument of
`frappe.throw`, a label, the text of an HTML element), and a string that reads like a sentence, with a capital
letter first and ordinary words after it. A name in capitals ("Risk Assessment") is a DocType's or a status's,
which Frappe translates when it shows it.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import jinja2
from babel.messages.jslexer import tokenize, unquote_string
from jinja2 import nodes

MARKS = {"_", "_lt", "N_"}
# A sentence, or the start of one: "Plan a visit", "Checks running out". Titles have small words in small letters as well.
SENTENCE = re.compile(
	r"^\W*[A-Z][\w'’-]*[,:]? (?:[\w'’-]+[,:]? )*(?!(?:an?|and|at|by|for|from|in|of|on|or|the|to|with)\b)[a-z]{2,}"
)
WORDS = re.compile(r"[A-Za-z]{2,}")
# Of a template: not the end of an id ("-day"), not an attribute that a macro writes (` aria-describedby="…"`).
TEXT = re.compile(r"(?<![\w-])[A-Za-z]{2,}(?![\w-]*=)")
DATE_FORMAT = re.compile(r"[EMdy ]+")

# Functions, and which of their arguments a person reads (by default the first).
SAID = {"throw", "msgprint", "bold", "confirm", "show_alert", "add_custom_button", "set_intro"}
ARGUMENTS = {"Field": (1, 3, 4), "Option": (1, 2), "add_comment": (1,)}
# Arguments and keys under which there is text for a person.
READ = {
	"button", "description", "email_content", "empty", "freeze_message", "hint", "indicator_label", "label", "message",
	"placeholder", "primary_action_label", "required", "secondary_action_label", "subject", "subtitle", "success", "title",
}  # fmt: skip
# Functions whose text is for administrators and developers.
NOT_FOR_PEOPLE = {"error_log.write", "frappe.log_error", "re.compile"}
PROGRAMMERS_ERRORS = {
	"AssertionError", "AttributeError", "ImportError", "KeyError", "LookupError", "NotImplementedError", "RuntimeError",
	"TypeError", "ValueError",
	# Of rules/ and matching/.
	"BackwardPeriod", "BeforeBirth", "DaysWithoutStatus", "FitOutOfRange", "ImpossibleShift", "NoDateOfBirth",
	"NoRowInForce", "OffTheScale", "UnknownBand", "UnknownCode",
}  # fmt: skip
# The keys of stored records that say which law or convention a value comes from; the council keeps them as it likes.
SOURCES = {"source", "basis", "notes"}

Found = tuple[int, str, str]
HIDDEN = "is inside a marked expression: mark the words themselves"
UNMARKED = "reads like a sentence and is marked nowhere"


def in_python(source: str, catalogue: frozenset[str]) -> Iterator[Found]:
	"""Yield (line, text, why) for each string in a module that a person sees untranslated."""
	tree = ast.parse(source)
	parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
	for node in ast.walk(tree):
		if (
			not isinstance(node, ast.Constant)
			or not isinstance(node.value, str)
			or _is_docstring(node, parents)
		):
			continue
		above = list(_ancestors(node, parents))
		if any(_is_set_apart(one) for one in above):
			continue
		text = node.value.strip()
		if WORDS.search(_without_tags(text)) and (place := _reading_place(node, above, parents)):
			yield node.lineno, text, f"{place} without _()"
		elif _is_sentence(text, catalogue):
			yield node.lineno, text, UNMARKED
	for call in ast.walk(tree):
		if isinstance(call, ast.Call) and _name(call.func) in MARKS and _hides_words(call):
			yield call.lineno, ast.unparse(call), HIDDEN


def _is_sentence(text: str, catalogue: frozenset[str]) -> bool:
	return bool(SENTENCE.search(text)) and text not in catalogue and not DATE_FORMAT.fullmatch(text)


def _hides_words(call: ast.Call) -> bool:
	"""Return whether a mark's argument is an expression with strings in it, which extractors misread."""
	if not call.args or isinstance(call.args[0], ast.Constant):
		return False
	inside = (node for node in ast.walk(call.args[0]) if isinstance(node, ast.Constant))
	return any(isinstance(node.value, str) for node in inside)


def _is_docstring(node: ast.AST, parents: dict) -> bool:
	return isinstance(parents.get(node), ast.Expr)


def _ancestors(node: ast.AST, parents: dict) -> Iterator[ast.AST]:
	while node := parents.get(node):
		yield node


def _is_set_apart(node: ast.AST) -> bool:
	"""Return whether the content is already marked, or not for people."""
	if isinstance(node, ast.Call):
		return _name(node.func) in MARKS | PROGRAMMERS_ERRORS or ast.unparse(node.func) in NOT_FOR_PEOPLE
	return isinstance(node, ast.keyword) and node.arg in SOURCES


def _reading_place(node: ast.Constant, above: list[ast.AST], parents: dict) -> str | None:
	"""Return why a person reads this string: the function or the key that it goes to directly."""
	child, outer = node, above[0] if above else None
	while isinstance(outer, (ast.JoinedStr, ast.IfExp, ast.BinOp)) and child is not getattr(
		outer, "test", None
	):
		child, outer = outer, parents.get(outer)
	if isinstance(outer, ast.Call) and child in outer.args:
		read = ARGUMENTS.get(name := _name(outer.func), (0,) if name in SAID else ())
		if outer.args.index(child) in read:
			return name
	if isinstance(outer, ast.keyword) and outer.arg in READ:
		return f"{outer.arg}="
	if isinstance(outer, ast.Dict) and child in outer.values:
		key = outer.keys[outer.values.index(child)]
		if isinstance(key, ast.Constant) and key.value in READ:
			return f'"{key.value}":'
	return None


def _name(function: ast.expr) -> str:
	return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def in_template(source: str, catalogue: frozenset[str]) -> Iterator[Found]:
	"""Yield (line, text, why) for the text, the attributes and the strings of a Jinja template that are not marked."""
	environment = jinja2.Environment()
	page = _Page()
	page.feed(_markup(environment, source))
	yield from page.found
	for constant, inside in _constants(environment.parse(source)):
		text = constant.value.strip()
		if inside == "ui" and re.match("[A-Z]", text):
			yield constant.lineno, text, "given to a macro without _()"
		elif inside == "_" and WORDS.search(text):
			yield constant.lineno, text, HIDDEN
		elif _is_sentence(text, catalogue):
			yield constant.lineno, text, UNMARKED


def _markup(environment: jinja2.Environment, source: str) -> str:
	"""The template's own HTML, of all its branches, each expression as a dash."""
	parts = []
	for _line, kind, value in environment.lex(source):
		if kind == "data":
			parts.append(value)
		elif kind == "variable_begin":
			parts.append("-")
		parts.append("\n" * value.count("\n") if kind != "data" else "")
	return "".join(parts)


class _Page(HTMLParser):
	"""Collects `found`: text and attributes with words in them."""

	READ = ("alt", "aria-label", "content", "label", "placeholder", "title")
	NOT_READ = ("script", "style")

	def __init__(self):
		super().__init__()
		self.found: list[Found] = []
		self.open: list[str] = []

	def handle_starttag(self, tag, attrs):
		self.open.append(tag)
		attributes = dict(attrs)
		if tag == "meta" and attributes.get("name") != "description":
			return
		shows_value = tag == "input" and attributes.get("type") in ("submit", "button")
		read = (*self.READ, "value") if shows_value else self.READ
		for name in read:
			if WORDS.search(attributes.get(name) or ""):
				self.found.append((self.getpos()[0], attributes[name], f"{name} without _()"))

	def handle_endtag(self, tag):
		if tag in self.open:
			del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]

	def handle_data(self, data):
		if TEXT.search(data) and not set(self.open) & set(self.NOT_READ):
			self.found.append((self.getpos()[0], data.strip(), "text without _()"))


def _constants(node: nodes.Node, inside: str = "") -> Iterator[tuple[nodes.Const, str]]:
	"""Each string of an expression that isn't marked, and where: in a call of a macro ("ui"), in a marked expression ("_")."""
	if isinstance(node, nodes.Call):
		if isinstance(node.node, nodes.Name) and node.node.name in MARKS:
			if not isinstance(node.args[0], nodes.Const):
				yield from (
					(constant, "_")
					for constant in node.find_all(nodes.Const)
					if isinstance(constant.value, str)
				)
			return
		of = node.node.node if isinstance(node.node, nodes.Getattr) else None
		inside = "ui" if isinstance(of, nodes.Name) and of.name == "ui" else ""
	elif not isinstance(node, nodes.Const):
		inside = inside if isinstance(node, nodes.CondExpr) else ""
	elif isinstance(node.value, str):
		yield node, inside
	for child in node.iter_child_nodes():
		yield from _constants(child, inside)


def in_javascript(source: str, catalogue: frozenset[str]) -> Iterator[Found]:
	"""Yield (line, text, why) for the strings of a script that a person sees and that are not inside `__()`."""
	tokens = list(tokenize(source, jsx=False, dotted=False))
	before = ["", "", ""]
	for token in tokens:
		if token.type in ("linecomment", "multilinecomment"):
			continue
		marked = before[-2:] == ["__", "("]
		if token.type == "string" and not marked:
			text = unquote_string(token.value).strip()
			# A small word is a field's name.
			if re.search("[A-Z]|[a-z] ", _without_tags(text)) and (place := _javascript_place(before)):
				yield token.lineno, text, f"{place} without __()"
			elif _is_sentence(text, catalogue):
				yield token.lineno, text, UNMARKED
		elif token.type == "template_string" and not marked:
			# The lexer ends the token where a template inside an expression begins.
			text = re.sub(r"\$\{(?:[^{}]|\{[^{}]*\})*(\}|$)", "-", token.value.strip("`"))
			words = _without_tags(text).strip()
			if SENTENCE.search(words) or (words != text.strip() and WORDS.search(words)):
				yield token.lineno, words, "text without __()"
		before = [*before[-2:], token.value]


def _javascript_place(before: list[str]) -> str | None:
	"""The key or the function whose value or first argument comes after these three tokens."""
	if before[-1] == ":" and before[-2].strip("\"'") in READ:
		return f"{before[-2]}:"
	if before[-1] == "(" and before[-2] in SAID | {"alert", "html", "text"}:
		return before[-2]
	return None


def _without_tags(text: str) -> str:
	return re.sub(r"<[^<>]*>", " ", text)
