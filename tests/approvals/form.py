"""The decision page as a manager's browser sees it: opened, read, and answered with its form."""

import html
import re

PAGE = {"Accept": "text/html"}


class DecisionForm:
	"""`session` opens /decide/`name`; `answer` posts the form with the page's own values."""

	def __init__(self, session, name: str):
		self.session, self.address = session, f"/decide/{name}"
		self.page = session.get(self.address, headers=PAGE)

	@property
	def text(self) -> str:
		return words(self.page.text)

	@property
	def hidden(self) -> dict[str, str]:
		found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page.text)
		return {name: html.unescape(value) for name, value in found}

	def answer(self, answer: str, reason: str = "", **instead):
		values = {**self.hidden, "answer": answer, "reason": reason, **instead}
		form = {name: value for name, value in values.items() if value is not None}
		# A form sends its token in the form, not in the header that Frappe's scripts send.
		headers = {**PAGE, "X-Frappe-CSRF-Token": None}
		return self.session.post(self.address, data=form, headers=headers)


def words(page: str) -> str:
	"""Return the text of `page`."""
	body = page.partition("</style>")[2] or page
	return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
