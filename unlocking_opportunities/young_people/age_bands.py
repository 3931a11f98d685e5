"""The age band on the pseudonymous record, worked out from the date of birth on the identity record."""

from datetime import date

import frappe
from frappe.utils import getdate, today

from unlocking_opportunities.rules.age import age_on
from unlocking_opportunities.rules.placement_states import LIVE

# The first age in each band; the bands are those of the statutory figures on care leavers.
BANDS = ((21, "21 to 25"), (18, "18 to 20"), (16, "16 to 17"), (0, "Under 16"))


def age_band(date_of_birth: date, on: date) -> str:
	"""Return the age band on the day `on` of someone born on `date_of_birth`."""
	age = age_on(date_of_birth, on)
	return next(band for first, band in BANDS if age >= first)


def update_placements(young_person: str) -> None:
	"""Work out again the age that each live placement keeps, which decides who approves it, after a date of birth was corrected."""
	live = {"young_person": young_person, "status": ["in", LIVE]}
	for name in frappe.get_all("Placement", filters=live, pluck="name", order_by="name"):
		frappe.get_doc("Placement", name).follow_date_of_birth()


def set_age_band(young_person: str, date_of_birth: date) -> None:
	"""Store today's age band on the pseudonymous record; it gets nothing else from the date of birth."""
	band = age_band(date_of_birth, getdate(today()))
	frappe.db.set_value("Young Person", young_person, "age_band", band, update_modified=False)


def refresh_age_bands() -> None:
	"""Update every age band after birthdays. One read, and one write for each band that someone has reached."""
	identity, person = frappe.qb.DocType("Young Person Identity"), frappe.qb.DocType("Young Person")
	rows = (
		frappe.qb.from_(identity)
		.inner_join(person)
		.on(person.name == identity.young_person)
		.select(person.name, identity.date_of_birth, person.age_band)
		.run()
	)
	on = getdate(today())
	moved: dict[str, list[str]] = {}
	for name, date_of_birth, current in rows:
		band = age_band(date_of_birth, on)
		if band != current:
			moved.setdefault(band, []).append(name)
	for band, names in moved.items():
		frappe.qb.update(person).set(person.age_band, band).where(person.name.isin(names)).run()
