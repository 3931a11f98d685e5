"""A session of the portal ends at once when its person's account, access or record does."""

import frappe
import pytest

from tests import factories
from tests.portal.browsing import Outsider
from unlocking_opportunities.portal import identity, links


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
