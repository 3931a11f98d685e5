"""The SQL of an employer's page: an empty page and five more, the same with twenty records and with twenty thousand."""

import frappe
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests import factories as make
from tests.budgets.counting import statements_of
from tests.budgets.multiplied import copies, numbered
from tests.placements.start_gate.complete import HAZARD
from tests.portal.hosting import finished, running
from tests.portal.test_employer_functions import accepted, sent_to_host
from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.page import PortalPage

FEW, MANY = 20, 20_000
MORE_THAN_BARE = 5


@pytest.fixture
def host(frappe_site, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda *arguments, **options: None)
	monkeypatch.setattr(frappe.db, "rollback", lambda *arguments, **options: None)
	done, over = running(), running()
	for other in (over.placement, over.assessment):
		other.db_set("employer", done.placement.employer)
	finished(over)
	employer = frappe.get_doc("Employer", done.placement.employer)
	assessment = sent_to_host("Less Familiar Risk", hazards=[HAZARD])
	assessment.db_set("employer", employer.name)
	pledge = accepted(employer)
	email = make.portal_access(employer=employer.name).email
	yield {
		"token": identity.open_session(email),
		"employer": employer.name,
		"placement": done.placement.name,
		"over": over.placement.name,
		"assessment": assessment.name,
		"pledge": pledge.name,
	}
	monkeypatch.undo()
	if hasattr(frappe.local, "request"):
		del frappe.local.request
	frappe.flags.pop("unlocking_readings", None)
	frappe.db.rollback()


def opened(host, path):
	"""Serve the page in this process, as requested by someone who acts for `host`."""
	headers = {"Cookie": f"{identity.COOKIE}={host['token']}"}
	frappe.local.request = Request(EnvironBuilder(path=path, headers=headers).get_environ())
	identity.clear_visitor()
	response = PortalPage(path.strip("/")).render()
	assert response.status_code == 200, path
	return response


def cost(host, path):
	return len(statements_of(lambda: opened(host, path)))


PAGES = (
	"/employer",
	"/employer/offers",
	"/employer/offers/{pledge}",
	"/employer/checks/{employer}",
	"/employer/assessment",
	"/employer/assessment/{assessment}",
	"/employer/assessment/{assessment}/hazards",
	"/employer/assessment/{assessment}/hazards/1",
	"/employer/placements",
	"/employer/placements/{placement}",
	"/employer/placements/{placement}/not-here",
	"/employer/placements/{placement}/extend",
	"/employer/attendance",
	"/employer/attendance/{placement}",
	"/employer/feedback/{over}",
	"/employer/certificate",
	"/call-me",
)


def multiply(host, last, first=1):
	"""Add records of each kind, copied from the existing ones."""
	for doctype, name in (
		("Placement", host["placement"]),
		("Employer Pledge", host["pledge"]),
		("Risk Assessment", host["assessment"]),
	):
		copies(doctype, name, last, first)
		for table in ("Placement Schedule Day", "Placement Attendance", "Pledge Offer"):
			# Every record is multiplied, whether or not the visitor may read it.
			for row in frappe.get_all(table, {"parent": name}, pluck="name", limit=1):
				copies(table, row, last, first, lambda number, name=name: {"parent": numbered(name, number)})


def test_each_page_costs_a_bare_page_and_five_at_most_whatever_there_is(host):
	"""A list of twenty thousand makes no longer a page than one of twenty."""
	bare = cost(host, "/sign-out")
	multiply(host, FEW)
	few, size = costs(host), len(opened(host, "/employer/placements").get_data())
	assert {page: number - bare for page, number in few.items() if number > bare + MORE_THAN_BARE} == {}
	multiply(host, MANY, first=FEW + 1)
	assert frappe.db.count("Placement", {"employer": host["employer"]}) > MANY
	assert costs(host) == few
	assert len(opened(host, "/employer/placements").get_data()) < size * 1.2
	assert all(number >= bare for number in few.values())


def costs(host):
	return {page: cost(host, page.format(**host)) for page in PAGES}
