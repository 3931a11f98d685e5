"""Attacks on the portal over HTTP: links, sessions, forms and limits."""

import frappe
import pytest

from tests import factories
from tests.portal.browsing import FORM_TOKEN, Outsider, link_in
from unlocking_opportunities.messages import purge
from unlocking_opportunities.portal import identity, links, page, sign_in, tokens

SESSION = identity.COOKIE


@pytest.fixture
def outsider(http):
	frappe.cache.delete_keys("unlocking_portal")
	yield lambda: Outsider(http())
	frappe.cache.delete_keys("unlocking_portal")


@pytest.fixture
def known(frappe_site):
	"""Addresses of two people who each act for an employer."""
	accesses = [factories.portal_access(), factories.portal_access()]
	frappe.db.commit()
	yield [access.email for access in accesses]
	frappe.db.rollback()
	for access in accesses:
		frappe.delete_doc("Portal Access", access.name, force=True)
	frappe.db.commit()


def mailed_link(mailbox, email):
	frappe.db.rollback()
	links.send_requested()
	mailbox.send_queue()
	return link_in(mailbox.wait_for(to=email))


def is_in(visitor) -> bool:
	return "Do you want to sign out?" in visitor.open("/sign-out").text


def test_link_works_once_for_its_own_person(outsider, mailbox, known):
	outsider().open("/sign-in").send(email=known[0])
	link = mailed_link(mailbox, known[0])
	thief_of_a_spent_link = outsider()
	thief_of_a_spent_link.open(link)
	owner = outsider().open(link).send()
	assert is_in(owner)
	thief_of_a_spent_link.send()
	assert not is_in(thief_of_a_spent_link)
	# It opened the session of its own address, whatever else was in the request.
	session = frappe.db.get_value(
		"Portal Session", {"token_hash": tokens.hashed(owner.session.cookies[SESSION])}, "email"
	)
	assert session == known[0]


def test_link_cannot_be_used_for_someone_else(outsider, mailbox, known):
	outsider().open("/sign-in").send(email=known[0])
	link = mailed_link(mailbox, known[0])
	visitor = (
		outsider().open(link).send(email=known[1], portal_access="PA-2026-00001", purpose="Confirm Offer")
	)
	frappe.db.rollback()
	held = tokens.hashed(visitor.session.cookies[SESSION])
	assert frappe.db.get_value("Portal Session", {"token_hash": held}, "email") == known[0]


@pytest.mark.parametrize("purpose", ["confirm", "return"])
def test_link_works_for_one_purpose(outsider, mailbox, known, purpose):
	outsider().open("/sign-in").send(email=known[0])
	token = mailed_link(mailbox, known[0]).rsplit("/", 1)[1]
	assert "has expired" in outsider().open(f"/opportunities/offer/{purpose}/{token}").text


def test_expired_link_opens_nothing(outsider, mailbox, known):
	outsider().open("/sign-in").send(email=known[0])
	link = mailed_link(mailbox, known[0])
	visitor = outsider().open(link)
	frappe.db.set_value("Portal Link", {"email": known[0]}, "expires_at", "2020-01-01 00:00:00")
	frappe.db.commit()
	assert not is_in(visitor.send())


def test_scanner_spends_no_link(outsider, mailbox, known):
	outsider().open("/sign-in").send(email=known[0])
	link = mailed_link(mailbox, known[0])
	scanner = outsider()
	for _time in range(5):
		scanner.session.head(link)
		scanner.open(link)
	# Some scanners press buttons, but without the page's form token.
	scanner.session.post(link)
	scanner.session.post(link, data={"form_token": ""})
	assert not is_in(scanner)
	assert is_in(outsider().open(link).send())


def test_response_does_not_reveal_known_addresses(outsider, mailbox, known):
	answers = []
	for email in (known[0], f"unknown-{frappe.generate_hash(length=8)}@host.example"):
		visitor = outsider().open("/sign-in").send(email=email)
		rows = frappe.get_all("Portal Link", {"email": email}, ["purpose", "token_hash"])
		answers.append((visitor.path, visitor.page.status_code, visitor.text, rows))
		frappe.db.rollback()
	assert answers[0] == answers[1]
	links.send_requested()
	mailbox.send_queue()
	assert mailbox.messages(to=known[0]) and len(mailbox.messages()) == 1
	assert not frappe.db.exists("Portal Link", {"email": ["like", "unknown-%"]})


