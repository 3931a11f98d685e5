"""Possible duplicates are shown while an employer is entered, and no one outside learns which employers are known."""

import frappe
import pytest

from tests import factories
from unlocking_opportunities.employers import duplicates


@pytest.fixture
def officer(frappe_site):
	user = factories.standing_user("officer")
	frappe.set_user(user)
	return user


def names(**given) -> list[str]:
	return [row["name"] for row in duplicates.search(**given)]


def test_the_same_name_in_other_words_is_noticed(officer):
	known = factories.employer(employer_name="Quillmarsh Bakery Ltd")
	other = factories.employer(employer_name="Quillmarsh Motors")
	for written in (
		"quillmarsh bakery",
		"The Quillmarsh Bakery Limited",
		"Quillmarsh  Bakerey",
		"QUILLMARSH BAKERY & CO",
	):
		assert names(employer_name=written) == [known.name], written
	assert other.name in names(employer_name="Quillmarsh Motors Ltd")
	assert names(employer_name="Quite Another") == []


def test_a_company_number_and_a_postcode_are_noticed_whatever_the_name(officer):
	known = factories.employer(employer_name="Quillmarsh Bakery", company_number="1234567")
	factories.site(known, postcode="MK99 9ZZ")
	assert names(employer_name="Trading As Crumbs", company_number="01234567") == [known.name]
	assert names(employer_name="Trading As Crumbs", postcode="mk99  9zz") == [known.name]


def test_an_employer_is_not_like_itself_and_not_like_one_that_was_merged(officer):
	known = factories.employer(employer_name="Quillmarsh Bakery")
	assert names(employer_name="Quillmarsh Bakery", name=known.name) == []
	frappe.set_user("Administrator")
	factories.set_stored(known, status="Merged")
	frappe.set_user(officer)
	assert names(employer_name="Quillmarsh Bakery") == []


def test_whoever_enters_it_again_is_told(officer):
	known = factories.employer(employer_name="Quillmarsh <b>Bakery</b>")
	frappe.local.message_log = []
	factories.employer(employer_name="Quillmarsh <b>Bakery</b> Ltd")
	said = "".join(str(message) for message in frappe.local.message_log)
	assert known.name in said
	assert "<b>" not in said


def test_people_outside_are_not_told_of_duplicates(frappe_site):
	factories.employer(employer_name="Quillmarsh Bakery")
	frappe.local.message_log = []
	frappe.set_user("Guest")
	doc = frappe.get_doc(
		{"doctype": "Employer", "employer_name": "Quillmarsh Bakery", "employer_type": "Business"}
	)
	doc.insert(ignore_permissions=True)
	assert frappe.local.message_log == []
	with pytest.raises(frappe.PermissionError):
		duplicates.search("Quillmarsh Bakery")


def test_percent_signs_and_quotes_in_a_name_are_only_letters(officer):
	factories.employer(employer_name="Quillmarsh Bakery")
	for written in ("%%%%%", "' OR 1=1 --", "_____", "\\"):
		assert names(employer_name=written) == []
