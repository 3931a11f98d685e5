"""Secrets that people outside hold: long random tokens, stored as hashes only."""

import hashlib
import hmac
import secrets

from frappe.utils.password import get_encryption_key


def new() -> str:
	"""Return a fresh token of 256 random bits, safe in an address or a cookie."""
	return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
	"""Return what is stored of `token`. It is random and long, so a plain digest cannot be searched backwards."""
	return hashlib.sha256(token.encode()).hexdigest()


def signed(text: str, purpose: str) -> str:
	"""Return a signature of `text` that only this site can make and that is good for `purpose` alone."""
	return hmac.new(f"{get_encryption_key()}:{purpose}".encode(), text.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
	"""Compare in a time that says nothing about where they differ."""
	return hmac.compare_digest(one.encode(), other.encode())
