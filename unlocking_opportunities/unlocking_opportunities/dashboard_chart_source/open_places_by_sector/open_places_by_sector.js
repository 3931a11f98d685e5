frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Open Places by Sector"] = {
	method:
		"unlocking_opportunities.unlocking_opportunities.dashboard_chart_source.open_places_by_sector" +
		".open_places_by_sector.get",
	filters: [],
};
