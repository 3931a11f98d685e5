"""How often somebody outside may ask: counted in the cache, per caller and per email address."""

import hashlib

import frappe
from frappe import _
from frappe.utils import cint

HOUR = 3600


def count(what: str, whom: str, at_most: int, seconds: int = HOUR) -> None:
	"""Count one more `what` by `whom` and raise TooManyRequestsError beyond `at_most` in `seconds`.

	`whom` is stored as a hash: the cache is no place for addresses.
	"""
	digest = hashlib.sha256(whom.encode()).hexdigest()
	key = frappe.cache.make_key(f"unlocking_portal_limit:{what}:{digest}")
	number = frappe.cache.incr(key)
	if number == 1:
		frappe.cache.expire(key, seconds)
	if number > at_most:
		frappe.throw(
			_("You have tried this many times. Wait an hour, then try again, or ring us."),
			frappe.TooManyRequestsError,
		)


def caller() -> str:
	"""Return the address of who asks, as our nearest proxy saw it.

	Whoever asks can write the first part of X-Forwarded-For themselves, and a new one each time; each proxy adds to its
	end. `unlocking_proxies` in the site's configuration says how many of our own there are (default 1).
	"""
	header = frappe.get_request_header("X-Forwarded-For") or ""
	addresses = [address.strip() for address in header.split(",") if address.strip()]
	proxies = cint(frappe.conf.get("unlocking_proxies", 1))
	if proxies and len(addresses) >= proxies:
		return addresses[-proxies]
	return frappe.request.remote_addr or "unknown"
