"""The host agreement as the host sees it: one page of questions, renewed each year with one answer."""

from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import today
from werkzeug.datastructures import FileStorage

from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.employers import readiness
from unlocking_opportunities.portal.employer import own
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.unlocking_opportunities.doctype.host_agreement.host_agreement import (
	ASKED,
	POLICY,
	SELF_INSURED,
)
from unlocking_opportunities.workflow import service

POLICY_KIND = "Employers' Liability Policy"
# One question sets both the kind of insurance and its evidence.
COVER = {
	"typed": (POLICY_KIND, "Typed by the Host"),
	"photo": (POLICY_KIND, "Photograph or Copy"),
	"wall": (POLICY_KIND, "Seen on the Wall"),
	"public": (SELF_INSURED, "Typed by the Host"),
}
FIELDS = (
	"name",
	"employer",
	"site",
	"status",
	"expires_on",
	"nothing_changed",
	"renewal_of",
	"evidence_kind",
	"evidence",
)
IN_HAND = ("Draft", "Awaiting Check")
# Fields of the first page; the policy's details have a page of their own.
PLAIN = tuple(field for field in ASKED if field not in (*POLICY, "insurance_kind"))


def get_standing(visitor: Visitor, employer: str) -> frappe._dict:
	"""Return the current agreement of `employer` with its answers so far, and `asked`, the step to show next.

	Raises NotFound unless the visitor acts for the employer.

	`asked`: "all", then "policy" or "photo" (evidence of insurance), "nothing" while the council checks it, "renewal"
	when it runs out, and "dates" when nothing has changed except an expired policy.
	"""
	table, employer = DocType("Host Agreement"), own.require_employer(visitor, employer)
	query = frappe.qb.from_(table).select(*(table[field] for field in (*FIELDS, *ASKED)))
	query = query.where((table.employer == employer) & (table.status != "Superseded"))
	found = query.orderby(table.creation, order=frappe.qb.desc).run(as_dict=True)
	current = most_pressing(found) or frappe._dict(status="Draft", employer=employer)
	current.runs_to = get_last_day(current)
	current.cover = next(
		(key for key, kinds in COVER.items() if kinds == (current.insurance_kind, current.evidence_kind)), ""
	)
	current.asked = _get_question(current)
	return current


def _get_question(current: frappe._dict) -> str:
	if current.status == "Awaiting Check":
		return "nothing"
	if current.status == "Draft":
		return _get_missing_step(current) or "all"
	return "nothing" if get_readiness(current) == "Ready" else "renewal"


def most_pressing(agreements: list[Any]) -> Any:
	"""Return the agreement the host has to act on first, or None.

	`agreements`: newest first, with site, status, expires_on and cover_to. The newest for each site counts. A valid
	agreement for all sites wins.
	"""
	newest: dict[str, Any] = {}
	for agreement in agreements:
		newest.setdefault(agreement.site or "", agreement)
	if "" in newest and get_readiness(newest[""]) == "Ready":
		return newest[""]
	return min(newest.values(), key=_urgency, default=None)


def _urgency(agreement: Any) -> tuple[int, date]:
	if agreement.status in IN_HAND:
		return IN_HAND.index(agreement.status) * 2, date.max
	return (3 if get_readiness(agreement) == "Ready" else 1), get_last_day(agreement) or date.max


def get_readiness(agreement: Any) -> str:
	"""Return the readiness of one agreement (see readiness.of_agreement)."""
	return readiness.of_agreement(
		agreement.status, get_last_day(agreement), get_settings().first_warning_days
	)


def get_last_day(agreement: Any) -> date | None:
	"""Return the last day on which both the agreement and its insurance are valid."""
	return min(filter(None, (agreement.expires_on, agreement.cover_to)), default=None)


