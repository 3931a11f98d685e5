"""The questions about an offer: one page per part, and only the parts its kind needs."""

import re
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate, today

from unlocking_opportunities.council import dates
from unlocking_opportunities.employers.opportunities import BOOKABLE
from unlocking_opportunities.portal.forms import Field, Option, options_from
from unlocking_opportunities.utils.compat import _lt

PAID_KINDS = ("Paid Job", "Apprenticeship", "Internship")
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
ALONE = "Individual"
# Kinds that are not for a number of people or things.
NOT_COUNTED = ("Funding", "Time")
# Kinds of which each is for one young person, so that few can be offered at once.
ONE_TO_ONE = ("Mentoring", "University Application Support")
TALK = "Talk or Visit"
# The answer to the kind of work when no sector fits.
OTHER_WORK = "other"
# What the offer is called, by kind; for all others it is the name of a job.
TITLES = {
	"Work Experience": _lt("What would they do?"),
	"Taster": _lt("What would they do?"),
	"Talk or Visit": _lt("What is it about?"),
	"Mentoring": _lt("What could you help with?"),
	"Time": _lt("What could you do?"),
	"Kit": _lt("What would you give?"),
	"Funding": _lt("What is the money for?"),
	"University Application Support": _lt("Which subjects or courses do you know?"),
}
ROLE_TITLE = _lt("What's the job title?")
TITLE_HINTS = {
	"Work Experience": _lt("For example: help in the kitchen, office work, gardening"),
	"Taster": _lt("For example: help in the kitchen, office work, gardening"),
	"Talk or Visit": _lt("For example: working in a kitchen, how to become an electrician"),
	"Mentoring": _lt("For example: confidence, maths, finding a job"),
	"Time": _lt("For example: practice interviews, help with a CV, an hour at an event"),
	"Kit": _lt("For example: laptops, tools, work boots"),
	"Funding": _lt("For example: bus fares, a first aid course, an ID card"),
	"University Application Support": _lt("For example: nursing, law, engineering"),
}
TITLE_ERRORS = {
	"Work Experience": _lt("Enter what they would do"),
	"Taster": _lt("Enter what they would do"),
	"Talk or Visit": _lt("Enter what it's about"),
	"Mentoring": _lt("Enter what you could help with"),
	"Time": _lt("Enter what you could do"),
	"Kit": _lt("Enter what you would give"),
	"Funding": _lt("Enter what the money is for"),
	"University Application Support": _lt("Enter the subjects or courses you know"),
}
JOB_TITLE_ERROR = _lt("Enter the job title")
JOB_TITLE_HINT = _lt("For example: kitchen helper, office assistant, gardener")
# What to write in "Tell us more", by kind; for all others it is about a day at work.
MORE_HINTS = {
	"Talk or Visit": _lt("What would you talk about or show them, and for how long?"),
	"Mentoring": _lt("What is your experience, and when could you meet?"),
	"Time": _lt("When could you help, and for how long?"),
	"Kit": _lt("Is it new or used? What sizes do you have? Can you bring it to us?"),
	"Funding": _lt("How much would you give, and is it for once or every year?"),
	"University Application Support": _lt("How could you help, and when?"),
}
DAY_HINT = _lt("What would a day be like?")


def get_parts(answers: dict, returning: bool) -> list[str]:
	"""Return the parts to ask, in order. `returning`: the visitor is signed in for an employer."""
	parts = ["kind", "what"]
	if answers.get("kind") in BOOKABLE:
		parts += ["where", "when"]
	return parts if returning else [*parts, "organisation", "contact"]


def get_fields(part: str, answers: dict) -> list[Field]:
	"""Return the fields of `part`."""
	return PARTS[part](answers)


def get_title_question(kind: str | None) -> str:
	"""Return the question that names what is offered."""
	return str(TITLES.get(kind, ROLE_TITLE))


def get_parts_to_ask_again(kind: str, answers: dict) -> dict[str, list[str]]:
	"""Return the parts, with their field names, whose `answers` mean something else once the kind is `kind`."""
	parts = ["what", "when"] if kind in BOOKABLE else ["what", "where", "when"]
	return {part: [field.name for field in get_fields(part, answers)] for part in parts}


def next_unanswered(answers: dict, returning: bool) -> str | None:
	"""Return the first unanswered part, or None if the offer is complete."""
	return next((part for part in get_parts(answers, returning) if part not in answers.get("done", [])), None)


def get_answers(part: str, answers: dict) -> list[tuple[str, str]]:
	"""Return (label, answer) for each question of `part`, as text."""
	rows = []
	for field in get_fields(part, answers):
		value = answers.get(field.name)
		labels = {option.value: option.label for option in field.options}
		if field.kind == "date" and value:
			value = dates.day(value)
		rows.append((field.label, labels.get(value, value) or _("Not answered")))
	return rows


