"""Take the pictures of docs/portal.md: `./dev test tests/browser/pictures.py`. Look at them before you commit them."""

from pathlib import Path

import frappe
import pytest

from tests import factories

FOLDER = Path(__file__).parents[2] / "docs/pictures"
# Long pages are cut off here: the picture shows the design, not all the text.
TALLEST = {"phone": 900, "desktop": 1000}
PUBLIC = {
	"campaign": "/opportunities",
	"community": "/community",
	"accessibility": "/accessibility",
	"privacy": "/privacy",
	"complaint": "/privacy/complaint",
	"call-me": "/call-me",
	"sign-in": "/sign-in",
}


def take(page, name, size):
	FOLDER.mkdir(exist_ok=True)
	height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST[size])
	page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
	page.screenshot(path=FOLDER / f"portal-{name}-{size}.png")
	page.set_viewport_size({"width": page.viewport_size["width"], "height": 640})


@pytest.fixture(autouse=True)
def council(frappe_site):
	"""A council with a name and colour of its own, and enough offers to have figures."""
	settings = factories.settings()
	before = {
		field: settings.get(field)
		for field in ("council_name", "colour", "programme_phone", "safeguarding_phone")
	}
	settings.update(
		{"council_name": "Merrowby Council", "colour": "#00695c", "programme_phone": "01632 960 123"}
	)
	settings.safeguarding_phone = "01632 960 999"
	settings.save()
	made = [factories.employer() for _number in range(8)]
	pledges = [
		factories.set_stored(factories.pledge(one), status="Accepted", places_pledged=3) for one in made
	]
	frappe.db.commit()
	yield
	for doc in (*pledges, *made):
		frappe.delete_doc(doc.doctype, doc.name, force=True)
	settings.reload()
	settings.update(before)
	settings.save()
	frappe.db.commit()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_public_pages(open_page, size):
	page = open_page(size)
	for name, path in PUBLIC.items():
		page.goto(path)
		take(page, name, size)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_an_offer(open_page, size):
	page = open_page(size)

	def go_on():
		page.get_by_role("button", name="Continue").click()

	page.goto("/opportunities/offer")
	take(page, "offer-kind", size)
	page.get_by_label("Work experience").check()
	go_on()
	page.get_by_label("What would they do?").fill("Kitchen helper")
	page.get_by_label("How many people could this be for?").fill("two")
	go_on()
	take(page, "offer-error", size)
	page.get_by_label("How many people could this be for?").fill("2")
	go_on()
	page.get_by_label("What kind of work is it?").select_option(index=1)
	page.get_by_label("Building and street").fill("1 High Street")
	page.get_by_label("Postcode").fill("AB1 2CD")
	take(page, "offer-where", size)
	go_on()
	go_on()
	page.get_by_label("A business").check()
	page.get_by_label("What is the organisation called?").fill("Corner Cafe")
	go_on()
	page.get_by_label("Your name").fill("Jo Owner")
	page.get_by_label("Your email address").fill("jo@corner-cafe.example")
	take(page, "offer-contact", size)
	go_on()
	take(page, "offer-check", size)
