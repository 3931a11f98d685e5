"""Pictures that a text would have Frappe put into a mail: `embed="address"`.

Older versions of Frappe take the address for a regular expression, and look for it without end when it is none that
finds itself.
"""

import re

# As Frappe finds them when it makes the mail.
EMBED = re.compile(r"""embed=["'](.*?)["']""")
PLAIN = re.compile(r"[\w/.,:~@%=&; -]*")


def without_odd_addresses(text: str) -> str:
	"""Return `text` in which only plain addresses stand for pictures to put into a mail."""
	return EMBED.sub(lambda found: found.group() if PLAIN.fullmatch(found[1]) else 'data-left-out=""', text)
