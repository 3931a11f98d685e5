"""Making an offer, from the first question to the officer's answer."""

from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from tests import factories
from tests.portal.browsing import link_in

OFFER = "/opportunities/offer"


@pytest.fixture
def address(frappe_site):
	return f"owner-{frappe.generate_hash(length=8)}@cafe-{frappe.generate_hash(length=6)}.example"


def fill_in(visitor, email, name="Corner Cafe", kind="Work Experience", postcode="ab1 2cd"):
	visitor.open(OFFER).send(kind=kind)
	visitor.send(role_title="Kitchen helper", number="2", description="Washing up <b>and</b> baking")
	if visitor.path.endswith("/where"):
		visitor.send(
			sector=frappe.get_all("Sector", pluck="name")[0], address_line="1 High Street", postcode=postcode
		)
		visitor.send(hours_per_week="10", days="Tuesdays")
	visitor.send(employer_type="Business", employer_name=name)
	return visitor.send(contact_name="Jo Owner", email=email, phone="01632 960 001")


def confirmed(visitor, mailbox, deliver, email):
	visitor.send()
	deliver()
	return visitor.open(link_in(mailbox.wait_for(to=email, subject="confirm"))).send()


def test_a_new_employer_makes_an_offer(outsider, mailbox, deliver, address):
	visitor = fill_in(outsider(), address)
	assert visitor.path == f"{OFFER}/check"
	assert "Washing up <b>and</b> baking" in visitor.text
	visitor.send()
	assert visitor.path == f"{OFFER}/sent"
	deliver()
	assert not frappe.db.exists("Contact Email", {"email_id": address})
	link = link_in(mailbox.wait_for(to=address))
	visitor.open(link)
	assert not frappe.db.exists("Contact Email", {"email_id": address})
	visitor.send()
	assert visitor.path == f"{OFFER}/done"
	assert "You both agree before anything starts" in visitor.text
	frappe.db.rollback()
	access = frappe.get_last_doc("Portal Access", {"email": address})
	pledge = frappe.get_last_doc("Employer Pledge", {"employer": access.employer})
	assert pledge.name in visitor.text
	assert (pledge.status, pledge.source, pledge.places_pledged) == ("Submitted", "Web", 2)
	assert pledge.answer_by
	site = frappe.get_doc("Employer Site", pledge.offers[0].site)
	assert (site.employer, site.postcode) == (access.employer, "AB1 2CD")
	assert frappe.db.get_value("Contact Email", {"parent": pledge.contact}, "email_id") == address
	assert "has expired" in outsider().open(link).text


def test_outcome_is_mailed_to_the_person_who_made_it(outsider, mailbox, deliver, address, frappe_site):
	confirmed(fill_in(outsider(), address), mailbox, deliver, address)
	frappe.db.rollback()
	employer = frappe.db.get_value("Portal Access", {"email": address}, "employer")
	pledge = frappe.get_last_doc("Employer Pledge", {"employer": employer})
	pledge.reason = "Which days would suit you?"
	pledge.save()
	pledge = apply_workflow(pledge, "Return to Employer")
	apply_workflow(apply_workflow(pledge, "Send for Review"), "Accept Pledge")
	frappe.db.commit()
	mailbox.send_queue()
	received = mailbox.wait_for(to=address, subject="We have your offer")
	returned = mailbox.wait_for(to=address, subject="question about your offer")
	mailbox.wait_for(to=address, subject="accepted your offer")
	assert pledge.name in received["Subject"]
	body = returned.get_body(("html",)).get_content()
	assert "Which days would suit you?" in body and link_in(returned) == "/employer/offers"
	for message in mailbox.messages(to=address):
		words = message.get_body(("html",)).get_content().lower()
		assert (
			"in care" not in words and "looked after" not in words and "unlocking opportunities" not in words
		)


