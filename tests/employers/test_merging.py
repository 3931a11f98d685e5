"""Merging two records of one employer."""

import frappe
import pytest

from tests import factories
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.employers import merging
from unlocking_opportunities.employers.merging import merge


@pytest.fixture
def as_officer(frappe_site):
	officer = factories.standing_user("officer")

	def act(*arguments):
		frappe.set_user(officer)
		try:
			return merge(*arguments)
		finally:
			frappe.set_user("Administrator")

	return act


def test_everything_goes_with_it(as_officer):
	stays, goes = factories.employer(), factories.employer()
	place = factories.site(goes)
	pledge, agreement = factories.pledge(goes), factories.host_agreement(place)
	contact = factories.make(
		"Contact", first_name="Jo", links=[{"link_doctype": "Employer", "link_name": goes.name}]
	)
	both = factories.portal_access(employer=stays.name).email
	second = factories.portal_access(employer=goes.name, email=both)
	other = factories.portal_access(employer=goes.name)
	assert as_officer(goes.name, stays.name) == stays.name
	for doc in (place, pledge, agreement, other):
		assert factories.stored(doc).employer == stays.name
	assert factories.stored(pledge).employer_name == stays.employer_name
	assert factories.stored(contact).links[0].link_name == stays.name
	assert factories.stored(second).revoked and not factories.stored(other).revoked
	gone = factories.stored(goes)
	assert (gone.status, gone.merged_into) == ("Merged", stays.name)
	assert as_officer(goes.name, stays.name) == stays.name


def test_not_while_someone_is_placed_there(as_officer):
	stays, goes = factories.employer(), factories.employer()
	place = factories.site(goes)
	factories.set_stored(factories.placement(factories.young_person(), place), status="In Progress")
	with pytest.raises(merging.HasPlacements):
		as_officer(goes.name, stays.name)
	assert factories.stored(place).employer == goes.name


def test_not_into_itself_or_into_what_is_merged(as_officer):
	first, second, third = (factories.employer() for _time in range(3))
	with pytest.raises(merging.SameEmployer):
		as_officer(first.name, first.name)
	as_officer(first.name, second.name)
	with pytest.raises(merging.AlreadyMerged):
		as_officer(third.name, first.name)


@pytest.mark.parametrize("kind", ["worker", "analyst", "employer"])
def test_only_officers_and_managers(frappe_site, kind):
	user = factories.standing_user(kind)
	first, second = factories.employer(), factories.employer()
	frappe.set_user(user)
	with pytest.raises(RoleNeeded):
		merge(first.name, second.name)
