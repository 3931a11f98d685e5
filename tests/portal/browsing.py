"""A visitor over HTTP without JavaScript: opens pages, fills in forms and presses buttons."""

import html
import re
from urllib.parse import urlsplit

import frappe

from unlocking_opportunities.portal import identity

FORM_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


class Outsider:
	"""A visitor's browser. `session` comes from the fixture `http()`."""

	def __init__(self, session):
		self.session = session
		self.session.headers["Accept"] = "text/html"
		self.page = None

	def open(self, path: str):
		self.page = self.session.get(path)
		return self

	def send(self, path: str | None = None, files=None, **answers):
		"""Post `answers` with the form token of the open page and follow redirects."""
		token = FORM_TOKEN.search(self.page.text)
		data = {"form_token": html.unescape(token[1]) if token else "", **answers}
		address = path or self.page.url
		self.page = self.session.post(address, data=data, files=files)
		return self

	@property
	def text(self) -> str:
		"""The text of the page's main part."""
		main = self.page.text.partition("<main")[2].partition("</main>")[0]
		return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split()).lstrip("> ")

	@property
	def path(self) -> str:
		return re.sub(r"^https?://[^/]+", "", self.page.url)

	def signed_in(self, email: str | None = None, portal_access: str | None = None):
		"""Sign in with the cookie of a new session."""
		token = identity.open_session(email, portal_access)
		frappe.db.commit()
		self.session.cookies.set(identity.COOKIE, token, domain=urlsplit(self.session.base).hostname)
		return self


def link_in(message) -> str:
	"""Return the path of the link in a mail."""
	body = message.get_body(("html",)).get_content()
	return re.sub(r"^https?://[^/]+", "", html.unescape(re.search(r'href="([^"]+)"', body)[1]))
