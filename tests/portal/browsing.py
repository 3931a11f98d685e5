"""Somebody outside, over HTTP and without scripts: opens pages, fills in their forms and presses their buttons."""

import html
import re
from urllib.parse import urlsplit

import frappe

from unlocking_opportunities.portal import identity

FORM_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


class Outsider:
	"""A browser of somebody outside. `session` is what the fixture `http()` opens."""

	def __init__(self, session):
		self.session = session
		self.session.headers["Accept"] = "text/html"
		self.page = None

	def open(self, path: str):
		self.page = self.session.get(path)
		return self

	def send(self, path: str | None = None, files=None, **answers):
		"""Post `answers` with the form token of the page that is open; follows where it leads."""
		token = FORM_TOKEN.search(self.page.text)
		data = {"form_token": html.unescape(token[1]) if token else "", **answers}
		address = path or self.page.url
		self.page = self.session.post(address, data=data, files=files)
		return self

	@property
	def text(self) -> str:
		"""What is read on the page: its main part without mark-up."""
		main = self.page.text.partition("<main")[2].partition("</main>")[0]
		return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split()).lstrip("> ")

	@property
	def path(self) -> str:
		return re.sub(r"^https?://[^/]+", "", self.page.url)

	def signed_in(self, email: str | None = None, portal_access: str | None = None):
		"""Hold the cookie of a new session, as that person's link would give."""
		token = identity.open_session(email, portal_access)
		frappe.db.commit()
		self.session.cookies.set(identity.COOKIE, token, domain=urlsplit(self.session.base).hostname)
		return self


def link_in(message) -> str:
	"""The path of the link that a mail carries."""
	body = message.get_body(("html",)).get_content()
	return re.sub(r"^https?://[^/]+", "", html.unescape(re.search(r'href="([^"]+)"', body)[1]))
