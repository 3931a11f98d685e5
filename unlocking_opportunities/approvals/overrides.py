"""A manager setting aside, with a reason that is kept, a check that the law leaves to judgement."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.approvals import requests
from unlocking_opportunities.council.roles import MANAGER, require
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.utils.server_fields import Act, acting


def make(placement: Document, check_key: str, reason: str, covers: str | None = None) -> None:
	"""Set the failing check `check_key` of `placement` aside, for what is wrong with it now and nothing else.

	`covers` is what was wrong when it was asked for; something else by now is not set aside unseen. Raises
	PermissionError for anybody but a manager, and ValidationError without a reason, for a check that does not fail,
	and for one that the law does not leave to judgement.
	"""
	require(MANAGER)
	check = _to_set_aside(placement, check_key, reason)
	if covers is not None and covers != " ".join(check.codes):
		frappe.throw(
			_(
				"Something else is wrong with this check now than when you were asked. Look at the start gate again."
			)
		)
	placement.append(
		"overrides",
		{
			"check_key": check_key,
			"covers": " ".join(check.codes),
			"reason": reason.strip(),
			"made_by": frappe.session.user,
			"made_on": now_datetime(),
		},
	)
	with acting(placement, Act.OVERRIDING):
		placement.save()
	requests.settle_overrides(placement, check_key, requests.APPROVED)


def request(placement: Document, check_key: str, reason: str) -> None:
	"""Ask a manager to set the failing check `check_key` of `placement` aside. Raises as `make`, and when asked already."""
	check = _to_set_aside(placement, check_key, reason)
	if requests.is_waiting(placement, requests.OVERRIDE, check_key=check_key):
		frappe.throw(_("A manager has been asked about this check already."))
	requests.ask(
		placement,
		requests.OVERRIDE,
		check_key=check_key,
		covers=" ".join(check.codes),
		why=reason.strip(),
	)


def _to_set_aside(placement: Document, check_key: str, reason: str) -> judge.Check:
	if not reason.strip():
		frappe.throw(_("Say why. The reason is kept with the placement."), frappe.MandatoryError)
	check = next((check for check in judge.live(placement) if check.key == check_key), None)
	if not check or not check.stops:
		frappe.throw(_("That check does not stop this placement, so there is nothing to set aside."))
	if check.legal:
		frappe.throw(
			_("{0} cannot be set aside. {1}").format(check.title, check.next_step), title=_("Not Allowed")
		)
	return check
