"""A user with only our portal roles requests what is outside the portal, over HTTP."""

import frappe
import pytest

from tests import factories
from tests.in_process import Browser
from unlocking_opportunities.access import portal_users

PASSWORD = factories.PASSWORD


@pytest.fixture(scope="module")
def people(connected_site):
	"""Stored users, because another process serves the site; deleted at the end."""
	frappe.set_user("Administrator")
	frappe.db.rollback()
	users = {
		"employer": factories.user("employer", password=PASSWORD),
		"all portal roles": factories.user("employer", "mentor", "councillor", password=PASSWORD),
		"officer": factories.user("officer", password=PASSWORD),
		"employer and officer": factories.user("employer", "officer", password=PASSWORD),
		"nobody": factories.user(password=PASSWORD),
	}
	frappe.db.commit()
	yield users
	frappe.db.rollback()
	for user in users.values():
		frappe.delete_doc("User", user, force=True, ignore_permissions=True)
	frappe.db.commit()


OUTSIDE = (
	"/api/resource/User",
	"/api/resource/ToDo",
	"/api/resource/File",
	"/api/resource/Employer",
	"/api/resource/User/{user}",
	"/api/resource/User/{user}?run_method=get_timezone",
	"/api/method/frappe.client.get_list?doctype=File",
	"/api/method/frappe.client.get?doctype=User&name={user}",
	"/api/method/frappe.auth.get_logged_user",
	"/api/method/frappe.realtime.get_user_info",
	"/api/method/frappe.desk.search.search_link?doctype=Employer&txt=",
	"/api/method/frappe.utils.print_format.download_pdf?doctype=User&name={user}",
	"/api/method/version",
	"/api/method/ping",
	"/api/method/unlocking_opportunities.portal",
	"/api/method/unlocking_opportunities.portals.get",
	"/api/method/unlocking_opportunities.access.row_permissions.query_condition",
	"/api/method/unlocking_opportunities.portal.x/../frappe.client.get_list",
	"/api/method/frappe.client.get_list/unlocking_opportunities.portal.x",
	"/api/v1/method/ping",
	"/api/v2/method/ping",
	"/api/v2/document/User",
	"/api/v2/doctype/User/meta",
	"/api/",
	"/api",
	"/app",
	"/app/employer",
	"/desk",
	"/me",
	"/list/User",
	"/printview?doctype=User&name={user}",
	"/print?doctype=User&name={user}",
	"/update-profile",
	"/third_party_apps",
	"/website_script.js",
	"/search?q=a",
	"/private/files/somebody-elses.txt",
	"/backups/anything.sql.gz",
	"/?cmd=frappe.client.get_list&doctype=File",
	"/login?cmd=frappe.client.get_list&doctype=File",
	"/opportunities?cmd=ping",
	"/opportunities/../app",
	"/opportunities/%2e%2e/app",
	"//app",
	"/APP",
)


@pytest.mark.parametrize("kind", ["employer", "all portal roles"])
def test_everything_outside_the_portal_answers_403(people, http, kind):
	session = http(people[kind], PASSWORD)
	answered = {
		path: session.get(path.format(user=people[kind]), allow_redirects=False).status_code
		for path in OUTSIDE
	}
	assert {path: status for path, status in answered.items() if status != 403} == {}


def test_a_browsers_pages_answer_403_too(people, http):
	session = http(people["employer"], PASSWORD)
	session.headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
	for path in OUTSIDE:
		answer = session.get(path.format(user=people["employer"]), allow_redirects=False)
		assert answer.status_code == 403, path
	assert session.get("/opportunities").status_code == 200


@pytest.mark.skipif("dev" not in frappe.__version__, reason="later versions of Frappe answer 403 themselves")
def test_control_frappe_refuses_a_page_with_status_200(people, monkeypatch):
	monkeypatch.setattr(portal_users, "set_refused_status", lambda *arguments, **options: None)
	browser = Browser()
	browser.call("login", usr=people["employer"], pwd=PASSWORD)
	page = browser.open("/me", headers={"Accept": "text/html"})
	assert page.status_code == 200 and "Not Permitted" in page.text


