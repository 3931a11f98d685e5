"""An accepted offer with unfilled places: the employer is asked once in six weeks, and the officer is told."""

import frappe
import pytest
from frappe.utils import add_days, add_to_date, now_datetime, today

from tests import factories as make
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.daily_work.nightly import STEPS
from unlocking_opportunities.employers import unfilled_offers
from unlocking_opportunities.messages import staff


@pytest.fixture
def offer(frappe_site):
	"""An accepted offer whose place has been open for one day more than the weeks in the settings."""
	employer = make.employer()
	contact = make.make(
		"Contact", first_name="Kim", links=[{"link_doctype": "Employer", "link_name": employer.name}]
	)
	contact.append("email_ids", {"email_id": "kim@hill.example", "is_primary": 1})
	contact.save()
	accepted = add_to_date(now_datetime(), days=-7 * get_settings().unfilled_weeks - 1)
	pledge = make.pledge(employer, officer=make.standing_user("officer"))
	make.empty_mail_queue()
	return make.set_stored(pledge, status="Accepted", places_open=2, answered_on=accepted)


def mailed() -> dict[str, str]:
	"""Return what was emailed, by recipient."""
	rows = frappe.get_all("Email Queue Recipient", fields=["recipient", "parent"])
	return {row.recipient: frappe.db.get_value("Email Queue", row.parent, "message") for row in rows}


def test_the_employer_is_asked_and_the_officer_told_once(offer):
	for _night in range(2):
		unfilled_offers.ask_all()
	sent = mailed()
	assert set(sent) == {"kim@hill.example", offer.officer}
	assert frappe.db.count("Email Queue") == 2
	assert f"Subject: Is your offer {offer.name} still open?" in sent["kim@hill.example"]
	assert "/sign-in" not in sent["kim@hill.example"] and "call us" in sent["kim@hill.example"]
	assert str(make.stored(offer).keep_open_asked_on) == today()


def test_someone_who_can_sign_in_is_asked_to(offer):
	make.portal_access(employer=offer.employer, email="kim@hill.example")
	unfilled_offers.ask_all()
	assert "/sign-in" in mailed()["kim@hill.example"]


def test_asked_again_after_as_many_weeks(offer):
	weeks = get_settings().unfilled_weeks
	for days, asked in ((7 * weeks - 1, False), (7 * weeks, True)):
		make.empty_mail_queue()
		offer.db_set("keep_open_asked_on", add_days(today(), -days))
		unfilled_offers.ask_all()
		assert bool(mailed()) is asked, days


@pytest.mark.parametrize(
	"change", [{"places_open": 0}, {"status": "Paused"}, {"status": "Fulfilled"}, {"answered_on": "today"}]
)
def test_nothing_is_asked_about_what_is_filled_paused_or_recent(offer, change):
	make.set_stored(
		offer, **{field: now_datetime() if value == "today" else value for field, value in change.items()}
	)
	unfilled_offers.ask_all()
	assert not mailed()


def test_without_an_address_the_officer_is_asked_to_call(offer):
	frappe.db.delete("Dynamic Link", {"link_name": offer.employer})
	unfilled_offers.ask_all()
	(said,) = mailed().values()
	assert "Please call them" in " ".join(said.replace("=\n", "").split())


def test_if_one_fails_the_rest_go_ahead(offer, monkeypatch):
	other = make.pledge(officer=offer.officer)
	make.set_stored(other, status="Accepted", places_open=1, answered_on=offer.answered_on)
	really = staff.notify

	def failing(users, *, document, **message):
		if document.name == offer.name:
			raise ValueError
		really(users, document=document, **message)

	monkeypatch.setattr(staff, "notify", failing)
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(frappe.db, "rollback", lambda **_options: None)
	unfilled_offers.ask_all()
	assert make.stored(other).keep_open_asked_on and not make.stored(offer).keep_open_asked_on


def test_it_runs_each_night(frappe_site):
	assert unfilled_offers.ask_all in STEPS.values()
