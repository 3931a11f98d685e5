"""The programme's events, with attendance and results, and the first council report."""

from datetime import date, timedelta

from frappe.utils import add_months, getdate

from unlocking_opportunities.programme import council_report
from unlocking_opportunities.setup.demo_data import read
from unlocking_opportunities.setup.demo_data.world import World, noon

REPORT_TITLE = "Unlocking Opportunities: progress report"
NARRATIVE = """More employers offered a place than a year ago, and most young people who started finished.

Young people say travel is their biggest problem. Bus passes are now given before the first day.

Next: more offers in technology and logistics, and a second allotment morning each week."""


def events(world: World) -> None:
	members = [world.users["member"], world.users["member2"]]
	for number, row in enumerate(read("events")):
		day = world.working_day(row["days"])
		held = day < world.today
		event = {
			"title": row["title"],
			"kind": row["kind"],
			"sector": row.get("sector"),
			"officer": world.team()[number % len(world.team())],
			"status": "Held" if held else "Planned",
			"starts_on": noon(day, row["hour"]),
			"ends_on": noon(day, row["hour"]) + timedelta(hours=2),
			"place": row["place"],
			"for_members": int(row["for_members"]),
			"about": row["about"],
			"attendance": row["attendance"] if held else [],
			"sign_ups": [
				{"member": member, "signed_up_on": noon(day - timedelta(days=7))}
				for member in members[: number % 3 if row["for_members"] and held else 0]
			],
			"what_came_of_it": row["what_came_of_it"] if held else None,
			"actions": [
				{
					**action,
					"due_by": day + timedelta(days=21),
					"done_on": day + timedelta(days=14) if place == 0 else None,
				}
				for place, action in enumerate(row["actions"] if held else [])
			],
		}
		world.add("Programme Event", event, on=day - timedelta(days=30))


def add_portal_access(world: World) -> None:
	"""Give the mentor and the councillors access to the portal; hosting.py does so for the employer."""
	mentor = next(mentor for mentor in world.loader.documents["Mentor"].values() if mentor.user)
	email = world.users["mentor"]
	world.add("Portal Access", {"kind": "Mentor", "email": email, "mentor": mentor.name})
	for key in ("member", "member2"):
		world.add("Portal Access", {"kind": "Councillor", "email": world.users[key]})


def report(world: World) -> None:
	first, last = _last_year(world.today)
	written = {
		"title": REPORT_TITLE,
		"period_from": first,
		"period_to": last,
		"narrative": NARRATIVE,
		"editors": world.users["officer"],
		"docstatus": 1,
		"status": "Approved",
		"approved_by": world.users["manager"],
		"approved_on": noon(world.today, 10),
		"published": 1,
		"published_on": noon(world.today, 11),
	}
	world.add("Council Report", written)


def set_figures(world: World) -> None:
	"""Count the report's figures, after everything else has been stored."""
	for doc in world.loader.documents["Council Report"].values():
		for number, figure in enumerate(
			council_report.figures(getdate(doc.period_from), getdate(doc.period_to))
		):
			row = doc.append("figures", {**figure.as_row(), "docstatus": 1})
			row.idx = number + 1
			row.db_insert()


def _last_year(today: date) -> tuple[date, date]:
	"""Return twelve whole months up to the last complete month."""
	last = today.replace(day=1) - timedelta(days=1)
	return getdate(add_months(last.replace(day=1), -11)), last
