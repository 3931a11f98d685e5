"""Lock rows in an order in which two transactions can't wait for each other."""

import frappe


def lock(doctype: str, *names: str) -> None:
	"""Lock the records `names` of `doctype` until this transaction ends."""
	for name in sorted(set(names)):
		frappe.db.get_value(doctype, name, "name", for_update=True)
