"""Answers given through a link: recorded for the right person, on what they have read, and only once."""

import frappe
import pytest
from frappe.utils import getdate, today

from tests import factories
from unlocking_opportunities.agreements import fingerprints, wording
from unlocking_opportunities.placements import answers
from unlocking_opportunities.rules.signing import RESPONSIBLE, YOUNG_PERSON
from unlocking_opportunities.unlocking_opportunities.doctype.share_release.share_release import is_shown

pytestmark = pytest.mark.usefixtures("empty_bells")


@pytest.fixture
def placement(frappe_site):
	person = factories.young_person(factories.standing_user("worker"), age=17)
	doc = factories.placement(person, officer=factories.standing_user("officer"), signatures=[])
	frappe.set_user("Guest")
	yield doc
	frappe.set_user("Administrator")


def may_sign(placement, authority="Parent"):
	frappe.db.set_value("Young Person Identity", placement.young_person, "signing_authority", authority)


def signatures(placement):
	return [
		(row.party, row.authority, row.how)
		for row in factories.stored(placement).signatures
		if not row.revoked_on
	]


def told():
	user = factories.standing_user("officer")
	return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")


def fingerprint(placement):
	return fingerprints.of_agreement(factories.stored(placement))


def test_a_no_without_a_reason_is_remembered(placement):
	answers.answer(placement.name, YOUNG_PERSON, "No")
	answer = frappe.get_last_doc("Placement Answer", {"placement": placement.name})
	assert (answer.answer, answer.how, answer.opportunity) == ("No", "By Link", placement.opportunity)
	assert told() == [f"Answered: {placement.name}"]
	assert frappe.session.user == "Guest"


def test_the_young_person_signs_in_their_own_right_once(placement):
	for _press in range(2):
		answers.sign(placement.name, YOUNG_PERSON, fingerprint(placement))
	assert signatures(placement) == [("Young Person", "Own", "By Link")]
	assert told() == [f"Signed: {placement.name}"]


def test_whoever_is_responsible_signs_on_the_authority_recorded(placement):
	may_sign(placement, "Delegated")
	answers.sign(placement.name, RESPONSIBLE, fingerprint(placement))
	assert signatures(placement) == [("Holder of Parental Responsibility", "Delegated", "By Link")]


@pytest.mark.parametrize("authority", [None, "", "Own"])
def test_without_a_recorded_authority_no_one_signs_for_them(placement, authority):
	may_sign(placement, authority)
	with pytest.raises(frappe.PermissionError):
		answers.sign(placement.name, RESPONSIBLE, fingerprint(placement))
	assert signatures(placement) == []


def test_no_one_signs_for_someone_of_18(frappe_site):
	doc = factories.placement(factories.young_person(age=19), signatures=[])
	may_sign(doc)
	with pytest.raises(frappe.PermissionError):
		answers.sign(doc.name, RESPONSIBLE, fingerprint(doc))


def test_what_has_changed_since_it_was_read_is_not_signed(placement):
	read = fingerprint(placement)
	placement.db_set("supervisor_name", "Somebody Else")
	with pytest.raises(answers.TermsChanged):
		answers.sign(placement.name, YOUNG_PERSON, read)
	assert signatures(placement) == []


def test_after_a_change_it_is_signed_again(placement):
	answers.sign(placement.name, YOUNG_PERSON, fingerprint(placement))
	frappe.set_user("Administrator")
	doc = factories.stored(placement)
	doc.supervisor_name = "Somebody Else"
	doc.save()
	assert signatures(placement) == []
	answers.sign(placement.name, YOUNG_PERSON, fingerprint(placement))
	assert signatures(placement) == [("Young Person", "Own", "By Link")]


@pytest.mark.parametrize("status", ["Completed", "Ended Early", "Cancelled"])
def test_what_is_over_takes_no_answer(placement, status):
	placement.db_set("status", status)
	for said in (
		lambda: answers.answer(placement.name, YOUNG_PERSON, "Yes"),
		lambda: answers.sign(placement.name, YOUNG_PERSON, fingerprint(placement)),
		lambda: answers.introduce_as(placement.name, "Robin, who bakes"),
		lambda: answers.share(placement.name, {}),
	):
		with pytest.raises(answers.Over):
			said()


ITEMS = (
	{"item": "First Name", "lawful_basis": "Public Task", "wording": "Robin"},
	{"item": "How I Am Introduced", "lawful_basis": "Public Task", "wording": "Robin, a student"},
	{"item": "Control", "lawful_basis": "Public Task", "wording": "Quiet break space", "safety_item": 1},
)


