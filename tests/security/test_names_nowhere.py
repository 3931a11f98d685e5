"""No name is in an address, a subject, a notification, a log or an error: a name is planted, and everything is run.

Over HTTP as an officer and in the nightly jobs, including requests that fail. Then everything that Frappe
writes about the records is searched. The search itself is tried on planted rows first.
"""

import json
from email import message_from_string, policy
from pathlib import Path

import frappe
import pytest
from frappe.utils import add_days, today

from devbench.paths import LOGS
from tests import factories
from unlocking_opportunities.daily_work import digest, nightly
from unlocking_opportunities.messages import staff
from unlocking_opportunities.utils import batches

# Where no name may be: DocType and the fields that people and logs show.
PLACES = {
	"Notification Log": ("subject", "email_content"),
	"Error Log": ("method", "error"),
	"Activity Log": ("subject", "content"),
	"Scheduled Job Log": ("details",),
	"Route History": ("route",),
	"Access Log": ("page", "filters", "report_name"),
	"File": ("file_name", "file_url"),
	"Placement": ("name", "title"),
	"Visit": ("name", "title"),
	"Young Person": ("name",),
	"ToDo": ("description",),
}


@pytest.fixture
def named(frappe_site):
	"""A young person with a unique name, with everything due, and an officer with a password."""
	tag = frappe.generate_hash(length=8)
	officer = factories.user("officer", password=factories.PASSWORD)
	person = factories.young_person(
		officer, age=17, preferred_name=f"Zephyrine{tag}", surname=f"Quillfeather{tag}"
	)
	identity = frappe.get_doc("Young Person Identity", person.name)
	identity.carer_email = f"carer-{tag}@home.example"
	identity.save()
	factories.care_record(person)
	factories.support_profile(person)
	placement = factories.placement(person, officer=officer)
	factories.visit(placement, visitor=officer, due_on=add_days(today(), -1))
	factories.set_stored(placement, status="In Progress", gate_status="Closed")
	factories.share_release(placement)
	factories.private_file(person)
	frappe.db.commit()
	return frappe._dict(
		words=(f"Zephyrine{tag}", f"Quillfeather{tag}"),
		person=person.name,
		placement=placement.name,
		officer=officer,
	)


def found(words) -> list[str]:
	"""Return the places in which one of `words` occurs."""
	places = []
	for doctype, fields in PLACES.items():
		for field in fields:
			for word in words:
				if frappe.db.exists(doctype, {field: ["like", f"%{word}%"]}):
					places.append(f"{doctype}.{field}")
	for name, message in frappe.get_all("Email Queue", fields=["name", "message"], as_list=True):
		mail = message_from_string(message, policy=policy.default)
		body = mail.get_body(("html", "plain"))
		text = f"{mail['Subject']} {mail['To']} {body.get_content() if body else ''}"
		if any(word in text for word in words):
			places.append(f"Email Queue {name}")
	for path in {*LOGS.rglob("*.log*"), *Path(frappe.get_site_path("logs")).rglob("*.log*")}:
		if path.is_file() and any(word.encode() in path.read_bytes() for word in words):
			places.append(path.name)
	return places


def test_the_search_finds_what_is_planted(named):
	frappe.log_error(title="planted", message=f"name = '{named.words[0]}'")
	staff.notify([named.officer], f"For {named.words[1]}", [], frappe.get_doc("Placement", named.placement))
	places = found(named.words)
	assert {"Error Log.error", "Notification Log.subject"} <= set(places)
	assert any(place.startswith("Email Queue") for place in places)


def test_a_night_and_an_alert_name_no_one(named, monkeypatch):
	factories.not_here_alert(frappe.get_doc("Placement", named.placement))
	frappe.defaults.clear_user_default(digest.SENT_KEY, named.officer)
	with monkeypatch.context() as failing:
		failing.setitem(nightly.STEPS, "start gates", lambda: fails_with_a_person_in_hand(named.person))
		nightly.nightly()
	assert frappe.db.exists("Error Log", {"error": ["like", "%Something about them%"]}), (
		"the failure was not noted"
	)
	assert frappe.db.exists("Notification Log", {"for_user": named.officer}), "nobody was told anything"
	assert found(named.words) == []


def fails_with_a_person_in_hand(name):
	def work(person):
		identity = frappe.get_doc("Young Person Identity", person)
		full_name = f"{identity.preferred_name} {identity.surname}"
		raise ValueError("Something about them" if full_name else "")

	batches.one_by_one("Young Person", [name], work)


def test_requests_that_fail_leave_no_name_behind(named, http):
	"""Errors of users. Errors of the server are different: Frappe logs the request (docs/data-protection.md)."""
	browser = http(named.officer, factories.PASSWORD)
	loaded = browser.get(
		"/api/method/frappe.desk.form.load.getdoc",
		params={"doctype": "Young Person Identity", "name": named.person},
	)
	identity = loaded.json()["docs"][0]
	assert identity["preferred_name"] == named.words[0]
	answers = [
		save(browser, identity | {"date_of_birth": "not a day"}),
		save(browser, identity | {"email": "not an address"}),
		save(browser, identity | {"young_person": "nobody"}),
		save(browser, identity | {"modified": "2001-01-01 00:00:00"}),
		save(browser, {**identity, "name": "new-young-person-identity-1", "__islocal": 1}),
	]
	assert all(400 <= answer.status_code < 500 for answer in answers), [
		answer.status_code for answer in answers
	]
	assert save(browser, identity | {"goals": "A job"}).ok
	frappe.db.rollback()
	assert found(named.words) == []


def save(browser, doc):
	return browser.call("frappe.desk.form.save.savedocs", doc=json.dumps(doc), action="Save")
