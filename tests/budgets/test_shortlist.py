"""The cost of a shortlist: the same number of statements at 10,000 open places as at 500, for any role."""

import frappe
import pytest

from tests import factories as make
from tests.budgets.counting import counted
from tests.perf.many import Region
from unlocking_opportunities.matching import desk, shortlist

MOST_SQL = 3


@pytest.mark.parametrize("open_places", [500, 10_000])
def test_three_statements_at(frappe_site, open_places):
	users = [make.standing_user(kind) for kind in ("officer", "worker")]
	region = Region()
	person = region.people(1, worker=users[1])[0]
	region.places(open_places)
	for user in users:
		frappe.set_user(user)
		shortlist.places_for(person)
		with counted() as statements:
			answer = desk.find_places(person)
		assert len(statements) <= MOST_SQL, "\n".join(statements)
		assert answer["fitting"] + answer["ruled_out"] >= open_places
