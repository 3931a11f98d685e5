"""Links to a placement: who gets one, how, and when it ends."""

import email
import email.policy
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import frappe
import pytest
import time_machine
from frappe.utils import add_days, now_datetime

from tests import factories
from tests.placements.start_gate.complete import complete
from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.council import dates
from unlocking_opportunities.placements import answers
from unlocking_opportunities.portal import identity, links
from unlocking_opportunities.portal.people import placement_access
from unlocking_opportunities.rules import signing
from unlocking_opportunities.utils import jobs

pytestmark = pytest.mark.usefixtures("empty_bells")

MOBILE, EMAIL = "07700 900123", "robin@people.example"


@pytest.fixture
def placement(frappe_site, monkeypatch):
	officer = factories.standing_user("officer")
	person = factories.young_person(factories.standing_user("worker"), age=17)
	record = frappe.get_doc("Young Person Identity", person.name)
	record.update(
		{
			"email": EMAIL,
			"mobile": MOBILE,
			"signing_authority": "Parent",
			"signatory_email": "p@people.example",
		}
	)
	record.save()
	doc = factories.placement(person, officer=officer)
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	sent = []
	monkeypatch.setattr(jobs, "enqueue_once", lambda *_names, **options: sent.append(options.get("access")))
	doc.enqueued = sent
	return doc


def press(placement, to="Young Person", user="officer"):
	"""Press the button on the form as this user."""
	frappe.set_user(factories.standing_user(user))
	try:
		return placement_access.send_link(placement.name, to)
	finally:
		frappe.set_user("Administrator")


def accesses(placement):
	return frappe.get_all(
		"Portal Access", {"placement": placement.name, "revoked": 0}, ["name", "kind", "email"]
	)


def queued():
	return frappe.get_all(
		"Email Queue Recipient",
		{"parent": ["in", frappe.get_all("Email Queue", pluck="name")]},
		pluck="recipient",
	)


def test_pressing_twice_keeps_one_access_and_sends_a_new_link(placement):
	assert press(placement) == press(placement) == "email"
	(access,) = accesses(placement)
	assert (access.kind, access.email) == ("Young Person", None)
	assert placement.enqueued == [access.name] * 2


@pytest.mark.parametrize("user", ["worker", "manager"])
def test_write_permission_is_enough_to_send(placement, user):
	assert press(placement, user=user) == "email"


@pytest.mark.parametrize("user", ["adviser", "lead", "analyst", "mentor"])
def test_others_may_not_send(placement, user):
	with pytest.raises(frappe.PermissionError):
		press(placement, user=user)
	assert accesses(placement) == []


def test_send_link_is_post_only(frappe_site):
	assert frappe.allowed_http_methods_for_whitelisted_func[placement_access.send_link] == ["POST"]


@pytest.mark.parametrize("to", ["Host", "", "Mentor"])
def test_unknown_recipients_are_refused(placement, to):
	with pytest.raises(placement_access.UnknownRecipient):
		press(placement, to)


def test_adults_have_no_signatory(placement):
	placement.db_set("under_18", 0)
	with pytest.raises(placement_access.NoSignatory):
		press(placement, "Signatory")


def test_missing_contact_is_explained(placement):
	frappe.db.set_value("Young Person Identity", placement.young_person, "email", None)
	with pytest.raises(placement_access.NoContact):
		press(placement)


def test_cancelled_placement_gets_no_link(placement):
	placement.db_set("status", "Cancelled")
	with pytest.raises(placement_access.NothingToShow):
		press(placement)


def test_mail_goes_to_the_current_contact(placement):
	press(placement)
	(access,) = accesses(placement)
	frappe.db.set_value("Young Person Identity", placement.young_person, "email", "new@people.example")
	placement_access.deliver(access.name)
	assert "new@people.example" in queued() and EMAIL not in queued()
	link = frappe.get_last_doc("Portal Link")
	assert (link.portal_access, link.email, link.purpose) == (access.name, None, "Placement")