def kind_options() -> tuple[Option, ...]:
	return (
		Option("Work Experience", _("Work experience"), _("A week or two, or one day a week for a while")),
		Option("Taster", _("A taster"), _("A few hours or a day to see what the work is like")),
		Option("Paid Job", _("A paid job"), _("Full time or part time")),
		Option("Apprenticeship", _("An apprenticeship")),
		Option("Internship", _("A paid internship"), _("A job for a few weeks or months")),
		Option(
			"Guaranteed Interview",
			_("An interview"),
			_("For anyone who meets the basic requirements for the job"),
		),
		Option(
			"Talk or Visit", _("A talk or a visit"), _("Talk to a group about your work, or show them around")
		),
		Option("Mentoring", _("Mentoring"), _("Meet one young person now and then, to listen and help them")),
		Option("University Application Support", _("Help with applying to university")),
		Option("Time", _("Time or skills"), _("Practice interviews, help with a CV, or help at an event")),
		Option("Kit", _("Kit"), _("A laptop, tools, work boots or clothes")),
		Option("Funding", _("Money"), _("For travel, a course or an ID card")),
	)


def _kind(answers: dict) -> list[Field]:
	return [
		Field(
			"kind",
			_("What would you like to offer?"),
			"radios",
			hint=_("Choose one. You can make another offer afterwards."),
			required=_("Select what you'd like to offer"),
			options=kind_options(),
		)
	]


def _what(answers: dict) -> list[Field]:
	kind = answers.get("kind")
	number = [] if kind in NOT_COUNTED else [_number(kind)]
	return [_title(kind), *number, _description(kind)]


def _title(kind: str | None) -> Field:
	return Field(
		"role_title",
		get_title_question(kind),
		hint=str(TITLE_HINTS.get(kind, JOB_TITLE_HINT)),
		required=str(TITLE_ERRORS.get(kind, JOB_TITLE_ERROR)),
	)


def _number(kind: str | None) -> Field:
	return Field(
		"number",
		_("How many people could this be for?") if kind != "Kit" else _("How many?"),
		"number",
		required=_("Enter a number, like 1"),
		least=1,
		most=20 if kind in ONE_TO_ONE else 500,
		width="3",
	)


def _description(kind: str | None) -> Field:
	return Field(
		"description",
		_("Tell us more (optional)"),
		"textarea",
		hint=f"{MORE_HINTS.get(kind, DAY_HINT)} " + _("Please don't name anyone."),
		max_length=1000,
	)


def _sector_options() -> list[Option]:
	options = options_from(frappe.get_all("Sector", pluck="name", order_by="name"))
	return [*sorted(options, key=lambda option: option.label), Option(OTHER_WORK, _("Something else"))]


def _where(answers: dict) -> list[Field]:
	is_talk = answers.get("kind") == TALK
	return [
		Field(
			"sector",
			_("What kind of work do you do?") if is_talk else _("What kind of work is it?"),
			"select",
			required=_("Select the kind of work, or ‘Something else’"),
			options=_sector_options(),
		),
		Field(
			"address_line",
			_("Building and street"),
			required=_("Enter the building and street of the workplace"),
			autocomplete="address-line1",
		),
		Field("town", _("Town (optional)"), autocomplete="address-level2", width="20"),
		Field(
			"postcode",
			_("Postcode"),
			required=_("Enter the postcode of the workplace"),
			autocomplete="postal-code",
			width="10",
			max_length=10,
			check=_check_postcode,
		),
	]


def _when(answers: dict) -> list[Field]:
	is_talk = answers.get("kind") == TALK
	return [
		Field(
			"available_from",
			_("What is the first day that would suit you? (optional)")
			if is_talk
			else _("When could it start? (optional)"),
			"date",
			hint=_("For example, 27 3 2027. Leave this blank if any time would suit you."),
			check=_check_not_past,
		),
		*([] if is_talk else [_hours()]),
		Field(
			"days",
			_("Which days and times suit you best? (optional)"),
			hint=_("For example: Tuesdays and Thursdays, 10am to 3pm"),
		),
	]


def _hours() -> Field:
	return Field(
		"hours_per_week",
		_("About how many hours a week? (optional)"),
		"number",
		least=1,
		most=60,
		width="3",
		example="30",
	)


def _organisation(answers: dict) -> list[Field]:
	return [
		Field(
			"employer_type",
			_("Who is the offer from?"),
			"radios",
			required=_("Select who the offer is from"),
			options=(
				Option("Business", _("A business")),
				Option("Charity or Social Enterprise", _("A charity or social enterprise")),
				Option("Public Body", _("A public body"), _("Such as a school, a hospital or the police")),
				Option("Community Group", _("A community group or club")),
				Option(ALONE, _("Just me")),
			),
		),
		Field(
			"employer_name",
			_("What is the organisation called?"),
			hint=_("Leave this blank if the offer is just from you."),
			autocomplete="organization",
		),
	]


def _contact(answers: dict) -> list[Field]:
	return [
		Field("contact_name", _("Your name"), required=_("Enter your name"), autocomplete="name"),
		Field(
			"email",
			_("Your email address"),
			"email",
			hint=_("We'll email you a link to check it's yours."),
			required=_("Enter your email address"),
		),
		Field("phone", _("Your phone number (optional)"), "tel", width="20"),
	]


PARTS = {
	"kind": _kind,
	"what": _what,
	"where": _where,
	"when": _when,
	"organisation": _organisation,
	"contact": _contact,
}


def _check_postcode(typed: str) -> str | None:
	if POSTCODE.fullmatch(typed.upper().strip()):
		return None
	return _("Enter a full UK postcode, like AB1 2CD")


def _check_not_past(day: date) -> str | None:
	return None if day >= getdate(today()) else _("Enter a date that's today or later")
