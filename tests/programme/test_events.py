import frappe
import pytest
from frappe.utils import add_days, now_datetime

from tests import factories
from unlocking_opportunities.unlocking_opportunities.doctype.programme_event.programme_event import (
	GroupRepeated,
	NotStarted,
)
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder


@pytest.fixture
def officer(frappe_site):
	frappe.set_user(factories.standing_user("officer"))


def test_it_is_held_only_once_it_has_begun(officer):
	with pytest.raises(NotStarted):
		factories.programme_event(status="Held")
	assert factories.programme_event(status="Held", starts_on=add_days(now_datetime(), -1)).name


def test_it_ends_after_it_begins(officer):
	with pytest.raises(DatesOutOfOrder):
		factories.programme_event(ends_on=add_days(now_datetime(), -1))


def test_each_group_is_counted_once(officer):
	rows = [{"who": "Employers", "number": 3}, {"who": "Employers", "number": 4}]
	with pytest.raises(GroupRepeated):
		factories.programme_event(attendance=rows)


def test_a_member_who_signs_up_twice_is_there_once(officer):
	member = factories.standing_user("councillor")
	event = factories.programme_event(sign_ups=[{"member": member}])
	event.append("sign_ups", {"member": member})
	event.save()
	assert [row.member for row in event.sign_ups] == [member]
	assert event.sign_ups[0].signed_up_on