@pytest.mark.parametrize(
	"change,ended",
	[
		({"email": "other@people.example"}, {"Young Person"}),
		({"mobile": "07700 900999"}, {"Young Person"}),
		({"signatory_email": "other@people.example"}, {"Signatory"}),
		({"signing_authority": ""}, {"Signatory"}),
		({"goals": "Bake"}, set()),
	],
)
def test_changed_contacts_revoke_access(placement, change, ended):
	for kind in ("Young Person", "Signatory"):
		press(placement, kind)
	record = frappe.get_doc("Young Person Identity", placement.young_person)
	record.update(change)
	record.save()
	assert {row.kind for row in accesses(placement)} == {"Young Person", "Signatory"} - ended


def test_revoked_access_gets_no_new_link(placement):
	press(placement)
	(access,) = accesses(placement)
	address = links.issue("Placement", 1, "/placement-link/open", portal_access=access.name)
	token = address.rpartition("/")[2]
	assert placement_access.resend(token)
	frappe.db.set_value("Portal Access", access.name, "revoked", 1)
	assert not placement_access.resend(token)
	assert not placement_access.resend("made-up")


# Born, the day on which the link is used, and whether the person who signs may use it.
BIRTHDAYS = [
	("2009-03-10", "2027-03-09", True),
	("2009-03-10", "2027-03-10", False),
	("2009-03-10", "2027-03-11", False),
	("2008-02-29", "2026-02-28", True),
	("2008-02-29", "2026-03-01", False),
	("2008-02-28", "2026-02-28", False),
	("2010-03-01", "2028-02-29", True),
	("2010-02-28", "2028-02-29", False),
]


@pytest.mark.parametrize("born,day,may", BIRTHDAYS)
def test_the_signatorys_link_ends_with_the_18th_birthday(placement, monkeypatch, born, day, may):
	(access,) = press(placement, "Signatory") and accesses(placement)
	token = links.issue("Placement", 1, "/placement-link/open", portal_access=access.name).rpartition("/")[2]
	cookie = identity.open_session(portal_access=access.name)
	frappe.db.set_value("Young Person Identity", placement.young_person, "date_of_birth", born)
	factories.empty_mail_queue()
	with time_machine.travel(f"{day} 09:00", tick=False):
		frappe.db.set_value("Portal Session", {"portal_access": access.name}, "expires_at", "2100-01-01")
		assert is_signed_in(monkeypatch, cookie) is may
		assert placement_access.has_link_ended(token) is not may
		assert placement_access.has_session_ended(cookie) is not may
		assert placement_access.resend(token) is may
		placement_access.deliver(access.name)
		placement_access.send_again(jobs.store_argument("p@people.example"))
		assert ("p@people.example" in queued()) is may
		if may:
			assert press(placement, "Signatory") == "email"
		else:
			with pytest.raises(placement_access.NoSignatory, match="18 or over now"):
				press(placement, "Signatory")
		placement_access.end_at_18()
		assert bool(accesses(placement)) is may


def test_the_18th_birthday_leaves_the_young_persons_link(placement):
	(access,) = press(placement) and accesses(placement)
	frappe.db.set_value("Young Person Identity", placement.young_person, "date_of_birth", "2000-01-01")
	placement_access.end_at_18()
	assert [row.name for row in accesses(placement)] == [access.name]
	placement_access.deliver(access.name)
	assert EMAIL in queued()


def test_from_18_the_parent_can_neither_answer_nor_sign(placement):
	frappe.db.set_value("Young Person Identity", placement.young_person, "date_of_birth", "2000-01-01")
	for act in (answers.answer, answers.sign):
		with pytest.raises(frappe.PermissionError):
			act(placement.name, signing.RESPONSIBLE, fingerprints.of_agreement(placement))
	answers.answer(placement.name, signing.YOUNG_PERSON, "Yes")


def is_signed_in(monkeypatch, cookie) -> bool:
	"""Whether a request with the cookie of this session is someone's."""
	request = frappe._dict(cookies={identity.COOKIE: cookie})
	with monkeypatch.context() as patch:
		patch.setattr(frappe.local, "request", request, raising=False)
		identity.clear_visitor()
		try:
			return identity.current() is not None
		finally:
			identity.clear_visitor()


