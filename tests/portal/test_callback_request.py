import frappe
import pytest

from tests import factories as make
from tests.placements.start_gate.complete import acting


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
