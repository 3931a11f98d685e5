"""Random tokens for people outside the council, stored only as hashes."""

import hashlib
import hmac
import secrets

from frappe.utils.password import get_encryption_key


def new() -> str:
	"""Return a new token of 256 random bits, safe in URLs and cookies."""
	return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
	"""Return the hash to store. The token is long and random, so a plain digest is enough."""
	return hashlib.sha256(token.encode()).hexdigest()


def signed(text: str, purpose: str) -> str:
	"""Return an HMAC of `text` that only this site can make, valid for `purpose` only."""
	return hmac.new(f"{get_encryption_key()}:{purpose}".encode(), text.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
	"""Compare in constant time."""
	return hmac.compare_digest(one.encode(), other.encode())
