"""A young person with unique names in every text that is kept about them, and in every copy that Frappe keeps."""

import gzip
import os
import random
import subprocess
from pathlib import Path
from types import SimpleNamespace

import frappe
from frappe.utils import add_years, today

from tests import factories
from unlocking_opportunities.data_protection import records


def plant() -> SimpleNamespace:
	"""Make the person, every linked record, and every copy; commit them."""
	tag = frappe.generate_hash(length=8)
	names = SimpleNamespace(first=f"Zephyrine{tag}", last=f"Quillfeather{tag}")
	full = f"{names.first} {names.last}"
	person = factories.young_person(preferred_name=names.first, surname=names.last)
	mobile = f"07700 9{random.randrange(10**7):07}"
	email, carer = f"{tag}@young.example", f"carer-{tag}@home.example"
	frappe.get_doc("Young Person Identity", person.name).update(
		{"email": email, "mobile": mobile, "carer_name": f"Carer{tag} {names.last}", "carer_email": carer}
	).save()
	placement = _end_everything(_make_everything(person))
	_write_everywhere(person.name, full)
	found = records.get_linked_records("Young Person", [person.name], records.HOLDINGS)
	planted = SimpleNamespace(
		person=person.name,
		placement=placement,
		words=(names.first, names.last, f"carer-{tag}", mobile),
		full=full,
		email=email,
		carer=carer,
		found=found,
	)
	_plant_copies(planted)
	frappe.db.commit()
	return planted


def _make_everything(person):
	factories.care_record(person)
	factories.support_profile(person)
	placement = factories.placement(person)
	running = factories.set_stored(factories.placement(person), status="In Progress")
	placement.append("gate_results", {"check_key": "insurance", "outcome": "Fail", "reason": "x"}).db_insert()
	placement.append("overrides", {"check_key": "induction", "reason": "x"}).db_insert()
	factories.share_release(placement)
	factories.suitability_refusal(placement)
	factories.addendum(placement)
	factories.visit(placement)
	factories.not_here_alert(placement)
	factories.accident(placement)
	factories.concern(young_person=person.name)
	factories.placement_request(running)
	factories.placement_feedback(running)
	factories.placement_answer(placement)
	_row(
		"Decision Request", kind="Placement", reference_doctype="Placement", reference_name=placement.name,
		young_person=person.name, status="Approved",
	)  # fmt: skip
	factories.portal_access("Young Person", placement=running.name)
	factories.pairing(person)
	factories.mentoring_session(person)
	fayre = factories.allocation_round(
		[person], [frappe.get_doc("Placement Opportunity", placement.opportunity)]
	)
	fayre.append("matches", {"young_person": person.name, "why": "x"}).db_insert()
	factories.data_rights_request(person, kind="Objection", answered_on=today(), outcome="Upheld")
	factories.make("Visit", placement=placement.name, due_on=today(), kind="Extra")
	return placement, running


def _end_everything(placements):
	for placement in placements:
		factories.set_stored(
			placement, status="Completed", outcome="Paid Job", actual_start=today(), actual_end=today()
		)
	person = placements[0].young_person
	for pairing in frappe.get_all("Mentoring Pairing", {"young_person": person}, pluck="name"):
		frappe.db.set_value("Mentoring Pairing", pairing, {"status": "Ended", "ends_on": today()})
	frappe.db.set_value("Young Person", person, {"status": "Closed", "closed_on": add_years(today(), -7)})
	return placements[0].name


def _write_everywhere(person: str, words: str) -> None:
	"""Put `words` into each text field of the person's records and their rows; identifying fields keep their values."""
	for doctype, names in records.get_linked_records(
		"Young Person", [person], records.get_disposed_doctypes()
	).items():
		for about, condition in [
			(doctype, {"name": ["in", names]}),
			*((rows, {"parent": ["in", names], "parenttype": doctype}) for rows in records.tables(doctype)),
		]:
			fields = [name for name in records.texts(about) if about != "Young Person Identity"]
			if fields:
				frappe.db.set_value(about, condition, {name: words for name in fields}, update_modified=False)


def _plant_copies(planted) -> None:
	planted.elsewhere = factories.employer().name
	on = {"reference_doctype": "Placement", "reference_name": planted.placement}
	_plant_in_comments_and_files(planted)
	_plant_in_mails(planted, on)
	_plant_in_what_users_are_told(planted)
	_plant_in_logs(planted, on)
	_plant_in_contacts_and_reports(planted)
	_plant_in_settings_and_search(planted)


def _plant_in_comments_and_files(planted) -> None:
	doc = frappe.get_doc("Young Person Identity", planted.person)
	doc.goals = f"Wants what {planted.full} wants"
	doc.save(ignore_version=False)
	frappe.get_doc("Placement", planted.placement).add_comment("Comment", f"Spoke to {planted.full}")
	employer = frappe.get_doc("Employer", planted.elsewhere)
	planted.comment = employer.add_comment("Comment", f"{planted.full} starts on Monday").name
	planted.file = factories.make(
		"File", file_name=f"{planted.full}.txt", content=f"About {planted.full}", is_private=1,
		attached_to_doctype="Young Person", attached_to_name=planted.person,
	)  # fmt: skip


