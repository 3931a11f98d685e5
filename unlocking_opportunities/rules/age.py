"""Age and school status, which most other rules need."""

from datetime import date, timedelta

CHILD = "child"
YOUNG_PERSON = "young person"
ADULT = "adult"

FRIDAY = 4
ONE_DAY = timedelta(days=1)


class BeforeBirth(ValueError):
	"""The day is before the date of birth."""


class BackwardPeriod(ValueError):
	"""The last day is before the first."""


def anniversary(date_of_birth: date, years: int) -> date:
	"""Return the day on which a person reaches an age in years.

	Family Law Reform Act 1969 s.9: an age is attained at the start of the anniversary of birth. In years
	without 29 February, someone born on that day reaches the age on 1 March.
	"""
	try:
		return date_of_birth.replace(year=date_of_birth.year + years)
	except ValueError:
		return date(date_of_birth.year + years, 3, 1)


def age_on(date_of_birth: date, on: date) -> int:
	"""Return the age in whole years on a day. Raises BeforeBirth for a day before birth."""
	if on < date_of_birth:
		raise BeforeBirth("The day is before the date of birth.")
	years = on.year - date_of_birth.year
	return years if anniversary(date_of_birth, years) <= on else years - 1


def compulsory_school_age_ends(date_of_birth: date) -> date:
	"""Return the last day of compulsory school age, which is not the 16th birthday.

	Education Act 1996 s.8; HSE, "The Working Time Regulations 1998: guidance", appendices (hse.gov.uk): the last
	Friday in June of the school year, 1 September to 31 August, in which the person turns 16. The person is of
	compulsory school age until the end of that day.
	"""
	sixteen = anniversary(date_of_birth, 16)
	last_of_june = date(sixteen.year + (sixteen.month >= 9), 6, 30)
	return last_of_june - timedelta(days=(last_of_june.weekday() - FRIDAY) % 7)


def last_two_school_years_begin(date_of_birth: date) -> date:
	"""Return the first day of Year 10.

	Education Act 1996 s.560, as amended in 1998; HSE, "Young people and work experience" (hse.gov.uk): work
	experience arranged by a school or council is open to pupils in Years 10 and 11.
	"""
	return date(compulsory_school_age_ends(date_of_birth).year - 2, 9, 1)


def status_on(date_of_birth: date, on: date) -> str:
	"""Return "child", "young person" or "adult" in HSE's meaning on a day.

	HSE, INDG364 (hse.gov.uk): a child is not over compulsory school age; a young person is over it and under 18.
	Raises BeforeBirth for a day before birth.
	"""
	if on < date_of_birth:
		raise BeforeBirth("The day is before the date of birth.")
	if on <= compulsory_school_age_ends(date_of_birth):
		return CHILD
	return YOUNG_PERSON if is_under_18(date_of_birth, on) else ADULT


def statuses_between(date_of_birth: date, start: date, end: date) -> list[tuple[date, date, str]]:
	"""Return each status held from a first to a last day, both included, as (from, to, status) in order.

	People cross a boundary in the middle of a placement, so no rule may ask for the status of its first day only.
	Raises BackwardPeriod when the end is before the start, BeforeBirth when the start is before birth.
	"""
	if end < start:
		raise BackwardPeriod("The last day is before the first.")
	turns = [compulsory_school_age_ends(date_of_birth) + ONE_DAY, anniversary(date_of_birth, 18)]
	starts = [start] + [turn for turn in turns if start < turn <= end]
	ends = [turn - ONE_DAY for turn in starts[1:]] + [end]
	return [(first, last, status_on(date_of_birth, first)) for first, last in zip(starts, ends, strict=True)]


def is_under_16(date_of_birth: date, on: date) -> bool:
	"""Return whether someone counts as a child for supervisor checks.

	DfE, "Keeping children safe in education", part three: the test is the 16th birthday, not the leaving age.
	"""
	return on < anniversary(date_of_birth, 16)


def is_under_18(date_of_birth: date, on: date) -> bool:
	"""Return whether someone is a child as in the Children Act 1989 (s.105): under 18."""
	return on < anniversary(date_of_birth, 18)


def adults_born_by(on: date) -> date:
	"""Return the latest date of birth of those who are 18 or over on a day, for queries. It agrees with `is_under_18`."""
	try:
		return on.replace(year=on.year - 18)
	except ValueError:
		return date(on.year - 18, 2, 28)
