"""Note which portal accesses use the address of the employer's contact or the mentor, so that they end with it."""

import frappe

from unlocking_opportunities.unlocking_opportunities.doctype.portal_access.portal_access import is_on_record


def execute() -> None:
	for name in frappe.get_all(
		"Portal Access", {"email": ["is", "set"], "address_on_record": 0}, pluck="name"
	):
		if is_on_record(frappe.get_doc("Portal Access", name)):
			frappe.db.set_value("Portal Access", name, "address_on_record", 1, update_modified=False)