def test_returning_employer_is_not_duplicated(outsider, mailbox, deliver, address):
	confirmed(fill_in(outsider(), address), mailbox, deliver, address)
	mailbox.forget()
	visitor = outsider()
	confirmed(fill_in(visitor, address, name="The Corner Cafe Ltd", kind="Kit"), mailbox, deliver, address)
	frappe.db.rollback()
	employers = frappe.get_all("Portal Access", {"email": address}, pluck="employer")
	assert len(employers) == 1
	assert frappe.db.count("Employer Pledge", {"employer": employers[0]}) == 2
	# They are signed in now, so only new questions are asked.
	visitor.open(OFFER).send(kind="Talk or Visit").send(role_title="Baking", number="20")
	assert "Where do you work?" in visitor.text
	visitor.send(
		sector=frappe.get_all("Sector", pluck="name")[0], address_line="1 High Street", postcode="AB1 2CD"
	)
	assert "hours a week" not in visitor.text
	visitor.send()
	assert visitor.path == f"{OFFER}/check"
	visitor.send()
	assert visitor.path == f"{OFFER}/done"
	frappe.db.rollback()
	assert frappe.db.count("Employer Pledge", {"employer": employers[0]}) == 3
	assert frappe.db.count("Employer Site", {"employer": employers[0]}) == 1


def test_another_employers_name_gives_no_access(outsider, mailbox, deliver, address):
	theirs = factories.employer(employer_name=f"Known {frappe.generate_hash(length=6)} Limited")
	factories.portal_access(employer=theirs.name)
	frappe.db.commit()
	visitor = fill_in(outsider(), address, name=theirs.employer_name.upper())
	confirmed(visitor, mailbox, deliver, address)
	frappe.db.rollback()
	own = frappe.db.get_value("Portal Access", {"email": address}, "employer")
	assert own != theirs.name
	proposed = frappe.get_all(
		"Comment",
		{"reference_doctype": "Employer", "reference_name": own, "comment_type": "Info"},
		pluck="content",
	)
	assert any(theirs.name in text for text in proposed)


def test_wrong_answers_are_kept(outsider, address):
	visitor = outsider().open(OFFER).send()
	assert "Select what you'd like to offer" in visitor.text
	visitor.send(kind="Work Experience").send(role_title="", number="lots", description="Keep <me>")
	assert "Enter a whole number" in visitor.text
	assert 'value="lots"' in visitor.page.text and "Keep &lt;me&gt;" in visitor.page.text


def test_draft_continues_in_another_browser(outsider, mailbox, deliver, address):
	first = outsider().open(OFFER).send(kind="Kit").send(role_title="Laptops", number="3")
	first.open(f"{OFFER}/save").send(email=address)
	assert first.path == f"{OFFER}/saved"
	deliver()
	second = outsider().open(link_in(mailbox.wait_for(to=address))).send()
	assert second.path == f"{OFFER}/organisation"
	assert "Laptops" in second.open(f"{OFFER}/what").page.text
	# The first browser no longer has it.
	assert "Laptops" not in first.open(f"{OFFER}/what").page.text


def test_saving_for_later_keeps_what_was_typed(outsider, mailbox, deliver, address):
	first = outsider().open(OFFER).send(kind="Kit").open(f"{OFFER}/what")
	first.send(role_title="Laptops", number="lots", description="Four of them", later="1")
	assert first.path == f"{OFFER}/save"
	first.send(email=address)
	deliver()
	second = outsider().open(link_in(mailbox.wait_for(to=address))).send()
	assert second.path == f"{OFFER}/what"
	for words in ('value="Laptops"', 'value="lots"', "Four of them"):
		assert words in second.page.text
	assert "Enter a whole number" in second.send(role_title="Laptops", number="lots").text
	second.send(role_title="Laptops", number="4", later="1")
	assert second.path == f"{OFFER}/save"
	assert 'value="4"' in second.open(f"{OFFER}/what").page.text


def test_saving_a_wrong_answer_for_later_changes_no_answer_given_before(outsider, address):
	visitor = fill_in(outsider(), address)
	visitor.open(f"{OFFER}/what").send(role_title="", number="many", later="1")
	frappe.db.rollback()
	draft = frappe.get_last_doc("Offer Draft")
	assert frappe.parse_json(draft.answers)["number"] == 2
	assert visitor.open(f"{OFFER}/check").path == f"{OFFER}/what"