def test_stored_hash_opens_nothing_and_mail_is_deleted(outsider, mailbox, known):
	outsider().open("/sign-in").send(email=known[0])
	mailed_link(mailbox, known[0])
	stored = frappe.db.get_value("Portal Link", {"email": known[0]}, "token_hash")
	assert "has expired" in outsider().open(f"/sign-in/link/{stored}").text
	purge.purge()
	assert not frappe.db.exists("Email Queue", {"reference_doctype": "Portal Link", "status": "Sent"})


def test_too_many_links_for_one_address(outsider, known):
	visitor = outsider()
	for _time in range(sign_in.LINKS_PER_ADDRESS):
		assert visitor.open("/sign-in").send(email=known[0]).path == "/sign-in/sent"
	assert visitor.open("/sign-in").send(email=known[0].upper()).page.status_code == 429
	assert outsider().open("/sign-in").send(email=known[0]).page.status_code == 429
	assert outsider().open("/sign-in").send(email=known[1]).path == "/sign-in/sent"


def test_forged_forwarded_header_does_not_reset_the_limit(outsider, monkeypatch):
	refused = 0
	for number in range(sign_in.LINKS_PER_CALLER + 2):
		visitor = outsider()
		visitor.session.headers["X-Forwarded-For"] = f"203.0.113.{number}"
		visitor.open("/sign-in").send(email=f"n{number}-{frappe.generate_hash(length=6)}@host.example")
		refused += visitor.page.status_code == 429
	assert refused == 2


@pytest.mark.parametrize(
	"target",
	[
		"https://evil.example/",
		"//evil.example/opportunities",
		"/\\evil.example",
		"\\\\evil.example",
		"/opportunities/../app",
		"/app",
		"/api/method/logout",
		"javascript:alert(1)",
		"/opportunities\r\nSet-Cookie: x=1",
		"http:opportunities",
	],
)
def test_no_open_redirect(outsider, mailbox, known, target):
	assert not page.is_portal_path(target)
	outsider().open("/sign-in").send(email=known[0], next=target)
	frappe.db.rollback()
	stored = frappe.get_all("Portal Link", {"email": known[0]}, pluck="next_path", order_by="creation desc")[
		0
	]
	assert not stored


def test_redirect_to_our_own_page(outsider, mailbox, known):
	outsider().open("/sign-in?next=/accessibility").send(email=known[0], next="/accessibility")
	assert outsider().open(mailed_link(mailbox, known[0])).send().path == "/accessibility"


def test_forms_need_a_form_token(outsider, known):
	victim, attacker = outsider().signed_in(known[0]), outsider().signed_in(known[1])
	theirs = FORM_TOKEN.search(attacker.open("/sign-out").page.text)[1]
	for token in ("", "x", theirs):
		victim.open("/sign-out").send(form_token=token)
		assert is_in(victim)
	# A guest's token is invalid once someone has signed in.
	guest = outsider().open("/sign-in")
	before = FORM_TOKEN.search(guest.page.text)[1]
	guest.signed_in(known[0]).open("/sign-out").send(form_token=before)
	assert is_in(guest)
	assert not is_in(victim.open("/sign-out").send())


def test_cookies_and_headers(outsider, mailbox, known):
	outsider().open("/sign-in").send(email=known[0])
	visitor = outsider().open(mailed_link(mailbox, known[0]))
	answer = visitor.session.post(
		visitor.page.url,
		data={"form_token": FORM_TOKEN.search(visitor.page.text)[1]},
		headers={"X-Forwarded-Proto": "http"},
		allow_redirects=False,
	)
	cookie = next(part for part in answer.raw.headers.getlist("Set-Cookie") if part.startswith(SESSION))
	assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
	shown = visitor.open("/sign-out").page.headers
	assert shown["Cache-Control"] == "no-store"
	assert shown["Referrer-Policy"] == "no-referrer"
	assert "noindex" in shown["X-Robots-Tag"]
	assert "script-src 'self'" in shown["Content-Security-Policy"]
	assert "unsafe" not in shown["Content-Security-Policy"]
	assert "frame-ancestors 'none'" in shown["Content-Security-Policy"]


def test_only_public_pages_may_be_indexed(outsider, known):
	visitor = outsider()
	assert visitor.open("/opportunities").page.headers["X-Robots-Tag"] == "all"
	for path in (
		"/sign-in",
		"/sign-in/link/abc",
		"/opportunities/offer/confirm/abc",
		"/opportunities/nothing",
		"/employer",
	):
		assert "noindex" in visitor.open(path).page.headers["X-Robots-Tag"], path
	assert "noindex" in visitor.signed_in(known[0]).open("/opportunities").page.headers["X-Robots-Tag"]


