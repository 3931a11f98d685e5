"""A second employer, a mentor and a guest try every function and page with the first employer's identifiers."""

import inspect

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories as make
from tests.portal.browsing import Outsider
from tests.portal.hosting import acting_for, running, taken_out_again
from tests.portal.test_employer_functions import ANSWERS, SAID, accepted, policy, sent_to_host
from unlocking_opportunities.portal.employer import (
	asks,
	assessments,
	attendance,
	certificate,
	checks,
	feedback,
	home,
	offers,
	own,
	placements,
)
from unlocking_opportunities.portal.identity import Access, Visitor

SECRET = "Planted Bakery"


class Photo:
	filename = "certificate.png"
	stream = None


# Each function that takes an identifier, called with it. Functions that list are below.
BY_NAME = {
	"offers.get_offer": lambda v, n: offers.get_offer(v, n),
	"offers.pause": lambda v, n: offers.pause(v, n),
	"offers.withdraw": lambda v, n: offers.withdraw(v, n),
	"offers.resubmit": lambda v, n: offers.resubmit(v, n, {}),
	"checks.save_answers": lambda v, n: checks.save_answers(v, n, ANSWERS),
	"checks.save_policy": lambda v, n: checks.save_policy(v, n, policy()),
	"checks.save_photo": lambda v, n: checks.save_photo(v, n, Photo),
	"checks.set_seen_on_wall": lambda v, n: checks.set_seen_on_wall(v, n),
	"checks.renew_unchanged": lambda v, n: checks.renew_unchanged(v, n),
	"checks.renew_with_changes": lambda v, n: checks.renew_with_changes(v, n),
	"checks.get_standing": lambda v, n: checks.get_standing(v, n),
	"assessments.get_assessment": lambda v, n: assessments.get_assessment(v, n),
	"assessments.set_prohibited_work": lambda v, n: assessments.set_prohibited_work(v, n, set()),
	"assessments.set_hazards": lambda v, n: assessments.set_hazards(v, n, ["Forged"]),
	"assessments.set_controls": lambda v, n: assessments.set_controls(v, n, 1, ["Forged"], "1", "1", "1"),
	"assessments.confirm": lambda v, n: assessments.confirm(v, n),
	"assessments.report_problem": lambda v, n: assessments.report_problem(v, n, "Forged"),
	"placements.get_placement": lambda v, n: placements.get_placement(v, n),
	"placements.get_placement_with_disclosures": lambda v, n: placements.get_placement_with_disclosures(v, n),
	"placements.sign_agreement": lambda v, n: placements.sign_agreement(v, n, "read"),
	"placements.report_not_here": lambda v, n: placements.report_not_here(v, n),
	"placements.raise_alert": lambda v, n: placements.raise_alert(v, n),
	"attendance.get_week": lambda v, n: attendance.get_week(v, frappe.utils.getdate(), n or "-"),
	"attendance.record": lambda v, n: attendance.record(v, n, today(), "Present"),
	"asks.extend": lambda v, n: asks.extend(v, n, add_days(today(), 90)),
	"asks.end_early": lambda v, n: asks.end_early(v, n, "Forged"),
	"feedback.get_placement": lambda v, n: feedback.get_placement(v, n),
	"feedback.save_feedback": lambda v, n: feedback.save_feedback(v, n, SAID),
	"certificate.make_pdf": lambda v, n: certificate.make_pdf(v, n),
}
LISTS = {
	"offers.get_offers": lambda v: offers.get_offers(v),
	"assessments.get_waiting": lambda v: assessments.get_waiting(v),
	"placements.get_placements": lambda v: placements.get_placements(v),
	"certificate.get_finished": lambda v: certificate.get_finished(v),
	"home.get_tasks": lambda v: home.get_tasks(v),
	"attendance.get_week": lambda v: attendance.get_week(v, frappe.utils.getdate()),
}
# Not about anyone's records, or tested elsewhere.
OF_NOBODY = {
	"placements.get_phone_numbers",
	"placements.is_expected",
	"placements.reported_today",
	"attendance.monday_of",
	"attendance.set_days",
	"assessments.get_open_steps",
	"checks.most_pressing",
	"checks.get_readiness",
	"checks.get_last_day",
	"assessments.needs_conversation_only",
	"assessments.is_waiting",
	"assessments.get_usual_hazards",
	"home.format_deadline",
	"home.get_open_days",
	"offers.get_title",
}
# Lists by an identifier: another employer's is empty.
EMPTY_BY_NAME = {
	"asks.get_requests": lambda v, n: asks.get_requests(v, n),
	"asks.is_open": lambda v, n: asks.is_open(v, n, asks.EXTEND),
}
ODD_NAMES = ("", None, "%", "_", "' or 1=1 -- ", "../EMP-1", ["in", ["x"]], {"name": ["!=", ""]}, 0, True)


