"""Suitability: the allocated worker says whether this host, address, supervisor and journey are safe for this person.

While the worker is away, the colleague who covers for them with a manager's approval may say it, and the record says so. Why
a place isn't suitable is kept in a Suitability Refusal, which only the worker, their cover, managers and safeguarding leads
can read. The placement and the start gate say no more than "Not suitable".
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import get_fullname, now_datetime

from unlocking_opportunities.access.row_permissions import permitted, workers_covered_by
from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.council.roles import ALLOCATED_WORKER
from unlocking_opportunities.messages import staff
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.rules.placement_states import LIVE
from unlocking_opportunities.utils.server_fields import Act, acting

REFUSAL = "Suitability Refusal"
CONFIRM, REFUSE = "confirm_suitability", "refuse_suitability"
FIELDS = (
	"suitability_confirmed_by",
	"suitability_confirmed_for",
	"suitability_confirmed_on",
	"suitability_refused_on",
	"suitability_hash",
)


class NotAllocatedWorker(frappe.PermissionError):
	"""Only the young person's allocated worker, or their approved cover, can say whether a place is suitable."""


class PlacementIsOver(frappe.ValidationError):
	"""The placement has ended or was cancelled, so there is nothing to say about it any more."""


@frappe.whitelist(methods=["POST"])
def confirm_for(placement: str) -> None:
	"""Confirm suitability from the home page. Raises as `confirm` does, and NotReadable."""
	confirm(permitted("Placement", placement, "write"))


@frappe.whitelist(methods=["POST"])
def refuse_for(placement: str, reason: str) -> None:
	"""Say from the home page that a place isn't suitable. Raises as `refuse` does, and NotReadable."""
	refuse(permitted("Placement", placement, "write"), reason)


def confirm(placement: Document) -> None:
	"""Record that the signed-in user confirms suitability, as the young person's allocated worker or their cover.

	Raises NotAllocatedWorker for anyone else, managers included: it cannot be overridden or confirmed on their behalf.
	"""
	worker = _require_answerer(placement)
	_store(
		placement,
		suitability_confirmed_by=frappe.session.user,
		suitability_confirmed_for=worker if worker != frappe.session.user else None,
		suitability_confirmed_on=now_datetime(),
	)


def refuse(placement: Document, reason: str) -> None:
	"""Record that the signed-in user says the place isn't suitable, close the start gate and tell the officer.

	Said again, the other reason is kept too, but the officer isn't told twice.
	Raises NotAllocatedWorker as `confirm` does, MandatoryError without a reason, PlacementIsOver.
	"""
	worker = _require_answerer(placement)
	if placement.status not in LIVE:
		frappe.throw(_("{0} is over.").format(placement.name), PlacementIsOver)
	if not reason.strip():
		frappe.throw(
			_("Enter the reason. Only you, your cover, managers and safeguarding leads can read it."),
			frappe.MandatoryError,
		)
	refusal = frappe.new_doc(REFUSAL)
	refusal.update(
		{
			"placement": placement.name,
			"young_person": placement.young_person,
			"refused_by": frappe.session.user,
			"refused_for": worker if worker != frappe.session.user else None,
			"refused_on": now_datetime(),
			"reason": reason.strip(),
		}
	)
	refusal.insert(ignore_permissions=True)  # written by the server only; no role may write them
	told = placement.suitability_refused_on
	_store(placement, suitability_refused_on=now_datetime())
	judge.enqueue(placement.name)
	if not told:
		_notify_officer(placement, worker)


def get_answers(placement: Document) -> list[str]:
	"""Return what the signed-in user may do about suitability: CONFIRM if it isn't confirmed, REFUSE unless refused."""
	if placement.status not in LIVE or not _answers_for(placement):
		return []
	answers = [] if placement.suitability_confirmed_on else [CONFIRM]
	return answers if placement.suitability_refused_on else [*answers, REFUSE]


def clear_if_changed(placement: Document) -> None:
	"""Clear the answer if anything it is about has changed, so that it is asked for again."""
	if placement.suitability_hash and placement.suitability_hash != fingerprints.of_suitability(placement):
		placement.update(dict.fromkeys(FIELDS))


def _store(placement: Document, **answer) -> None:
	placement.update(dict.fromkeys(FIELDS) | answer)
	placement.suitability_hash = fingerprints.of_suitability(placement)
	with acting(placement, Act.CONFIRMING_SUITABILITY):
		placement.save()


def _require_answerer(placement: Document) -> str:
	worker = _answers_for(placement)
	if not worker:
		frappe.throw(
			_(
				"Only the allocated worker, or their cover approved by a manager, can say whether this place is suitable for this young person."
			),
			NotAllocatedWorker,
		)
	return worker


def _answers_for(placement: Document) -> str | None:
	"""Return the allocated worker if the signed-in user may answer as or for them, otherwise None.

	A cover needs the worker's role too: officers and managers don't confirm what they have arranged themselves.
	"""
	user = frappe.session.user
	if ALLOCATED_WORKER not in frappe.get_roles():
		return None
	worker = frappe.db.get_value("Young Person", placement.young_person, "allocated_worker")
	if not worker or worker == user:
		return worker or None
	covered = workers_covered_by(user).where(DocType("Absence Cover").user == worker).limit(1)
	return worker if covered.run() else None


def _notify_officer(placement: Document, worker: str) -> None:
	user = frappe.session.user
	said = _("The allocated worker, {by}, says that {placement} isn't suitable.")
	if user != worker:
		said = _("{by}, who covers for the allocated worker, says that {placement} isn't suitable.")
	staff.notify(
		{placement.officer} - {user},
		subject=_("Not suitable: {0}").format(placement.name),
		lines=[
			said.format(by=get_fullname(user), placement=placement.name),
			_("Call them, then look for another place or cancel this one. It can't go ahead like this."),
		],
		document=placement,
	)
