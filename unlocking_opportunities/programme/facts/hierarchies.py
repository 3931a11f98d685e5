"""Hierarchies of the values of a fact: paths from the most general form to the most precise."""

from datetime import date

from unlocking_opportunities.programme.facts.anonymity import Path

NOT_SHOWN = "Not Shown"
UNDER_18, FROM_18 = "Under 18", "18 to 25"
WIDER_AGE_BANDS = {"Under 16": UNDER_18, "16 to 17": UNDER_18, "18 to 20": FROM_18, "21 to 25": FROM_18}
HALVES = ("H1 (Apr–Sep)", "H2 (Oct–Mar)")
QUARTERS = ("Q1 (Apr–Jun)", "Q2 (Jul–Sep)", "Q3 (Oct–Dec)", "Q4 (Jan–Mar)")


def plain(value: str | None) -> Path:
	"""Return the path of a value that is either shown or not. A value that was never recorded is an empty value."""
	return (NOT_SHOWN, value or "")


def age_band(band: str | None) -> Path:
	return (NOT_SHOWN, WIDER_AGE_BANDS.get(band, ""), band or "")


def ward(name: str | None, area: str | None) -> Path:
	"""Return the path of a ward: not shown, its wider area (if it has one), the ward itself."""
	return (NOT_SHOWN, area or NOT_SHOWN, name or "") if name else (NOT_SHOWN, "", "")


def period(day: date | None) -> Path:
	"""Return the path of a day: the financial year, half year and quarter. They sort as text."""
	if not day:
		return (NOT_SHOWN, "", "", "")
	first = day.year - (day.month < 4)
	year, quarter = f"{first}/{(first + 1) % 100:02}", (day.month - 4) % 12 // 3
	return (NOT_SHOWN, year, f"{year} {HALVES[quarter // 2]}", f"{year} {QUARTERS[quarter]}")


def yes_or_no(answer: bool) -> Path:
	return plain("Yes" if answer else "No")


def band(number: float | None, bands: tuple[tuple[float, str], ...]) -> str:
	"""Return the first of `bands` (its upper end and name) that holds `number`; empty for nothing."""
	return next(name for end, name in bands if number <= end) if number else ""
