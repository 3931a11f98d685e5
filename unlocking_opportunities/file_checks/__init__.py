"""What an uploaded file holds, found by reading its structure. Nothing here needs Frappe.

`worker.read` runs `__main__.py` in a process of its own with limits on memory and time, because a small file can unfold
to far more than it weighs, and a library that reads files can fail on one made for that.
"""

import re
from enum import IntEnum

# A link that is followed when someone clicks it. Other schemes open programs, or send a password to a file server.
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
LINK_SCHEMES = {"http", "https", "mailto", "tel"}


class Reason(IntEnum):
	"""Why a file is refused; the exit code of the process that read it."""

	DAMAGED = 10
	ACTIVE = 11
	ENCRYPTED = 12
	TOO_LARGE = 13
	TOO_MANY_PIXELS = 14


class Refused(Exception):
	"""The file is not taken, for `reason`."""

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
	"""Return whether `address` leads out of the file that holds it."""
	address = address.strip().replace("\\", "/")
	return bool(SCHEME.match(address)) or address.startswith("//")
