"""What the forms of the portal accept, on every kind of page."""

from datetime import date
from types import SimpleNamespace

import pytest
from frappe.utils import add_days, add_years, getdate, today
from werkzeug.datastructures import MultiDict

from unlocking_opportunities.portal.forms import YEARS, Field, Form

THIS_YEAR = "this year"


def answered(field: Field, **typed: str) -> Form:
	return Form([field], SimpleNamespace(acts=True, stale=False, form=MultiDict(typed), files=MultiDict()))


def on(day: str, month: str, year: str) -> Form:
	year = getdate().year if year == THIS_YEAR else year
	return answered(
		Field("on", "When?", "date"), **{"on-day": str(day), "on-month": str(month), "on-year": str(year)}
	)


@pytest.mark.parametrize("month", ["3", "03", "mar", "Mar.", "march", "MARCH", "٣"])
def test_a_month_is_a_number_or_a_name(frappe_site, month):
	form = on("3", month, THIS_YEAR)
	assert form["on"] == date(getdate().year, 3, 3) and form.valid


@pytest.mark.parametrize("month,number", [("sept", 9), ("jun", 6), ("July", 7), ("may", 5)])
def test_months_that_begin_alike(frappe_site, month, number):
	assert on("1", month, THIS_YEAR)["on"].month == number


@pytest.mark.parametrize(
	"day,month,year,says",
	[
		("1", "1", "1", "4 numbers"),
		("1", "1", "27", "4 numbers"),
		("1", "1", "02027", "4 numbers"),
		("1", "1", "2126", "Enter a year from"),
		("1", "1", "1926", "Enter a year from"),
		("1", "1", "0001", "Enter a year from"),
		("31", "2", THIS_YEAR, "Enter a real date, like 27 3 2027 or 27 March 2027"),
		("1", "ma", THIS_YEAR, "Enter a real date"),
		("1", "13", THIS_YEAR, "Enter a real date"),
		("1", "marzo", THIS_YEAR, "Enter a real date"),
		("", "3", THIS_YEAR, "one in each box"),
		("3 March 2027", "", "", "one in each box"),
	],
)
def test_a_wrong_date_says_what_to_do(frappe_site, day, month, year, says):
	form = on(day, month, year)
	assert says in form.errors["on"] and form["on"] is None


@pytest.mark.parametrize("years", [-YEARS, YEARS])
def test_dates_up_to_the_limit(frappe_site, years):
	edge = getdate(add_years(today(), years))
	beyond = getdate(add_days(edge, 1 if years > 0 else -1))
	assert on(edge.day, edge.month, edge.year).valid
	assert not on(beyond.day, beyond.month, beyond.year).valid


def test_phone_numbers_are_read_in_one_place(frappe_site):
	tel = Field("phone", "Phone", "tel")
	assert answered(tel, phone="٠٧٧٠٠ ٩٠٠١٢٣ ext. 4")["phone"] == "07700 900123 #4"
	assert "Enter a UK phone number" in answered(tel, phone="0770090012").errors["phone"]