class Gateway:
	"""A local SMS gateway that records requests and responds with `status`."""

	def __init__(self, status=200):
		gateway, self.texts = self, []

		class Handler(BaseHTTPRequestHandler):
			def do_POST(self):
				body = self.rfile.read(int(self.headers["Content-Length"])).decode()
				gateway.texts.append({key: value[0] for key, value in parse_qs(body).items()})
				self.send_response(status)
				self.end_headers()

			def log_message(self, *arguments):
				pass

		self.server = HTTPServer(("127.0.0.1", 0), Handler)
		threading.Thread(target=self.server.serve_forever, daemon=True).start()

	def set_up(self):
		settings = frappe.get_doc("SMS Settings")
		settings.update(
			{
				"sms_gateway_url": f"http://127.0.0.1:{self.server.server_port}/send",
				"message_parameter": "text",
				"receiver_parameter": "to",
				"use_post": 1,
			}
		)
		settings.save()
		return self


@pytest.fixture
def gateway():
	opened = []

	def open_gateway(status=200):
		opened.append(Gateway(status).set_up())
		return opened[-1]

	yield open_gateway
	frappe.db.rollback()
	frappe.clear_document_cache("SMS Settings", "SMS Settings")
	frappe.db.value_cache.clear()
	for one in opened:
		one.server.shutdown()
		one.server.server_close()


def test_text_is_sent_if_the_council_sends_texts(placement, gateway):
	phone = gateway()
	assert press(placement) == "text"
	(access,) = accesses(placement)
	placement_access.deliver(access.name)
	(text,) = phone.texts
	assert text["to"] == "07700900123" and "/placement-link/open/" in text["text"]
	for word in ("care", "Robin", placement.name):
		assert word not in text["text"]
	assert links.get_usable(text["text"].rpartition("/")[2], "Placement").portal_access == access.name
	assert EMAIL not in queued()


def test_failed_text_falls_back_to_mail_and_logs_no_secret(placement, gateway):
	gateway(status=500)
	press(placement)
	(access,) = accesses(placement)
	placement_access.deliver(access.name)
	assert EMAIL in queued()
	logged = frappe.get_all("Error Log", fields=["error"], order_by="creation desc", limit=1)[0].error
	assert "placement-link" not in logged and "07700" not in logged


def test_officer_is_notified_if_nothing_can_be_sent(placement, gateway):
	gateway(status=500)
	press(placement)
	frappe.db.set_value("Young Person Identity", placement.young_person, "email", None)
	placement_access.deliver(accesses(placement)[0].name)
	told = frappe.get_all(
		"Notification Log", {"for_user": factories.standing_user("officer")}, pluck="subject"
	)
	assert told == [f"Link not sent: {placement.name}"]


def test_a_link_lasts_three_days(placement):
	assert press(placement) == "email"
	placement_access.deliver(accesses(placement)[0].name)
	link = frappe.get_last_doc("Portal Link")
	assert add_days(now_datetime(), 2) < link.expires_at < add_days(now_datetime(), 4)


@pytest.mark.parametrize(
	"kind,status,subject",
	[
		("Young Person", "Proposed", "Please have a look and reply"),
		("Signatory", "Proposed", "Please read and sign"),
		("Young Person", "In Progress", "Your new link"),
		("Young Person", "Completed", "Tell us how it was"),
		("Signatory", "Completed", "Your new link"),
		("Young Person", "Ended Early", "Tell us how it was"),
	],
)
def test_the_email_says_what_the_link_is_for(kind, status, subject):
	assert placement_access.words_for(kind, status)[0] == subject


@pytest.mark.parametrize("kind", ["Young Person", "Signatory"])
@pytest.mark.parametrize("status", ["Proposed", "Agreed", "Ready"])
def test_who_has_signed_is_not_asked_to_reply_again(kind, status):
	assert placement_access.words_for(kind, status, is_done=True)[0] == "Your new link"


@pytest.mark.parametrize(
	("party", "signed"), [("Young Person", "Please have a look"), ("Signatory", "Please read and sign")]
)
def test_a_link_to_a_placement_that_is_signed_asks_for_nothing(placement, party, signed):
	done = complete(age=15)
	frappe.db.set_value(
		"Young Person Identity", done.person.name, {"email": EMAIL, "signatory_email": "p@people.example"}
	)
	frappe.db.delete("Placement Signature", {"parent": placement.name})
	for name, words in ((placement.name, signed), (done.placement.name, "Your new link")):
		factories.empty_mail_queue()
		placement_access.deliver(factories.portal_access(party, placement=name).name)
		(mail,) = words_sent()
		assert words in mail


