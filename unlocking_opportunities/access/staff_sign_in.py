"""Overrides of Frappe's sign-in helpers that would otherwise show which staff addresses exist.

Each gives the same answer for every address. A job looks the address up and sends the email, if there is an account.
"""

import inspect

import frappe
from frappe import _
from frappe.utils import cint
from frappe.www import login

from unlocking_opportunities.access import limits
from unlocking_opportunities.utils import jobs

ASKED_PER_HOUR = 5


@frappe.whitelist(allow_guest=True, methods=["POST"])
def reset_password(user: str) -> None:
	"""`frappe.core.doctype.user.user.reset_password`, with one answer for every address."""
	_ask("password resets", "send_password_reset", user)
	frappe.msgprint(
		_("If there is an account with this address, we have sent instructions to it."),
		title=_("Check your email"),
	)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def send_login_link(email: str) -> None:
	"""`frappe.www.login.send_login_link`, with one answer for every address."""
	if frappe.get_system_settings("login_with_email_link"):
		_ask("login links", "send_link_to_log_in", email)


def send_password_reset(key: str) -> None:
	"""Send the password reset (job of `reset_password`). `key` is where the address is stored."""
	if user := _enabled_user(jobs.get_argument(key)):
		user.validate_reset_password()
		user.reset_password(send_email=True)


def send_link_to_log_in(key: str) -> None:
	"""Send the login link (job of `send_login_link`)."""
	if user := _enabled_user(jobs.get_argument(key)):
		# Unwrap the rate limit, which needs a request. A job has none.
		inspect.unwrap(login.send_login_link)(user.name)


def _ask(what: str, job: str, address: str) -> None:
	address = address.strip().lower()
	at_most = cint(frappe.get_system_settings("password_reset_limit")) or ASKED_PER_HOUR
	limits.count(f"{what} by caller", limits.caller(), max(at_most, ASKED_PER_HOUR))
	limits.count(f"{what} by address", address, at_most)
	key = jobs.store_argument(address)
	jobs.enqueue_once(f"{__name__}.{job}", job_id=f"{job}:{key}", enqueue_after_commit=False, key=key)


def _enabled_user(address: str | None):
	"""Return the enabled user with this address. Administrator's password can be set only on the server."""
	if not address or address in ("administrator", "guest"):
		return None
	name = frappe.db.get_value("User", {"name": address, "enabled": 1})
	return frappe.get_doc("User", name) if name else None
