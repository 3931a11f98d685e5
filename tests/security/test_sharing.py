"""Passing a record, or information about it, to a user whose row rule doesn't allow it.

Shares, assignments, mentions, follows, tags, links with a key, prepared reports and files.
"""

import json

import frappe
import pytest

from tests import factories
from tests.security.conftest import OWN, PEOPLE, call, is_refused


@pytest.fixture
def without_events():
	"""Frappe as it is without this app's document events."""
	yield lambda: setattr(frappe.local, "doc_events_hooks", {"*": {}})
	del frappe.local.doc_events_hooks


@pytest.mark.parametrize("doctype", PEOPLE)
@pytest.mark.parametrize("kind", ["officer", "manager", "worker", "lead", "Administrator"])
def test_no_one_shares_a_record_of_people(world, doctype, kind):
	doc = world.mine.rows[doctype]
	frappe.set_user(world.users.get(kind, kind))
	other = world.users["other worker"]
	assert is_refused("frappe.share.add", doctype=doctype, name=doc.name, user=other)
	assert is_refused(
		"frappe.share.set_permission", doctype=doctype, name=doc.name, user=other, permission_to="read"
	)
	with pytest.raises(frappe.PermissionError):
		frappe.share.add_docshare(doctype, doc.name, other, flags={"ignore_share_permission": True})
	with pytest.raises(frappe.PermissionError):
		frappe.share.add_docshare(doctype, doc.name, everyone=1, flags={"ignore_share_permission": True})


def test_control_a_share_would_beat_the_row_rule(world, as_user, without_events, unguarded):
	unguarded()
	theirs = world.theirs.person
	without_events()
	frappe.share.add_docshare(
		"Young Person", theirs.name, world.users["worker"], flags={"ignore_share_permission": True}
	)
	as_user("worker")
	assert not is_refused("frappe.client.get", doctype="Young Person", name=theirs.name)


def assignment(doc, to):
	return {"doctype": doc.doctype, "name": doc.name, "assign_to": json.dumps([to]), "description": "x"}


@pytest.mark.parametrize("doctype", OWN)
def test_a_record_is_assigned_only_to_those_who_read_it(world, as_user, doctype):
	doc = world.mine.rows[doctype]
	as_user("manager" if doctype == "Suitability Refusal" else "officer")  # officers don't read refusals
	for kind in ("other worker", "other adviser", "analyst", "nobody"):
		assert is_refused("frappe.desk.form.assign_to.add", **assignment(doc, world.users[kind]))
		assert is_refused("frappe.client.insert", doc=a_todo(doc, world.users[kind]))
	assert not is_refused("frappe.desk.form.assign_to.add", **assignment(doc, world.users["worker"]))
	assert not frappe.db.exists("DocShare", {"share_doctype": doctype, "share_name": doc.name})


def test_no_one_assigns_what_they_cannot_read(world, as_user):
	me = as_user("worker")
	assert is_refused("frappe.desk.form.assign_to.add", **assignment(world.theirs.person, me))
	assert is_refused(
		"frappe.desk.form.assign_to.add", **assignment(world.theirs.person, world.users["officer"])
	)


def test_control_frappe_shares_what_it_assigns(world, as_user, without_events, unguarded):
	unguarded()
	without_events()
	frappe.set_user("Administrator")
	call("frappe.desk.form.assign_to.add", **assignment(world.theirs.person, world.users["worker"]))
	as_user("worker")
	assert not is_refused("frappe.client.get", doctype="Young Person", name=world.theirs.person.name)


def a_todo(doc, to):
	return {
		"doctype": "ToDo",
		"reference_type": doc.doctype,
		"reference_name": doc.name,
		"allocated_to": to,
		"description": "x",
	}


def test_an_assignment_made_before_the_worker_changed_is_closed_by_those_who_read_the_record(world, as_user):
	"""It quotes the record, so someone who may no longer read the record can't see it in their list."""
	as_user("officer")
	call("frappe.desk.form.assign_to.add", **assignment(world.mine.person, world.users["worker"]))
	call(
		"frappe.client.set_value",
		doctype="Young Person",
		name=world.mine.person.name,
		fieldname="allocated_worker",
		value=world.users["other worker"],
	)
	todo = frappe.get_last_doc("ToDo", {"allocated_to": world.users["worker"]})
	as_user("worker")
	assert is_refused("frappe.client.get", doctype="ToDo", name=todo.name)
	as_user("officer")
	person = {"doctype": "Young Person", "name": world.mine.person.name}
	call("frappe.desk.form.assign_to.remove", assign_to=todo.allocated_to, **person)
	assert frappe.db.get_value("ToDo", todo.name, "status") == "Cancelled"


def mention(user):
	return f'<div>Look <span class="mention" data-id="{user}">@x</span></div>'


def comment(doc, content):
	me = frappe.session.user
	return {
		"reference_doctype": doc.doctype,
		"reference_name": doc.name,
		"content": content,
		"comment_email": me,
		"comment_by": me,
	}


