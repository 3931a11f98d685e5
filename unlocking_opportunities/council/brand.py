"""The portal's branding: the council's name, logo and colour, and the name of the service."""

import re
from dataclasses import dataclass

from frappe import _

from unlocking_opportunities.council.settings import get_settings

DARKEST_COLOUR = "#0b0c0c"
DEFAULT_COLOUR = "#1d4f7c"
# WCAG 2.2, 1.4.3: text on its background.
ENOUGH_CONTRAST = 4.5


@dataclass(frozen=True)
class Brand:
	council: str
	logo: str | None
	service: str
	# Dark enough for white text on it and for itself as text on white.
	colour: str
	darker: str
	phone: str | None
	email: str | None


def of_page(public: bool) -> Brand:
	"""Return the brand of a page. Only `public` pages, which are about no one, carry the programme's name.

	On other pages it would show that someone was in care.
	"""
	settings = get_settings()
	colour = readable(settings.colour or DEFAULT_COLOUR)
	return Brand(
		council=settings.council_name,
		logo=settings.logo,
		service=_("Unlocking Opportunities") if public else _("Work placements and mentoring"),
		colour=colour,
		darker=_mixed_with_black(colour, 0.25),
		phone=settings.programme_phone,
		email=settings.programme_email,
	)


def readable(colour: str) -> str:
	"""Return `colour` (#rgb or #rrggbb), darkened until white text on it has enough contrast."""
	rgb = _rgb(colour)
	if rgb is None:
		return DEFAULT_COLOUR
	for step in range(20):
		darkened = _mixed_with_black(_hex(rgb), step / 20)
		if contrast_with_white(darkened) >= ENOUGH_CONTRAST:
			return darkened
	return DARKEST_COLOUR


def contrast_with_white(colour: str) -> float:
	"""Return the contrast ratio of `colour` and white as WCAG 2.2 defines it."""
	linear = [
		channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
		for channel in (part / 255 for part in _rgb(colour))
	]
	luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
	return 1.05 / (luminance + 0.05)


def _rgb(colour: str) -> tuple[int, int, int] | None:
	match = re.fullmatch(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", colour.strip())
	if not match:
		return None
	digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
	return tuple(int(digits[start : start + 2], 16) for start in (0, 2, 4))


def _hex(rgb: tuple[int, ...]) -> str:
	return "#" + "".join(f"{part:02x}" for part in rgb)


def _mixed_with_black(colour: str, share: float) -> str:
	return _hex(tuple(round(part * (1 - share)) for part in _rgb(colour)))
