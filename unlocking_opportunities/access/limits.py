"""Rate limits for people outside, counted in the cache for each caller and email address."""

import hashlib
from ipaddress import ip_address

import frappe
from frappe import _
from frappe.utils import cint

HOUR = 3600


def count(what: str, who: str, at_most: int, seconds: int = HOUR) -> None:
	"""Count one more `what` by `who` and raise TooManyRequestsError after `at_most` in `seconds`.

	`who` is stored as a hash, so that no addresses are kept in the cache.
	"""
	digest = hashlib.sha256(who.encode()).hexdigest()
	key = frappe.cache.make_key(f"unlocking_portal_limit:{what}:{digest}")
	number = frappe.cache.incr(key)
	if number == 1:
		frappe.cache.expire(key, seconds)
	if number > at_most:
		frappe.throw(
			_("You've tried this too many times. Wait an hour, then try again, or call us."),
			frappe.TooManyRequestsError,
		)


def caller() -> str:
	"""Return the IP address of the caller.

	Anyone can write an X-Forwarded-For header, and a new one each time; each proxy of ours adds the address that it
	saw to the end. So the header counts only when the request comes from a proxy of ours, and only from its end.
	`unlocking_proxies` in the site's configuration says how many there are (default 1: nginx of every bench). They reach
	us over loopback or a private network; a request from a public address came to us directly.
	"""
	remote = frappe.request.remote_addr or ""
	proxies = cint(frappe.conf.get("unlocking_proxies", 1))
	header = frappe.get_request_header("X-Forwarded-For") or ""
	addresses = [address.strip() for address in header.split(",") if address.strip()]
	if proxies > 0 and len(addresses) >= proxies and _may_be_proxy(remote):
		return addresses[-proxies]
	return remote or "unknown"


def _may_be_proxy(address: str) -> bool:
	"""Return whether one of our proxies may have this address. An empty address is a socket on this machine."""
	if not address:
		return True
	try:
		found = ip_address(address.partition("%")[0])
	except ValueError:
		return False
	found = getattr(found, "ipv4_mapped", None) or found
	return found.is_loopback or found.is_private
