"""Take the pictures: python -m devbench.picture_taking SITE ADDRESS, in the sites folder.

Runs in the bench's environment for tests, connected to the site.
"""

import contextlib
import json
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import frappe
from PIL import Image
from playwright.sync_api import (
	Browser,
	BrowserContext,
	ConsoleMessage,
	Error,
	Page,
	Response,
	sync_playwright,
)

from devbench import catalogue, picture_records
from devbench.console import Problem, say
from devbench.paths import CHROMIUM
from devbench.picture_words import Catalogue
from devbench.pictures import FOLDER, PICTURES, WORDS, Picture
from unlocking_opportunities.portal import identity

LARGEST = 200_000
COLOURS = 256
# A page of the portal is measured in a low window, because it is at least as high as its window.
LOW = 640
SECONDS = 60
# Patterns of errors that say nothing about a page.
HARMLESS = (
	# Frappe Charts throws this if its frame changes size while a chart is still moving.
	"boundDrawFn",
	# Frappe's print view looks for its own page, which a print format with a page of its own doesn't have.
	r"null \(reading 'style'\)\n.*/printview\?",
)
# The browser's line about a response doesn't say which; `note_response` does.
REFUSED = "Failed to load resource"
REFUSALS = 400


class Camera:
	"""Takes pictures of the site at `address` with one browser, signed in as each role when it is first needed."""

	def __init__(self, browser: Browser, address: str) -> None:
		self.browser, self.address = browser, address
		self.catalogue = Catalogue(catalogue.collect())
		self.records = picture_records.find()
		self.passwords = picture_records.sign_ins()
		self.tokens = picture_records.sessions(self.records["linked"])
		frappe.db.commit()

	def take(self, picture: Picture) -> list[str]:
		"""Take one picture; return the words of the catalogue that it shows. Raises `Problem` with the picture's name."""
		errors: list[str] = []
		try:
			with self._page(picture, errors) as page:
				words = self._shoot(page, picture)
		except Error as error:
			errors.append(error.message)
		if noted := [error for error in errors if not any(re.search(known, error) for known in HARMLESS)]:
			raise Problem(f"{picture.name}.png could not be taken:\n" + "\n".join(noted))
		return words

	@contextlib.contextmanager
	def _page(self, picture: Picture, errors: list[str]) -> Iterator[Page]:
		"""Open a browser window of the picture's size, signed in, that notes each error of the page in `errors`."""
		width, height = picture.size
		height = height if picture.desk else min(height, LOW)
		context = self.browser.new_context(
			base_url=self.address, viewport={"width": width, "height": height}, locale="en-GB"
		)
		try:
			self._sign_in(context, picture.role)
			page = context.new_page()
			page.set_default_timeout(SECONDS * 1000)
			_note_errors(page, errors)
			yield page
		finally:
			context.close()

	def _sign_in(self, context: BrowserContext, role: str) -> None:
		if role in self.tokens:
			cookie = {"name": identity.COOKIE, "value": self.tokens[role], "url": self.address}
			context.add_cookies([cookie])
		elif role:
			user, password = self.passwords[role]
			done = context.request.post("/api/method/login", form={"usr": user, "pwd": password})
			if not done.ok:
				raise Problem(f"{user} could not sign in: {done.text()}")

	def _shoot(self, page: Page, picture: Picture) -> list[str]:
		page.goto(picture.path.format(**self.records))
		picture.before(page)
		page.wait_for_load_state("networkidle")
		if not picture.desk:
			tall = page.evaluate("document.documentElement.scrollHeight")
			page.set_viewport_size({"width": picture.size[0], "height": min(tall, picture.size[1])})
		file = FOLDER / f"{picture.name}.png"
		_save(page.screenshot(animations="disabled"), file)
		if file.stat().st_size > LARGEST:
			raise Error(f"It has {file.stat().st_size} bytes, and may have {LARGEST}.")
		return self.catalogue.words_on(page)


def _note_errors(page: Page, errors: list[str]) -> None:
	"""Add each error of the page's scripts and of its requests to `errors` as it happens."""

	def note_message(message: ConsoleMessage) -> None:
		if message.type == "error" and not message.text.startswith(REFUSED):
			errors.append(message.text)

	def note_response(response: Response) -> None:
		if response.status >= REFUSALS:
			errors.append(f"{response.url} answers {response.status}.")

	page.on("pageerror", lambda error: errors.append(error.stack or str(error)))
	page.on("console", note_message)
	page.on("response", note_response)


def _save(screenshot: bytes, file: Path) -> None:
	"""Save a screenshot with 256 colours, which halves its size and can't be seen."""
	picture = Image.open(BytesIO(screenshot)).convert("RGB")
	# A pass of k-means gives large areas their exact colours.
	few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
	few.save(file, optimize=True)


def main(site: str, address: str) -> int:
	"""Take every picture and write the words in them; return the exit code."""
	frappe.init(site=site)
	frappe.connect()
	try:
		picture_records.prepare()
		frappe.db.commit()
		words = _take_all(address)
	except Problem as problem:
		print(f"\n{problem}", file=sys.stderr)
		return 1
	finally:
		frappe.destroy()
	WORDS.write_text(json.dumps(words, indent="\t", ensure_ascii=False) + "\n")
	return 0


def _take_all(address: str) -> dict[str, list[str]]:
	words = {}
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
		camera = Camera(browser, address)
		for number, picture in enumerate(PICTURES, 1):
			say(f"{number:>3} of {len(PICTURES)}  {picture.name}")
			words[picture.name] = camera.take(picture)
		browser.close()
	return dict(sorted(words.items()))


if __name__ == "__main__":
	sys.exit(main(*sys.argv[1:]))
