"""A session of the portal ends at once when its person's account, access or record does."""

import frappe
import pytest

from tests import factories
from tests.portal.browsing import Outsider
from unlocking_opportunities.employers.merging import merge
from unlocking_opportunities.portal import identity, links
from unlocking_opportunities.rules.placement_states import ENDED, HOLDS_A_PLACE, LIVE


@pytest.fixture
def ended(frappe_site):
	"""For each way of ending: the person's page and the act that ends their access."""
	employer, mentor = factories.portal_access(), factories.portal_access("Mentor")
	person = factories.young_person(age=19)
	placement = factories.placement(person)
	young = factories.portal_access("Young Person", placement=placement.name)
	user = frappe.get_doc("User", factories.user("employer"))
	own = factories.portal_access(email=user.name)
	frappe.db.commit()
	return {
		"account": (own, "/employer", ("User", user.name, "enabled", 0)),
		"access": (employer, "/employer", ("Portal Access", employer.name, "revoked", 1)),
		"employer": (employer, "/employer", ("Employer", employer.employer, "status", "Former")),
		"mentor": (mentor, "/mentor", ("Mentor", mentor.mentor, "status", "Left")),
		"young person": (young, "/placement-link", ("Young Person", person.name, "status", "Closed")),
	}


@pytest.mark.parametrize("how", ["account", "access", "employer", "mentor", "young person"])
def test_session_ends_at_once(outsider, ended, how):
	access, path, ending = ended[how]
	bound = {"email": access.email} if access.email else {"portal_access": access.name}
	visitor = outsider().signed_in(**bound).open(path)
	assert visitor.page.status_code == 200 and visitor.path.startswith(path)  # the control: it was open
	frappe.db.set_value(*ending)
	frappe.db.commit()
	visitor.open(path)
	assert (
		not visitor.path.startswith(path) or visitor.page.status_code == 403 or "link" in visitor.text.lower()
	)
	assert identity_of(visitor) is None


def identity_of(visitor):
	"""Return the visitor of this browser's cookie."""
	token = visitor.session.cookies[identity.COOKIE]
	with pytest.MonkeyPatch.context() as patched:
		request = frappe._dict(cookies={identity.COOKIE: token})
		patched.setattr(frappe.local, "request", request, raising=False)
		identity.clear_visitor()
		found = identity.current()
		identity.clear_visitor()
	return found


def test_control_cookie_works_before(outsider, ended):
	for access, path, _ending in ended.values():
		bound = {"email": access.email} if access.email else {"portal_access": access.name}
		assert identity_of(outsider().signed_in(**bound).open(path)).accesses


def test_disabled_account_gets_no_link(outsider, ended, deliver, mailbox):
	access, _path, ending = ended["account"]
	assert identity.has_access(access.email)
	frappe.db.set_value(*ending)
	assert not identity.has_access(access.email)
	links.request_link("Sign In", access.email)
	frappe.db.commit()
	deliver()
	assert not mailbox.messages(to=access.email)


def test_other_records_stay_accessible(outsider, ended):
	access, path, ending = ended["employer"]
	other = factories.portal_access(email=access.email)
	frappe.db.set_value(*ending)
	frappe.db.commit()
	visitor = outsider().signed_in(access.email).open(path)
	assert visitor.page.status_code == 200
	assert identity_of(visitor).employers == [other.employer]


def test_frappe_account_of_a_former_employer_sees_nothing(http, frappe_site):
	user = factories.user("employer", password=factories.PASSWORD)
	access = factories.portal_access(email=user)
	frappe.db.commit()
	visitor = Outsider(http(user, factories.PASSWORD))
	assert visitor.open("/employer").path == "/employer"
	frappe.db.set_value("Employer", access.employer, "status", "Former")
	frappe.db.commit()
	assert visitor.open("/employer").path.startswith("/sign-in")


@pytest.fixture
def contact(frappe_site):
	"""A contact of an employer, who may sign in with their address."""
	host = factories.employer()
	address = f"kim-{frappe.generate_hash(length=6)}@host.example"
	doc = frappe.new_doc("Contact")
	doc.first_name = "Kim"
	doc.append("email_ids", {"email_id": address, "is_primary": 1})
	doc.append("links", {"link_doctype": "Employer", "link_name": host.name})
	access = factories.portal_access(
		email=address, employer=host.name
	)  # as an offer makes them: access first
	doc.insert()
	frappe.db.commit()
	return access, doc


