"""Reports that Frappe emails automatically: whose permissions they use, and who gets them."""

import email
import json
import secrets

import frappe
import pytest

from tests import factories
from tests.security.conftest import call, is_refused
from unlocking_opportunities.access import emailed_reports
from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.daily_work import nightly

IDENTITY = "Young Person Identity"
REPORT_MANAGER = "Report Manager"


@pytest.fixture
def office(frappe_site):
	"""A manager, an analyst who is Report Manager, an officer; a planted young person; a report on identities."""
	who = {kind: report_manager(kind) for kind in ("manager", "analyst", "officer")}
	who["worker"] = factories.standing_user("worker")
	surname = "Planted" + secrets.token_hex(4)
	person = factories.young_person(surname=surname).name
	yield frappe._dict(
		who,
		person=person,
		surname=surname,
		report=report_on("Young Person", ["name", "status"], name=person),
		identities=report_on(IDENTITY, ["name", "surname"], surname=surname),
	)
	frappe.db.rollback()
	frappe.clear_cache(user=who["manager"])  # a test takes the role away


def report_on(doctype, fields, **filters):
	"""Return the name of a Report Builder report that shows `fields` of the records with `filters`."""
	columns = {
		"fields": [[field, doctype] for field in fields],
		"filters": [[doctype, field, "=", value] for field, value in filters.items()],
	}
	return factories.make(
		"Report",
		report_name=f"{doctype} {secrets.token_hex(4)}",
		ref_doctype=doctype,
		report_type="Report Builder",
		is_standard="No",
		json=json.dumps(columns),
	).name


def report_manager(kind):
	user = frappe.get_doc("User", factories.standing_user(kind, "reports"))
	if REPORT_MANAGER not in frappe.get_roles(user.name):
		user.add_roles(REPORT_MANAGER)
		frappe.db.commit()
	return user.name


def emailed(office, user, to, **values):
	return frappe.get_doc(
		{
			"doctype": "Auto Email Report",
			"report": office.report,
			"report_type": "Report Builder",
			"user": user,
			"enabled": 1,
			"frequency": "Daily",
			"format": "HTML",
			"email_to": to,
			"filters": "{}",
			**values,
		}
	)


def is_mailed(word):
	for text in frappe.get_all("Email Queue", {"reference_doctype": "Auto Email Report"}, pluck="message"):
		for part in email.message_from_string(text).walk():
			if not part.is_multipart() and word in part.get_payload(decode=True).decode(errors="replace"):
				return True
	return False


def send_as_the_scheduler(made):
	frappe.set_user("Administrator")
	frappe.get_doc("Auto Email Report", made.name).send()


@pytest.fixture
def unguarded(monkeypatch):
	for name in ("guard", "guard_mail"):
		monkeypatch.setattr(emailed_reports, name, lambda *arguments: None)
	monkeypatch.setattr(
		emailed_reports, "has_permission", lambda *arguments, **options: emailed_reports.NO_OBJECTION
	)


def test_control_unguarded_an_analyst_mails_identities_outside(office, unguarded):
	frappe.set_user(office.analyst)
	assert is_refused("frappe.client.get_list", doctype=IDENTITY, fields=["surname"])
	made = emailed(office, office.manager, "press@outside.example", report=office.identities).insert()
	send_as_the_scheduler(made)
	assert is_mailed(office.surname)


def test_no_one_has_a_report_run_as_another(office):
	frappe.set_user(office.analyst)
	with pytest.raises(emailed_reports.RunsAsAnother):
		emailed(office, office.manager, office.manager).insert()
	with pytest.raises(emailed_reports.NotOpenToUser):
		emailed(office, office.analyst, office.analyst, report=office.identities).insert()


@pytest.mark.parametrize("to", ["press@outside.example", "worker", "{manager}\npress@outside.example"])
def test_it_is_mailed_to_no_one_who_may_not_read_all_of_it(office, to):
	frappe.set_user(office.manager)
	with pytest.raises(emailed_reports.NotOpenToRecipient):
		emailed(office, office.manager, office.get(to) or to.format(**office)).insert()


def test_a_manager_has_their_own_mailed_to_colleagues_who_read_the_same(office):
	frappe.set_user(office.manager)
	made = emailed(office, office.manager, f"{office.manager}\n{office.officer}").insert()
	send_as_the_scheduler(made)
	assert is_mailed(office.person)


def test_another_report_manager_neither_opens_nor_runs_nor_takes_it(office):
	frappe.set_user(office.manager)
	made = emailed(office, office.manager, office.manager).insert()
	frappe.set_user(office.analyst)
	for method in ("download", "send_now"):
		assert is_refused(
			f"frappe.email.doctype.auto_email_report.auto_email_report.{method}", name=made.name
		)
	assert is_refused("frappe.client.get", doctype="Auto Email Report", name=made.name)
	assert is_refused(
		"frappe.client.set_value",
		doctype="Auto Email Report",
		name=made.name,
		fieldname="email_to",
		value=office.analyst,
	)
	assert made.name not in frappe.get_list("Auto Email Report", pluck="name")
	call("frappe.client.delete", doctype="Auto Email Report", name=made.name)


def test_a_report_that_differs_from_reader_to_reader_is_not_mailed(office):
	frappe.set_user(office.manager)
	with pytest.raises(emailed_reports.DiffersByReader):
		emailed(
			office, office.manager, office.manager, report="Placement Register", report_type="Script Report"
		).insert()


@pytest.mark.parametrize("leaves", ["role", "account", "recipient"])
def test_it_stops_when_someone_loses_the_right(office, leaves, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	frappe.set_user(office.manager)
	made = emailed(office, office.manager, f"{office.manager}\n{office.officer}").insert()
	frappe.set_user("Administrator")
	if leaves == "role":
		frappe.get_doc("User", office.manager).remove_roles(MANAGER)
	else:
		frappe.db.set_value("User", office.manager if leaves == "account" else office.officer, "enabled", 0)
	# Without the role, Frappe refuses before we do.
	with pytest.raises(frappe.PermissionError):
		send_as_the_scheduler(made)
	assert not is_mailed(office.person)
	emailed_reports.disable_refused()
	assert not factories.stored(made).enabled
	assert emailed_reports.disable_refused in nightly.STEPS.values()


def test_reports_of_other_apps_are_as_they_were(office):
	report = report_on("Language", ["name"])
	frappe.set_user(office.analyst)
	made = emailed(office, office.manager, "press@outside.example", report=report).insert()
	frappe.set_user(office.officer)
	assert made.name in frappe.get_list("Auto Email Report", pluck="name")
	frappe.get_doc("Auto Email Report", made.name).check_permission()


def test_a_report_on_copies_goes_to_its_maker_only(office):
	report = report_on("ToDo", ["description"])
	frappe.set_user(office.manager)
	with pytest.raises(emailed_reports.NotOpenToRecipient):
		emailed(office, office.manager, office.officer, report=report).insert()
