"""Which DocTypes are guarded: our own, and Frappe's that keep copies of records, or secrets.

They are found by rule, so that new ones are guarded from the start: every DocType in our modules, and every DocType of
Frappe's that can point at any record (it has a Dynamic Link).
"""

from collections import defaultdict

import frappe
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.query_builder import DocType

from unlocking_opportunities.access.arguments import Lookup

APP = "unlocking_opportunities"
FRAMEWORK = "frappe"
CACHED = "unlocking_guarded"

# DocTypes without a Dynamic Link that hold text or names from records, or say who reads what.
ALSO_GUARDED = {
	*("Access Log", "Auto Email Report", "Bulk Update", "Console Log", "Dashboard Chart", "Data Export"),
	*(
		"Data Import",
		"Data Import Log",
		"Deleted Document",
		"Email Account",
		"Email Queue",
		"Email Queue Recipient",
	),
	*("Energy Point Log", "Error Log", "File", "List Filter", "Milestone", "Notification Log", "Number Card"),
	*("Note", "OAuth Authorization Code", "OAuth Bearer Token", "Prepared Report"),
	*("Personal Data Deletion Request", "Personal Data Download Request"),
	*("Recorder", "Route History", "RQ Job", "Scheduled Job Log", "SMS Log", "System Console", "Token Cache"),
	*("Unhandled Email", "User", "Version", "Webhook Request Log"),
	# DocTypes that decide what the Desk shows to which users.
	*(
		"Custom HTML Block",
		"Dashboard Settings",
		"Desktop Layout",
		"Event",
		"Has Role",
		"Kanban Board",
		"Notification Settings",
		"Report",
		"User Email",
	),
	*("User Social Login", "Block Module", "DefaultValue", "Workspace"),
}
# The people and addresses of hosts, together with those of other apps.
CONTACTS = {"Address", "Contact"}
# DocTypes that can point at any record but hold nothing from it.
NOT_GUARDED = {"Dynamic Link", "Workspace Link", "Workspace Shortcut"}


def ours() -> frozenset[str]:
	"""Return the names of this app's DocTypes, including any that a council has added to its modules."""
	return _lists()[0]


def frameworks() -> frozenset[str]:
	"""Return the names of Frappe's DocTypes that are guarded."""
	return _lists()[1]


def is_ours(doctype: str | None) -> bool:
	"""Return whether `doctype` is this app's."""
	return doctype in ours()


def lookups() -> tuple[Lookup, Lookup, Lookup]:
	"""Return the Lookup for our DocTypes, for Frappe's guarded ones, and for those of other apps."""
	known = _lists()
	if known not in _LOOKUPS:
		_LOOKUPS.clear()
		_LOOKUPS[known] = tuple(map(Lookup, known))
	return _LOOKUPS[known]


# Cache for the last site in this process.
_LOOKUPS: dict[tuple, tuple[Lookup, Lookup, Lookup]] = {}


def forget(doc: Document | None = None, event: str | None = None) -> None:
	"""Clear the cached lists after a DocType was added, changed or deleted (hooks: doc_events of DocType, after_migrate)."""
	frappe.cache.delete_value(CACHED)


def parents_of(table: str) -> list[str]:
	"""Return our DocTypes that use the child table `table`. Empty if it isn't one of our tables."""
	return _found()["tables"].get(table, [])


def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
	found = _found()
	return frozenset(found["ours"]), frozenset(found["frameworks"]), frozenset(found["others"])


def _found() -> dict:
	return frappe.cache.get_value(CACHED, generator=_find)


def _find() -> dict:
	doctype, module, field = DocType("DocType"), DocType("Module Def"), DocType("DocField")
	of_app = frappe.qb.from_(doctype).join(module).on(module.name == doctype.module).select(doctype.name)
	pointing = (
		of_app.join(field)
		.on(field.parent == doctype.name)
		.where((module.app_name == FRAMEWORK) & (field.fieldtype == "Dynamic Link"))
		.distinct()
	)
	tables = (
		frappe.qb.from_(field)
		.join(doctype)
		.on(doctype.name == field.parent)
		.join(module)
		.on(module.name == doctype.module)
		.select(field.options, field.parent)
		.where((module.app_name == APP) & field.fieldtype.isin(table_fields))
	)
	parents = defaultdict(list)
	for table, parent in sorted(set(tables.run())):
		parents[table].append(parent)
	return {
		"ours": sorted(of_app.where(module.app_name == APP).run(pluck=True)),
		"frameworks": sorted((set(pointing.run(pluck=True)) | ALSO_GUARDED) - NOT_GUARDED),
		"others": sorted(of_app.where(module.app_name.notin([APP, FRAMEWORK])).run(pluck=True)),
		"tables": dict(parents),
	}
