"""A user with several roles gets what any one of them gives, and no more."""

import frappe
import pytest

from tests import factories
from tests.security.conftest import call, is_refused


def sign_in(*kinds):
	user = factories.user(*kinds)
	frappe.set_user(user)
	return user


def test_a_worker_who_is_also_an_officer_has_every_young_person(world):
	sign_in("worker", "officer")
	assert (
		call("frappe.client.get_count", doctype="Young Person", filters={"name": world.theirs.person.name})
		== 1
	)
	call(
		"frappe.client.set_value",
		doctype="Young Person",
		name=world.theirs.person.name,
		fieldname="pathway",
		value="Taster",
	)


def test_a_worker_who_is_also_safeguarding_lead_reads_all_and_writes_their_own(world):
	me = sign_in("worker", "lead")
	theirs = world.theirs.person.name
	assert not is_refused("frappe.client.get", doctype="Young Person", name=theirs)
	change = {"doctype": "Young Person", "fieldname": "pathway", "value": "Taster"}
	assert is_refused("frappe.client.set_value", name=theirs, **change)
	frappe.set_user("Administrator")
	frappe.db.set_value("Young Person", theirs, "allocated_worker", me)
	frappe.set_user(me)
	assert not is_refused("frappe.client.set_value", name=theirs, **change)


def test_a_worker_who_is_also_an_adviser_has_both_their_rows(world):
	me = sign_in("worker", "adviser")
	frappe.set_user("Administrator")
	frappe.db.set_value("Young Person", world.mine.spare_person.name, "allocated_worker", me)
	frappe.db.set_value("Risk Assessment", world.theirs.placement.risk_assessment, "hs_adviser", me)
	frappe.set_user(me)
	found = set(frappe.get_list("Young Person", pluck="name"))
	assert found == {world.mine.spare_person.name, world.theirs.person.name}
	assert not is_refused("frappe.client.get", doctype="Young Person", name=world.theirs.person.name)
	assert is_refused("frappe.client.get", doctype="Young Person Identity", name=world.theirs.person.name)
	assert is_refused(
		"frappe.client.set_value",
		doctype="Young Person",
		name=world.theirs.person.name,
		fieldname="pathway",
		value="Taster",
	)


@pytest.mark.parametrize("right", ["read", "select"])
def test_a_role_that_the_council_adds_reads_what_its_docperm_says(world, right):
	frappe.set_user("Administrator")
	role = factories.make("Role", role_name="Council Auditor", desk_access=1).name
	frappe.permissions.add_permission("Young Person", role, ptype=right)
	frappe.clear_cache(doctype="Young Person")
	user = factories.user("worker")
	frappe.get_doc("User", user).add_roles(role)
	frappe.set_user(user)
	assert world.theirs.person.name in frappe.get_list("Young Person", pluck="name", limit_page_length=0)
	assert is_refused(
		"frappe.client.set_value",
		doctype="Young Person",
		name=world.theirs.person.name,
		fieldname="pathway",
		value="Taster",
	)
	frappe.set_user("Administrator")
	frappe.clear_cache(doctype="Young Person")


def test_the_adviser_writes_only_what_is_of_higher_risk(world, as_user):
	as_user("adviser")
	for doctype in ("Risk Assessment", "Host Agreement"):
		own, others = world.mine.rows[doctype], world.theirs.rows[doctype]
		assert not is_refused("frappe.client.get", doctype=doctype, name=others.name)
		assert is_refused("frappe.client.save", doc=frappe.as_json(others))
		posing = {**others.as_dict(), "environment_band": "Higher Risk", "overall_rating": "High"}
		assert is_refused("frappe.client.save", doc=frappe.as_json(posing))
		assert not is_refused("frappe.client.save", doc=frappe.as_json(own))


def test_a_worker_loses_everything_with_the_young_person(world, as_user):
	frappe.db.set_value(
		"Young Person", world.mine.person.name, "allocated_worker", world.users["other worker"]
	)
	as_user("worker")
	for doc in world.mine.rows.values():
		if doc.meta.has_field("young_person") or doc.doctype == "Young Person":
			assert is_refused("frappe.client.get", doctype=doc.doctype, name=doc.name)
