"""Overrides: a manager lets a placement go ahead although a check fails, with a recorded reason, where the law allows it."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.approvals import requests
from unlocking_opportunities.council.roles import MANAGER, require
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.utils.server_fields import Act, acting


class CheckChanged(frappe.ValidationError):
	"""The check fails for a different reason from the one a manager was asked about."""


class NothingToOverride(frappe.ValidationError):
	"""The check does not stop the placement."""


class NotOverridable(frappe.ValidationError):
	"""The law leaves no judgement about the check."""


class AlreadyAsked(frappe.ValidationError):
	"""A manager has already been asked to override the check."""


def make(placement: Document, check_key: str, reason: str, covers: str | None = None) -> None:
	"""Override the failing check `check_key` of `placement`, for what is wrong with it now and nothing else.

	`covers` is what was wrong when the override was requested (codes, separated by spaces). Raises RoleNeeded for anyone
	but a manager, MandatoryError without a reason, NothingToOverride, NotOverridable, and CheckChanged if something else
	is wrong by now.
	"""
	require(MANAGER)
	check = _get_failing_check(placement, check_key, reason)
	if covers is not None and covers != " ".join(check.codes):
		frappe.throw(
			_(
				"This check now fails for a different reason from the one you were asked about. Look at the start gate again."
			),
			CheckChanged,
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
	"""Ask a manager to override the failing check `check_key` of `placement`. Raises as `make`, and AlreadyAsked."""
	check = _get_failing_check(placement, check_key, reason)
	if requests.is_waiting(placement, requests.OVERRIDE, check_key=check_key):
		frappe.throw(_("A manager has already been asked about this check."), AlreadyAsked)
	requests.ask(
		placement,
		requests.OVERRIDE,
		check_key=check_key,
		covers=" ".join(check.codes),
		why=reason.strip(),
	)


def _get_failing_check(placement: Document, check_key: str, reason: str) -> judge.Check:
	if not reason.strip():
		frappe.throw(_("Give a reason. It is kept with the placement."), frappe.MandatoryError)
	check = next((check for check in judge.results(placement) if check.key == check_key), None)
	if not check or not check.stops:
		frappe.throw(
			_("This check does not stop the placement, so there is nothing to override."), NothingToOverride
		)
	if check.legal:
		frappe.throw(
			_("{0} cannot be overridden. {1}").format(check.title, check.next_step),
			NotOverridable,
			title=_("Not Allowed"),
		)
	return check
