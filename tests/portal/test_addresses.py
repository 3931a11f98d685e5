"""A mailbox passes to someone else: once a year its holder says whether they are still the same person."""

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories
from tests.portal.browsing import link_in
from unlocking_opportunities.employers import due
from unlocking_opportunities.portal import addresses, identity

A_YEAR = addresses.ASK_AFTER_DAYS


@pytest.fixture
def access(frappe_site):
	host = factories.employer(officer=factories.standing_user("officer"))
	access = factories.portal_access(employer=host.name)
	frappe.db.commit()
	yield access
	frappe.db.rollback()
	frappe.delete_doc("Portal Access", access.name, force=True)
	frappe.db.commit()


def confirmed(access, days_ago: int) -> None:
	access.db_set("confirmed_on", add_days(today(), -days_ago))
	frappe.db.commit()


def opened(outsider, mailbox, deliver, access):
	visitor = outsider().open("/sign-in").send(email=access.email)
	deliver()
	return visitor.open(link_in(mailbox.wait_for(to=access.email)))


def listed(access) -> list[str]:
	return [line.text for _owner, line in due.CLOSED_ACCESSES.lines(today()) if line.name == access.name]


def test_new_access_counts_as_confirmed(access):
	assert str(access.confirmed_on) == today()
	assert not addresses.is_due(access.email)


@pytest.mark.parametrize(("days", "asked"), [(A_YEAR - 1, False), (A_YEAR, True), (A_YEAR + 400, True)])
def test_asked_from_a_year_on(outsider, mailbox, deliver, access, days, asked):
	confirmed(access, days)
	visitor = opened(outsider, mailbox, deliver, access)
	assert ("Is this still you?" in visitor.text) is asked


def test_the_question_names_no_one_and_shows_nothing(outsider, mailbox, deliver, access):
	confirmed(access, A_YEAR)
	visitor = opened(outsider, mailbox, deliver, access)
	name = frappe.db.get_value("Employer", access.employer, "employer_name")
	assert name not in visitor.page.text and access.email not in visitor.page.text
	assert identity.COOKIE not in visitor.session.cookies
	assert visitor.open("/employer").path.startswith("/sign-in")


def test_yes_signs_in_and_is_asked_again_in_a_year(outsider, mailbox, deliver, access):
	confirmed(access, A_YEAR)
	visitor = opened(outsider, mailbox, deliver, access)
	visitor.send()
	assert "Select whether you have signed in" in visitor.text
	visitor.send(still_you="Yes")
	assert visitor.path == "/employer"
	frappe.db.rollback()
	stored = factories.stored(access)
	assert (str(stored.confirmed_on), stored.asked_on) == (today(), None)


def test_no_ends_every_access_of_the_address_and_tells_the_officer_what_to_do(
	outsider, mailbox, deliver, access
):
	second = factories.portal_access(email=access.email)
	confirmed(access, A_YEAR)
	before = outsider().signed_in(access.email)
	visitor = opened(outsider, mailbox, deliver, access).send(still_you="No")
	assert visitor.path == "/sign-in/closed"
	assert identity.COOKIE not in visitor.session.cookies
	frappe.db.rollback()
	assert before.open("/employer").path.startswith("/sign-in")
	assert not identity.has_access(access.email)
	for closed in (access, second):
		assert factories.stored(closed).closed_because == addresses.SOMEONE_ELSE
	(text,) = listed(access)
	assert "give the right person access" in text
	visitor.open("/sign-in").send(email=access.email)
	mailbox.forget()
	deliver()
	assert not mailbox.messages(to=access.email)


def test_silence_for_thirty_days_ends_it(access):
	confirmed(access, A_YEAR)
	access.db_set("asked_on", add_days(today(), 1 - addresses.ANSWER_DAYS))
	addresses.close_unanswered()
	assert identity.has_access(access.email)
	access.db_set("asked_on", add_days(today(), -addresses.ANSWER_DAYS))
	for _night in range(2):
		addresses.close_unanswered()
	assert not identity.has_access(access.email)
	assert listed(access)


def test_nobody_who_was_not_asked_is_closed(access):
	confirmed(access, A_YEAR + 1000)
	addresses.close_unanswered()
	assert identity.has_access(access.email)


def test_the_officer_follows_it_up(access):
	addresses.close(access.email, addresses.NO_ANSWER)
	assert listed(access)
	factories.stored(access).update({"followed_up": 1}).save()
	assert not listed(access)
	factories.stored(access).update({"revoked": 0}).save()
	stored = factories.stored(access)
	assert str(stored.confirmed_on) == today() and not stored.closed_because
	assert identity.has_access(access.email)


def test_nobody_confirms_through_the_form_of_the_record(access):
	confirmed(access, A_YEAR)
	factories.stored(access).update({"confirmed_on": today(), "address_on_record": 1}).save()
	assert addresses.is_due(access.email)
	assert not factories.stored(access).address_on_record


@pytest.fixture
def contact(access):
	"""The contact whose address `access` is."""
	doc = frappe.new_doc("Contact")
	doc.first_name = "Kim"
	doc.append("email_ids", {"email_id": access.email, "is_primary": 1})
	doc.append("links", {"link_doctype": "Employer", "link_name": access.employer})
	return doc.insert()


def corrected(contact):
	contact.email_ids[0].email_id = "kims-successor@host.example"
	contact.save()


def unlinked(contact):
	contact.set("links", [])
	contact.save()


def deleted(contact):
	frappe.delete_doc("Contact", contact.name)


def changed_past_the_form(contact):
	frappe.db.delete("Contact Email", {"parent": contact.name})
	addresses.close_changed()


@pytest.mark.parametrize("leave", [corrected, unlinked, deleted, changed_past_the_form])
def test_an_address_that_left_the_contact_is_closed_and_listed(access, contact, leave):
	leave(contact)
	stored = factories.stored(access)
	assert (stored.revoked, stored.closed_because) == (1, addresses.CHANGED)
	(text,) = listed(access)
	assert "isn't a contact's of the employer any more" in text
	stored.update({"followed_up": 1}).save()
	assert not listed(access)


def test_an_officer_may_restore_it_all_the_same(access, contact):
	corrected(contact)
	factories.stored(access).update({"revoked": 0}).save()
	addresses.close_changed()
	assert identity.has_access(access.email) and not listed(access)


def test_an_address_that_another_contact_has_too_stays(access, contact):
	second = frappe.copy_doc(contact)
	second.first_name = "Ada"
	second.insert()
	deleted(contact)
	second.first_name = "Kit"
	second.save()
	addresses.close_changed()
	assert not factories.stored(access).revoked and not listed(access)


def test_an_address_that_was_never_a_contacts_stays(access):
	addresses.close_changed()
	assert not factories.stored(access).revoked
