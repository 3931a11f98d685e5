"""What an employer's page costs: a bare page and five, the same with twenty records and with twenty thousand."""

import frappe
import pytest
from frappe.utils import now_datetime
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests import factories as make
from tests.budgets.counting import statements_of
from tests.gate.complete import HAZARD
from tests.portal.hosting import finished, running
from tests.portal.test_employer_functions import accepted, sent_to_host
from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.page import PortalPage

FEW, MANY = 20, 20_000
MORE_THAN_BARE = 5
BATCH = 5_000


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
	"""Serve the page in this process, as the browser of who acts for `host` asks for it."""
	headers = {"Cookie": f"{identity.COOKIE}={host['token']}"}
	frappe.local.request = Request(EnvironBuilder(path=path, headers=headers).get_environ())
	identity.forget_who_asked()
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


def multiply(host, number, first=0):
	"""More records of each kind, copied from those there are; written past the controllers, which is not what is counted."""
	for doctype, name in (
		("Placement", host["placement"]),
		("Employer Pledge", host["pledge"]),
		("Risk Assessment", host["assessment"]),
	):
		copies(doctype, name, range(first, number))
		for table in ("Placement Schedule Day", "Placement Attendance", "Pledge Offer"):
			copies_of_rows(table, name, range(first, number))


def copies(doctype, name, numbers):
	row = (
		frappe.qb.from_(doctype)
		.select("*")
		.where(frappe.qb.DocType(doctype).name == name)
		.run(as_dict=True)[0]
	)
	fields = list(row)
	values = ({**row, "name": f"{name}-{copy}", "creation": now_datetime()} for copy in numbers)
	frappe.db.bulk_insert(
		doctype, fields, [tuple(value[field] for field in fields) for value in values], chunk_size=BATCH
	)


def copies_of_rows(table, parent, numbers):
	child = frappe.qb.DocType(table)
	for row in frappe.qb.from_(child).select("*").where(child.parent == parent).limit(1).run(as_dict=True):
		fields = list(row)
		values = (
			{**row, "name": f"{row.name}-{copy}"[-140:], "parent": f"{parent}-{copy}"} for copy in numbers
		)
		frappe.db.bulk_insert(
			table, fields, [tuple(value[field] for field in fields) for value in values], chunk_size=BATCH
		)


def test_each_page_costs_a_bare_page_and_five_at_most_whatever_there_is(host):
	"""And a list of twenty thousand is no longer a page than one of twenty."""
	bare = cost(host, "/sign-out")
	multiply(host, FEW)
	few, size = costs(host), len(opened(host, "/employer/placements").get_data())
	assert {page: number - bare for page, number in few.items() if number > bare + MORE_THAN_BARE} == {}
	multiply(host, MANY, first=FEW)
	assert costs(host) == few
	assert len(opened(host, "/employer/placements").get_data()) < size * 1.2
	assert all(number >= bare for number in few.values())


def costs(host):
	return {page: cost(host, page.format(**host)) for page in PAGES}
