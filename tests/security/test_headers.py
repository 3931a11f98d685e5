"""Security headers of our responses over HTTP, and the Desk in a real browser with them."""

import frappe
import pytest

from tests import factories
from tests.in_process import Browser
from unlocking_opportunities.access import headers

HTML = {"Accept": "text/html"}


@pytest.fixture
def officer(frappe_site):
	user = factories.user_who_signs_in("officer")
	return user


@pytest.fixture
def places(officer):
	"""Return addresses of each kind of response about a stored pledge with a file: form, print, REST and file."""
	pledge = factories.pledge()
	file = factories.private_file(pledge)
	frappe.db.commit()
	return {
		"Desk": "/app/employer-pledge",
		"print": f"/printview?doctype=Employer Pledge&name={pledge.name}",
		"REST": f"/api/resource/Employer Pledge/{pledge.name}",
		"method": "/api/method/frappe.auth.get_logged_user",
		"file": file.file_url,
		"refused": "/api/resource/Young Person Identity/none",
	}


KINDS = ("Desk", "print", "REST", "method", "file", "refused")


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_signed_in_person_gets_is_not_stored_framed_or_sniffed(http, officer, places, kind):
	answer = http(officer, factories.PASSWORD).get(
		places[kind], headers=HTML if kind in ("Desk", "print") else {}
	)
	assert answer.status_code in ((403, 404) if kind == "refused" else (200,)), answer.status_code
	assert answer.headers["Cache-Control"] == "no-store"
	assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
	assert answer.headers["X-Content-Type-Options"] == "nosniff"
	assert answer.headers["Referrer-Policy"] == "same-origin"
	policy = answer.headers["Content-Security-Policy"]
	assert "frame-ancestors 'self'" in policy
	if kind in ("Desk", "print"):
		assert (
			"object-src 'self'" in policy and "base-uri 'self'" in policy and "form-action 'self'" in policy
		)
	if kind in ("REST", "method", "refused"):
		assert "default-src 'none'" in policy


def test_control_without_the_hook_frappe_sends_no_such_header(officer, places, monkeypatch):
	monkeypatch.setattr(headers, "add", lambda *arguments, **options: None)
	browser = Browser().log_in(officer, factories.PASSWORD)
	for kind in KINDS:
		answer = browser.open(places[kind])
		for header in (*headers.EVERYWHERE, "Content-Security-Policy"):
			assert header not in answer.headers, (kind, header)


def test_pages_of_the_portal_keep_their_own(http, frappe_site):
	answer = http().get("/opportunities", headers=HTML)
	assert answer.headers["X-Frame-Options"] == "DENY" and answer.headers["Referrer-Policy"] == "no-referrer"
	assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; base-uri 'none'")
	assert len(answer.headers["Cache-Control"].split(",")) == 1


def test_a_guest_may_store_pages_of_the_site(http):
	answer = http().get("/login", headers=HTML)
	assert answer.status_code == 200 and answer.headers.get("Cache-Control") != "no-store"
	assert answer.headers["Content-Security-Policy"] == headers.PAGE_POLICY


def test_a_file_that_could_run_scripts_is_shut_in(frappe_site):
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request, Response

	request = Request(EnvironBuilder(path="/private/files/a.svg").get_environ())
	response = Response("<svg/>", mimetype="image/svg+xml")
	headers.add(response, request)
	assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_what_another_app_set_stays(frappe_site):
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request, Response

	policy = "frame-ancestors 'self' https://council.example"
	response = Response("x", mimetype="text/html", headers={"Content-Security-Policy": policy})
	headers.add(response, Request(EnvironBuilder(path="/a-web-form").get_environ()))
	assert response.headers["Content-Security-Policy"] == policy


def test_the_desk_works_under_its_policy(served, browser, officer, places):
	"""No violation and no script error on a workspace, a list, a form, a report and a printed record."""
	context = browser.new_context(base_url=served)
	page, said = context.new_page(), []
	page.on("console", lambda message: said.append(message.text))
	page.on("pageerror", lambda error: said.append(f"error: {error}"))
	context.request.post("/api/method/login", form={"usr": officer, "pwd": factories.PASSWORD})
	pledge = places["REST"].rpartition("/")[2]
	for path, shows in (
		("/app/unlocking-opportunities", ".workspace-title, .page-title, .title-area"),
		("/app/employer-pledge", ".list-row, .result"),
		(f"/app/employer-pledge/{pledge}", ".form-layout"),
		("/app/query-report/Placement Register", ".report-wrapper, .datatable, .no-report-area"),
		(places["print"], ".print-format"),
	):
		page.goto(path)
		page.wait_for_selector(shows, state="attached", timeout=30_000)
		page.wait_for_load_state("networkidle")
	context.close()

	refused = [text for text in said if "Content Security Policy" in text or "error: " in text]
	assert refused == []
