"""A small council to attack: two allocated workers, each with a young person and every kind of linked record.

`mine` belongs to the worker and was assessed by the adviser; `theirs` belongs to another worker and another
adviser. It is made once for a module, in one transaction that is never committed: a commit does nothing, and a
rollback goes back to the start of the call.
"""

from types import SimpleNamespace

import frappe
import pytest
from frappe.handler import execute_cmd
from frappe.utils import now, today
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests import factories
from unlocking_opportunities.access.guarded import ours
from unlocking_opportunities.access.row_permissions import PEOPLE, ROWS
from unlocking_opportunities.council.roles import ALLOCATED_WORKER
from unlocking_opportunities.rules.risk import PROHIBITED_WORK

DESK = ("officer", "manager", "worker", "adviser", "lead", "analyst", "administrator")
# A worker has rows of their own of these.
OWN = tuple(doctype for doctype, rules in ROWS.items() if ALLOCATED_WORKER in rules)
PORTAL = ("employer", "mentor", "councillor")
GUARD = "unlocking_opportunities.access."


def make_young_person_with_records(worker: str, adviser: str, band: str) -> SimpleNamespace:
	"""Make a young person of `worker` in a placement that `adviser` has assessed, with one record of each kind."""
	person = factories.young_person(
		worker, preferred_name="Planted", surname="Surname-" + frappe.generate_hash(length=6)
	)
	place = factories.site(band=band)
	assessment = factories.assessment(place, adviser)
	placement = factories.placement(person, place, risk_assessment=assessment.name)
	running = factories.set_stored(
		factories.placement(person, place, risk_assessment=assessment.name), status="In Progress"
	)
	placement.append("gate_results", {"check_key": "insurance", "outcome": "Fail"}).db_insert()
	placement.append(
		"overrides", {"check_key": "induction", "reason": "Planted reason", "made_by": worker}
	).db_insert()
	records = [
		person,
		frappe.get_doc("Young Person Identity", person.name),
		factories.care_record(person),
		factories.support_profile(person),
		factories.stored(placement),
		factories.share_release(placement),
		factories.addendum(placement),
		factories.visit(placement),
		factories.not_here_alert(placement),
		factories.accident(placement),
		factories.concern(young_person=person.name),
		factories.placement_request(running),
		factories.placement_feedback(running),
		factories.declined_match(person, frappe.get_doc("Placement Opportunity", placement.opportunity)),
		worked_out_round(person, placement.opportunity),
		factories.pairing(person),
		frappe.get_doc("Decision Request", {"reference_name": placement.name}),
		factories.mentoring_session(person),
		factories.placement_answer(placement),
		factories.suitability_refusal(placement),
		factories.unsent_message(placement),
		factories.legal_hold(person),
		factories.data_rights_request(person),
		assessment,
		factories.host_agreement(place),
		place,
		frappe.get_doc("Employer", place.employer),
		frappe.get_doc("Placement Opportunity", placement.opportunity),
	]
	rows = {doc.doctype: doc for doc in records}
	spare = factories.young_person(worker)
	return SimpleNamespace(
		person=person,
		placement=placement,
		rows=rows,
		spare_person=spare,
		bare_person=factories.make("Young Person", allocated_worker=worker),
		spare_placement=factories.placement(spare, place),
		submitted_assessment=factories.set_stored(
			complete_assessment(place), status="Submitted", hs_agreed_on=now(), editors=""
		),
		approved_assessment=factories.set_stored(complete_assessment(place), status="Approved", docstatus=1),
	)


def worked_out_round(person, opportunity):
	doc = factories.allocation_round([person], [frappe.get_doc("Placement Opportunity", opportunity)])
	doc.append("matches", {"young_person": person.name, "why": "Planted reason"}).db_insert()
	return factories.stored(doc)


def complete_assessment(place):
	return factories.assessment(
		place,
		supervisor_name="Sam Supervisor",
		conversation_on=today(),
		conversation_with="Sam Supervisor",
		conversation_note="Talked through the day",
		pre_start_visit_on=today(),
		prohibited_work=[{"question_key": question.key, "answer": "No"} for question in PROHIBITED_WORK],
	)


@pytest.fixture(scope="module")
def world(connected_site):
	frappe.db.rollback()
	frappe.set_user("Administrator")
	users = {kind: factories.standing_user(kind, "attacked") for kind in (*DESK, *PORTAL, "nobody")}
	users |= {f"other {kind}": factories.standing_user(kind, "other") for kind in ("worker", "adviser")}
	rollback = frappe.db.rollback
	with pytest.MonkeyPatch.context() as patched:
		patched.setattr(frappe.db, "commit", lambda *args, **kwargs: None)
		patched.setattr(
			frappe.db, "rollback", lambda save_point=None: rollback(save_point=save_point or "request")
		)
		patched.setattr(frappe, "enqueue", lambda *args, **kwargs: None)
		mine = make_young_person_with_records(users["worker"], users["adviser"], "Higher Risk")
		theirs = make_young_person_with_records(users["other worker"], users["other adviser"], "Low Risk")
		yield SimpleNamespace(users=users, mine=mine, theirs=theirs)
	frappe.set_user("Administrator")
	frappe.db.rollback()


@pytest.fixture(autouse=True)
def undone(request):
	"""Undo what each test of a module with a `world` writes before the next test."""
	if "world" not in request.fixturenames:
		yield
		return
	request.getfixturevalue("world")
	frappe.db.savepoint("before_test")
	yield
	frappe.set_user("Administrator")
	frappe.db.rollback(save_point="before_test")
	frappe.local.message_log = []


@pytest.fixture
def as_user(world):
	"""`as_user("worker")` signs in as that user."""

	def sign_in(kind):
		frappe.set_user(world.users[kind])
		return world.users[kind]

	return sign_in


@pytest.fixture
def unguarded(monkeypatch):
	"""Remove the guard of requests and the named hooks: the attack must then succeed."""

	def take_away(*hooks):
		real = frappe.get_hooks

		def without(hook=None, default="_KEEP_DEFAULT_LIST", app_name=None):
			found = real(hook, default, app_name)
			if hook == "auth_hooks":
				return [function for function in found if not function.startswith(GUARD)]
			return {} if hook in hooks else found

		monkeypatch.setattr(frappe, "get_hooks", without)

	return take_away


def call(method: str, /, *, http_method: str = "POST", **arguments):
	"""Call `/api/method/<method>` with `arguments` as the signed-in user; return the message of the response."""
	frappe.local.form_dict = frappe._dict(arguments, cmd=method)
	frappe.local.response = frappe._dict(docs=[])
	frappe.local.message_log = []
	frappe.local.request = Request(
		EnvironBuilder(path=f"/api/method/{method}", method=http_method).get_environ()
	)
	frappe.db.savepoint("request")
	try:
		for hook in (*frappe.get_hooks("before_request"), *frappe.get_hooks("auth_hooks")):
			frappe.get_attr(hook)()
		answer = execute_cmd(method)
	finally:
		# Frappe finds out whether there is a request by whether the name exists.
		del frappe.local.request
	return frappe.response if answer is None else answer


def is_refused(method: str, /, **arguments) -> bool:
	"""Return whether Frappe refuses, or says that there is no such record, when the signed-in user calls `method`."""
	try:
		call(method, **arguments)
	except (frappe.PermissionError, frappe.DoesNotExistError):
		return True
	return False


def doctypes_of_the_app() -> list[str]:
	return sorted(ours())


__all__ = ["DESK", "OWN", "PEOPLE", "PORTAL", "call", "doctypes_of_the_app", "is_refused"]
