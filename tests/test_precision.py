"""From v15 on Frappe stores no more decimals than a field shows: what is counted in quarters needs two."""

import frappe

from unlocking_opportunities.sharing import MODULE


def test_quarters_of_an_hour_are_stored_whole(frappe_site):
	hours = frappe.get_all(
		"DocField",
		{"parent": ["in", frappe.get_all("DocType", {"module": MODULE}, pluck="name")], "fieldtype": "Float"},
		["parent", "fieldname", "precision"],
	)
	hours = [field for field in hours if "hours" in field.fieldname]
	assert hours
	assert [field for field in hours if field.precision and int(field.precision) < 2] == []
