"""What users did stays theirs when they are renamed."""

import frappe
import pytest

from tests import factories as make
from tests.placements.start_gate.complete import acting, assessment_draft, move
from unlocking_opportunities.access import renamed_users
from unlocking_opportunities.approvals import due
from unlocking_opportunities.council.roles import SecondManagerNeeded


def rename(user):
	new = f"renamed-{frappe.generate_hash(length=6)}@council.example"
	frappe.rename_doc("User", user, new, force=True, show_alert=False)
	frappe.clear_cache(user=new)
	return new


def test_a_renamed_editor_cannot_approve_the_assessment(frappe_site):
	officer, manager = make.user("officer"), make.user("officer", "manager")
	draft = assessment_draft(make.site(), officer)
	draft = make.stored(draft)
	draft.tasks = "Laying tables and clearing them"
	acting(manager, draft.save)
	submitted = move(officer, draft, "Submit Assessment")
	renamed = rename(manager)
	assert renamed in frappe.get_doc("Risk Assessment", draft.name).editors.split("\n")
	with pytest.raises(SecondManagerNeeded):
		move(renamed, submitted, "Approve Assessment")


def test_a_renamed_writer_cannot_approve_the_council_report(frappe_site):
	manager = make.user("manager")
	report = acting(
		manager,
		lambda: make.make("Council Report", title="Spring", period_from="2026-01-01", period_to="2026-03-31"),
	)
	renamed = rename(manager)
	frappe.set_user(renamed)
	try:
		with pytest.raises(SecondManagerNeeded):
			frappe.get_doc("Council Report", report.name).validate_approver()
	finally:
		frappe.set_user("Administrator")


@pytest.mark.parametrize("other", ["ann@council.example", "joann@council.example.uk"])
def test_only_the_editor_is_kept_from_deciding(frappe_site, other):
	draft = assessment_draft(make.site(), make.user("officer"))
	frappe.db.set_value("Risk Assessment", draft.name, "editors", f"joann@council.example\n{draft.owner}")
	table = frappe.qb.DocType("Risk Assessment")

	def barred(user):
		query = frappe.qb.from_(table).select(table.name).where(table.name == draft.name)
		return bool(query.where(due.ASSESSMENTS.barred(user)).run())

	assert barred("joann@council.example")
	assert not barred(other)


def test_each_text_that_names_a_user_follows_a_rename(frappe_site):
	"""A new field called …_by, or editors, that is text has to be listed, or be a link to User."""
	listed = {*renamed_users.ONE, *renamed_users.SEVERAL}
	found = set()
	for doctype in frappe.get_all("DocType", {"module": "Unlocking Opportunities"}, pluck="name"):
		for field in frappe.get_meta(doctype).fields:
			names_a_user = field.fieldname.endswith("_by") or field.fieldname in ("editors", "user")
			if names_a_user and field.fieldtype in ("Data", "Small Text", "Text", "Long Text"):
				found.add((doctype, field.fieldname))
	assert found == listed