@pytest.fixture(scope="module", autouse=True)
def nothing_stays(connected_site):
	with taken_out_again():
		yield


@pytest.fixture(scope="module")
def first(nothing_stays):
	"""The first employer's records, one of each kind, committed so that pages see them too."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	done = running()
	host = frappe.get_doc("Employer", done.placement.employer)
	host.db_set("employer_name", SECRET)
	place = frappe.get_doc("Employer Site", done.placement.site)
	over = make.set_stored(
		make.placement(done.person, place), status="Completed", actual_start=today(), actual_end=today()
	)
	asked = make.placement_request(done.placement)
	waiting = sent_to_host()
	waiting.db_set("employer", host.name)
	draft = make.make("Host Agreement", employer=host.name, supervisor_name=SECRET)
	returned = make.set_stored(make.pledge(host), status="Returned", reason=SECRET)
	records = [
		host,
		place,
		done.placement,
		over,
		done.assessment,
		waiting,
		done.agreement,
		draft,
		returned,
		accepted(host),
	]
	records += [done.release, done.person, asked, make.visit(over)]
	frappe.db.commit()
	return records


@pytest.fixture
def second(first):
	host = make.employer()
	return acting_for(host.name, email="second@host.example")


def a_mentor():
	return Visitor(
		"mentor@host.example", (Access("access", "Mentor", None, make.mentor().name, None),), "session"
	)


def nobody():
	return Visitor("gone@host.example", (), "session")


def as_stored(records):
	return frappe.as_json([frappe.get_doc(record.doctype, record.name).as_dict() for record in records])


def test_every_portal_function_is_covered():
	modules = (asks, assessments, attendance, certificate, checks, feedback, home, offers, placements)
	public = {
		f"{module.__name__.rpartition('.')[2]}.{name}"
		for module in modules
		for name, function in inspect.getmembers(module, inspect.isfunction)
		if function.__module__ == module.__name__ and not name.startswith("_")
	}
	assert public == {*BY_NAME, *LISTS, *EMPTY_BY_NAME, *OF_NOBODY}


@pytest.mark.parametrize("function", sorted(BY_NAME))
def test_another_employers_record_is_not_found_and_not_changed(frappe_site, first, second, function):
	before = as_stored(first)
	for visitor in (second, a_mentor(), nobody()):
		for name in (*[record.name for record in first], *ODD_NAMES):
			with pytest.raises(own.NotFound):
				BY_NAME[function](visitor, name)
	assert as_stored(first) == before


@pytest.mark.parametrize("function", sorted(BY_NAME))
def test_another_employers_record_looks_missing(frappe_site, first, second, function):
	said = set()
	for name in (first[2].name, "PLC-1900-00001"):
		with pytest.raises(own.NotFound) as refused:
			BY_NAME[function](second, name)
		said.add(str(refused.value))
	assert said == {"We can't find that page."}


@pytest.mark.parametrize("function", sorted(LISTS))
def test_lists_are_limited_to_own_records(frappe_site, first, second, function):
	for visitor in (second, a_mentor(), nobody()):
		assert list(LISTS[function](visitor)) == []


def test_another_hosts_requests_are_not_listed(frappe_site, first, second):
	placement = first[2].name
	assert asks.get_requests(acting_for(first[0].name), placement)
	for visitor in (second, a_mentor(), nobody()):
		for name in (placement, *ODD_NAMES):
			assert not any(ask(visitor, name) for ask in EMPTY_BY_NAME.values())


def test_control_first_employer_finds_its_own(frappe_site, first):
	"""The control: the same calls by someone who may."""
	mine = acting_for(first[0].name)
	assert offers.get_offer(mine, first[8].name).reason == SECRET
	assert placements.get_placement_with_disclosures(mine, first[2].name).told
	assert checks.get_standing(mine, first[0].name).supervisor_name == SECRET
	assert {row.name for row in placements.get_placements(mine)} >= {first[2].name, first[3].name}


PAGES = (
	"/employer",
	"/employer/offers",
	"/employer/offers/{name}",
	"/employer/offers/{name}/pause",
	"/employer/offers/{name}/withdraw",
	"/employer/checks",
	"/employer/checks/{name}",
	"/employer/checks/{name}/answers",
	"/employer/checks/{name}/wall",
	"/employer/checks/{name}/changed",
	"/employer/assessment",
	"/employer/assessment/{name}",
	"/employer/assessment/{name}/law",
	"/employer/assessment/{name}/hazards",
	"/employer/assessment/{name}/hazards/1",
	"/employer/assessment/{name}/not-right",
	"/employer/placements",
	"/employer/placements/{name}",
	"/employer/placements/{name}/not-here",
	"/employer/placements/{name}/told",
	"/employer/placements/{name}/extend",
	"/employer/placements/{name}/end-early",
	"/employer/attendance",
	"/employer/attendance/{name}",
	"/employer/attendance/{name}/2026-01-05",
	"/employer/feedback/{name}",
	"/employer/certificate",
	"/employer/certificate/{name}",
)
SENT = {
	"cover": "wall",
	"supervisor_name": "Forged",
	"supervises_alone": "yes",
	"nothing_changed": "no",
	"reason": "Forged",
	"words": "Forged",
	"read": "x",
	"overall": "Well",
	"until-day": "1",
	"until-month": "1",
	"until-year": "2099",
}


def one_of_each_kind(first):
	"""One record of each kind: the functions under the pages are tried with all of them."""
	return list({record.doctype: record for record in first}.values())


def addresses(first):
	for page in PAGES:
		for record in one_of_each_kind(first) if "{name}" in page else first[:1]:
			yield page.format(name=record.name), "{name}" in page


def secrets(first):
	return [SECRET, *(record.name for record in first)]


def test_pages_show_others_nothing(first, http):
	"""Every page with every identifier, opened and sent, over HTTP."""
	second, mentor = make.portal_access(), make.portal_access("Mentor")
	frappe.db.commit()
	before = as_stored(first)
	for access, refused in ((second, 404), (mentor, 403)):
		outsider = Outsider(http()).signed_in(access.email)
		outsider.open("/sign-out")
		token_page = outsider.page
		for address, named in addresses(first):
			outsider.page = token_page
			for act in (lambda: outsider.open(address), lambda: outsider.send(address, **SENT)):
				answer = act().page
				assert answer.status_code == (refused if named or refused == 403 else 200), (
					address,
					answer.status_code,
				)
				shown = answer.text.replace(address, "")
				assert not [secret for secret in secrets(first) if secret in shown], address
				outsider.page = token_page
	frappe.db.rollback()
	assert as_stored(first) == before


def test_pages_send_a_guest_to_sign_in(first, http):
	guest = Outsider(http())
	before = as_stored(first)
	guest.open("/sign-in")
	sign_in_page = guest.page
	for address, _named in addresses(first):
		guest.page = sign_in_page
		for act in (lambda: guest.open(address), lambda: guest.send(address, **SENT)):
			answer = act().page
			assert guest.path.startswith("/sign-in?next="), address
			assert SECRET not in answer.text
			guest.page = sign_in_page
	frappe.db.rollback()
	assert as_stored(first) == before


def test_get_changes_nothing(first, http):
	"""Open every link of the host, as a mail scanner would."""
	access = make.portal_access(employer=first[0].name)
	frappe.db.commit()
	before = as_stored(first)
	host = Outsider(http()).signed_in(access.email)
	for address, _named in addresses(first):
		assert host.open(address).page.status_code in (200, 404), address
	frappe.db.rollback()
	assert as_stored(first) == before


def test_form_of_another_site_is_refused(first, http):
	"""A POST without a form token is shown again and changes nothing."""
	access = make.portal_access(employer=first[0].name)
	frappe.db.commit()
	before = as_stored(first)
	host = Outsider(http()).signed_in(access.email)
	for address, _named in addresses(first):
		answer = host.session.post(address, data=SENT)
		assert answer.status_code in (200, 404), address
	frappe.db.rollback()
	assert as_stored(first) == before
