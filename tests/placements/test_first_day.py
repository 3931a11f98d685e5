import frappe
import pytest

from unlocking_opportunities.placements import first_day


def placement(**values):
	monday = frappe._dict(weekday="Monday", start_time="09:30:00", end_time="15:00:00", break_minutes=30)
	friday = frappe._dict(monday, weekday="Friday", start_time="12:00:00")
	return frappe._dict(
		{
			"start_date": "2026-12-09",  # a Wednesday
			"schedule": [monday, friday],
			"employer_name": "Corner Cafe",
			"site_name": "Corner Cafe",
			"address_line": "1 High Street",
			"supervisor_name": "Sam Supervisor",
			**values,
		}
	)


def words(of, label):
	return dict(first_day.sheet(of))[label]


def test_first_day_is_the_first_working_day(frappe_site):
	assert words(placement(), "When") == "Friday 11 December 2026\nBe there at midday. You finish at 3pm."
	assert words(placement(start_date="2026-12-12"), "When").startswith("Monday 14 December 2026")


def test_without_a_schedule_only_the_date_is_shown(frappe_site):
	assert words(placement(schedule=[]), "When") == "Wednesday 9 December 2026"


def test_address_has_no_duplicates(frappe_site):
	assert words(placement(), "Where") == "Corner Cafe\n1 High Street"


@pytest.mark.parametrize("label", ["Getting there", "What to wear", "Lunch", "Who to ask for"])
def test_missing_details_are_replaced_by_a_next_step(frappe_site, label):
	assert "None" not in words(placement(supervisor_name=None), label)
	assert len(words(placement(supervisor_name=None), label)) > 20


def test_getting_there(frappe_site):
	way = words(
		placement(journey="Bus 5", site_travel="Stop: Market", first_day_accompanied=1), "Getting there"
	)
	assert way == "Someone you know will go with you on the first day.\nBus 5\nStop: Market"


def test_the_person_who_signs_reads_about_them(frappe_site):
	found = first_day.sheet(placement(first_day_accompanied=1), for_young_person=False)
	assert not {"you", "you're"} & {word for _label, text in found for word in text.lower().split()}
	assert dict(found)["When"] == "Friday 11 December 2026\nThey start at midday and finish at 3pm."


def test_numbers_come_from_the_settings(frappe_site):
	settings = frappe.get_doc("Unlocking Opportunities Settings")
	settings.update({"programme_phone": "01632 960100", "out_of_hours_phone": "01632 960102"})
	settings.save()
	numbers = words(placement(), "If you're late, lost or ill")
	assert numbers == "Our team: 01632 960100\nWhen the office is closed: 01632 960102"
