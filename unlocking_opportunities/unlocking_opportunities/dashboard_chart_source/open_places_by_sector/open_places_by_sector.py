"""A chart of the places still free in each sector."""

import frappe
from frappe import _
from frappe.query_builder.functions import Sum

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.utils import counters

# As many as fit with their names; the rest are counted together.
SECTORS_SHOWN = 8


@frappe.whitelist()
def get() -> dict:
	"""Return labels and values for the chart: places free on open opportunities by sector, most first.

	Counted for each user; Frappe's own chart types cache one answer for everyone. Raises frappe.PermissionError for
	users who may not read opportunities.
	"""
	if not frappe.has_permission("Placement Opportunity", "read"):
		raise frappe.PermissionError
	opportunity = frappe.qb.DocType("Placement Opportunity")
	places = Sum(counters.left(counters.PLACES))
	query = (
		frappe.qb.from_(opportunity)
		.select(opportunity.sector, places.as_("places"))
		.groupby(opportunity.sector)
		.having(places > 0)
		.orderby(places, order=frappe.qb.desc)
	)
	rows = row_permissions.restrict(query, "Placement Opportunity").run()
	shown = [(sector or _("No Sector"), int(places)) for sector, places in rows[:SECTORS_SHOWN]]
	if others := sum(int(places) for _sector, places in rows[SECTORS_SHOWN:]):
		shown.append((_("All Others"), others))
	return {
		"labels": [sector for sector, _places in shown],
		"datasets": [{"name": _("Open Places"), "values": [places for _sector, places in shown]}],
	}
