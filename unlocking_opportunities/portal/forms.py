"""Forms: fields, parsing and error messages. The macros in templates/portal/components.html render them.

A form reads the request only. It always shows again what was typed, even if it was wrong.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from frappe import _
from frappe.utils import add_years, cint, getdate, today, validate_email_address
from werkzeug.datastructures import FileStorage

from unlocking_opportunities.council.labels import label
from unlocking_opportunities.portal.page import Request
from unlocking_opportunities.utils import phones

# Control and invisible characters, which browsers don't send and no one could see in a record.
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\ud800-\udfff]")
HONEYPOT = "website_address"
# Dates may be this many years before and after today: no question is about anything further away.
YEARS = 10
MONTHS = (
	"january",
	"february",
	"march",
	"april",
	"may",
	"june",
	"july",
	"august",
	"september",
	"october",
	"november",
	"december",
)


@dataclass(frozen=True)
class Option:
	"""One choice of radios, checkboxes or a select."""

	value: str
	label: str
	hint: str = ""


@dataclass(frozen=True)
class Field:
	"""One question.

	`kind`: text, email, tel, number, date, textarea, radios, checkboxes, select, file. `required`: the error when it
	isn't answered; without it the field is optional. `check`: takes the value and returns an error or None. `example`:
	what a number could be, for its error.
	"""

	name: str
	label: str
	kind: str = "text"
	hint: str = ""
	required: str = ""
	options: Sequence[Option] = ()
	max_length: int = 140
	least: int | None = None
	most: int | None = None
	autocomplete: str = ""
	width: str = ""
	rows: int = 5
	example: str = "2"
	check: Callable[[Any], str | None] | None = None


class Form:
	"""The answers to `fields`: `form[name]` is the parsed value (None if empty or wrong), `form.errors`, `form.valid`.

	`stored`: initial values. `valid` is True only for a form that was sent, so `if form.valid:` guards every change.
	"""

	def __init__(self, fields: Iterable[Field], request: Request, stored: dict[str, Any] | None = None):
		self.fields = {field.name: field for field in fields}
		self.request = request
		self.sent = request.acts
		self.errors: dict[str, str] = {}
		self.general: list[str] = []
		self.typed: dict[str, Any] = {
			name: self._as_shown(name, value) for name, value in (stored or {}).items()
		}
		self.values: dict[str, Any] = {}
		if request.acts or request.stale:
			self._read()
		if request.stale:
			self.errors.clear()
			self.general.append(_("We've kept what you typed. Check it, then send it again."))

	def __getitem__(self, name: str) -> Any:
		return self.values.get(name)

	@property
	def valid(self) -> bool:
		return self.sent and not self.errors and not self.general

	@property
	def is_from_robot(self) -> bool:
		"""Return whether the hidden field was filled in."""
		return bool(self.request.form.get(HONEYPOT))

	def add_error(self, message: str, name: str | None = None) -> None:
		"""Add an error found after parsing; `name` is the field it belongs to."""
		if name:
			self.errors[name] = message
		else:
			self.general.append(message)

	def _as_shown(self, name: str, value: Any) -> Any:
		"""A date that was stored as text is shown in its three boxes."""
		is_date = name in self.fields and self.fields[name].kind == "date"
		return getdate(value) if is_date and isinstance(value, str) else value

	def _read(self) -> None:
		for field in self.fields.values():
			self.typed[field.name] = typed = _read_field(field, self.request)
			value, error = _parse(field, typed)
			if not error and value in (None, "", []) and field.required:
				error = field.required
			if not error and value not in (None, "", []) and field.check:
				error = field.check(value)
			self.values[field.name] = None if error else value
			if error:
				self.errors[field.name] = error


def yes_no_options() -> tuple[Option, Option]:
	return Option("yes", _("Yes")), Option("no", _("No"))


def options_from(values: Iterable[str]) -> tuple[Option, ...]:
	"""Return options for stored values, with their labels."""
	return tuple(Option(value, label(value)) for value in values)


def _read_field(field: Field, request: Request) -> Any:
	if field.kind == "file":
		return request.files.get(field.name)
	if field.kind == "checkboxes":
		return request.form.getlist(field.name)
	if field.kind == "date":
		return {
			part: request.form.get(f"{field.name}-{part}", "").strip() for part in ("day", "month", "year")
		}
	return NOT_TEXT.sub("", request.form.get(field.name, "")).replace("\r\n", "\n").strip()


def _parse(field: Field, typed: Any) -> tuple[Any, str | None]:
	"""Return (value, None), or (None, error)."""
	if field.kind == "file":
		return _parse_file(typed)
	if field.kind == "checkboxes":
		return _parse_choices(field, typed)
	if field.kind == "date":
		return _parse_date(field, typed)
	if not typed:
		return None, None
	if len(typed) > field.max_length:
		return None, _("Use {0} characters or fewer").format(field.max_length)
	if field.kind == "text" and set("<>") & set(typed):
		return None, _("Enter this without < or >")
	reader = {
		"email": _parse_email,
		"tel": _parse_phone,
		"number": _parse_number,
		"radios": _parse_choice,
		"select": _parse_choice,
	}.get(field.kind)
	return reader(field, typed) if reader else (typed, None)


def _parse_email(field: Field, typed: str) -> tuple[str | None, str | None]:
	address = typed.lower()
	if "," in address or validate_email_address(address) != address:
		return None, _("Enter an email address in the correct format, like name@example.com")
	return address, None


def _parse_phone(field: Field, typed: str) -> tuple[str | None, str | None]:
	number = phones.parse(typed)
	if not number:
		return None, _("Enter a UK phone number, like 01908 691 691 or 07700 900 982")
	return number, None


def _parse_number(field: Field, typed: str) -> tuple[int | None, str | None]:
	if not re.fullmatch(r"\d{1,9}", typed, re.ASCII):
		return None, _("Enter a whole number, like {0}").format(field.example)
	number = cint(typed)
	if field.least is not None and number < field.least:
		return None, _("Enter a number of {0} or more").format(field.least)
	if field.most is not None and number > field.most:
		return None, _("Enter a number of {0} or fewer").format(field.most)
	return number, None


def _parse_choice(field: Field, typed: str) -> tuple[str | None, str | None]:
	if typed not in {option.value for option in field.options}:
		return None, field.required or _("Select an answer")
	return typed, None


def _parse_choices(field: Field, typed: list[str]) -> tuple[list[str] | None, str | None]:
	if set(typed) - {option.value for option in field.options}:
		return None, field.required or _("Select at least one of the answers")
	return [option.value for option in field.options if option.value in typed], None


def _parse_date(field: Field, typed: dict[str, str]) -> tuple[datetime.date | None, str | None]:
	if not any(typed.values()):
		return None, None
	if not all(typed.values()):
		return None, _("Enter the day, the month and the year, one in each box. For example: 27 3 2027")
	year = phones.ascii_digits(typed["year"])
	if not re.fullmatch(r"[0-9]{4}", year):
		return None, _("Enter the year as 4 numbers, like 2027")
	try:
		month = _parse_month(phones.ascii_digits(typed["month"]))
		day = datetime.date(int(year), month, int(typed["day"]))
	except ValueError:
		return None, _("Enter a real date, like 27 3 2027 or 27 March 2027")
	first, last = getdate(add_years(today(), -YEARS)), getdate(add_years(today(), YEARS))
	if not first <= day <= last:
		return None, _("Enter a year from {0} to {1}").format(first.year, last.year)
	return day, None


def _parse_month(typed: str) -> int:
	"""Return the number of a month: 3, 03, mar or March. Raises ValueError."""
	if typed.isdecimal():
		return int(typed)
	name = typed.lower().rstrip(".")
	found = [number for number, month in enumerate(MONTHS, 1) if len(name) >= 3 and month.startswith(name)]
	if not found:
		raise ValueError(typed)
	return found[0]


def _parse_file(typed: FileStorage | None) -> tuple[FileStorage | None, str | None]:
	return (typed, None) if typed and typed.filename else (None, None)
