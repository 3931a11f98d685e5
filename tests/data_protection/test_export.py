"""One person's data, gathered for a subject access request: complete, readable, and without what could harm others."""

import io
import json
import zipfile

import frappe
import pytest
from frappe.utils import today

from tests import factories
from tests.data_protection.planted import plant
from tests.journeys.person import Person
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.data_protection import export, records


@pytest.fixture
def planted(frappe_site):
	return plant()


def folder(content) -> zipfile.ZipFile:
	return zipfile.ZipFile(io.BytesIO(content))


def gathered(planted, kind="manager"):
	frappe.set_user(factories.standing_user(kind))
	return export.gather(planted.person)


def test_every_linked_record_is_in_it(planted):
	found = records.get_linked_records("Young Person", [planted.person], records.HOLDINGS)
	made = set(found) - {"Record Access Log"}
	missing = set(records.HOLDINGS) - made - {"Mentor", "Record Access Log", *export.HELD_RECORDS}
	assert not missing, (
		f"tests/data_protection/planted.py makes no {missing}, so nothing shows that it is exported"
	)
	in_it = {(record["kind"], record["reference"]) for record in gathered(planted)["records"]}
	assert in_it == {
		(doctype, name) for doctype in made - set(export.HELD_RECORDS) for name in found[doctype]
	}


def test_every_field_and_every_row_of_them_is_in_it(planted):
	by_reference = {(record["kind"], record["reference"]): record for record in gathered(planted)["records"]}
	frappe.set_user("Administrator")
	for (doctype, name), record in by_reference.items():
		doc = frappe.get_doc(doctype, name)
		filled = [
			field.label
			for field in doc.meta.fields
			if field.fieldtype not in export.WITHOUT_A_VALUE and doc.get(field.fieldname) not in (None, "")
		]
		assert set(filled) == set(record["values"]), doctype
		tables = {
			field.label or field.fieldname: len(doc.get(field.fieldname))
			for field in doc.meta.get_table_fields()
		}
		assert {label: number for label, number in tables.items() if number} == {
			label: len(rows) for label, rows in record["rows"].items()
		}, doctype


def test_what_lies_beside_the_records_is_in_it_too(planted):
	data = gathered(planted)
	said = {part: json.dumps(data[part]) for part in ("comments", "changes", "letters", "files")}
	assert f"Spoke to {planted.full}" in said["comments"]
	assert f"Wants what {planted.full} wants" in said["changes"]
	assert planted.full in said["letters"]
	assert planted.file.file_name in said["files"]


def test_what_concerns_others_safety_is_held_and_not_handed_out(planted):
	profile = frappe.get_doc("Young Person Support Profile", planted.person)
	profile.restrictions[0].reason = "Secret of another"
	profile.save(ignore_version=False)
	profile.append("restrictions", {"reason": "Second secret", "ward": factories.ward()})
	profile.save(ignore_version=False)
	frappe.set_user("Administrator")
	factories.legal_hold(frappe.get_doc("Young Person", planted.person), reference="Planted case")
	content = folder(export.package(data := gathered(planted), {}))
	for name in content.namelist():
		text = content.read(name).decode()
		for secret in ("Secret of another", "Second secret", planted.carer, "Planted case", "Legal Hold"):
			assert secret not in text, (name, secret)
		assert planted.full in text
	assert export.ASK in content.read("your-data.html").decode()
	assert "Young Person Restriction: Reason" in data["held"]


def test_the_page_runs_nothing_that_was_typed(planted):
	frappe.db.set_value("Young Person Identity", planted.person, "goals", "<script>alert(1)</script>")
	page = folder(export.package(gathered(planted), {})).read("your-data.html").decode()
	assert "<script>" not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize("kind", ["officer", "worker", "lead", "adviser", "analyst"])
def test_no_one_but_a_manager_makes_it(planted, kind):
	request = factories.data_rights_request(frappe.get_doc("Young Person", planted.person))
	frappe.set_user(factories.standing_user(kind))
	with pytest.raises(RoleNeeded):
		export.download(request.name)


@pytest.mark.parametrize(
	"values",
	[
		{"kind": "Correction"},
		{"young_person": None},
		{"answered_on": "today", "outcome": "Done in Full"},
	],
)
def test_it_is_made_for_an_open_request_for_access_alone(planted, values):
	values = {key: today() if value == "today" else value for key, value in values.items()}
	request = factories.data_rights_request(**{"young_person": planted.person, **values})
	frappe.set_user(factories.standing_user("manager"))
	with pytest.raises(export.NoOpenAccessRequest):
		export.download(request.name)


def test_over_http_it_is_streamed_by_post_and_nothing_stays(planted, http):
	manager = factories.user("manager", password=factories.PASSWORD)
	request = factories.data_rights_request(frappe.get_doc("Young Person", planted.person))
	frappe.db.commit()
	files = frappe.db.count("File")
	browser = http(manager, factories.PASSWORD)
	method = "unlocking_opportunities.data_protection.export.download"
	assert browser.get(f"/api/method/{method}", params={"request": request.name}).status_code == 403

	answer = browser.post(f"/api/method/{method}", data={"request": request.name})

	assert answer.ok and planted.words[0] not in str(answer.headers) and request.name in str(answer.headers)
	content = folder(answer.content)
	assert planted.full in content.read("your-data.html").decode()
	assert content.read(f"files/{planted.file.file_name}").decode() == f"About {planted.full}"
	frappe.db.rollback()
	assert frappe.db.count("File") == files
	assert Person(browser).read("Data Rights Request", request.name)["status"] == "Open"
	# The stored comments, whether or not the user may read them.
	noted = frappe.get_all(
		"Comment", {"reference_name": request.name, "comment_type": "Info", "owner": manager}
	)
	assert noted
	logged = frappe.get_all(
		"Record Access Log",
		{"user": manager, "young_person": planted.person, "how": "Export"},
		pluck="record_type",
	)
	assert {"Young Person Identity", "Young Person Care Record", "Young Person Support Profile"} <= set(
		logged
	)


def test_reading_it_all_is_logged_record_by_record(planted):
	gathered(planted)
	noted = {(reading.record_type, reading.record) for reading in frappe.flags.unlocking_readings}
	for doctype in ("Young Person Identity", "Young Person Care Record", "Young Person Support Profile"):
		assert (doctype, planted.person) in noted