def deleted(doc):
	frappe.delete_doc("Contact", doc.name)


def unlinked(doc):
	doc.set("links", [])
	doc.save()


def linked_to_another(doc):
	doc.links[0].link_name = factories.employer().name
	doc.save()


def another_address(doc):
	doc.email_ids[0].email_id = "kims-successor@host.example"
	doc.save()


@pytest.mark.parametrize("leave", [deleted, unlinked, linked_to_another, another_address])
def test_session_ends_when_the_contact_leaves(outsider, contact, leave):
	access, doc = contact
	visitor = outsider().signed_in(access.email).open("/employer")
	assert visitor.path == "/employer"
	leave(doc.reload() or doc)
	frappe.db.commit()
	assert visitor.open("/employer").path.startswith("/sign-in")
	assert identity_of(visitor) is None
	assert not identity.has_access(access.email)


def test_session_stays_when_the_contact_is_renamed_or_the_employer_merged(outsider, contact):
	access, doc = contact
	visitor = outsider().signed_in(access.email).open("/employer")
	frappe.rename_doc("Contact", doc.name, f"{doc.name} again")
	stays = factories.employer()
	merge(access.employer, stays.name)
	frappe.db.commit()
	assert visitor.open("/employer").path == "/employer"
	assert identity_of(visitor).employers == [stays.name]


def test_an_address_that_was_never_a_contacts_keeps_its_access(outsider, frappe_site):
	access = factories.portal_access()
	frappe.db.commit()
	assert identity_of(outsider().signed_in(access.email).open("/employer")).employers == [access.employer]


def test_a_mentors_new_address_takes_over_from_the_old_one(outsider, frappe_site):
	old, new = (f"mentor-{frappe.generate_hash(length=6)}@host.example" for _time in range(2))
	mentor = factories.mentor(email=old)
	access = factories.portal_access("Mentor", mentor=mentor.name, email=old)
	frappe.db.commit()
	visitor = outsider().signed_in(old).open("/mentor")
	assert visitor.path == "/mentor"
	mentor.update({"email": new}).save()
	frappe.db.commit()
	assert identity_of(visitor) is None and not identity.has_access(old)
	assert identity.has_access(new) and factories.stored(access).email == new
	mentor.update({"email": ""}).save()
	assert not identity.has_access(new)


@pytest.mark.parametrize(
	("kind", "field"),
	[
		("Young Person", "mobile"),
		("Young Person", "email"),
		("Signatory", "signatory_phone"),
		("Signatory", "signatory_email"),
	],
)
def test_a_persons_session_ends_with_their_number_however_it_was_changed(outsider, frappe_site, kind, field):
	person = factories.young_person(age=16)
	placement = factories.placement(person)
	access = factories.portal_access(kind, placement=placement.name)
	frappe.db.commit()
	visitor = outsider().signed_in(portal_access=access.name).open("/placement-link")
	assert identity_of(visitor).placements
	value = "07700 900555" if "email" not in field else "new@people.example"
	frappe.db.set_value("Young Person Identity", person.name, field, value)  # not through its controller
	frappe.db.commit()
	assert identity_of(visitor) is None


def test_no_mail_goes_to_an_address_that_cannot_sign_in(contact):
	access, doc = contact
	assert identity.get_addresses([access.employer]) == {access.employer: [access.email]}
	unlinked(doc.reload() or doc)
	assert identity.get_addresses([access.employer]) == {}
	other = factories.portal_access()
	frappe.db.set_value("Employer", other.employer, "status", "Former")
	assert identity.get_addresses([other.employer]) == {}


@pytest.mark.parametrize("status", [*LIVE, *ENDED])
def test_a_host_that_has_left_keeps_access_while_someone_is_placed_there(frappe_site, status):
	access = factories.portal_access()
	placement = factories.placement(
		factories.young_person(), factories.site(frappe.get_doc("Employer", access.employer))
	)
	factories.set_stored(placement, status=status)
	frappe.db.set_value("Employer", access.employer, "status", "Former")
	found = identity.get_addresses([access.employer])
	assert found == ({access.employer: [access.email]} if status in HOLDS_A_PLACE else {})
	frappe.db.set_value("Employer", access.employer, "status", "Merged")
	assert identity.get_addresses([access.employer]) == {}