def test_a_comment_reaches_only_those_who_read_the_record(world, as_user):
	as_user("officer")
	door = "frappe.desk.form.utils.add_comment"
	assert is_refused(door, **comment(world.mine.placement, mention(world.users["other worker"])))
	assert not is_refused(door, **comment(world.mine.placement, mention(world.users["worker"])))


def test_no_one_likes_what_they_cannot_read(world, as_user):
	as_user("worker")
	assert is_refused(
		"frappe.desk.like.toggle_like", doctype="Young Person", name=world.theirs.person.name, add="Yes"
	)
	assert not is_refused(
		"frappe.desk.like.toggle_like", doctype="Young Person", name=world.mine.person.name, add="Yes"
	)


@pytest.mark.parametrize("doctype,kept", [("Young Person", False), ("Employer", True)])
def test_records_of_people_are_not_followed(world, as_user, doctype, kept):
	me = as_user("officer")
	frappe.db.set_value("User", me, "document_follow_notify", 1)
	arguments = {"doctype": doctype, "doc_name": world.mine.rows[doctype].name, "following": 1}
	call("frappe.desk.form.document_follow.update_follow", **arguments)
	assert bool(frappe.db.exists("Document Follow", {"ref_doctype": doctype, "user": me})) == kept


def test_records_of_people_take_no_tags(world, as_user):
	as_user("officer")
	arguments = {"tag": "Planted", "dt": "Young Person", "dn": world.mine.person.name}
	assert is_refused("frappe.desk.doctype.tag.tag.add_tag", **arguments)
	assert not is_refused(
		"frappe.desk.doctype.tag.tag.add_tag", tag="Keen", dt="Employer", dn=world.mine.rows["Employer"].name
	)


def test_no_link_with_a_key_opens_a_print(world):
	frappe.set_user("Administrator")
	with pytest.raises(frappe.PermissionError):
		world.mine.placement.get_document_share_key()
	assert world.mine.rows["Employer"].get_document_share_key()


def test_reports_of_ours_are_not_prepared(world):
	frappe.set_user("Administrator")
	ours = frappe.db.get_value("Report", {"module": "Unlocking Opportunities"})
	theirs = frappe.db.get_value("Report", {"module": ["!=", "Unlocking Opportunities"]})
	with pytest.raises(frappe.PermissionError):
		factories.make("Prepared Report", report_name=ours, filters="{}")
	assert factories.make("Prepared Report", report_name=theirs, filters="{}")


def a_second_name_for(file):
	return {"doctype": "File", "file_name": "mine.txt", "file_url": file.file_url, "is_private": 1}


def test_a_private_file_is_not_opened_by_naming_it_again(world, as_user):
	theirs = factories.private_file(world.theirs.person)
	as_user("worker")
	assert is_refused("frappe.client.insert", doc=a_second_name_for(theirs))
	for address in (
		frappe.utils.get_url() + theirs.file_url,
		theirs.file_url.replace("/files/", "/files/./"),
	):
		assert is_refused("frappe.client.insert", doc=a_second_name_for(theirs) | {"file_url": address})
	by_its_name = {"doctype": "File", "file_name": theirs.file_name, "is_private": 1}
	assert is_refused("frappe.client.insert", doc=by_its_name)


def test_control_without_the_guard_it_is(world, as_user, without_events, unguarded):
	theirs = factories.private_file(world.theirs.person)
	as_user("worker")
	without_events()
	unguarded("has_permission")
	name = call("frappe.client.insert", doc=a_second_name_for(theirs))["name"]
	assert frappe.get_doc("File", name).is_downloadable()


def test_files_on_our_records_are_private(world, as_user):
	as_user("officer")
	for doctype in ("Young Person", "Host Agreement"):
		public = {"doctype": "File", "file_name": "x.txt", "content": "x", "is_private": 0}
		on = {"attached_to_doctype": doctype, "attached_to_name": world.mine.rows[doctype].name}
		assert is_refused("frappe.client.insert", doc=public | on)
		assert not is_refused("frappe.client.insert", doc=public | on | {"is_private": 1})


def test_nothing_is_attached_to_a_record_that_one_cannot_read(world, as_user):
	as_user("worker")
	on = {"attached_to_doctype": "Young Person", "attached_to_name": world.theirs.person.name}
	file = {"doctype": "File", "file_name": "x.txt", "content": "x", "is_private": 1}
	assert is_refused("frappe.client.insert", doc=file | on)
	loose = call("frappe.client.insert", doc=file)["name"]
	assert is_refused("frappe.client.set_value", doctype="File", name=loose, fieldname=json.dumps(on))


def test_workflow_actions_of_anothers_are_not_listed(world, as_user):
	for side in (world.mine, world.theirs):
		action = factories.make(
			"Workflow Action",
			reference_doctype="Placement",
			reference_name=side.placement.name,
			status="Open",
			permitted_roles=[{"role": factories.ROLES["worker"]}],
		)
		assert action
	as_user("worker")
	names = {
		row.reference_name
		for row in call("frappe.client.get_list", doctype="Workflow Action", fields='["reference_name"]')
	}
	assert world.mine.placement.name in names and world.theirs.placement.name not in names
