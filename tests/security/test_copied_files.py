"""Attempts to copy a private file's content into another file, an email, a print or a ZIP file."""

import io
import json
import zipfile
from pathlib import Path

import frappe
import pytest

from tests import factories
from tests.access.samples import picture
from tests.security.conftest import call
from unlocking_opportunities.access import sharing

OUTSIDE = "someone@elsewhere.example"
WITHOUT_RIGHT = ("worker", "adviser", "analyst", "nobody")
WITH_RIGHT = "other worker"


def to_a_todo(file):
	todo = factories.make("ToDo", description="x", allocated_to=frappe.session.user)
	return call(
		"frappe.utils.file_manager.add_attachments",
		doctype="ToDo",
		name=todo.name,
		attachments=json.dumps([file.name]),
	)


def to_a_message(file):
	# Frappe's own methods, without our checks (tests/security/test_closed_methods.py).
	return frappe.call(
		"frappe.core.doctype.communication.email.make",
		recipients=OUTSIDE,
		subject="x",
		content="x",
		attachments=json.dumps([file.name]),
	)


def by_address(file, address=None):
	values = {"doctype": "File", "file_url": address or file.file_url, "is_private": 1}
	return frappe.get_doc(values).insert(ignore_permissions=True)


def by_name(file):
	values = {"doctype": "File", "file_name": file.file_name, "is_private": 1}
	return frappe.get_doc(values).insert(ignore_permissions=True)


def by_full_address(file):
	return by_address(file, frappe.utils.get_url(file.file_url))


def to_a_zip_file(file):
	call("frappe.core.api.file.zip_files", files=json.dumps([file.name]))
	content = frappe.response.filecontent
	if not zipfile.ZipFile(io.BytesIO(content)).namelist():  # Frappe 15.103 leaves out what may not be read
		raise frappe.PermissionError
	return content


def mailed(message="x", **attachment):
	frappe.sendmail(
		recipients=[OUTSIDE],
		subject="x",
		message=message,
		attachments=[attachment] if attachment else None,
		delayed=True,
	)
	return frappe.get_last_doc("Email Queue")


def mailed_by_name(file):
	return mailed(fid=file.name)


def mailed_by_address(file):
	return mailed(file_url=file.file_url)


def mailed_within_the_text(file):
	return mailed(f'<img embed="{file.file_url}">')


def mailed_in_a_print(file):
	return mailed(print_format_attachment=1, html=f'<img src="{file.file_url}?fid={file.name}">')


def mailed_as_a_print(file):
	return mailed(print_format_attachment=1, doctype=file.attached_to_doctype, name=file.attached_to_name)


WAYS = [
	to_a_todo,
	to_a_message,
	by_address,
	by_name,
	by_full_address,
	to_a_zip_file,
	mailed_by_name,
	mailed_by_address,
	mailed_within_the_text,
	mailed_in_a_print,
	mailed_as_a_print,
]


@pytest.fixture
def theirs(world):
	"""A photograph on a young person of another worker."""
	frappe.set_user("Administrator")
	return factories.make(
		"File",
		file_name="a.png",
		content=picture("PNG"),
		is_private=1,
		attached_to_doctype="Young Person",
		attached_to_name=world.theirs.person.name,
	)


def kept(file):
	"""Return how many files hold or open its content, and how many emails."""
	return frappe.db.count("File"), frappe.db.count("Email Queue")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", WITHOUT_RIGHT)
def test_no_one_takes_the_content_of_a_file_they_may_not_read(theirs, as_user, way, kind):
	before = kept(theirs)
	as_user(kind)
	with pytest.raises(frappe.PermissionError):
		way(theirs)
	assert kept(theirs) == before


@pytest.mark.parametrize("written", ["{}%2Epng", "{}.png/.", "./{}.png", "{}.PNG"])
def test_however_the_address_is_written(theirs, as_user, written):
	"""Newer Frappe decodes it before it copies."""
	folder, _slash, name = theirs.file_url.rpartition("/")
	as_user("nobody")
	with pytest.raises(frappe.PermissionError):
		by_address(theirs, f"{folder}/{written.format(name.removesuffix('.png'))}")


def of_ones_own(name="mine.txt", **values):
	return factories.make("File", file_name=name, content=frappe.generate_hash(), is_private=1, **values)


def set_on(file, **values):
	for fieldname, value in values.items():
		call("frappe.client.set_value", doctype="File", name=file.name, fieldname=fieldname, value=value)


@pytest.mark.parametrize("kind", WITHOUT_RIGHT)
@pytest.mark.parametrize("field", ["file_url", "content_hash", "thumbnail_url"])
def test_ones_own_file_is_not_exchanged_for_anothers(theirs, as_user, kind, field):
	as_user(kind)
	mine = of_ones_own()
	with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
		set_on(mine, **{field: theirs.get(field) or theirs.file_url})
	frappe.delete_doc("File", mine.name, ignore_permissions=True)
	assert Path(frappe.get_site_path("private", "files", Path(theirs.file_url).name)).exists()


