"""An officer's follow-ups on a placement, one at a time and in bulk.

The form's guards apply, and a failure gives its reason.
"""

import frappe
import pytest
from frappe.desk.doctype.kanban_board.kanban_board import update_order_for_single_card
from frappe.utils import add_days, getdate, today

from tests import factories
from unlocking_opportunities.access.row_permissions import NotReadable
from unlocking_opportunities.daily_work import bulk_actions
from unlocking_opportunities.placements import follow_ups, timeline
from unlocking_opportunities.setup import desk_views
from unlocking_opportunities.workflow.guard import MoveNotAllowed


@pytest.fixture
def officer(frappe_site):
	user = factories.standing_user("officer")
	frappe.set_user(user)
	return user


def running(age: int = 19, **values):
	"""A placement in progress, made as Administrator for the signed-in user."""
	reader = frappe.session.user
	frappe.set_user("Administrator")
	placement = factories.placement(factories.young_person(age=age), attendance=[], **values)
	placement = factories.set_stored(
		placement,
		status="In Progress",
		start_date=add_days(today(), -10),
		actual_start=add_days(today(), -10),
	)
	frappe.set_user(reader)
	return placement


def with_contact(placement, address: str = "host@employers.example") -> None:
	frappe.get_doc(
		{
			"doctype": "Contact",
			"first_name": "Pat",
			"email_ids": [{"email_id": address, "is_primary": 1}],
			"links": [{"link_doctype": "Employer", "link_name": placement.employer}],
		}
	).insert(ignore_permissions=True)


def waits_for(placement, *checks: str) -> None:
	for key in checks:
		placement.append(
			"gate_results", {"check_key": key, "outcome": "Fail", "reason": "Planted"}
		).db_insert()


def test_a_visit_is_planned_for_the_user_who_plans_it(officer):
	placement = running()
	visit = frappe.get_doc("Visit", follow_ups.plan_visit(placement.name, add_days(today(), 3)))
	assert (visit.visitor, visit.status, visit.placement) == (officer, "Planned", placement.name)
	with pytest.raises(follow_ups.PastDate):
		follow_ups.plan_visit(placement.name, add_days(today(), -1))


def test_an_early_end_asks_why_and_keeps_what_was_said(officer):
	placement = running()
	follow_ups.end_early(placement.name, "Too far to travel", today(), today(), "Look nearer home")
	ended = factories.stored(placement)
	assert (ended.status, ended.end_reason, ended.next_step) == (
		"Ended Early",
		"Too far to travel",
		"Look nearer home",
	)
	assert ended.contact_made_on == ended.actual_end == getdate(today())
	with pytest.raises(follow_ups.NotRunning):
		follow_ups.end_early(placement.name, "Again", today())


def test_an_early_end_without_a_reason_changes_nothing(officer):
	placement = running()
	with pytest.raises(frappe.MandatoryError):
		follow_ups.end_early(placement.name, " ", today())
	frappe.db.rollback()


def test_an_outcome_completes_a_placement_whose_last_day_has_come(officer):
	placement = running()
	with pytest.raises(follow_ups.NotOverYet):
		follow_ups.record_outcome(placement.name, "Paid Job", "Ring in three months")
	factories.set_stored(placement, end_date=today())
	follow_ups.record_outcome(placement.name, "Paid Job", "Ring in three months")
	assert (factories.stored(placement).status, factories.stored(placement).outcome) == (
		"Completed",
		"Paid Job",
	)


def test_a_host_is_reminded_once_a_day_of_its_own_checks_only(officer):
	placement = running()
	with pytest.raises(follow_ups.NothingOutstanding):
		follow_ups.remind_host(placement.name)
	waits_for(placement, "insurance", "suitability")
	with pytest.raises(follow_ups.NoAddress):
		follow_ups.remind_host(placement.name)
	with_contact(placement)
	assert follow_ups.remind_host(placement.name) == "host@employers.example"
	mail = frappe.get_last_doc("Email Queue")
	assert [row.recipient for row in mail.recipients] == ["host@employers.example"]
	assert placement.name in mail.message and "Insurance" in mail.message
	assert "Suitable" not in mail.message and "Planted" not in mail.message
	with pytest.raises(follow_ups.AlreadyReminded):
		follow_ups.remind_host(placement.name)


@pytest.mark.parametrize("kind", ["adviser", "lead", "analyst", "administrator"])
def test_those_who_may_not_write_a_placement_follow_nothing_up(frappe_site, kind):
	frappe.set_user(factories.standing_user(kind))
	placement = running()
	for method, arguments in (
		("plan_visit", [today()]),
		("end_early", ["Why not", today()]),
		("record_outcome", ["Paid Job", "None"]),
		("remind_host", []),
	):
		with pytest.raises(frappe.PermissionError):
			getattr(follow_ups, method)(placement.name, *arguments)


