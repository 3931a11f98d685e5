"""The sites on the page Sites by Ward, with the open places at each. One query."""

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Sum

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.rules import risk
from unlocking_opportunities.utils import counters

# How the map shows how risky a site is. The list beside it says the same in words.
COLOURS = {risk.LOW_RISK: "#15803d", risk.LESS_FAMILIAR_RISK: "#b45309", risk.HIGHER_RISK: "#b91c1c"}


@frappe.whitelist()
def get() -> list[dict]:
	"""Return each site in use, by ward and name: its employer, its position and colour on the map, and the open places.

	A site without coordinates gets those of the middle of its ward (`approximate`), or none if these are not known
	either. Raises PermissionError for users who may not read sites.
	"""
	if not frappe.has_permission("Employer Site", "read"):
		raise frappe.PermissionError
	site, employer, ward = DocType("Employer Site"), DocType("Employer"), DocType("Ward")
	places = _open_places()
	query = (
		frappe.qb.from_(site)
		.join(employer)
		.on(employer.name == site.employer)
		.left_join(ward)
		.on(ward.name == site.ward)
		.left_join(places)
		.on(places.site == site.name)
		.select(
			site.name,
			site.site_name,
			site.employer,
			employer.employer_name,
			employer.sector,
			employer.readiness,
			site.environment_band,
			site.ward,
			site.latitude,
			site.longitude,
			ward.latitude.as_("ward_latitude"),
			ward.longitude.as_("ward_longitude"),
			Coalesce(places.open_places, 0).as_("open_places"),
		)
		.where((site.disabled == 0) & (employer.status == "Active"))
		.orderby(site.ward, employer.employer_name, site.site_name)
	)
	return [_placed(row) for row in row_permissions.restrict(query, "Employer Site").run(as_dict=True)]


def _open_places():
	opportunity = DocType("Placement Opportunity")
	return (
		frappe.qb.from_(opportunity)
		.select(opportunity.site, Sum(counters.left(counters.PLACES)).as_("open_places"))
		.groupby(opportunity.site)
	).as_("places")


def _placed(row: frappe._dict) -> dict:
	"""Return the site with its coordinates. An empty number field is 0, which would be off the coast of Ghana."""
	known = row.latitude and row.longitude
	latitude, longitude = (row.latitude, row.longitude) if known else (row.ward_latitude, row.ward_longitude)
	row.pop("ward_latitude"), row.pop("ward_longitude")
	return row | {
		"latitude": latitude or None,
		"longitude": longitude or None,
		"approximate": not known,
		"colour": COLOURS[row.environment_band],
		"open_places": int(row.open_places),
	}
