"""Mentors, councillors, young people and signatories can't reach each other's records by path, argument or link.

A link that a scanner opened, or that is spent, expired or forged, changes nothing and says so."""

import frappe
import pytest

from tests import factories
from tests.portal.browsing import Outsider
from tests.stored import Stored
from unlocking_opportunities.portal import links

HOME = "/placement-link"
# Words that are only on this person's pages.
THEIRS = (
	"Robin",
	"A keen baker",
	"Planted-Surname",
	"07700 900123",
	"Kitchen porter",
	"Sam Supervisor",
	"1 High Street",
)


@pytest.fixture
def council(frappe_site):
	with Stored() as stored:
		yield stored


@pytest.fixture
def others(http, council):
	"""Visitors who have no access to the pairing, the placement or the councillor's business."""
	person = factories.young_person(factories.standing_user("worker"), age=17, preferred_name="Kim")
	other = factories.placement(person, officer=council.officer, supervisor_name="Another Supervisor")
	items = [{"item": "First Name", "lawful_basis": "Public Task", "wording": "Kim"}]
	factories.share_release(other, items=items)
	access = {
		kind: factories.make("Portal Access", kind=kind, placement=other.name).name
		for kind in ("Young Person", "Signatory")
	}
	frappe.db.commit()

	def signed_in(**who):
		return Outsider(http()).signed_in(**who)

	return {
		"guest": Outsider(http()),
		"mentor": signed_in(email=council.other_mentor_email),
		"councillor": signed_in(email=council.other_councillor),
		"young person": signed_in(portal_access=access["Young Person"]),
		"signatory": signed_in(portal_access=access["Signatory"]),
	}


def addresses(council):
	for name in (
		council.pairing.name,
		council.placement.name,
		council.person.name,
		council.access["Young Person"],
		"%",
		"..",
		"'",
	):
		for base in (
			"/mentor/pairing",
			"/mentor/session",
			"/mentor/fit",
			HOME,
			f"{HOME}/answer",
			f"{HOME}/open",
			"/member/events",
		):
			yield f"{base}/{name}"
	for step in ("", "/answer", "/introduce", "/share", "/sign", "/first-day", "/feedback", "/wrong/call-me"):
		yield f"{HOME}{step}?placement={council.placement.name}&portal_access={council.access['Young Person']}"
	for path in ("/mentor", "/member"):
		yield f"{path}?mentor={council.pairing.mentor}&pairing={council.pairing.name}&email={council.councillor}"


def before(council):
	"""Return everything that an attack could change."""
	frappe.db.rollback()
	counts = (
		"Mentoring Session",
		"Placement Answer",
		"Placement Feedback",
		"Declined Match",
	)
	return {
		"pairing": factories.stored(council.pairing).as_dict(),
		"placement": factories.stored(council.placement).as_dict(),
		"release": factories.stored(council.release).as_dict(),
		"identity": frappe.get_doc("Young Person Identity", council.person.name).as_dict(),
		"event": factories.stored(council.event).as_dict(),
		**{doctype: frappe.db.count(doctype) for doctype in counts},
	}


def test_control_own_pages_show_it(http, council):
	mine = Outsider(http()).signed_in(email=council.mentor_email).open("/mentor")
	young_person = (
		Outsider(http()).signed_in(portal_access=council.access["Young Person"]).open(f"{HOME}/first-day")
	)
	shown = mine.page.text + young_person.page.text + young_person.open(HOME).page.text
	assert [words for words in THEIRS if words not in shown] == ["Planted-Surname", "07700 900123"]


def test_no_path_shows_another_persons_records(others, council):
	leaks = []
	for kind, outsider in others.items():
		for path in addresses(council):
			text = outsider.open(path).page.text
			# Their own placement is at a kitchen too.
			leaks += [(kind, path, words) for words in THEIRS if words in text and words != "Kitchen porter"]
	assert leaks == []


FORMS = (
	("/mentor", "/mentor/session/{pairing}", {"went": "Well", "minutes": "60", "place": "Workplace"}),
	("/mentor", "/mentor/fit/{pairing}", {"fit": "Re-pair"}),
	("/mentor", "/mentor/worried/call-me", {"about": "{pairing}", "phone": "01632 960001"}),
)


def test_no_form_changes_another_persons_records(others, council):
	was = before(council)
	rows = {row.name: "Disagrees" for row in council.release.items}
	smuggled = {
		"placement": council.placement.name,
		"portal_access": council.access["Young Person"],
		"pairing": council.pairing.name,
		"mentor": council.pairing.mentor,
		"email": council.councillor,
		"said_by": "Young Person",
		**rows,
	}
	for kind, outsider in others.items():
		for start, path, answers in FORMS:
			outsider.open(start)
			said = {name: value.format(pairing=council.pairing.name) for name, value in answers.items()}
			outsider.send(path.format(pairing=council.pairing.name), **smuggled | said)
			assert outsider.page.status_code in (200, 403, 404), (kind, path)
	changed = {key: (was[key], now) for key, now in before(council).items() if now != was[key]}
	assert changed == {}


def test_link_changes_only_its_own_placement(others, council):
	was = before(council)
	other = others["young person"]
	rows = {row.name: "Disagrees" for row in council.release.items}
	for step, answers in (
		("answer", {"answer": "No", "placement": council.placement.name}),
		("answer", {"answer": "Yes", "said_by": "Holder of Parental Responsibility"}),
		("introduce", {"introduced_as": "Somebody else's words", "young_person": council.person.name}),
		("share", rows),
	):
		other.open(f"{HOME}/{step}").send(**answers)
	now = before(council)
	for record in ("placement", "release", "identity"):
		assert now[record] == was[record]