def test_who_has_said_how_it_was_is_not_asked_again(placement):
	(access,) = press(placement) and accesses(placement)
	factories.set_stored(placement, status="Completed")
	factories.make("Placement Feedback", placement=placement.name, party="Young Person", overall="Well")
	factories.empty_mail_queue()
	placement_access.deliver(access.name)
	(mail,) = frappe.get_all("Email Queue", pluck="message")
	assert "Your new link" in mail and "how it was" not in mail


def words_sent() -> list[str]:
	"""The plain words of the queued mails, without their links."""
	said = []
	for message in frappe.get_all("Email Queue", pluck="message", order_by="creation"):
		mail = email.message_from_string(message, policy=email.policy.default)
		said.append(" ".join(mail.get_body(("plain",)).get_content().split()) + f" [{mail['Subject']}]")
	return said


@pytest.fixture
def only(placement):
	"""`only(...)`: give the young person of `placement` contacts that no other test's records have."""

	def change(**contacts):
		frappe.db.set_value("Young Person Identity", placement.young_person, contacts)

	return change


def sibling(placement, name, **contacts):
	"""A placement of another young person, with these contacts."""
	person = factories.young_person(age=16, preferred_name=name, surname="Planted-Surname")
	record = frappe.get_doc("Young Person Identity", person.name)
	record.update({"signing_authority": "Parent", **contacts})
	record.save()
	return factories.placement(person, officer=placement.officer)


@pytest.mark.parametrize("asked_with", ["07700 900456", "07700900456", "+44 7700 900 456"])
@pytest.mark.parametrize("stored", ["07700 900456", "+44 7700 900456", "07700-900456"])
def test_siblings_with_one_phone_each_get_a_link_that_says_whose_it_is(
	placement, only, gateway, asked_with, stored
):
	phone = gateway()
	only(preferred_name="Robin", mobile="07700 900456")
	other = sibling(placement, "Kim", mobile=stored)
	for of in (placement, other):
		press(of)
	placement_access.send_again(jobs.store_argument(asked_with))
	said = sorted(
		text["text"].partition("This link is for ")[2].partition(". http")[0] for text in phone.texts
	)
	start = dates.day(placement.start_date)
	assert said == [f"K: {placement.kind} from {start}", f"R: {placement.kind} from {start}"]
	opened = {
		links.get_usable(text["text"].rpartition("/")[2], "Placement").portal_access for text in phone.texts
	}
	assert opened == {accesses(of)[0].name for of in (placement, other)}
	for text in phone.texts:
		for hidden in ("Robin", "Kim", "Planted", placement.name, placement.young_person, "care"):
			assert hidden not in text["text"]


@pytest.mark.parametrize(
	"first,second,said",
	[("Robin", "Kim", ["K", "R"]), ("Robin", "rosa", ["Rob", "ros"]), ("Robin", "Robin", ["Rob", "Rob"])],
)
def test_one_parent_gets_a_mail_for_each_that_says_whose_it_is(placement, only, first, second, said):
	only(preferred_name=first, signatory_email="both@people.example")
	other = sibling(placement, second, signatory_email="Both@people.example")
	for of in (placement, other):
		press(of, "Signatory")
	factories.empty_mail_queue()
	placement_access.send_again(jobs.store_argument("both@people.example"))
	mails = words_sent()
	assert sorted(mail.partition("the person who signs for ")[2].partition(":")[0] for mail in mails) == said
	for mail in mails:
		assert mail.endswith("[Please read and sign]")
		for hidden in ("Planted", placement.young_person, placement.name):
			assert hidden not in mail


def test_a_young_person_with_their_parents_email_gets_two_links_that_differ(placement, only):
	only(email="home@people.example", signatory_email="home@people.example", mobile=None)
	for kind in ("Young Person", "Signatory"):
		press(placement, kind)
	factories.empty_mail_queue()
	placement_access.send_again(jobs.store_argument("home@people.example"))
	assert len({mail.partition("This link is for ")[2][:14] for mail in words_sent()}) == 2


def test_a_contact_of_ones_own_needs_no_initial(placement, only):
	only(email="own@people.example", mobile="07700 900457")
	(access,) = press(placement) and accesses(placement)
	factories.empty_mail_queue()
	placement_access.deliver(access.name)
	assert "This link is for" not in words_sent()[0]
