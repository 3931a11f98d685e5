"""A place is never given twice, however many users take it at once."""

from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
from frappe.utils import today

from tests import factories as make
from tests.journeys.person import Person, Refused
from unlocking_opportunities.unlocking_opportunities.doctype.placement.placement import PlaceIsFull

AT_ONCE = 8
PLACES = 3


@pytest.fixture
def crowd(frappe_site, http):
	"""More proposed placements than places on one opportunity, with an officer's session for each."""
	officer = make.user("officer", password=make.PASSWORD)
	site = make.site()
	opportunity = make.opportunity(site, capacity=PLACES)
	placements = [
		make.make(
			"Placement",
			young_person=make.young_person(age=19).name,
			opportunity=opportunity.name,
			start_date=today(),
			end_date=today(),
		).name
		for _number in range(AT_ONCE)
	]
	frappe.db.commit()
	sessions = [Person(http(officer, make.PASSWORD)) for _number in range(AT_ONCE)]
	return opportunity.name, list(zip(sessions, placements, strict=True))


def test_parallel_requests_never_take_more_than_there_are(crowd):
	opportunity, requests = crowd

	def agree(request):
		officer, placement = request
		try:
			return officer.move("Placement", placement, "Agree Placement")["status"]
		except Refused as refusal:
			return refusal.kind

	with ThreadPoolExecutor(AT_ONCE) as pool:
		answers = list(pool.map(agree, requests))

	frappe.db.rollback()
	placements = [placement for _officer, placement in requests]
	agreed = frappe.db.count("Placement", {"name": ["in", placements], "status": "Agreed"})
	taken, status = frappe.db.get_value("Placement Opportunity", opportunity, ["taken", "status"])
	assert answers.count("Agreed") == agreed == taken == PLACES, answers
	assert status == "Full"
	assert set(answers) == {"Agreed", PlaceIsFull.__name__}


def test_without_the_condition_the_same_requests_would_take_too_many(frappe_site):
	"""A control: counting first and writing afterwards, as two interleaved transactions do, gives a place twice."""
	opportunity = make.opportunity(capacity=1)
	seen = [frappe.db.get_value("Placement Opportunity", opportunity.name, "taken") for _reader in range(2)]
	for taken in seen:
		if taken < opportunity.capacity:
			table = frappe.qb.DocType("Placement Opportunity")
			frappe.qb.update(table).set(table.taken, table.taken + 1).where(
				table.name == opportunity.name
			).run()
	assert frappe.db.get_value("Placement Opportunity", opportunity.name, "taken") == 2