def test_a_date_is_shown_again(outsider):
	visitor = outsider().open(OFFER).send(kind="Work Experience").send(role_title="Helper", number="1")
	visitor.send(
		sector=frappe.get_all("Sector", pluck="name")[0], address_line="1 High Street", postcode="AB1 2CD"
	)
	later = frappe.utils.getdate(frappe.utils.add_days(frappe.utils.today(), 40))
	parts = {"available_from-day": later.day, "available_from-month": later.strftime("%B")}
	visitor.send(**parts, **{"available_from-year": later.year})
	assert visitor.path == f"{OFFER}/organisation"
	assert f'value="{later.year}"' in visitor.open(f"{OFFER}/when").page.text


@pytest.mark.parametrize(
	"kind", ["Funding", "Kit", "Mentoring", "University Application Support", "Talk or Visit"]
)
def test_hints_are_about_what_is_offered(outsider, kind):
	visitor = outsider().open(OFFER).send(kind=kind)
	assert visitor.path == f"{OFFER}/what"
	assert "What would a day be like" not in visitor.text and "gardener" not in visitor.text


def test_mentoring_offer_makes_an_application(outsider, mailbox, deliver, address):
	visitor = outsider().open(f"{OFFER}?kind=Mentoring")
	visitor.send(path=OFFER, kind="Mentoring").send(role_title="Confidence", number="1")
	visitor.send(employer_type="Individual").send(contact_name="Mo Mentor", email=address)
	confirmed(visitor, mailbox, deliver, address)
	assert visitor.path == f"{OFFER}/done"
	assert "within" in visitor.text and "before anything starts" not in visitor.text
	frappe.db.rollback()
	assert frappe.db.get_value("Mentor", {"email": address}, "status") == "Applied"


def test_robots_are_thanked_and_ignored(outsider, frappe_site):
	before = frappe.db.count("Offer Draft")
	visitor = outsider().open(OFFER).send(kind="Kit", website_address="http://spam.example")
	assert visitor.path == f"{OFFER}/sent"
	frappe.db.rollback()
	assert frappe.db.count("Offer Draft") == before


def test_stale_page_keeps_answers(outsider):
	visitor = outsider().open(OFFER).send(kind="Kit")
	visitor.send(form_token="wrong", role_title="Boots", number="4")
	assert "We've kept what you typed" in visitor.text
	assert 'value="Boots"' in visitor.page.text
	assert visitor.send(role_title="Boots", number="4").path == f"{OFFER}/organisation"


def test_pressing_twice_sends_one_offer(outsider, frappe_site):
	access = factories.portal_access()
	frappe.db.commit()
	visitor = outsider().signed_in(access.email)
	visitor.open(OFFER).send(kind="Kit").send(role_title="Laptops", number="3")
	assert visitor.path == f"{OFFER}/check"
	second = outsider()
	second.session.cookies.update(visitor.session.cookies)
	second.page = visitor.page
	with ThreadPoolExecutor() as both:
		pages = [press.result().path for press in [both.submit(one.send) for one in (visitor, second)]]
	assert f"{OFFER}/done" in pages
	frappe.db.rollback()
	assert frappe.db.count("Employer Pledge", {"employer": access.employer}) == 1


def stored_answers():
	frappe.db.rollback()
	return frappe.parse_json(frappe.get_last_doc("Offer Draft").answers)


def test_another_kind_of_offer_is_asked_about_afresh(outsider, address):
	visitor = fill_in(outsider(), address)
	visitor.open(OFFER).send(kind="Funding")
	assert visitor.path == f"{OFFER}/what"
	assert "What is the money for?" in visitor.text and "Kitchen helper" not in visitor.page.text
	visitor.send(role_title="Bus fares")
	assert visitor.path == f"{OFFER}/check"
	for left_over in ("Kitchen helper", "Washing up", "Tuesdays", "High Street"):
		assert left_over not in visitor.page.text
	for left_over in ("sector", "address_line", "hours_per_week", "days", "number"):
		assert left_over not in stored_answers()


