"""Who came on which day."""

from datetime import timedelta
from random import Random

from frappe.model.document import Document

from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.setup.demo_data.placements.fits import STARTED, Fit
from unlocking_opportunities.setup.demo_data.world import World

# Attendance is not recorded for a job of a year.
KINDS = ("Work Experience", "Taster", "Internship", "Talk or Visit")
# Minutes a day.
BREAKS = {
	"Work Experience": 45,
	"Taster": 30,
	"Internship": 45,
	"Apprenticeship": 60,
	"Paid Job": 60,
	"Talk or Visit": 0,
}


def write(world: World, dice: Random, placement: Document, fit: Fit) -> None:
	"""Write whether they came on each working day so far."""
	if fit.status not in STARTED or fit.kind not in KINDS:
		return
	worked = {WEEKDAYS.index(day.weekday) for day in placement.schedule}
	hours = _hours_a_day(fit)
	last = min(placement.actual_end or fit.end, world.day(-1))
	rows, day = [], fit.start
	while day <= last:
		if day.weekday() in worked and add_working_days(day, 0) == day:
			came = dice.choice(("Present",) * 16 + ("Late", "Late", "Absent: Told Us", "Absent: Not Known"))
			present = came in ("Present", "Late")
			rows.append(
				{
					"attended_on": day,
					"attendance": came,
					"hours": hours if present else 0,
					"recorded_by": fit.host.record.officer,
				}
			)
		day += timedelta(days=1)
	world.loader.extend(placement, "attendance", rows)


def _hours_a_day(fit: Fit) -> float:
	first, last = (
		int(clock[:2]) + int(clock[3:5]) / 60 for clock in (fit.place.start_time, fit.place.end_time)
	)
	return round(last - first - BREAKS[fit.kind] / 60, 2)
