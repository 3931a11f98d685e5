"""From v15 on, Frappe stores no more decimals than a field shows: quarters of an hour need two."""

import frappe

from unlocking_opportunities.access.guarded import ours


def test_quarters_of_an_hour_are_stored_whole(frappe_site):
	# Definitions, which everyone may read: check all of them.
	doctypes = sorted(ours())
	# As above.
	hours = frappe.get_all(
		"DocField",
		{"parent": ["in", doctypes], "fieldtype": "Float"},
		["parent", "fieldname", "precision"],
	)
	hours = [field for field in hours if "hours" in field.fieldname]
	assert hours
	assert [field for field in hours if field.precision and int(field.precision) < 2] == []
