"""The council's side of the demo: users, wards, phone numbers, the steering group."""

from datetime import date

import frappe

from unlocking_opportunities.council.roles import PORTAL_ROLES
from unlocking_opportunities.setup.demo_data import read
from unlocking_opportunities.setup.demo_data.world import DOMAIN, LANDLINE, World

SETTINGS = "Unlocking Opportunities Settings"
# Dated, with the source of each; a council enters its own.
POPULATION = (
	{
		"as_at": date(2023, 1, 1),
		"care_experienced": 226,
		"source": "Care-experienced 18 to 24 year-olds: Milton Keynes City Council's news, 2023",
	},
	{
		"as_at": date(2025, 3, 19),
		"total": 498,
		"source": "Children and young people: council's motion Unlocking Opportunities, 19 March 2025",
	},
)


def address_of(key: str) -> str:
	"""Return the sign-in address of the demo user with that key."""
	return f"{key.replace('_', '-')}@{DOMAIN}"


def add_users(world: World) -> None:
	for row in read("users"):
		email = address_of(row["key"])
		world.users[row["key"]] = email
		user = {
			"name": email,
			"email": email,
			"first_name": row["first_name"],
			"last_name": row["last_name"],
			"full_name": f"{row['first_name']} {row['last_name']}",
			"send_welcome_email": 0,
			"user_type": "Website User" if row["role"] in PORTAL_ROLES else "System User",
			"roles": [{"role": row["role"]}],
		}
		world.add("User", user, by="Administrator", on=world.day(-730))
	for email in world.users.values():
		world.add("Notification Settings", {"name": email, "user": email}, by="Administrator")
		own = {"user": email, "share_doctype": "User", "share_name": email, "read": 1, "write": 1, "share": 1}
		world.add("DocShare", own, by="Administrator")


def settings(world: World) -> None:
	"""Enter the council's name and phone numbers, unless they are already there."""
	settings = frappe.get_doc(SETTINGS)
	wanted = {
		"council_name": "Milton Keynes City Council (demo)",
		"programme_email": address_of("opportunities"),
		"programme_phone": LANDLINE.format(100),
		"safeguarding_phone": LANDLINE.format(101),
		"out_of_hours_phone": LANDLINE.format(102),
		"lado_phone": LANDLINE.format(103),
	}
	untouched = {
		field: value
		for field, value in wanted.items()
		if (settings.get(field) or "") in ("", settings.meta.get_field(field).default)
	}
	world.loader.set_single(SETTINGS, untouched, {"population": list(POPULATION)})


def wards(world: World) -> None:
	"""Add the wards. A ward that the council already has is not changed."""
	present = set(frappe.get_all("Ward", pluck="name"))
	for row in read("wards"):
		world.wards[row["ward_name"]] = row
		if row["ward_name"] not in present:
			ward = {key: value for key, value in row.items() if key != "postcode_district"}
			world.add("Ward", ward, by="app_administrator", on=world.day(-730))


def steering_group(world: World) -> None:
	dice = world.dice("steering group")
	employers = {host.record.employer_name: host.record.name for host in world.hosts}
	for number, row in enumerate(read("steering_group")):
		joined = world.working_day(-400 + 25 * number)
		partner = {
			"partner_name": row["partner_name"],
			"employer": employers[row["partner_name"]],
			"sectors": [{"sector": sector} for sector in row["sectors"]],
			"status": row["status"],
			"representative": row["representative"],
			"email": f"partner{number + 1}@{DOMAIN}",
			"term_from": None if row["status"] == "Invited" else joined,
			"term_to": _term_end(world, row["status"], joined),
			"commitments": [
				{**commitment, "due_by": world.working_day(dice.randint(-60, 120))}
				for commitment in row["commitments"]
			],
			"consulted_on": None if row["status"] == "Invited" else f"Skill Path timetable, {joined:%B %Y}",
		}
		world.add("Steering Group Partner", partner, on=joined)


def _term_end(world: World, status: str, joined: date) -> date | None:
	if status == "Invited":
		return None
	return world.working_day(-20) if status == "Stood Down" else joined.replace(year=joined.year + 2)
