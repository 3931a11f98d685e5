"""The Desk, for each role: nothing that it calls by itself is refused, and each method that it calls is known.

With `-s` it prints what each role's Desk called, to review `access/known_methods.py`.
"""

from urllib.parse import unquote, urlparse

import frappe
import pytest

from tests import factories
from unlocking_opportunities.access import known_methods
from unlocking_opportunities.setup.desk_views import BOARD

PAGE_LOAD = 60_000
# The pages that each role uses. {} is the name of a record that they may read.
EVERYBODYS = (
	"unlocking-opportunities",
	"employer",
	"placement-opportunity",
	"query-report/Placement Register",
)
OFFICES = (
	*EVERYBODYS,
	"placement",
	"placement/{placement}",
	"young-person/{person}",
	"young-person-identity",
	"young-person-identity/{identity}",
	"visit/view/calendar",
	"visit/{visit}",
	"placement/view/report",
	"employer/{employer}",
	"risk-assessment",
	"print/Placement/{placement}",
	"todo",
	f"employer-pledge/view/kanban/{BOARD}",
)
ROUNDS = {
	"officer": OFFICES,
	"manager": OFFICES,
	"worker": OFFICES,
	"adviser": (*EVERYBODYS[:-1], "risk-assessment", "placement"),
	"lead": (*EVERYBODYS, "placement/{placement}", "young-person-identity/{identity}", "concern-referral"),
	"analyst": (
		"programme-figures",
		"placement-fact",
		"placement-fact/view/report",
		"young-person-fact",
		"employer",
	),
	"administrator": (
		"employer",
		"unlocking-opportunities-settings",
		"sector",
		"placement-fact/view/dashboard",
	),
}


@pytest.fixture
def council(frappe_site):
	worker = factories.user("worker", password=factories.PASSWORD)
	person = factories.young_person(worker)
	placement = factories.placement(person)
	visit = factories.visit(placement)
	frappe.db.commit()
	return {
		"worker": worker,
		"names": {
			"person": person.name,
			"placement": placement.name,
			"visit": visit.name,
			"employer": placement.employer,
			"identity": frappe.db.get_value("Young Person Identity", {"young_person": person.name}),
		},
	}


@pytest.mark.parametrize("role", ROUNDS)
def test_the_desk_is_refused_nothing(role, council, open_page):
	user = council["worker"] if role == "worker" else factories.user(role, password=factories.PASSWORD)
	frappe.db.commit()
	page = open_page("desktop", errors_matter=False)
	called, refused = set(), []
	page.on("response", lambda response: note(response, called, refused))
	page.context.request.post("/api/method/login", form={"usr": user, "pwd": factories.PASSWORD})
	page.goto("/app", timeout=PAGE_LOAD)
	page.locator(".page-container:visible, .workspace-container").first.wait_for(timeout=20_000)
	for place in ROUNDS[role]:
		go_to(page, place.format(**council["names"]))
	print(f"\n{role}: {len(called)} methods", *sorted(called), sep="\n  ")
	assert refused == []
	assert len(called) > 5, "the Desk did not come up"


def test_what_opens_by_a_click_is_refused_nothing_either(council, open_page):
	user = factories.user("officer", password=factories.PASSWORD)
	frappe.db.commit()
	page = open_page("desktop")
	called, refused = set(), []
	page.on("response", lambda response: note(response, called, refused))
	page.context.request.post("/api/method/login", form={"usr": user, "pwd": factories.PASSWORD})
	# Frappe adds a row about how they sign in, which the second save sends back.
	for bio in ("I like boats", "I like trains"):
		page.goto(f"/app/user/{user}", timeout=PAGE_LOAD)
		page.wait_for_function("() => window.cur_frm && cur_frm.doc.doctype === 'User'", timeout=PAGE_LOAD)
		page.evaluate("bio => { cur_frm.set_value('bio', bio).then(() => cur_frm.save()) }", bio)
		page.wait_for_function("() => !cur_frm.is_dirty()", timeout=PAGE_LOAD)
	page.goto(f"/app/employer/{council['names']['employer']}", timeout=PAGE_LOAD)
	page.wait_for_function("() => window.cur_frm && cur_frm.doc.doctype === 'Employer'", timeout=PAGE_LOAD)
	page.locator(".add-attachment-btn, .attachments-actions button").first.click()
	page.locator(".file-uploader").first.wait_for(timeout=PAGE_LOAD)
	frappe.db.rollback()
	assert frappe.db.get_value("User", user, "bio") == "I like trains"
	assert refused == []


def go_to(page, place) -> None:
	"""Go there as a click would, without loading the Desk again, and wait until the page asks for nothing more."""
	page.evaluate(
		"""async place => {
			await frappe.set_route(place);
			const quiet = 300, at_most = 5_000, began = Date.now();
			let since = Date.now();
			while (Date.now() - since < quiet && Date.now() - began < at_most) {
				await new Promise(resolve => setTimeout(resolve, 50));
				if ($.active) since = Date.now();
			}
		}""",
		place,
	)
	page.locator(".page-container:visible, .workspace-container").first.wait_for(timeout=PAGE_LOAD)


def note(response, called, refused) -> None:
	path = unquote(urlparse(response.url).path)
	if not path.startswith("/api/"):
		return
	called.add(path.removeprefix("/api/method/"))
	if response.status == 403 and "Refused" in response.text():
		refused.append(path)


def test_every_method_that_is_listed_is_one_of_the_frameworks():
	for name in known_methods.FOR_FRAMEWORKS | known_methods.FOR_GUESTS:
		assert name.startswith("frappe.") or "." not in name
