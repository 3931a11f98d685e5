"""The access log over real HTTP: each way of reading is logged once, and nothing is shown without its line."""

import json
from types import SimpleNamespace

import frappe
import pytest

from tests import factories
from unlocking_opportunities.access import access_log

IDENTITY = "Young Person Identity"


@pytest.fixture(scope="module")
def council(connected_site):
	"""Stored users, visible to the server: an officer, two workers with a young person each, an analyst."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	users = {
		who: factories.user(kind, password=factories.PASSWORD)
		for who, kind in (
			("officer", "officer"),
			("worker", "worker"),
			("other worker", "worker"),
			("analyst", "analyst"),
			("lead", "lead"),
		)
	}
	mine, theirs = (factories.young_person(users[who]) for who in ("worker", "other worker"))
	factories.care_record(mine)
	factories.support_profile(mine)
	file = factories.private_file(frappe.get_doc(IDENTITY, mine.name))
	placement = factories.placement(mine)
	frappe.db.commit()
	return SimpleNamespace(users=users, mine=mine.name, theirs=theirs.name, file=file, placement=placement)


@pytest.fixture
def sign_in(council, http):
	return lambda who: http(council.users[who], factories.PASSWORD)


class Log:
	"""The lines that a user's requests have added since the test began."""

	def __init__(self):
		self.seen = set(self._names())

	def _names(self):
		frappe.db.rollback()  # a new snapshot
		return frappe.get_all(access_log.LOG, pluck="name", order_by="read_on, name")

	def lines(self):
		new = [name for name in self._names() if name not in self.seen]
		return [frappe.get_doc(access_log.LOG, name) for name in new]

	def said(self):
		return [(line.how, line.record_type, line.record, line.number_of_rows) for line in self.lines()]


@pytest.fixture
def log(council):
	return Log()


def quoted(**values):
	return {key: json.dumps(value) for key, value in values.items()}


ONE = {
	"Form": lambda s, name: s.get(
		"/api/method/frappe.desk.form.load.getdoc", params={"doctype": IDENTITY, "name": name}
	),
	"API": lambda s, name: s.get(f"/api/resource/{IDENTITY}/{name}"),
	"Print": lambda s, name: s.get(
		"/printview", params={"doctype": IDENTITY, "name": name}, headers={"Accept": "text/html"}
	),
	"Change": lambda s, name: s.put(f"/api/resource/{IDENTITY}/{name}", json={"goals": "A job outdoors"}),
}


@pytest.mark.parametrize("how", ONE)
def test_opening_one_record_is_one_line(council, sign_in, log, how):
	assert ONE[how](sign_in("officer"), council.mine).ok
	[line] = log.lines()
	assert (line.user, line.how, line.record_type) == (council.users["officer"], how, IDENTITY)
	assert (line.record, line.young_person, line.number_of_rows) == (council.mine, council.mine, 1)


@pytest.mark.parametrize("doctype", ["Young Person Care Record", "Young Person Support Profile"])
def test_the_other_records_are_logged_too(council, sign_in, log, doctype):
	assert sign_in("worker").get(f"/api/resource/{doctype}/{council.mine}").ok
	assert log.said() == [("API", doctype, council.mine, 1)]


def test_a_method_of_the_api_names_the_record(council, sign_in, log):
	answer = sign_in("officer").call(
		"frappe.client.get_value", doctype=IDENTITY, fieldname="surname", filters={"name": council.mine}
	)
	assert answer.ok
	assert log.said() == [("API", IDENTITY, council.mine, 1)]


MANY = {
	"API": lambda s: s.get(
		f"/api/resource/{IDENTITY}", params=quoted(fields=["name", "surname"], limit_page_length=0)
	),
	"List or Report": lambda s: s.call(
		"frappe.desk.reportview.get", doctype=IDENTITY, fields=["name"], page_length=500, view="List"
	),
	"child rows": lambda s: s.call(
		"frappe.client.get_list",
		doctype="Young Person Support Need",
		parent="Young Person Support Profile",
		fields=["need"],
	),
}


@pytest.mark.parametrize("door", MANY)
def test_a_list_is_one_line_with_its_number_of_rows(council, sign_in, log, door):
	answer = MANY[door](sign_in("worker"))
	assert answer.ok
	[line] = log.lines()
	record_type = "Young Person Support Profile" if door == "child rows" else IDENTITY
	assert (line.how, line.record_type) == ("API" if door == "child rows" else door, record_type)
	assert (line.record, line.young_person, line.number_of_rows) == ("", "", 1)


def test_an_empty_list_is_not_logged(council, sign_in, log):
	answer = sign_in("worker").call(
		"frappe.client.get_list", doctype=IDENTITY, filters={"name": council.theirs}, fields=["surname"]
	)
	assert answer.json()["message"] == []
	assert log.said() == []