def _plant_in_mails(planted, on: dict) -> None:
	_row("Communication", subject="x", content=f"<p>{planted.full}</p>", **on)
	_row("Communication", subject="x", content="Hello", sender=planted.email)
	about = _row("Email Queue", message=f"Dear {planted.full}", status="Sent", **on)
	other = _row("Email Queue", message="Please call us", status="Sent")
	for mail in (about, other):
		_row(
			"Email Queue Recipient",
			recipient=planted.carer,
			parent=mail,
			parenttype="Email Queue",
			parentfield="recipients",
		)
	if frappe.db.table_exists("SMS Log"):
		_row("SMS Log", message=planted.full, sent_to=planted.words[3])


def _plant_in_what_users_are_told(planted) -> None:
	place, full = planted.placement, planted.full
	_row("Notification Log", subject=full, document_type="Visit", document_name="x")
	_row("ToDo", description=f"Ring {full}", reference_type="Placement", reference_name=place)
	_row("ToDo", description=f"Ring {full} at home")
	_row("Tag Link", title=full, document_type="Placement", document_name=place)
	_row("Document Follow", ref_doctype="Placement", ref_docname=place)


def _plant_in_logs(planted, on: dict) -> None:
	first, last = planted.words[:2]
	_row("Activity Log", subject=f"{planted.full} was called", **on)
	_row("View Log", viewed_by="x", reference_doctype="Young Person", reference_name=planted.person)
	_row("Error Log", method="x", error=f"first_name = '{first}'")
	_row("Scheduled Job Log", details=f"… {last} …")
	notes = frappe.as_json({"notes": planted.full})
	_row("Deleted Document", deleted_doctype="Visit", deleted_name="x", data=notes)
	surname = frappe.as_json({"surname": last})
	_row("Access Log", export_from="Young Person Identity", filters=surname)
	_row("Route History", route=f"List/Young Person Identity?surname={last}")


def _plant_in_contacts_and_reports(planted) -> None:
	contact = _row("Contact", first_name=planted.full, email_id=planted.email)
	_row(
		"Contact Email", email_id=planted.email, parent=contact, parenttype="Contact", parentfield="email_ids"
	)
	report = _row("Prepared Report", report_name=_a_report_on_ours(), filters=planted.full)
	factories.make(
		"File", file_name="rows.json.gz", content=gzip.compress(planted.full.encode()), is_private=1,
		attached_to_doctype="Prepared Report", attached_to_name=report,
	)  # fmt: skip


def _plant_in_settings_and_search(planted) -> None:
	place, person, full = planted.placement, planted.person, planted.full
	settings = frappe.as_json(
		{"List": {"filters": [["Young Person Identity", "surname", "=", planted.words[1]]]}}
	)
	frappe.db.multisql(
		{"mariadb": "insert into `__UserSettings` (`user`, `doctype`, `data`) values (%s, %s, %s)"},
		(person, "Young Person Identity", settings),
	)
	frappe.cache.hset("_user_settings", f"Young Person Identity::{person}", settings)
	search = frappe.qb.Table("__global_search")
	frappe.qb.into(search).columns("doctype", "name", "title", "content").insert(
		"Placement", place, full, full
	).run()


def _a_report_on_ours() -> str:
	kind = {"report_type": "Report Builder", "is_standard": "No", "ref_doctype": "Visit"}
	return factories.make("Report", report_name=f"Planted {frappe.generate_hash(length=6)}", **kind).name


def _row(doctype: str, **values) -> str:
	"""Insert a row as Frappe would have, without our checks."""
	doc = frappe.new_doc(doctype)
	doc.update(values)
	doc.set_new_name()
	doc.db_insert()
	return doc.name


def found_in_dump(words) -> set[str]:
	"""Return which of `words` are in a dump of the site's database, its files' names or their contents."""
	conf = frappe.conf
	command = ["mariadb-dump", "--single-transaction", f"--user={conf.db_user or conf.db_name}", conf.db_name]
	if conf.db_socket:
		command.insert(1, f"--socket={conf.db_socket}")
	else:
		command[1:1] = [
			f"--host={conf.db_host or '127.0.0.1'}",
			f"--port={conf.db_port or 3306}",
			"--protocol=TCP",
		]
	env = {**os.environ, "MYSQL_PWD": conf.db_password}
	dump = subprocess.run(command, env=env, check=True, capture_output=True).stdout
	assert b"Dump completed" in dump
	stored = [dump, *_files()]
	return {word for word in words if any(word.encode() in content for content in stored)}


def _files():
	for folder in ("private", "public"):
		for path in Path(frappe.get_site_path(folder, "files")).rglob("*"):
			yield str(path).encode()
			if path.is_file():
				content = path.read_bytes()
				yield gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
