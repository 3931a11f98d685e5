"""When we say that we call, and the day that is recorded for it."""

from datetime import date, datetime

import frappe
import pytest
import time_machine

from tests import factories
from unlocking_opportunities.council import calls
from unlocking_opportunities.portal.people import worry
from unlocking_opportunities.portal.public import due as public_due
from unlocking_opportunities.safeguarding import due as safeguarding_due
from unlocking_opportunities.utils.server_fields import Act, acting

TODAY = "We'll call you today."
# Asked at, by when we call, what we say then, and by when someone who asks on /call-me is called.
ASKED = [
	("2026-12-07 09:30", date(2026, 12, 7), TODAY, date(2026, 12, 8)),  # a Monday
	("2026-12-07 15:59", date(2026, 12, 7), TODAY, date(2026, 12, 8)),
	("2026-12-07 16:00", date(2026, 12, 8), "We'll call you on Tuesday 8 December 2026.", date(2026, 12, 8)),
	(
		"2026-12-11 18:00",
		date(2026, 12, 14),
		"We'll call you on Monday 14 December 2026.",
		date(2026, 12, 14),
	),
	(
		"2026-12-12 10:00",
		date(2026, 12, 14),
		"We'll call you on Monday 14 December 2026.",
		date(2026, 12, 14),
	),
	(
		"2026-12-13 10:00",
		date(2026, 12, 14),
		"We'll call you on Monday 14 December 2026.",
		date(2026, 12, 14),
	),
	# Christmas Day is a Friday; Boxing Day is kept on the Monday.
	(
		"2026-12-24 17:00",
		date(2026, 12, 29),
		"We'll call you on Tuesday 29 December 2026.",
		date(2026, 12, 29),
	),
	(
		"2026-12-25 10:00",
		date(2026, 12, 29),
		"We'll call you on Tuesday 29 December 2026.",
		date(2026, 12, 29),
	),
	(
		"2026-12-28 10:00",
		date(2026, 12, 29),
		"We'll call you on Tuesday 29 December 2026.",
		date(2026, 12, 29),
	),
	("2028-02-29 00:05", date(2028, 2, 29), TODAY, date(2028, 3, 1)),
]


@pytest.mark.parametrize("asked,by,words,by_call_me", ASKED)
def test_what_is_said_is_what_is_recorded(frappe_site, asked, by, words, by_call_me):
	for kind in ("officer", "lead"):
		factories.standing_user(kind)
	with time_machine.travel(asked, tick=False):
		assert calls.call_by() == by
		for page in (worry.ask(request(), "/x", lambda form: True), worry.sent("/x", "/y")):
			assert page.context["promise"] == words
		referral = frappe.new_doc("Concern Referral")
		referral.reported_by = "PA-2026-00001"
		with acting(referral, Act.FROM_PORTAL):
			referral.insert(ignore_permissions=True)
		assert factories.stored(referral).call_by == by
		lines = {line.name: line.text for _owner, line in safeguarding_due.CONCERNS.lines(by)}
		assert "Call them by" in lines[referral.name]
		call = factories.callback_request()
		assert factories.stored(call).call_by == by_call_me
		lines = {line.name: line.by for _owner, line in public_due.CALLS.lines(by)}
		assert lines[call.name] == by_call_me


def test_a_concern_that_a_colleague_raises_promises_no_call(frappe_site):
	assert factories.concern().call_by is None


def test_the_day_cannot_be_changed_afterwards(frappe_site):
	call = factories.callback_request()
	call.call_by = "2030-01-01"
	call.save()
	assert factories.stored(call).call_by != date(2030, 1, 1)


def test_the_council_sets_until_when_it_calls_the_same_day(frappe_site):
	frappe.db.set_single_value("Unlocking Opportunities Settings", "calls_until", "12:00:00")
	assert calls.call_by(datetime(2026, 12, 7, 12, 30)) == date(2026, 12, 8)
	frappe.clear_document_cache("Unlocking Opportunities Settings", "Unlocking Opportunities Settings")


def request():
	"""A page opened, with nothing sent."""
	return frappe._dict(acts=False, stale=False, form={}, query={}, files={}, method="GET")
