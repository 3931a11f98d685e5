"""The cost of a portal page: SQL beyond an empty page, for any number of records, and bytes."""

import gzip
import re
from pathlib import Path

import frappe
import pytest
from frappe.utils import add_days, now, today
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests import factories
from tests.budgets.counting import statements_of
from tests.budgets.multiplied import copies
from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.page import PortalPage

MORE_THAN_A_BARE_PAGE = 5
KILOBYTES_AT_FIRST = 150
BARE = "/accessibility"
PUBLIC = (
	"/opportunities",
	"/opportunities/offer",
	"/community",
	"/privacy",
	"/privacy/complaint",
	"/call-me",
	"/sign-in",
	"/sign-out",
)


@pytest.fixture
def get(frappe_site, monkeypatch):
	"""`get(path)` renders our page as a guest, or as the visitor of the cookie in `get.cookies`; nothing is cached."""

	def render(path):
		headers = [("Cookie", "; ".join(f"{name}={value}" for name, value in render.cookies.items()))]
		builder = EnvironBuilder(path=path, headers=headers)
		monkeypatch.setattr(frappe.local, "request", Request(builder.get_environ()), raising=False)
		identity.clear_visitor()
		frappe.cache.delete_keys("unlocking_portal")
		return PortalPage(path).render()

	render.cookies = {}
	frappe.set_user("Guest")
	yield render
	identity.clear_visitor()
	frappe.set_user("Administrator")


def sql_of(get, path):
	return len(statements_of(lambda: get(path)))


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_a_bare_page_and_little_more(get, path):
	assert get(path).status_code == 200
	assert sql_of(get, path) <= sql_of(get, BARE) + MORE_THAN_A_BARE_PAGE


def test_the_bare_page_costs_nothing_but_the_visitor(get):
	assert sql_of(get, BARE) == 0
	frappe.set_user("Administrator")
	access = factories.portal_access()
	get.cookies[identity.COOKIE] = identity.open_session(access.email)
	frappe.set_user("Guest")
	assert sql_of(get, BARE) == 1


def test_as_many_with_twenty_records_as_with_twenty_thousand(get):
	frappe.set_user("Administrator")
	access = factories.portal_access()
	token = identity.open_session(access.email)
	pages = ("/opportunities", "/opportunities/offer", "/sign-in", "/call-me")

	def counts():
		found = {path: sql_of(get, path) for path in pages}
		get.cookies[identity.COOKIE] = token
		found |= {f"{path} signed in": sql_of(get, path) for path in pages}
		get.cookies.clear()
		return found

	add(20, access.employer)
	few = counts()
	add(20_000, access.employer)
	assert frappe.db.count("Employer Pledge", {"employer": access.employer}) > 20_000
	assert counts() == few


def add(number, employer):
	"""Add rows of everything that the public figures and a signed-in employer's pages read."""
	at = [now(), now(), "Administrator", "Administrator", 0]
	standard = ["name", "creation", "modified", "owner", "modified_by", "docstatus"]

	def insert(doctype, **values):
		name = frappe.generate_hash(length=12)
		frappe.db.bulk_insert(doctype, [*standard, *values], [[name, *at, *values.values()]])
		copies(doctype, name, number)

	insert(
		"Employer Pledge",
		employer=employer,
		status="Accepted",
		source="Web",
		pledged_on=today(),
		places_pledged=1,
	)
	insert(
		"Placement Opportunity",
		employer=employer,
		status="Open",
		capacity=1,
		taken=0,
		sector=factories.sector(),
	)
	insert("Portal Access", email="many@host.example", kind="Employer", employer=employer, revoked=0)
	insert("Portal Session", email="many@host.example", expires_at=add_days(today(), 1), revoked=0)


def test_first_load_is_small(http):
	"""The page with everything that it loads, as sent over the network."""
	visitor = http()
	page = visitor.get("/opportunities", headers={"Accept": "text/html"})
	assets = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)
	assert {Path(asset).suffix for asset in assets} == {".css", ".js"}
	bodies = [page.content, *(visitor.get(asset).content for asset in assets)]
	assert 0 < sum(len(gzip.compress(body)) for body in bodies) / 1000 < KILOBYTES_AT_FIRST
