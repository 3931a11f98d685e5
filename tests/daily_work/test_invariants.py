"""The nightly check of assessments agrees with the start gate about who needs one, and until when."""

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories as make
from tests.placements.start_gate.complete import complete
from unlocking_opportunities.daily_work import invariants


@pytest.mark.parametrize(
	("age", "kind", "last_day", "reported"),
	[
		(20, "Paid Job", 30, False),
		(20, "Apprenticeship", 30, False),
		(17, "Paid Job", 30, True),
		(20, "Work Experience", 30, True),
		(20, "Work Experience", -1, False),
	],
)
@pytest.mark.parametrize("judged", [True, False])
def test_an_expired_assessment_is_reported_where_one_is_needed(
	frappe_site, age, kind, last_day, reported, judged
):
	done = complete(age=20, kind="Work Experience")
	frappe.db.set_value("Risk Assessment", done.assessment.name, "status", "Expired")
	frappe.db.set_value(
		"Young Person Identity", done.person.name, "date_of_birth", add_days(today(), -int(age * 365.25) - 90)
	)
	if not judged:
		frappe.db.delete("Placement Gate Result", {"parent": done.placement.name})
	make.set_stored(
		done.placement,
		kind=kind,
		status="In Progress",
		start_date=add_days(today(), -10),
		end_date=add_days(today(), last_day),
	)
	found = {name for problem in invariants.placements_without_assessment() for name in problem.names}
	assert (done.placement.name in found) is reported
