"""Links to a placement: who gets one, how, and when it ends."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from tests import factories
from unlocking_opportunities.portal import links
from unlocking_opportunities.portal.people import placement_access

pytestmark = pytest.mark.usefixtures("empty_bells")

MOBILE, EMAIL = "07700 900123", "robin@people.example"


@pytest.fixture
def placement(frappe_site, monkeypatch):
	person = factories.young_person(factories.standing_user("worker"), age=17)
	identity = frappe.get_doc("Young Person Identity", person.name)
	identity.update(
		{
			"email": EMAIL,
			"mobile": MOBILE,
			"signing_authority": "Parent",
			"signatory_email": "p@people.example",
		}
	)
	identity.save()
	doc = factories.placement(person, officer=factories.standing_user("officer"))
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	sent = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **options: sent.append(options.get("access")))
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
	identity = frappe.get_doc("Young Person Identity", placement.young_person)
	identity.update(change)
	identity.save()
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
	],
)
def test_the_email_says_what_the_link_is_for(kind, status, subject):
	assert placement_access.words_for(kind, status)[0] == subject
