"""Officers and managers look after the contacts of an employer, and no others."""

import frappe
import pytest

from tests import factories
from unlocking_opportunities.access.row_permissions import NotReadable
from unlocking_opportunities.employers import contacts

TEAM = pytest.mark.parametrize("kind", ["officer", "manager"])


def as_user(kind: str, act, *arguments, **values):
	frappe.set_user(factories.standing_user(kind))
	try:
		return act(*arguments, **values)
	finally:
		frappe.set_user("Administrator")


def address() -> str:
	return f"kim-{frappe.generate_hash(length=8)}@host.example"


@pytest.fixture
def host(frappe_site):
	return factories.employer()


def add(host, kind: str = "officer", **values) -> str:
	return as_user(kind, contacts.save_contact, host.name, **{"first_name": "Kim", **values})


def listed(host, kind: str = "officer") -> list[dict]:
	return as_user(kind, contacts.get_contacts, host.name)


@TEAM
def test_added_corrected_and_removed(host, kind):
	first, second = address(), address()
	name = add(
		host,
		kind,
		last_name="Reed",
		emails=f"{first.upper()}\n\n{second}\n",
		phone_numbers="01908 691 691\n07700 900 982",
	)
	(row,) = listed(host, kind)
	assert (row["first_name"], row["last_name"], row["emails"]) == ("Kim", "Reed", [first, second])
	contact = frappe.get_doc("Contact", name)
	assert (contact.email_id, contact.phone, contact.mobile_no) == (first, "01908 691 691", "07700 900 982")
	add(host, kind, contact=name, modified=row["modified"], emails=second)
	(row,) = listed(host, kind)
	assert (row["emails"], row["phones"]) == ([second], [])
	as_user(kind, contacts.remove_contact, host.name, name)
	assert not listed(host, kind) and not frappe.db.exists("Contact", name)
	assert not frappe.db.exists("Deleted Document", {"deleted_doctype": "Contact", "deleted_name": name})


@pytest.mark.parametrize(
	"values",
	[
		{"first_name": " "},
		{"emails": "kim at host"},
		{"emails": "a@b.example, c@d.example"},
		{"phone_numbers": "12"},
	],
)
def test_what_cannot_be_stored_is_refused_in_words(host, values):
	with pytest.raises(contacts.InvalidContact):
		add(host, **values)
	assert not listed(host)


def test_an_older_form_overwrites_nothing(host):
	name = add(host, emails=address())
	(before,) = listed(host)
	add(host, contact=name, modified=before["modified"], first_name="Kit")
	with pytest.raises(frappe.TimestampMismatchError):
		add(host, contact=name, modified=before["modified"], first_name="Kai")
	assert listed(host)[0]["first_name"] == "Kit"


def test_one_main_contact_who_comes_first(host):
	add(host, first_name="Ada", is_primary_contact=1)
	add(host, first_name="Ben", is_primary_contact=1)
	assert [(row["first_name"], row["is_primary_contact"]) for row in listed(host)] == [
		("Ben", 1),
		("Ada", 0),
	]


def test_a_contact_with_an_offer_can_be_removed(host):
	name = add(host)
	pledge = factories.set_stored(factories.pledge(host), contact=name)
	as_user("officer", contacts.remove_contact, host.name, name)
	assert not factories.stored(pledge).contact


@TEAM
def test_contacts_of_others_stay_closed(host, kind):
	theirs = factories.make("Contact", first_name="A customer's")
	elsewhere = add(factories.employer())
	for name in (theirs.name, elsewhere):
		with pytest.raises(contacts.NotTheirContact):
			add(host, kind, contact=name)
		with pytest.raises(contacts.NotTheirContact):
			as_user(kind, contacts.remove_contact, host.name, name)
		assert frappe.db.exists("Contact", name)
	assert not listed(host, kind)
	assert not as_user(kind, frappe.has_permission, "Contact", "read")


def test_a_contact_of_another_app_too_is_only_taken_off(host):
	name = add(host, emails=address())
	contact = frappe.get_doc("Contact", name)
	contact.append("links", {"link_doctype": "User", "link_name": "Administrator"})
	contact.save()
	with pytest.raises(contacts.SharedContact):
		add(host, contact=name, first_name="Kit")
	as_user("officer", contacts.remove_contact, host.name, name)
	kept = frappe.get_doc("Contact", name)
	assert [row.link_doctype for row in kept.links] == ["User"] and kept.first_name == "Kim"


@pytest.mark.parametrize("kind", ["worker", "adviser", "lead", "analyst", "employer"])
def test_nobody_else(host, kind):
	name = add(host, emails=address())
	for act, more in (
		(contacts.get_contacts, ()),
		(contacts.save_contact, ("Kit",)),
		(contacts.remove_contact, (name,)),
	):
		with pytest.raises((frappe.PermissionError, NotReadable)):
			as_user(kind, act, host.name, *more)
	assert listed(host)[0]["first_name"] == "Kim"


def test_two_of_the_same_name_are_told_apart(host):
	add(host)
	with pytest.raises(contacts.InvalidContact, match="add a last name"):
		add(host)
	add(host, last_name="Reed")
	assert len(listed(host)) == 2
