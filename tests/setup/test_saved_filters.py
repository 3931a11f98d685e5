"""The saved filters that come with the app get their new names on sites that have the old ones."""

import frappe

from unlocking_opportunities.patches.v1_0 import reword_saved_filters
from unlocking_opportunities.setup.desk_views import FILTERS, filter_key, install

DOCTYPE, OLD, NEW = reword_saved_filters.RENAMED[0]


def as_it_was(name: str) -> None:
	"""Restore the filter as an older version installed it; it is called `name` now."""
	install()
	frappe.db.delete("List Filter", {"name": filter_key(DOCTYPE, NEW)})
	saved = frappe.new_doc("List Filter")
	saved.update({"filter_name": name, "reference_doctype": DOCTYPE, "for_user": "", "filters": "[]"})
	# As Frappe saves a filter for everyone.
	saved.insert(ignore_permissions=True, set_name=filter_key(DOCTYPE, OLD))


def stored() -> list[str]:
	keys = [filter_key(DOCTYPE, name) for name in (OLD, NEW)]
	return frappe.get_all("List Filter", {"name": ["in", keys]}, pluck="filter_name")


def test_an_old_filter_gets_its_new_name_and_no_twin(frappe_site):
	as_it_was(OLD)
	reword_saved_filters.execute()
	install()
	assert stored() == [NEW]


def test_a_name_that_the_council_gave_stays(frappe_site):
	as_it_was("Ours")
	reword_saved_filters.execute()
	install()
	assert stored() == ["Ours"]


def test_every_new_name_is_one_that_is_installed():
	assert {(doctype, new) for doctype, _old, new in reword_saved_filters.RENAMED} <= {
		row[:2] for row in FILTERS
	}