def test_however_it_is_sent(people, http):
	session = http(people["employer"], PASSWORD)
	arguments = {"cmd": "frappe.client.get_list", "doctype": "File"}
	answered = [
		session.post("/opportunities", data=arguments),
		session.post("/", json=arguments),
		session.post("/api/method/login", json=arguments | {"usr": people["employer"], "pwd": PASSWORD}),
		session.put("/api/resource/User/" + people["employer"], json={"first_name": "x"}),
		session.delete("/api/resource/User/" + people["employer"]),
		session.post("/api/method/upload_file", files={"file": ("x.txt", b"x")}),
		session.post(
			"/api/method/run_doc_method", json={"dt": "User", "dn": people["employer"], "method": "as_dict"}
		),
	]
	assert [answer.status_code for answer in answered] == [403] * len(answered)
	assert not any("file_url" in answer.text for answer in answered)


def test_with_a_token_too(people, http):
	secret = frappe.generate_hash(length=15)
	user = frappe.get_doc("User", people["employer"])
	user.api_key, user.api_secret = frappe.generate_hash(length=15), secret
	user.save()
	frappe.db.commit()
	session = http()
	session.headers["Authorization"] = f"token {user.api_key}:{secret}"
	assert session.get("/api/resource/File").status_code == 403


@pytest.mark.parametrize("kind", ["officer", "employer and officer", "nobody"])
def test_control_others_are_not_touched(people, http, kind):
	session = http(people[kind], PASSWORD)
	assert session.get("/api/method/frappe.auth.get_logged_user").json()["message"] == people[kind]
	assert session.get("/api/resource/ToDo").status_code == 200
	assert session.get("/me", headers={"Accept": "text/html"}).status_code == 200


def test_they_sign_in_and_out(people, http):
	session = http()
	signed_in = session.post("/api/method/login", data={"usr": people["employer"], "pwd": PASSWORD})
	assert signed_in.status_code == 200
	assert session.post("/api/method/logout").status_code == 200
	assert session.get("/api/resource/ToDo").status_code == 403
	assert session.get("/login", headers={"Accept": "text/html"}).status_code == 200


@pytest.mark.parametrize(
	"path,cmd",
	[
		("/api/method/unlocking_opportunities.portal.offers.save", None),
		("/api/v1/method/unlocking_opportunities.portal.offers.save", None),
		("/api/v2/method/unlocking_opportunities.portal.offers.save", None),
		("/opportunities/offers/1", "unlocking_opportunities.portal.offers.save"),
		("/", "web_logout"),
		("/assets/x.css", None),
		("/favicon.ico", None),
	],
)
def test_the_portal_itself_is_open(connected_site, path, cmd):
	assert portal_users.is_allowed(path, cmd, "somebody@host.example")


def test_ones_own_private_file_is_open(frappe_site):
	user = factories.user("employer")
	frappe.set_user(user)
	file = factories.make("File", file_name="mine.txt", content=frappe.generate_hash(), is_private=1)
	assert portal_users.is_allowed(file.file_url, None, user)
	assert not portal_users.is_allowed(file.file_url, None, factories.user("mentor"))


def test_the_site_may_turn_it_off(frappe_site, monkeypatch):
	frappe.set_user(factories.user("employer"))
	monkeypatch.setattr(frappe.local, "request", frappe._dict(path="/app"), raising=False)
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict())
	with pytest.raises(frappe.PermissionError):
		portal_users.confine_portal_users()
	monkeypatch.setitem(frappe.conf, "unlocking_confine_portal_users", 0)
	portal_users.confine_portal_users()


def test_portal_methods_are_the_portals_own():
	"""A method of Frappe's that a portal module imports would be reachable under the portal's name."""
	import pkgutil

	import unlocking_opportunities

	portal = [
		m.name
		for m in pkgutil.walk_packages(unlocking_opportunities.__path__, "unlocking_opportunities.")
		if m.name.startswith("unlocking_opportunities.portal")
	]
	for module in map(frappe.get_module, portal):
		for value in vars(module).values():
			if callable(value) and value in frappe.whitelisted:
				assert value.__module__.startswith("unlocking_opportunities.portal")
