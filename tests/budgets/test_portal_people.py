"""Mentors', councillors' and placement-link pages: few SQL statements, and no more with twenty thousand records."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from tests.budgets.multiplied import copies
from tests.budgets.test_portal_pages import BARE, MORE_THAN_A_BARE_PAGE, get, sql_of
from tests.stored import Stored
from unlocking_opportunities.portal import identity

MANY = 20_000
__all__ = ["get"]  # the fixture


@pytest.fixture
def world(frappe_site):
	with Stored() as stored:
		yield stored


def pages_of(world):
	"""Return each path with the visitor who opens it."""
	mentor, councillor = {"email": world.mentor_email}, {"email": world.councillor}
	young_person, signatory = (
		{"portal_access": world.access[kind]} for kind in ("Young Person", "Signatory")
	)
	pairing = world.pairing.name
	return {
		"/mentor": mentor,
		f"/mentor/pairing/{pairing}": mentor,
		f"/mentor/session/{pairing}": mentor,
		f"/mentor/fit/{pairing}": mentor,
		"/mentor/worried/call-me": mentor,
		"/member": councillor,
		"/member/events": councillor,
		"/member/introduce": councillor,
		"/placement-link": young_person,
		"/placement-link/answer": young_person,
		"/placement-link/share": young_person,
		"/placement-link/sign": signatory,
		"/placement-link/first-day": signatory,
	}


def cost(get, who, path):
	frappe.set_user("Administrator")
	get.cookies[identity.COOKIE] = identity.open_session(**who)
	frappe.set_user("Guest")
	assert get(path).status_code == 200
	return sql_of(get, path)


def write_many(world):
	"""Write twenty thousand each of sessions, introductions, sign-ups and answers, without controllers."""
	now = now_datetime()
	met = (world.pairing.name, world.pairing.mentor, world.person.name, today(), "Well", add_days(today(), 7))
	tables = {
		"Mentoring Session": (("pairing", "mentor", "young_person", "met_on", "went", "next_on"), met),
		"Employer": (("employer_name", "introduced_by"), ("A business", world.councillor)),
		"Programme Event Member": (
			("parent", "parenttype", "member"),
			(world.event.name, "Programme Event", "x@y.example"),
		),
		"Placement Answer": (
			("placement", "said_by", "answer"),
			(world.placement.name, "Young Person", "Yes"),
		),
	}
	for doctype, (columns, values) in tables.items():
		name = frappe.generate_hash(length=12)
		frappe.db.bulk_insert(
			doctype, ["name", "creation", "modified", *columns], [(name, now, now, *values)]
		)
		copies(doctype, name, MANY)


def test_a_page_is_a_bare_page_and_little_more_however_much_there_is(world, get):
	pages = pages_of(world)
	few = {path: cost(get, who, path) for path, who in pages.items()}
	bare = cost(get, pages["/mentor"], BARE)
	assert {path: sql for path, sql in few.items() if not bare <= sql <= bare + MORE_THAN_A_BARE_PAGE} == {}
	frappe.set_user("Administrator")
	write_many(world)
	assert frappe.db.count("Mentoring Session", {"pairing": world.pairing.name}) > MANY
	assert {path: cost(get, who, path) for path, who in pages.items()} == few
