"""XML parts of documents, read element by element, in any encoding."""

from collections.abc import Callable
from xml.etree import ElementTree

from unlocking_opportunities.file_checks import Reason, Refused


class _Parts:
	"""Receives what the parser finds. A part of an office document has no document type and no style sheet."""

	def __init__(self, start: Callable[[str, dict[str, str]], None], text: Callable[[str, str], None]):
		self.start_element, self.text = start, text
		self.names: list[str] = []

	def start(self, tag: str, attributes: dict[str, str]) -> None:
		self.names.append(tag)
		self.start_element(tag, attributes)

	def end(self, tag: str) -> None:
		self.names.pop()

	def data(self, text: str) -> None:
		self.text(self.names[-1], text)

	def doctype(self, *_names: str) -> None:
		raise Refused(Reason.ACTIVE)

	def pi(self, target: str, _data: str = "") -> None:
		if target == "xml-stylesheet":
			raise Refused(Reason.ACTIVE)


def read(
	content: bytes,
	start: Callable[[str, dict[str, str]], None],
	text: Callable[[str, str], None] = lambda name, text: None,
) -> None:
	"""Call `start(name, attributes)` for each element and `text(name, text)` for the text in it.

	Names are `{namespace}name`. Raises Refused for a document type, so that no entity is ever expanded or
	fetched.
	"""
	parser = ElementTree.XMLParser(target=_Parts(start, text))
	parser.feed(content)
	parser.close()


def local(name: str) -> str:
	"""Return the name without its namespace."""
	return name.rpartition("}")[2]