def test_a_private_file_is_a_reading_of_its_record(council, sign_in, log):
	answer = sign_in("worker").get(council.file.file_url)
	assert answer.ok and b"planted letter" in answer.content
	assert log.said() == [("File", IDENTITY, council.mine, 1)]


@pytest.mark.parametrize("who", ["worker", "analyst"])
def test_whoever_is_refused_has_read_nothing(council, sign_in, log, who):
	session = sign_in(who)
	for open_it in ONE.values():
		assert open_it(session, council.theirs).status_code in (403, 404)
	assert session.get(council.file.file_url).ok is (who == "worker")
	assert [line for line in log.said() if line[2] == council.theirs] == []


def test_what_the_server_reads_for_itself_is_not_logged(council, sign_in, log):
	"""The start gate reads dates of birth, care status and support, but shows none of them."""
	session = sign_in("officer")
	arguments = {"dt": "Placement", "dn": council.placement.name, "method": "gate"}
	assert session.post("/api/method/run_doc_method", json=arguments).ok
	assert session.get(f"/api/resource/Placement/{council.placement.name}").ok
	assert log.said() == []


def test_a_made_up_name_is_not_written(council, sign_in, log):
	"""The log holds only references to stored records, whatever a request names."""
	sign_in("officer").call(
		"frappe.client.get_count", doctype=IDENTITY, filters={"name": "Robin Planted, 12 High Street"}
	)
	assert [line.record for line in log.lines()] in ([], [""])


def test_an_answer_whose_reading_cannot_be_written_is_withheld(council, sign_in, log):
	frappe.db.sql_ddl("rename table `tabRecord Access Log` to `tabRecord Access Log away`")
	try:
		answers = [
			open_it(sign_in("officer"), council.mine) for how, open_it in ONE.items() if how != "Change"
		]
		file = sign_in("officer").get(council.file.file_url)
	finally:
		frappe.db.sql_ddl("rename table `tabRecord Access Log away` to `tabRecord Access Log`")
	surname = frappe.db.get_value(IDENTITY, council.mine, "preferred_name")
	for answer in [*answers, file]:
		assert answer.status_code == 503
		assert surname not in answer.text and "planted letter" not in answer.text
		assert "could not log" in answer.text
	assert ONE["API"](sign_in("officer"), council.mine).ok
	assert log.said() == [("API", IDENTITY, council.mine, 1)]


def test_control_without_the_hook_the_log_of_a_get_is_lost(council, frappe_site):
	"""Frappe rolls back a GET, so the lines are written after the response, in a transaction of their own."""
	access_log.note_document(frappe.get_doc(IDENTITY, council.mine))
	assert frappe.flags.pop("unlocking_readings")


def test_a_disclosure_on_the_portal_is_logged_by_kind(council, frappe_site, log):
	"""The portal calls it for what it shows; a visitor who came by a link is named by reference."""
	access_log.log_disclosure("SHR-1", council.mine, ["First Name", "Controls"], reader="Link of EMP-1")
	access_log.write_for_job("portal")
	[line] = log.lines()
	assert (line.user, line.how, line.items) == ("Link of EMP-1", "Portal Disclosure", "Controls, First Name")
	assert (line.record_type, line.young_person, line.number_of_rows) == ("Share Release", council.mine, 2)


def test_a_job_of_a_users_is_logged(council, frappe_site, log):
	frappe.set_user(council.users["worker"])
	frappe.get_list(IDENTITY, fields=["surname"])
	access_log.write_for_job("frappe.desk.reportview.export")
	[line] = log.lines()
	assert (line.user, line.how, line.door) == (
		council.users["worker"],
		"Background Job",
		"frappe.desk.reportview.export",
	)


def test_administrator_is_logged_on_the_form(council, frappe_site, log):
	frappe.get_doc(IDENTITY, council.mine).run_method("onload")
	access_log.write_for_job("form")
	assert [(line.user, line.record) for line in log.lines()] == [("Administrator", council.mine)]


def test_the_log_is_not_changed_or_deleted_by_anyone(council, sign_in, frappe_site, log):
	ONE["API"](sign_in("officer"), council.mine)
	[line] = log.lines()
	for attempt in (line.save, line.delete, lambda: frappe.get_doc({"doctype": access_log.LOG}).insert()):
		with pytest.raises(frappe.PermissionError):
			attempt()
	frappe.db.rollback()  # releases the lock on the row
	session = sign_in("lead")
	assert session.get(f"/api/resource/{access_log.LOG}/{line.name}").ok
	assert session.delete(f"/api/resource/{access_log.LOG}/{line.name}").status_code == 403
	assert session.put(f"/api/resource/{access_log.LOG}/{line.name}", json={"user": "x"}).status_code == 403
