"""Who is sent a link, by which way, and when it ends."""

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
	"""Press the button on the form, as that user."""
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


def test_pressed_twice_there_is_one_way_in_and_a_fresh_link_each_time(placement):
	assert press(placement) == press(placement) == "email"
	(access,) = accesses(placement)
	assert (access.kind, access.email) == ("Young Person", None)
	assert placement.enqueued == [access.name] * 2


@pytest.mark.parametrize("user", ["worker", "manager"])
def test_who_may_write_the_placement_may_send_it(placement, user):
	assert press(placement, user=user) == "email"


@pytest.mark.parametrize("user", ["adviser", "lead", "analyst", "mentor"])
def test_nobody_else_may(placement, user):
	with pytest.raises(frappe.PermissionError):
		press(placement, user=user)
	assert accesses(placement) == []


def test_it_is_a_post(frappe_site):
	assert frappe.allowed_http_methods_for_whitelisted_func[placement_access.send_link] == ["POST"]


@pytest.mark.parametrize("to", ["Host", "", "Mentor"])
def test_to_nobody_else(placement, to):
	with pytest.raises(frappe.ValidationError):
		press(placement, to)


def test_nobody_signs_for_an_adult(placement):
	placement.db_set("under_18", 0)
	with pytest.raises(frappe.ValidationError, match="no one signs for them"):
		press(placement, "Signatory")


def test_without_a_contact_the_officer_is_told_what_to_add(placement):
	frappe.db.set_value("Young Person Identity", placement.young_person, "email", None)
	with pytest.raises(frappe.ValidationError, match="Add an email address"):
		press(placement)


def test_a_cancelled_placement_is_not_sent(placement):
	placement.db_set("status", "Cancelled")
	with pytest.raises(frappe.ValidationError, match="cancelled"):
		press(placement)


def test_the_mail_goes_to_the_contact_as_it_is_now(placement):
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
def test_when_contacts_change_what_was_sent_to_the_old_ones_ends(placement, change, ended):
	for kind in ("Young Person", "Signatory"):
		press(placement, kind)
	identity = frappe.get_doc("Young Person Identity", placement.young_person)
	identity.update(change)
	identity.save()
	assert {row.kind for row in accesses(placement)} == {"Young Person", "Signatory"} - ended


def test_a_link_of_an_access_that_ended_sends_no_other(placement):
	press(placement)
	(access,) = accesses(placement)
	address = links.issue("Placement", 1, "/placement-link/open", portal_access=access.name)
	token = address.rpartition("/")[2]
	assert placement_access.resend(token)
	frappe.db.set_value("Portal Access", access.name, "revoked", 1)
	assert not placement_access.resend(token)
	assert not placement_access.resend("made-up")


class Gateway:
	"""A council's SMS gateway, on this machine: keeps what it was sent; answers `status`."""

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


def test_a_text_is_sent_where_the_council_sends_texts(placement, gateway):
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


def test_a_gateway_that_fails_is_followed_by_a_mail_and_writes_no_secret_down(placement, gateway):
	gateway(status=500)
	press(placement)
	(access,) = accesses(placement)
	placement_access.deliver(access.name)
	assert EMAIL in queued()
	logged = frappe.get_all("Error Log", fields=["error"], order_by="creation desc", limit=1)[0].error
	assert "placement-link" not in logged and "07700" not in logged


def test_when_nothing_goes_the_officer_is_told(placement, gateway):
	gateway(status=500)
	press(placement)
	frappe.db.set_value("Young Person Identity", placement.young_person, "email", None)
	placement_access.deliver(accesses(placement)[0].name)
	told = frappe.get_all(
		"Notification Log", {"for_user": factories.standing_user("officer")}, pluck="subject"
	)
	assert told == [f"A link wasn't sent: {placement.name}"]


def test_a_link_lasts_three_days(placement):
	assert press(placement) == "email"
	placement_access.deliver(accesses(placement)[0].name)
	link = frappe.get_last_doc("Portal Link")
	assert add_days(now_datetime(), 2) < link.expires_at < add_days(now_datetime(), 4)