def _get_missing_step(current: Any) -> str:
	"""The step left after the first page: "policy", "dates" or "photo"; empty if none, or before that page."""
	if current.insurance_kind != POLICY_KIND or not current.supervisor_name:
		return ""
	if current.nothing_changed:
		return "" if current.cover_to else "dates"
	if current.evidence_kind == "Typed by the Host":
		return "" if all(current.get(field) for field in POLICY) else "policy"
	return "photo" if current.evidence_kind == "Photograph or Copy" and not current.evidence else ""


def save_answers(visitor: Visitor, employer: str, answers: dict[str, Any]) -> None:
	"""Save the answers to the first page (`cover`: a key of COVER), and send them for checking if complete.

	A second call replaces the first.
	"""
	agreement = _get_or_make_agreement(visitor, employer)
	agreement.insurance_kind, agreement.evidence_kind = COVER[answers["cover"]]
	agreement.update({field: answers.get(field) for field in PLAIN})
	_save(agreement)
	_send_when_complete(agreement)


def save_policy(visitor: Visitor, employer: str, details: dict[str, Any]) -> None:
	"""Save the policy's details (POLICY), or only its new dates, and send the answers for checking."""
	agreement = _get_or_make_agreement(visitor, employer)
	agreement.update({field: details[field] for field in POLICY if field in details})
	agreement.evidence_kind = agreement.evidence_kind or "Typed by the Host"
	_save(agreement)
	_send_when_complete(agreement)


def save_photo(visitor: Visitor, agreement_name: Any, photo: FileStorage) -> None:
	"""Attach the photo or PDF of the certificate as a private file, and send the agreement for checking.

	Raises UploadRefused, with a message for the host.
	"""
	agreement = own.document(visitor, "Host Agreement", agreement_name)
	with service.as_service():
		file = frappe.new_doc("File")
		file.update({"file_name": photo.filename, "content": photo.stream.read(), "is_private": 1})
		file.update({"attached_to_doctype": agreement.doctype, "attached_to_name": agreement.name})
		file.insert(
			ignore_permissions=True
		)  # the visitor may answer this agreement, so may attach its certificate
	agreement.evidence, agreement.evidence_kind = file.file_url, "Photograph or Copy"
	_save(agreement)
	_send_when_complete(agreement)


def set_seen_on_wall(visitor: Visitor, agreement_name: Any) -> None:
	"""Record that an officer will check the certificate at the workplace instead of a photo."""
	agreement = own.document(visitor, "Host Agreement", agreement_name)
	agreement.evidence_kind = "Seen on the Wall"
	_save(agreement)
	_send_when_complete(agreement)


def renew_unchanged(visitor: Visitor, employer: str) -> None:
	"""Renew with the same answers, and send them for checking unless the policy has expired."""
	_renew(visitor, employer, nothing_changed=True)


def renew_with_changes(visitor: Visitor, employer: str) -> None:
	"""Renew with last year's answers as a draft to change."""
	_renew(visitor, employer, nothing_changed=False)


def _renew(visitor: Visitor, employer: str, nothing_changed: bool) -> None:
	current = get_standing(visitor, employer)
	if current.asked != "renewal":
		return
	with service.as_service():
		older = frappe.get_doc("Host Agreement", current.name)
		renewal = frappe.get_doc("Host Agreement", older.renew(nothing_changed))
	if nothing_changed:
		_send_when_complete(renewal)


def _get_or_make_agreement(visitor: Visitor, employer: str) -> Document:
	"""The agreement being answered, or a new one."""
	current = get_standing(visitor, employer)
	if current.name and current.status in IN_HAND:
		return own.document(visitor, "Host Agreement", current.name)
	agreement = frappe.new_doc("Host Agreement")
	agreement.update({"employer": current.employer, "agreed_on": today()})
	return agreement


def _save(agreement: Document) -> None:
	with service.as_service():
		agreement.save()


def _send_when_complete(agreement: Document) -> None:
	if agreement.status == "Draft" and not _get_missing_step(agreement):
		with service.as_service():
			agreement.send_for_check()
