"""Which DocTypes the guard looks after: this app's own, and those of Frappe that keep copies of records or secrets.

Found by rule, so that what is new is guarded before anybody has heard of it: every DocType of this app's modules, and
every DocType of Frappe's that can point at any record (it has a Dynamic Link).
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

# They hold texts or names of records, or say what is read and for whom, without a Dynamic Link.
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
	# They decide what the Desk shows, and to which person.
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
# The people and addresses of hosts, beside those of other apps.
CONTACTS = {"Address", "Contact"}
# They can point at any record, and hold nothing of it: the Desk's own pages, and addresses and people of companies.
NOT_GUARDED = {"Dynamic Link", "Workspace Link", "Workspace Shortcut"}


def ours() -> frozenset[str]:
	"""Return the names of this app's DocTypes, those that a council made in its modules included."""
	return _lists()[0]


def frameworks() -> frozenset[str]:
	"""Return the names of Frappe's DocTypes that are guarded."""
	return _lists()[1]


def is_ours(doctype: str | None) -> bool:
	"""Return whether `doctype` is this app's."""
	return doctype in ours()


def lookups() -> tuple[Lookup, Lookup, Lookup]:
	"""Return what finds our DocTypes in arguments, Frappe's guarded ones, and those of other apps."""
	known = _lists()
	if known not in _LOOKUPS:
		_LOOKUPS.clear()
		_LOOKUPS[known] = tuple(map(Lookup, known))
	return _LOOKUPS[known]


# Of the site asked about last: made once for a process, as long as the lists stay the same.
_LOOKUPS: dict[tuple, tuple[Lookup, Lookup, Lookup]] = {}


def forget(doc: Document | None = None, event: str | None = None) -> None:
	"""Have the lists made anew: a DocType came, went or moved (hooks: doc_events of DocType, after_migrate)."""
	frappe.cache.delete_value(CACHED)


def parents_of(table: str) -> list[str]:
	"""Return the DocTypes of ours that have rows of `table`; none for what is no table of ours."""
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