@pytest.fixture
def release(placement):
	frappe.set_user("Administrator")
	doc = factories.share_release(placement, items=[dict(item) for item in ITEMS])
	frappe.set_user("Guest")
	return doc


def say(release, **views):
	"""Answer `Agrees` or `Disagrees` to the items by their first word."""
	rows = {row.item.split()[0]: row.name for row in factories.stored(release).items}
	answers.share(release.placement, {rows[item]: view for item, view in views.items()})
	return factories.stored(release)


def release_it(release):
	frappe.set_user("Administrator")
	doc = factories.stored(release)
	for row in doc.items:
		row.young_persons_view = "Agrees"
	doc.save()
	doc.release()
	frappe.set_user("Guest")


def choice(release):
	return frappe.db.get_value("Placement", release.placement, "sharing_choice")


def test_before_release_a_no_is_taken_out_and_a_safety_item_is_kept_with_the_no(release):
	doc = say(release, First="Agrees", How="Disagrees", Control="Disagrees")
	assert [(row.item, row.young_persons_view) for row in doc.items] == [
		("First Name", "Agrees"),
		("Control", "Disagrees"),
	]
	assert choice(release) == "Tell the Host What Is Listed"
	assert told() == [f"Sharing: {release.name}"]


def test_a_no_to_everything_is_nothing_more(release):
	say(release, First="Disagrees", How="Disagrees", Control="Disagrees")
	assert choice(release) == "Tell the Host Nothing More"


def test_after_release_a_no_is_withdrawn_at_once(release):
	release_it(release)
	doc = say(release, First="Disagrees")
	assert [bool(row.withdrawn_on) for row in doc.items] == [True, False, False]
	status = frappe.db.get_value("Placement", doc.placement, "status")
	assert not is_shown(doc.items[0], doc.ends_on, status, getdate(today()))


def test_a_safety_item_withdrawn_asks_the_officer_that_day(release):
	release_it(release)
	doc = say(release, Control="Disagrees")
	assert doc.items[2].withdrawn_on and not doc.items[2].withdrawal_decision
	assert told() == [f"Decide today: {release.name}"]


def test_a_row_of_another_release_is_not_touched(release, placement):
	frappe.set_user("Administrator")
	person = factories.young_person(factories.standing_user("worker"))
	other = factories.share_release(factories.placement(person, officer=factories.standing_user("officer")))
	release_it(other)
	release_it(release)
	answers.share(placement.name, {factories.stored(other).items[0].name: "Disagrees"})
	assert not factories.stored(other).items[0].withdrawn_on


def test_their_own_words_go_into_a_draft(release):
	answers.introduce_as(release.placement, " Robin, who likes baking ")
	assert factories.stored(release).items[1].wording == "Robin, who likes baking"
	assert (
		frappe.db.get_value("Young Person Identity", release.young_person, "introduced_as")
		== "Robin, who likes baking"
	)


def test_old_words_that_are_out_are_withdrawn_and_the_officer_passes_on_the_new(release):
	release_it(release)
	answers.introduce_as(release.placement, "Robin, who likes baking")
	assert factories.stored(release).items[1].withdrawn_on
	assert told() == [f"New introduction: {release.placement}"]


def test_everything_that_is_signed_is_said_in_words(placement):
	"""A field in the fingerprint that the page doesn't show would be signed unread."""
	shown = frappe._dict(
		placement.as_dict(),
		preferred_name="PERSON",
		employer_name="EMPLOYER",
		site_name="SITE",
		role_title="ROLE",
		supervisor_name="SUPERVISOR",
		start_date="2026-12-07",
		end_date="2026-12-18",
		pay_basis="Paid",
		hourly_rate=12.5,
		kind="Taster",
	)
	text = "\n".join(words for _label, words in wording.lines(shown))
	said = {
		"young_person": "PERSON",
		"opportunity": "ROLE",
		"employer": "EMPLOYER",
		"site": "SITE",
		"kind": "Taster",
		"start_date": "Monday 7 December 2026",
		"supervisor_name": "SUPERVISOR",
		"pay_basis": "£",
		"hourly_rate": "£12.50 an hour",
	}
	assert set(said) == set(fingerprints.AGREED)
	assert [field for field, words in said.items() if words not in text] == []
	assert "Monday, 10am to 3pm, with a 30-minute break" in text
	assert "Friday 18 December 2026" in text
