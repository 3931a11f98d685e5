import frappe

from unlocking_opportunities.programme.facts import sync


def execute() -> None:
	"""Replace facts that could identify people by a first release.

	Also deletes the keys that linked them to their records.
	"""
	frappe.db.set_single_value("Unlocking Opportunities Settings", "smallest_group", sync.SMALLEST_GROUP)
	for fact in sync.FACTS:
		frappe.db.delete(fact.doctype)
	if frappe.db.table_exists("Fact Key"):
		frappe.db.delete("Fact Key")
	frappe.delete_doc("DocType", "Fact Key", ignore_missing=True, force=True)
	sync.rebuild()