def test_the_workplace_is_kept_for_another_kind_of_place(outsider, address):
	visitor = fill_in(outsider(), address)
	visitor.open(OFFER).send(kind="Paid Job").send(role_title="Cook", number="1")
	assert visitor.path == f"{OFFER}/when" and 'value="Tuesdays"' not in visitor.page.text
	assert visitor.send().path == f"{OFFER}/check"
	assert "1 High Street" in visitor.text and "Cook" in visitor.text


def test_choosing_the_same_kind_again_keeps_the_answers(outsider, address):
	visitor = fill_in(outsider(), address)
	visitor.open(OFFER).send(kind="Work Experience")
	assert visitor.path == f"{OFFER}/check" and "Kitchen helper" in visitor.text


@pytest.mark.parametrize(
	("kind", "error"),
	[
		("Work Experience", "Enter what they would do"),
		("Paid Job", "Enter the job title"),
		("Kit", "Enter what you would give"),
		("Funding", "Enter what the money is for"),
	],
)
def test_a_missing_title_says_what_to_enter(outsider, kind, error):
	visitor = outsider().open(OFFER).send(kind=kind)
	assert error in visitor.send(role_title="", number="1").text


def test_one_person_has_no_organisation_and_few_to_mentor(outsider):
	visitor = outsider().open(OFFER).send(kind="Mentoring").send(role_title="Maths", number="500")
	assert "Enter a number of 20 or fewer" in visitor.text
	visitor.send(role_title="Maths", number="1").send(employer_type="Individual", employer_name="Bob Ltd")
	assert "Leave the name blank" in visitor.text
	assert visitor.send(employer_type="Individual").path == f"{OFFER}/contact"


def test_work_of_another_kind_has_no_sector(outsider, frappe_site):
	access = factories.portal_access()
	frappe.db.commit()
	visitor = outsider().signed_in(access.email).open(OFFER).send(kind="Taster")
	visitor.send(role_title="Cutting hair", number="1")
	visitor.send(sector="other", address_line="2 High Street", postcode="AB1 2CD").send().send()
	assert visitor.path == f"{OFFER}/done"
	frappe.db.rollback()
	row = frappe.get_last_doc("Employer Pledge", {"employer": access.employer}).offers[0]
	assert row.sector is None
	assert frappe.db.get_value("Employer Site", row.site, "environment_band") == "Less Familiar Risk"


def test_a_used_link_to_a_saved_offer_says_where_the_answers_are(outsider, mailbox, deliver, address):
	first = outsider().open(OFFER).send(kind="Kit").send(role_title="Laptops", number="3")
	first.open(f"{OFFER}/save").send(email=address)
	deliver()
	link = link_in(mailbox.wait_for(to=address))
	second = outsider().open(link).send()
	second.open(link)
	assert "Your answers are saved in this browser" in second.text
	assert f'href="{OFFER}/organisation"' in second.page.text
	third = outsider().open(link)
	assert "We still have your answers" in third.text and "Laptops" not in third.page.text
	mailbox.forget()
	assert third.send(again="1").path == f"{OFFER}/saved"
	deliver()
	third.open(link_in(mailbox.wait_for(to=address))).send()
	assert third.path == f"{OFFER}/organisation"
	assert "Laptops" in third.open(f"{OFFER}/what").page.text


def test_an_expired_link_to_confirm_offers_a_new_one(outsider, mailbox, deliver, address):
	visitor = fill_in(outsider(), address).send()
	deliver()
	link = link_in(mailbox.wait_for(to=address))
	frappe.db.set_value("Portal Link", {"email": address}, "expires_at", "2020-01-01 00:00:00")
	frappe.db.commit()
	other = outsider().open(link)
	assert "You haven't sent us your offer yet" in other.text
	assert other.send(again="1").path == f"{OFFER}/sent"
	assert "Your answers are saved in this browser" in visitor.open(link).text
	mailbox.forget()
	deliver()
	assert outsider().open(link_in(mailbox.wait_for(to=address))).send().path == f"{OFFER}/done"
	assert "If you've confirmed your offer, we have it" in outsider().open(link).text
