"""Checks on the content of an uploaded file, by its structure. Nothing here needs Frappe.

`worker.read` runs `__main__.py` in a separate process with limits on memory and time, because a small file can
unpack to a very large one, and a malicious file can crash the library that reads it.
"""

import re
from enum import IntEnum

# A link that opens when someone clicks it. Other schemes open programs, or send a password to a file server.
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
LINK_SCHEMES = {"http", "https", "mailto", "tel"}


class Reason(IntEnum):
	"""Why a file is refused; the exit code of the process that reads it."""

	DAMAGED = 10
	ACTIVE = 11
	ENCRYPTED = 12
	TOO_LARGE = 13
	TOO_MANY_PIXELS = 14


class Refused(Exception):
	"""The file is refused, for `reason`."""

	def __init__(self, reason: Reason):
		super().__init__(reason.name)
		self.reason = reason


def is_link(address: str) -> bool:
	"""Return whether `address` may be linked to: a web page, an email address, a phone number or a place in the file."""
	address = address.strip()
	scheme = SCHEME.match(address)
	if scheme:
		return scheme[0].lower() in LINK_SCHEMES
	return not is_elsewhere(address)


def is_elsewhere(address: str) -> bool:
	"""Return whether `address` leads out of the file it is in."""
	address = address.strip().replace("\\", "/")
	return bool(SCHEME.match(address)) or address.startswith("//")
