"""What a link shows: one placement to one party, in few queries."""

import frappe
import pytest

from tests import factories
from tests.budgets.counting import counted
from unlocking_opportunities.agreements import fingerprints, wording
from unlocking_opportunities.placements import answers, first_day, overview
from unlocking_opportunities.rules.signing import RESPONSIBLE, YOUNG_PERSON


@pytest.fixture
def placement(frappe_site):
	person = factories.young_person(
		factories.standing_user("worker"), age=17, preferred_name="Robin", surname="Planted-Surname"
	)
	identity = frappe.get_doc("Young Person Identity", person.name)
	identity.update(
		{"signing_authority": "Parent", "introduced_as": "A keen baker", "mobile": "07700 900123"}
	)
	identity.save()
	doc = factories.placement(person, signatures=[], officer=factories.standing_user("officer"))
	factories.share_release(doc)
	factories.support_profile(person)
	return doc


def test_fingerprint_matches_the_signed_one(placement):
	seen = overview.placement(placement.name, YOUNG_PERSON)
	assert seen.fingerprint == fingerprints.of_agreement(factories.stored(placement))
	answers.sign(placement.name, YOUNG_PERSON, seen.fingerprint)
	assert overview.placement(placement.name, YOUNG_PERSON).signed


def test_overview_has_all_fields_of_sheet_and_agreement(placement):
	seen = overview.placement(placement.name, YOUNG_PERSON)
	assert dict(wording.lines(seen))["Who"] == "Robin"
	assert dict(first_day.sheet(seen))["Who to ask for"] == "Sam Supervisor"


def test_signing_parties(placement):
	sees = {party: overview.placement(placement.name, party) for party in (YOUNG_PERSON, RESPONSIBLE)}
	assert all(seen.signs and not seen.signed for seen in sees.values())
	frappe.db.set_value("Young Person Identity", placement.young_person, "signing_authority", "")
	assert not overview.placement(placement.name, RESPONSIBLE).signs
	placement.db_set("under_18", 0)
	frappe.db.set_value("Young Person Identity", placement.young_person, "signing_authority", "Parent")
	assert not overview.placement(placement.name, RESPONSIBLE).signs


def test_each_party_sees_its_latest_answer(placement):
	answers.answer(placement.name, YOUNG_PERSON, "No")
	answers.answer(placement.name, YOUNG_PERSON, "Yes")
	answers.answer(placement.name, RESPONSIBLE, "Change Something")
	assert overview.placement(placement.name, YOUNG_PERSON).answer == "Yes"
	assert overview.placement(placement.name, RESPONSIBLE).answer == "Change Something"


def test_only_the_young_person_sees_shared_items(placement):
	assert [row.item for row in overview.placement(placement.name, YOUNG_PERSON).items_shared] == [
		"First Name"
	]
	others = overview.placement(placement.name, RESPONSIBLE)
	assert (others.items_shared, others.introduced_as) == ([], None)


@pytest.mark.parametrize("party", [YOUNG_PERSON, RESPONSIBLE])
def test_private_fields_are_hidden(placement, party):
	text = str(overview.placement(placement.name, party))
	person = frappe.get_doc("Young Person Identity", placement.young_person)
	for planted in (
		"Planted-Surname",
		"07700 900123",
		str(person.date_of_birth),
		"Finds noise hard",
		"bus station",
	):
		assert planted not in text


def test_missing_placement(frappe_site):
	with pytest.raises(frappe.DoesNotExistError):
		overview.placement("PLC-2026-99999", YOUNG_PERSON)


def test_four_queries(placement):
	overview.placement(placement.name, YOUNG_PERSON)
	with counted() as statements:
		overview.placement(placement.name, YOUNG_PERSON)
	assert len(statements) == 4
