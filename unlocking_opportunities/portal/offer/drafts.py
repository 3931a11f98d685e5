"""An unsent offer: a guest's answers, found again by a secret in a cookie or an emailed link."""

import json
from collections.abc import Sequence

import frappe
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

from unlocking_opportunities.portal import tokens
from unlocking_opportunities.portal.page import Request

COOKIE = "unlocking_offer"
DAYS = 30


class Draft:
	"""This browser's draft: `answers` by field name, with the answered parts in `answers["done"]`."""

	def __init__(self, request: Request):
		self.request = request
		self.doc = _get_browser_draft(request)
		self.answers: dict = json.loads(self.doc.answers or "{}") if self.doc else {}

	@property
	def name(self) -> str | None:
		return self.doc.name if self.doc else None

	@property
	def number(self) -> str | None:
		"""The name of the pledge or mentor made from this draft, or None."""
		return self.doc.number if self.doc else None

	def save_part(self, part: str, answers: dict, fieldnames: Sequence[str]) -> None:
		"""Store the answers to `part`. The first call makes the draft and sets the browser's cookie."""
		if self.number:  # already submitted, so this is a new offer
			self.doc, self.answers = None, {}
		self.answers.update({name: answers.get(name) for name in fieldnames})
		self.answers["done"] = [*self._other_parts(part), part]
		self._typed.pop(part, None)
		self._store()

	def forget(self, parts: dict[str, Sequence[str]]) -> None:
		"""Remove the answers to `parts` ({part: field names}), so that they are asked again. `save_part` stores this."""
		for part, fieldnames in parts.items():
			for name in fieldnames:
				self.answers.pop(name, None)
			self.answers["done"] = self._other_parts(part)
			self._typed.pop(part, None)

	def keep_typed(self, part: str, typed: dict) -> None:
		"""Store what was typed on the page of `part`, which isn't right or complete yet, beside the answers."""
		self._typed[part] = typed
		self.answers["done"] = self._other_parts(part)
		self._store()

	def get_typed(self, part: str) -> dict:
		"""Return what `keep_typed` stored for `part`."""
		return self._typed.get(part, {})

	@property
	def _typed(self) -> dict:
		return self.answers.setdefault("typed", {})

	def _other_parts(self, part: str) -> list[str]:
		return [done for done in self.answers.get("done", []) if done != part]

	def renew_token(self) -> None:
		"""Give the draft a new secret and set this browser's cookie; the old secret stops working."""
		token = tokens.new()
		self.doc.token_hash = tokens.hashed(token)
		self.request.set_cookie(COOKIE, token)
		self._store()

	def is_submitted(self) -> bool:
		"""Lock the draft and return whether it has been submitted."""
		return bool(frappe.db.get_value("Offer Draft", self.name, "number", for_update=True))

	def set_submitted(self, number: str) -> None:
		"""Store the name of the record made, and delete the answers."""
		self.answers = {}
		self.doc.number = number
		self._store()

	def _store(self) -> None:
		if not self.doc:
			self.doc = frappe.new_doc("Offer Draft")
			token = tokens.new()
			self.doc.token_hash = tokens.hashed(token)
			self.request.set_cookie(COOKIE, token)
		self.doc.answers = json.dumps(self.answers, default=str)
		self.doc.expires_at = add_to_date(now_datetime(), days=DAYS)
		self.doc.save(
			ignore_permissions=True
		)  # no role has permission on drafts; the secret stands in for it


def get_draft(request: Request, name: str) -> Draft | None:
	"""Return the draft called `name`, for a visitor who has just spent a link to it; None if it has expired."""
	draft = Draft(request)
	draft.doc = _get_unexpired({"name": name})
	draft.answers = json.loads(draft.doc.answers or "{}") if draft.doc else {}
	return draft if draft.doc else None


def _get_browser_draft(request: Request) -> Document | None:
	token = request.cookie(COOKIE)
	return _get_unexpired({"token_hash": tokens.hashed(token)}) if token else None


def _get_unexpired(filters: dict) -> Document | None:
	name = frappe.db.get_value("Offer Draft", {**filters, "expires_at": [">", now_datetime()]})
	return frappe.get_doc("Offer Draft", name) if name else None
