"""The rehearsal of an import: what would fail is told row by row, and nothing whatever is left behind."""

import frappe
import pytest

from tests import factories
from unlocking_opportunities.daily_work import import_check


def file_of(doctype: str, *lines: str) -> str:
	"""A Data Import of `lines` under the template's own headings; its name."""
	content = "\n".join([",".join(f'"{heading}"' for heading in import_check.headings(doctype)), *lines])
	doc = frappe.new_doc("Data Import")
	doc.update({"reference_doctype": doctype, "import_type": "Insert New Records"})
	doc.insert()
	file = factories.make(
		"File",
		file_name=f"{frappe.generate_hash(length=6)}.csv",
		content=content,
		is_private=1,
		attached_to_doctype="Data Import",
		attached_to_name=doc.name,
	)
	doc.import_file = file.file_url
	return doc.save().name


def rows_on_the_site() -> dict[str, int]:
	kinds = (
		"Employer",
		"Employer Pledge",
		"Version",
		"Comment",
		"Email Queue",
		"Notification Log",
		"Contact",
	)
	return {doctype: frappe.db.count(doctype) for doctype in kinds}


def employers_numbered() -> list[tuple]:
	series = frappe.qb.DocType("Series")
	return frappe.qb.from_(series).select(series.name, series.current).where(series.name.like("EMP-%")).run()


def test_each_row_that_would_fail_says_why_and_nothing_is_kept(frappe_site):
	sector = factories.sector()
	name = file_of(
		"Employer",
		f"Quillmarsh Bakery,Business,{sector},,,,,",
		f"Quillmarsh Motors,Business,{sector},,12,,,",
		",Business,,,,,,",
		f"Quillmarsh Repairs,Business,{sector},,123 456 789,,,",
	)
	before, series = rows_on_the_site(), employers_numbered()
	account = import_check.dry_run(name)
	assert (account["good"], account["warnings"]) == (2, [])
	failed = {row["row"]: row["reason"] for row in account["failed"]}
	assert set(failed) == {4, 5}
	assert "Employer" in failed[4]
	assert "is not a company number" in failed[5]
	assert rows_on_the_site() == before
	assert employers_numbered() == series
	assert not frappe.db.exists("Employer", {"employer_name": "Quillmarsh Bakery"})


def test_a_pledge_with_its_offers_is_tried(frappe_site):
	host = factories.employer()
	good = f"{host.name},2026-01-05,Web,,,,Work Experience,2,{factories.sector()},Baker,,"
	account = import_check.dry_run(file_of("Employer Pledge", good))
	assert (account["good"], account["failed"]) == (1, [])


def test_a_file_that_repeats_itself_is_told_without_the_value(frappe_site):
	people = [factories.make("Young Person", ward=factories.ward()).name for _ in range(2)]
	lines = [f"{person},Planted,,2008-01-0{day},CASE-4711,,,," for day, person in enumerate(people, 1)]
	account = import_check.dry_run(file_of("Young Person Identity", *lines))
	assert account["good"] == 1
	reason = "A record like this already exists, or appears twice in the file."
	assert account["failed"] == [{"row": 3, "reason": reason}]
	assert not frappe.db.exists("Young Person Identity", {"case_reference": "CASE-4711"})


@pytest.mark.parametrize("doctype", import_check.TEMPLATES)
def test_data_import_takes_whatever_has_a_template(frappe_site, doctype):
	"""From v15 on it refuses what does not say so of itself."""
	assert frappe.get_meta(doctype).allow_import


def test_an_employer_of_another_app_is_not_tried(frappe_site):
	doc = frappe.new_doc("Data Import")
	doc.update({"reference_doctype": "Contact", "import_type": "Insert New Records"})
	doc.insert()
	with pytest.raises(import_check.NotOurs):
		import_check.dry_run(doc.name)


def test_only_those_who_may_import_rehearse(frappe_site):
	name = file_of("Employer", "Quillmarsh Bakery,Business,,,,,,")
	frappe.set_user(factories.standing_user("officer"))
	with pytest.raises(frappe.PermissionError):
		import_check.dry_run(name)


@pytest.mark.parametrize("doctype", import_check.TEMPLATES)
def test_each_template_names_fields_that_may_be_filled_in(frappe_site, doctype):
	import_check.template(doctype)
	assert frappe.response["type"] == "csv"
	meta = frappe.get_meta(doctype)
	for column in import_check.TEMPLATES[doctype]:
		assert not meta.get_field(column if isinstance(column, str) else column[0]).read_only
	frappe.set_user(factories.standing_user("analyst"))
	with pytest.raises(frappe.PermissionError):
		import_check.template(doctype)


def test_a_young_person_who_may_be_recorded_already_is_said(frappe_site):
	known = factories.young_person(preferred_name="Zoë", surname="Planted-Jones")
	frappe.db.set_value("Young Person Identity", known.name, "date_of_birth", "2009-04-17")
	people = [factories.make("Young Person", ward=factories.ward()).name for _ in range(4)]
	account = import_check.dry_run(
		file_of(
			"Young Person Identity",
			f"{people[0]},zoe,planted jones,2009-04-17,,,,,",
			f"{people[1]},Kim,Planted,2009-04-17,,,,,",
			f"{people[2]},KIM,Plånted,2009-04-17,,,,,",
			f"{people[3]},KIM,Plånted,2009-04-17,,,,,1",
		)
	)
	failed = {row["row"]: row["reason"] for row in account["failed"]}
	assert set(failed) == {2, 4}
	assert f"There may already be a record: {known.name}." in failed[2]
	assert f"There may already be a record: {people[1]}." in failed[4]
	assert account["good"] == 2
