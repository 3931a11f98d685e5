"""A corrected date of birth reaches every placement that isn't over: who decides, which moves there are, which checks."""

import frappe
import pytest
from frappe.model.workflow import get_transitions
from frappe.utils import today

from tests import factories as make
from tests.placements.start_gate.complete import acting, years_old
from unlocking_opportunities.rules.placement_states import ENDED, LIVE


@pytest.fixture
def proposed(frappe_site):
	def propose(age):
		officer = make.standing_user("officer")
		return make.placement(make.young_person(make.standing_user("worker"), age=age), officer=officer)

	return propose


def correct(placement, age):
	"""Correct the date of birth as an officer does."""
	identity = frappe.get_doc("Young Person Identity", placement.young_person)
	values = {"date_of_birth": years_old(age), "signing_authority": "Delegated", "authority_seen_on": today()}
	acting(make.standing_user("officer"), identity.update(values).save)
	return make.stored(placement)


def waiting(placement) -> int:
	return frappe.db.count("Decision Request", {"reference_name": placement.name, "status": "Waiting"})


def offered(placement) -> set[str]:
	moves = acting(make.standing_user("officer"), get_transitions, placement)
	return {move["action"] for move in moves}


def test_a_younger_persons_proposal_waits_for_a_manager(proposed):
	placement = proposed(20)
	assert (waiting(placement), "Agree Placement" in offered(placement)) == (0, True)
	placement = correct(placement, 16)
	assert (placement.under_18, waiting(placement)) == (1, 1)
	assert "Agree Placement" not in offered(placement)


def test_an_adults_proposal_no_longer_waits_for_a_manager(proposed):
	placement = proposed(16)
	assert (waiting(placement), "Agree Placement" in offered(placement)) == (1, False)
	placement = correct(placement, 20)
	assert (placement.under_18, placement.age_status, waiting(placement)) == (0, "Adult", 0)
	assert "Agree Placement" in offered(placement)


@pytest.mark.parametrize("status", [*LIVE, *ENDED])
def test_it_reaches_every_status_that_is_not_over(proposed, status):
	placement = make.set_stored(proposed(20), status=status)
	assert correct(placement, 16).under_18 == int(status in LIVE)
	assert make.stored(placement).status == status


def mailed(placement) -> set[str]:
	"""Return who gets the email that a manager has to look at this placement."""
	about = {"message": ["like", f"%Subject: Please look today: {placement.name}%"]}
	names = frappe.get_all("Email Queue", about, pluck="name")
	return set(frappe.get_all("Email Queue Recipient", {"parent": ["in", names]}, pluck="recipient"))


@pytest.mark.parametrize("status", LIVE)
def test_managers_hear_of_what_was_agreed_without_them(proposed, status):
	placement = make.set_stored(proposed(20), status=status)
	make.empty_mail_queue()
	correct(placement, 16)
	told = mailed(placement)
	everyone = {make.standing_user(kind) for kind in ("officer", "worker", "manager")}
	assert (everyone <= told) if status != "Proposed" else not told


def test_nobody_is_alarmed_when_they_turn_out_older(proposed):
	placement = make.set_stored(proposed(16), status="Ready")
	make.empty_mail_queue()
	correct(placement, 20)
	assert not mailed(placement)


@pytest.mark.parametrize(("before", "after"), [(17, 15), (15, 17)])
def test_nor_when_they_were_under_18_all_along(proposed, before, after):
	placement = make.set_stored(proposed(before), status="Ready")
	make.empty_mail_queue()
	correct(placement, after)
	assert not mailed(placement)
