"""Young people whose facts are released."""

import frappe
from frappe.utils import add_days, today

from tests import factories


def council_of(number: int) -> frappe._dict:
	"""Make this many young people, each in an ended placement with their own host, with a visit made on time."""
	people, placements, visits = [], [], []
	for _ in range(number):
		person, place = factories.young_person(), factories.site()
		placement = factories.placement(person, place, risk_assessment=factories.assessment(place).name)
		visit = factories.visit(placement)
		visit.db_set({"status": "Done", "visited_on": visit.due_on})
		ended = {"status": "Completed", "outcome": "Paid Job", "contact_made_on": add_days(today(), 60)}
		people.append(person)
		placements.append(factories.set_stored(placement, **ended))
		visits.append(visit)
	return frappe._dict(people=people, placements=placements, visits=visits)
