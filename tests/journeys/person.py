"""Somebody at a desk, doing over HTTP what their browser would do."""

import html
import json
import re


class Refused(Exception):
	"""The server said no. `str()` is what the person reads, `kind` the name of the exception's class."""

	def __init__(self, words: str, kind: str):
		super().__init__(words)
		self.kind = kind


class Person:
	"""One signed-in user. Each method returns what the server answers, or raises Refused with its words."""

	def __init__(self, session):
		self.session = session

	def insert(self, doctype: str, **values) -> dict:
		return self._answer(self.session.post(f"/api/resource/{doctype}", json=values))["data"]

	def read(self, doctype: str, name: str) -> dict:
		return self._answer(self.session.get(f"/api/resource/{doctype}/{name}"))["data"]

	def list(self, doctype: str, fields=("name",), **filters) -> list[dict]:
		query = {"filters": json.dumps(filters), "fields": json.dumps(fields), "limit_page_length": 0}
		return self._answer(self.session.get(f"/api/resource/{doctype}", params=query))["data"]

	def change(self, doctype: str, name: str, **values) -> dict:
		return self._answer(self.session.put(f"/api/resource/{doctype}/{name}", json=values))["data"]

	def move(self, doctype: str, name: str, action: str) -> dict:
		doc = json.dumps(self.read(doctype, name))
		return self._answer(
			self.session.call("frappe.model.workflow.apply_workflow", doc=doc, action=action)
		)["message"]

	def actions(self, doctype: str, name: str) -> set[str]:
		"""The moves that the Desk's Actions menu offers this person."""
		doc = json.dumps(self.read(doctype, name))
		moves = self._answer(self.session.call("frappe.model.workflow.get_transitions", doc=doc))["message"]
		return {move["action"] for move in moves}

	def run(self, doctype: str, name: str, method: str, **arguments):
		"""Press one of the form's own buttons."""
		body = {"dt": doctype, "dn": name, "method": method, "args": json.dumps(arguments)}
		return self._answer(self.session.post("/api/method/run_doc_method", json=body)).get("message")

	@staticmethod
	def _answer(response) -> dict:
		body = response.json() if "json" in response.headers.get("Content-Type", "") else {}
		if response.ok:
			return body
		raise Refused(_words(body) or f"{response.status_code} {response.reason}", body.get("exc_type", ""))


def _words(body: dict) -> str:
	"""The messages of a refusal as a person reads them: without mark-up."""
	messages = [
		json.loads(message)["message"] for message in json.loads(body.get("_server_messages") or "[]")
	]
	text = " ".join(messages) or body.get("exception", "")
	text = re.sub(r"</?(li|ul|br|p|div)\b[^>]*>", " ", text)
	return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())
