"""The words of the app that a picture shows, by which a test finds pictures that are out of date.

Only what the catalogue for translators has counts, so names, dates and numbers don't.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog

if TYPE_CHECKING:
	from playwright.sync_api import Page

# A pattern with fewer letters of its own, such as "{0}: {1}", would match anything.
FEWEST_LETTERS = 8
PLACEHOLDER = re.compile(r"\{\w*\}")
# The texts of all elements within the window, and each piece of their own. Longer ones are of elements that hold many others.
TEXTS = """() => {
	const texts = new Set();
	for (const element of document.querySelectorAll("body *")) {
		const box = element.getBoundingClientRect();
		const inside = box.width && box.height && box.bottom > 0 && box.top < innerHeight;
		if (!inside || element.textContent.length > 600 || !element.checkVisibility()) continue;
		texts.add(element.innerText ?? "");
		texts.add(element.textContent);
		for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) texts.add(node.data);
	}
	return [...texts];
}"""


class Catalogue:
	"""The strings of the catalogue, found again in the texts of a page."""

	def __init__(self, catalog: Catalog) -> None:
		strings = strings_of(catalog)
		self.exact = {_plain(string): string for string in strings if not PLACEHOLDER.search(string)}
		self.patterns = [
			(string, _pattern(string))
			for string in strings
			if PLACEHOLDER.search(string) and len(re.sub(r"\W|\{\w*\}", "", string)) >= FEWEST_LETTERS
		]

	def words_on(self, page: Page) -> list[str]:
		"""Return the strings that the window of `page` shows, as the catalogue has them."""
		return self.found_in(page.evaluate(TEXTS))

	def found_in(self, texts: Iterable[str]) -> list[str]:
		plain = {_plain(text) for text in texts}
		exact = {self.exact[text] for text in plain if text in self.exact}
		others = plain - self.exact.keys()
		filled = {string for string, pattern in self.patterns if any(map(pattern.fullmatch, others))}
		return sorted(exact | filled)


def strings_of(catalog: Catalog) -> set[str]:
	"""Return every string of the catalogue, the plural forms too."""
	return {
		string
		for message in catalog
		for string in (message.id if isinstance(message.id, tuple) else (message.id,))
		if string
	}


def _plain(text: str) -> str:
	return " ".join(text.split())


def _pattern(string: str) -> re.Pattern[str]:
	"""Return what `string` matches with its placeholders filled in."""
	return re.compile(".+?".join(map(re.escape, PLACEHOLDER.split(_plain(string)))))
