"""Merging two records of one employer."""

import frappe
import pytest

from tests import factories
from tests.placements.start_gate.complete import complete, move
from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.employers import merging
from unlocking_opportunities.employers.merging import merge
from unlocking_opportunities.placements.start_gate import judge


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


def test_the_same_employer_keeps_what_was_signed_and_confirmed(as_officer):
	done = complete(age=15)
	move(done.officer, move(done.manager, done.placement, "Agree Placement"), "Mark Ready")
	name = factories.stored(frappe.get_doc("Employer", done.placement.employer)).employer_name
	stays = factories.employer(employer_name=f"The {name.upper()} Ltd.")
	# Both have placements, so neither could be merged otherwise.
	factories.set_stored(
		factories.placement(factories.young_person(), factories.site(stays)), status="Agreed"
	)
	before = {check["key"] for check in factories.stored(done.placement).gate() if check["outcome"] == "Fail"}
	as_officer(done.placement.employer, stays.name)
	judge.judge_where({"employer": stays.name})
	moved = done.reload().placement
	assert (moved.employer, moved.status) == (stays.name, "Ready")
	assert {check["key"] for check in moved.gate() if check["outcome"] == "Fail"} == before
	moved.save()
	assert not any(row.revoked_on for row in moved.signatures)
	assert moved.suitability_hash == fingerprints.of_suitability(moved)


def test_what_was_signed_on_other_terms_stays_outdated(as_officer):
	done = complete(age=15)
	row = done.placement.signatures[0]
	frappe.db.set_value(row.doctype, row.name, "terms_hash", "of older terms")
	as_officer(done.placement.employer, factories.employer().name)
	assert frappe.db.get_value(row.doctype, row.name, "terms_hash") == "of older terms"


@pytest.mark.parametrize("status", ["Agreed", "Ready", "In Progress", "Paused"])
def test_not_under_another_name_while_someone_is_placed_there(as_officer, status):
	stays, goes = factories.employer(), factories.employer()
	place = factories.site(goes)
	placed = factories.set_stored(factories.placement(factories.young_person(), place), status=status)
	with pytest.raises(merging.OtherName, match="give both the same name"):
		as_officer(goes.name, stays.name)
	assert factories.stored(place).employer == goes.name
	# What the message says works.
	factories.stored(goes).update({"employer_name": stays.employer_name}).save()
	as_officer(goes.name, stays.name)
	assert factories.stored(placed).employer == stays.name


@pytest.mark.parametrize(
	("goes", "into", "refused"),
	[
		("Active", "Paused", True),
		("Active", "Former", True),
		("Paused", "Former", True),
		("Former", "Former", False),
		("Former", "Active", False),
		("Paused", "Active", False),
	],
)
def test_not_into_one_that_would_stop_its_offers(as_officer, goes, into, refused):
	source, target = (factories.set_stored(factories.employer(), status=status) for status in (goes, into))
	if not refused:
		assert as_officer(source.name, target.name) == target.name
		return
	with pytest.raises(merging.StopsOffers, match=f"{target.name} is {into}"):
		as_officer(source.name, target.name)
	# What the message says works.
	factories.stored(target).update({"status": goes}).save()
	as_officer(source.name, target.name)


def test_a_form_that_was_opened_before_writes_no_old_employer_back(as_officer):
	stays, place = factories.employer(), factories.site()
	opened = factories.stored(place)
	as_officer(place.employer, stays.name)
	with pytest.raises(frappe.TimestampMismatchError):
		opened.save()


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
