"""Phone numbers as people type them."""

import re
import unicodedata

TYPED = re.compile(
	r"(?P<main>.+?)(?:[\s,;]*(?:ext(?:ension)?\.?|x|#)\s*(?P<extension>\d{1,5}))?", re.IGNORECASE
)
DASHES = re.compile(r"[\u2010-\u2015\u2212]")
# Frappe's own rule for a field of the kind Phone allows these characters, and 20 of them. It has no letters for "ext.".
SEPARATORS = re.compile(r"[ ().-]")
MOST = 20
UK = re.compile(r"(?:(?:\+|00)?440?|0)(?P<national>[1-9]\d{8,9})")
ABROAD = re.compile(r"\+(?!44)[1-9]\d{7,14}")
# Ofcom's National Telephone Numbering Plan: UK numbers have 10 digits after the 0, but some 0800 numbers and some in these
# areas have 9.
SHORTER = re.compile(
	"800|1(?:204|208|254|276|297|298|363|364|384|386|404|420|460|461|480|488|524|527|562|566|606|629|635|647|659|695"
	"|697|726|744|750|768|827|837|884|900|905|935|946|949|963|995)"
)
# 04 and 06 are not in use.
IN_USE = tuple("1235789")


def ascii_digits(text: str) -> str:
	"""Return `text` with the digits of every script as 0 to 9."""
	return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def parse(typed: str) -> str | None:
	"""Return a UK number, or one from abroad with its + and country code, as it is stored; None if it isn't one.

	Spaces and brackets stay as typed where there is room for them. An extension follows a #: "01908 691691 #4".
	"""
	found = TYPED.fullmatch(DASHES.sub("-", ascii_digits(typed).strip()))
	main = " ".join(found["main"].split()) if found else ""
	dialled = _dialled(SEPARATORS.sub("", main))
	if not dialled:
		return None
	extension = f" #{found['extension']}" if found["extension"] else ""
	return (main if len(main + extension) <= MOST else dialled) + extension


def ways_to_write(typed: str) -> set[str]:
	"""Return the ways to write a number without separators, and what was typed without spaces, to find it as stored."""
	typed = "".join(ascii_digits(typed).split())
	dialled = _dialled(SEPARATORS.sub("", DASHES.sub("-", typed)))
	if not dialled or not dialled.startswith("0"):
		return {typed, *filter(None, (dialled,))}
	return {typed, dialled} | {country + dialled[1:] for country in ("+44", "44", "0044", "+440")}


def _dialled(digits: str) -> str | None:
	"""Return what to dial, without separators, or None if no phone has this number."""
	if ABROAD.fullmatch(digits):
		return digits
	found = UK.fullmatch(digits)
	national = found["national"] if found else ""
	right = national.startswith(IN_USE) and (len(national) == 10 or SHORTER.match(national))
	return f"0{national}" if right else None
