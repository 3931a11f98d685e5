import frappe
import pytest
from frappe.utils import add_to_date

from tests import factories as make
from tests.placements.start_gate.complete import acting
from unlocking_opportunities.portal.public import call_me


@pytest.fixture
def officer(frappe_site):
	return make.standing_user("officer")


def test_the_employers_officer_is_told_by_reference_only(officer):
	host = make.employer(officer=officer)
	asked = make.callback_request(employer=host.name, about="The kettle")
	told = frappe.get_all("Notification Log", {"document_name": asked.name}, ["for_user", "subject"])
	assert [(row.for_user, asked.phone in row.subject) for row in told] == [(officer, False)]


def test_caller_and_status_are_recorded_once(officer):
	asked = make.callback_request()
	assert (asked.status, asked.rung_by) == ("Open", None)
	acting(officer, make.stored(asked).mark_called)
	acting(officer, make.stored(asked).mark_called)
	done = make.stored(asked)
	assert (done.status, done.rung_by) == ("Done", officer)


def test_invalid_phone_number_is_refused(officer):
	with pytest.raises(frappe.InvalidPhoneNumberError):
		make.callback_request(phone="ring me")


ASKED = {"caller_name": "Ada", "phone": "01908 691 691", "best_time": "", "about": "The kettle"}


@pytest.mark.parametrize(
	("again", "minutes", "requests"),
	[
		({}, 0, 1),
		({}, 59, 1),
		({}, 61, 2),
		({"about": "The toaster"}, 0, 2),
		({"phone": "01908 691 692"}, 0, 2),
		({"best_time": "After 3pm"}, 0, 2),
	],
)
def test_the_same_words_within_the_hour_are_one_request(officer, again, minutes, requests):
	asked = {**ASKED, "caller_name": frappe.generate_hash(length=8)}
	first = make.stored(frappe.get_doc("Callback Request", call_me.create_request(None, asked, "/")))
	first.db_set("asked_on", add_to_date(first.asked_on, minutes=-minutes))
	call_me.create_request(None, {**asked, **again}, "/employer")
	assert frappe.db.count("Callback Request", {"caller_name": asked["caller_name"]}) == requests


def test_once_called_the_same_words_are_a_new_request(officer):
	asked = {**ASKED, "caller_name": frappe.generate_hash(length=8)}
	acting(officer, frappe.get_doc("Callback Request", call_me.create_request(None, asked, "/")).mark_called)
	call_me.create_request(None, asked, "/")
	assert frappe.db.count("Callback Request", {"caller_name": asked["caller_name"]}) == 2