def test_a_worker_follows_up_their_own_young_people_only(frappe_site):
	frappe.set_user(factories.standing_user("worker"))
	with pytest.raises(NotReadable):
		follow_ups.plan_visit(running().name, today())


def test_the_timeline_stands_in_order_and_names_no_one(officer):
	placement = running()
	frappe.set_user("Administrator")
	visit = factories.visit(placement, due_on=add_days(today(), 5))
	factories.not_here_alert(placement)
	frappe.set_user(officer)
	events = timeline.of_placement(placement.name)
	assert [event["on"] for event in events] == sorted(event["on"] for event in events)
	told = {event["text"] for event in events}
	assert {"Proposed", "Started", "Not here", "Signed: Young Person", "Visit, Extra: Planned"} <= told | {
		f"Visit, {visit.kind}: Planned"
	}
	assert next(event for event in events if event["name"] == visit.name)["ahead"]
	assert not any("Robin" in event["text"] for event in events)


def test_the_timeline_is_closed_to_those_who_may_not_open_the_placement(frappe_site):
	for kind in ("worker", "analyst"):
		frappe.set_user(factories.standing_user(kind))
		with pytest.raises(NotReadable):
			timeline.of_placement(running().name)


def test_in_bulk_each_record_is_independent_and_each_failure_has_a_reason(officer):
	good, over = running(), running()
	factories.set_stored(over, status="Completed")
	frappe.db.commit()
	failed = bulk_actions.run("plan_visits", [good.name, over.name], {"due_on": add_days(today(), 2)})
	assert frappe.db.count("Visit", {"placement": good.name}) == 1
	assert list(failed) == [over.name]
	assert "You can plan visits only for a placement" in failed[over.name]
	told = frappe.get_last_doc("Notification Log", filters={"for_user": officer})
	assert told.subject == "Plan a visit: 1 done, 1 not done"
	assert over.name in told.email_content and good.name not in told.email_content


def test_a_bulk_action_is_refused_before_it_begins(officer):
	with pytest.raises(bulk_actions.UnknownAction):
		bulk_actions.start("no_such", ["x"])
	for names in ([], [str(n) for n in range(201)]):
		with pytest.raises(bulk_actions.TooFewOrTooMany):
			bulk_actions.start("plan_visits", names)
	frappe.set_user(factories.standing_user("analyst"))
	with pytest.raises(frappe.PermissionError):
		bulk_actions.start("plan_visits", ["PLC-1"])


@pytest.fixture
def board(officer):
	"""A pledge board with the current cards: Frappe keeps their order on the board."""
	pledge = factories.pledge()
	frappe.set_user("Administrator")
	frappe.delete_doc("Kanban Board", desk_views.BOARD, force=True)
	desk_views.install()
	frappe.set_user(officer)
	return pledge


def drag(pledge, source: str, target: str) -> None:
	"""Drag a card as a request does: what is refused is rolled back, the order of the cards included."""
	frappe.db.savepoint("drag")
	try:
		_drag(pledge, source, target)
	except Exception:
		frappe.db.rollback(save_point="drag")
		raise


def _drag(pledge, source: str, target: str) -> None:
	update_order_for_single_card(desk_views.BOARD, pledge.name, source, target, old_index=0, new_index=0)


def test_dragging_a_pledge_on_the_board_goes_through_its_workflow(board):
	pledge = board
	for unreachable in ("Accepted", "Paused", "Under Review"):
		with pytest.raises(MoveNotAllowed):
			drag(pledge, "Draft", unreachable)
		assert frappe.db.get_value("Employer Pledge", pledge.name, "status") == "Draft"
	drag(pledge, "Draft", "Submitted")
	submitted = factories.stored(pledge)
	assert submitted.status == "Submitted"
	assert submitted.answer_by


def test_a_drag_that_needs_a_reason_says_so(board):
	drag(board, "Draft", "Submitted")
	with pytest.raises(frappe.MandatoryError, match="Reason Given to the Employer"):
		drag(board, "Submitted", "Returned")


def test_those_who_may_not_write_a_pledge_drag_nothing(board):
	frappe.set_user(factories.standing_user("analyst"))
	# Older engines refuse with a ValidationError.
	with pytest.raises((frappe.PermissionError, frappe.ValidationError)) as refused:
		drag(board, "Draft", "Submitted")
	assert refused.type is frappe.PermissionError or "ermission" in str(refused.value)
	assert factories.stored(board).status == "Draft"
	# A user who may do anything can drag it, so the board itself works.
	frappe.set_user("Administrator")
	drag(board, "Draft", "Submitted")