@pytest.mark.parametrize("field", ["content_hash", "thumbnail_url"])
def test_nor_made_with_another_users_file(theirs, as_user, field):
	as_user("nobody")
	taken = theirs.get(field) or theirs.file_url
	mine = of_ones_own(**{field: taken})
	assert mine.get(field) != taken and mine.file_url != theirs.file_url
	frappe.delete_doc("File", mine.name, ignore_permissions=True)
	assert Path(frappe.get_site_path("private", "files", Path(theirs.file_url).name)).exists()


@pytest.mark.parametrize("way", [by_address, by_name])
def test_a_private_file_on_no_record_is_its_owners(world, as_user, way):
	as_user("officer")
	plan = of_ones_own(name=f"leaving plan {frappe.generate_hash(length=6)}.txt")
	for kind in WITHOUT_RIGHT:
		as_user(kind)
		with pytest.raises(frappe.PermissionError):
			way(plan)
	as_user("officer")
	assert way(plan)


def test_no_field_of_a_record_is_written_but_one_for_a_file(world, as_user):
	"""Frappe writes the address into it when the file becomes private, without checking permissions."""
	me = as_user("worker")
	for doctype, name, field in (
		("User", world.users["officer"], "first_name"),
		("User", me, "reset_password_key"),
		("User", world.users["officer"], "user_image"),
		("Role", "Unlocking Safeguarding Lead", "home_page"),
	):
		mine = factories.make("File", file_name=f"{frappe.generate_hash()}.txt", content="x", is_private=0)
		on = {"attached_to_doctype": doctype, "attached_to_name": name, "attached_to_field": field}
		before = frappe.db.get_value(doctype, name, field)
		for try_it in (
			lambda mine=mine, on=on: frappe.get_doc("File", mine.name).update({**on, "is_private": 1}).save(),
			lambda on=on: frappe.get_doc("File", of_ones_own(**on).name).update({"is_private": 0}).save(),
		):
			with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
				try_it()
			assert frappe.db.get_value(doctype, name, field) == before


def test_control_ones_own_picture_is(world, as_user):
	me = as_user("worker")
	on = {"attached_to_doctype": "User", "attached_to_name": me, "attached_to_field": "user_image"}
	mine = of_ones_own(f"{frappe.generate_hash()}.txt", **on)
	set_on(mine, is_private=0)
	assert frappe.db.get_value("File", mine.name, "file_url").startswith("/files/")


# Frappe 15.103 no longer follows a full address, and 16.10 puts only what the reader may open into a ZIP file.
CLOSED_BY_NEWER_FRAPPE = (by_full_address, to_a_zip_file)


def takes(way, file) -> bool:
	try:
		return bool(way(file))
	except (frappe.PermissionError, frappe.ValidationError):
		return False


@pytest.mark.parametrize("way", WAYS)
def test_control_a_user_who_may_read_the_record_can(theirs, as_user, way):
	as_user(WITH_RIGHT)
	assert takes(way, theirs) or way in CLOSED_BY_NEWER_FRAPPE


def test_a_file_that_is_refused_to_become_public_stays_where_it_is(theirs, as_user):
	as_user("officer")
	with pytest.raises(sharing.MustBePrivate):
		call("frappe.client.set_value", doctype="File", name=theirs.name, fieldname="is_private", value=0)
	assert Path(frappe.get_site_path("private", "files", Path(theirs.file_url).name)).exists()
	assert not Path(frappe.get_site_path("public", "files", Path(theirs.file_url).name)).exists()


@pytest.mark.parametrize("way", WAYS)
def test_control_without_the_guard_anyone_can(theirs, as_user, monkeypatch, way):
	for guard in ("refuse_unless_readable", "refuse_private_address"):
		monkeypatch.setattr(sharing, guard, lambda records: None)
	as_user("nobody")
	assert takes(way, theirs) or way in CLOSED_BY_NEWER_FRAPPE


def test_control_what_is_taken_is_the_content(theirs, as_user, monkeypatch):
	for guard in ("refuse_unless_readable", "refuse_private_address"):
		monkeypatch.setattr(sharing, guard, lambda records: None)
	content = theirs.get_content()
	as_user("nobody")
	(file,) = to_a_todo(theirs)
	assert file.file_url != theirs.file_url and file.get_content() == content


def test_nothing_but_a_picture_is_shown_in_a_mail(world, as_user):
	"""Frappe would put any file of the server there."""
	as_user("officer")
	with pytest.raises(sharing.OnlyPictures):
		mailed('<img embed="apps.txt">')


def test_control_mails_of_the_server_carry_what_they_name(theirs):
	assert mailed_by_name(theirs) and mailed_within_the_text(theirs)