def test_councillor_joins_only_member_events(others, council):
	council.event.db_set("for_members", 0)
	frappe.db.commit()
	councillor = others["councillor"].open("/member/introduce")
	councillor.send("/member/events", event=council.event.name, coming="1")
	assert councillor.page.status_code == 404
	frappe.db.rollback()
	assert factories.stored(council.event).sign_ups == []


@pytest.mark.parametrize(
	"path",
	[
		"/mentor/session/{pairing}",
		"/mentor/fit/{pairing}",
		f"{HOME}/answer",
		f"{HOME}/sign",
		f"{HOME}/introduce",
	],
)
def test_post_without_form_token_changes_nothing(http, council, path):
	was = before(council)
	who = (
		{"email": council.mentor_email}
		if path.startswith("/mentor")
		else {"portal_access": council.access["Young Person"]}
	)
	own = Outsider(http()).signed_in(**who)
	answers = {
		"went": "Badly",
		"minutes": "60",
		"place": "Phone",
		"fit": "Re-pair",
		"answer": "No",
		"introduced_as": "X",
	}
	for token in ("", "x" * 64):
		own.session.post(path.format(pairing=council.pairing.name), data={"form_token": token, **answers})
	assert {key for key, now in before(council).items() if now != was[key]} == set()


# The link


@pytest.fixture
def link(council):
	address = links.issue("Placement", 1, f"{HOME}/open", portal_access=council.access["Young Person"])
	frappe.db.commit()
	return "/" + address.partition("://")[2].partition("/")[2]


def test_scanners_spend_no_link(http, council, link):
	was = before(council)
	scanner = Outsider(http())
	for _time in range(3):
		assert "See the placement" in scanner.open(link).text
		scanner.session.head(link)
		scanner.session.options(link)
	assert "unlocking_portal" not in scanner.session.cookies
	assert before(council) == was
	assert "Kitchen porter" in Outsider(http()).open(link).send().text


def test_invalid_links_are_refused_with_a_message(http, council, link):
	Outsider(http()).open(link).send()
	for path in (link, f"{HOME}/open/" + "a" * 43, f"{HOME}/open/x", f"{HOME}/open/%27%20or%201"):
		again = Outsider(http()).open(path)
		assert "This link has expired" in again.text
		again.send()
		assert "unlocking_portal" not in again.session.cookies and "This link has expired" in again.text


def test_expired_link(http, council, link):
	frappe.db.set_value(
		"Portal Link", {"portal_access": council.access["Young Person"]}, "expires_at", "2020-01-01"
	)
	frappe.db.commit()
	late = Outsider(http()).open(link).send()
	assert "This link has expired" in late.text and "unlocking_portal" not in late.session.cookies


def test_link_purposes_are_separate(http, council, link):
	token = link.rpartition("/")[2]
	elsewhere = Outsider(http()).open(f"/sign-in/link/{token}").send()
	assert "unlocking_portal" not in elsewhere.session.cookies
	assert links.get_usable(token, "Placement")


def test_link_replaces_another_persons_session(http, council, link):
	"""A signed-in visitor who uses another person's link becomes that person only."""
	mentor = Outsider(http()).signed_in(email=council.mentor_email).open(link).send()
	assert mentor.path == HOME
	assert mentor.open("/mentor").page.status_code == 403


def test_changed_contacts_end_open_sessions(http, council, link):
	visitor = Outsider(http()).open(link).send()
	assert "Kitchen porter" in visitor.text
	identity = frappe.get_doc("Young Person Identity", council.person.name)
	identity.email = "another@people.example"
	identity.save()
	frappe.db.commit()
	assert visitor.open(HOME).path == f"{HOME}/again"
	assert "Kitchen porter" not in visitor.page.text


def test_paths_have_no_names_and_pages_are_not_cached(http, council):
	visitor = Outsider(http()).signed_in(portal_access=council.access["Young Person"]).open(HOME)
	assert visitor.page.headers["Cache-Control"] == "no-store"
	assert visitor.page.headers["Referrer-Policy"] == "no-referrer"
	assert council.placement.name not in visitor.page.text and council.person.name not in visitor.page.text


def test_disclosures_are_logged(http, council):
	Outsider(http()).signed_in(portal_access=council.access["Young Person"]).open(HOME)
	Outsider(http()).signed_in(email=council.mentor_email).open("/mentor")
	frappe.db.rollback()
	logged = frappe.get_all(
		"Record Access Log",
		{"young_person": council.person.name, "how": "Portal Disclosure"},
		["user", "record_type", "record"],
	)
	assert {(row.user, row.record_type, row.record) for row in logged} >= {
		(council.access["Young Person"], "Placement", council.placement.name),
		(council.mentor_email, "Mentoring Pairing", council.pairing.name),
	}


def test_input_is_escaped(http, council):
	attack = "<script>alert(1)</script>{{ 7*7 }}"
	young_person = (
		Outsider(http()).signed_in(portal_access=council.access["Young Person"]).open(f"{HOME}/introduce")
	)
	young_person.send(introduced_as=attack)
	mentor = Outsider(http()).signed_in(email=council.mentor_email).open("/mentor")
	member = Outsider(http()).signed_in(email=council.councillor).open("/member/introduce")
	member.send(
		employer_name="{{ 7*7 }}",
		employer_type="Business",
		contact_name="X",
		phone="01632 960001",
		kinds="Kit",
	)
	for page in (young_person.open(f"{HOME}/introduce"), mentor, member.open("/member")):
		assert "<script>alert" not in page.page.text
		assert "{{ 7*7 }}" in page.page.text