def test_session_is_new_at_each_sign_in(outsider, mailbox, known):
	planted = outsider().signed_in(known[1])
	fixed = planted.session.cookies[SESSION]
	outsider().open("/sign-in").send(email=known[0])
	planted.open(mailed_link(mailbox, known[0])).send()
	assert planted.session.cookies[SESSION] != fixed
	old = outsider()
	old.session.cookies.set(SESSION, fixed)
	assert not is_in(old)


def test_forged_cookie_is_a_guest(outsider, known):
	for value in ("x", "' OR 1=1 -- ", tokens.hashed("x"), known[0]):
		visitor = outsider()
		visitor.session.cookies.set(SESSION, value.replace(" ", ""))
		assert not is_in(visitor)


def test_no_user_may_read_tokens_and_drafts(frappe_site):
	for doctype in ("Portal Link", "Portal Session", "Offer Draft"):
		assert not frappe.get_meta(doctype).permissions
		for kind in ("officer", "manager", "lead", "administrator"):
			frappe.set_user(factories.standing_user(kind))
			assert not frappe.has_permission(doctype)
			frappe.set_user("Administrator")


def test_another_guests_draft_is_unreachable(outsider):
	first = (
		outsider()
		.open("/opportunities/offer")
		.send(kind="Kit")
		.send(role_title="Planted laptops", number="3")
	)
	name = frappe.get_all("Offer Draft", pluck="name", order_by="creation desc", limit=1)[0]
	hashed = frappe.db.get_value("Offer Draft", name, "token_hash")
	for value in (name, hashed):
		other = outsider()
		other.session.cookies.set("unlocking_offer", value)
		assert "Planted laptops" not in other.open("/opportunities/offer/what").page.text
		assert "has expired" in other.open(f"/opportunities/offer/return/{value}").text
	assert "Planted laptops" in first.open("/opportunities/offer/what").page.text


def test_offer_for_another_employer_is_refused(outsider, known):
	theirs = frappe.db.get_value("Portal Access", {"email": known[1]}, "employer")
	second = factories.portal_access(email=known[0])
	frappe.db.commit()
	visitor = outsider().signed_in(known[0])
	visitor.open("/opportunities/offer").send(kind="Kit").send(role_title="Laptops", number="3")
	assert visitor.path == "/opportunities/offer/check"
	visitor.send(employer=theirs)
	frappe.db.rollback()
	assert not frappe.db.exists("Employer Pledge", {"employer": theirs})
	assert visitor.send(employer=second.employer).path == "/opportunities/offer/done"


def test_input_is_escaped(outsider):
	script = "<script>alert(1)</script>{{ 7*7 }}{index}"
	visitor = outsider().open("/opportunities/offer").send(kind="Kit")
	visitor.send(role_title=script, number="x")
	assert "<script>alert" not in visitor.page.text and "{{ 7*7 }}{index}" in visitor.page.text
	visitor.send(role_title="{{ 7*7 }}{index}", number="1").send(employer_type="Individual")
	for name in (script, "{{ 7*7 }}{index}"):
		visitor.send(contact_name=name, email="a@host.example")
		assert "<script>alert" not in visitor.page.text and "{{ 7*7 }}{index}" in visitor.page.text


def test_a_name_with_angle_brackets_is_refused_in_words(outsider):
	visitor = outsider().open("/opportunities/offer").send(kind="Kit")
	visitor.send(role_title="<b>Kettle</b>", number="1")
	assert "Enter this without < or >" in visitor.text


def test_long_answer_is_refused_with_a_message(outsider):
	visitor = outsider().open("/opportunities/offer").send(kind="Kit")
	visitor.send(role_title="x" * 141, number="1")
	assert "Use 140 characters or fewer" in visitor.text
	assert visitor.open("/opportunities/offer").send(kind="No such kind").path == "/opportunities/offer"


def test_error_page_has_no_details(outsider, monkeypatch):
	for path in (
		"/sign-in/link/%00",
		"/sign-in/link/" + "a" * 5000,
		"/opportunities/offer/confirm/'",
		"/employer/x",
	):
		answer = outsider().open(path).page
		assert answer.status_code < 500, path
		assert "Traceback" not in answer.text and "frappe" not in answer.text.lower()
