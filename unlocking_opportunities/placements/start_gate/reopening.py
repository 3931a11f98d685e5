"""Which checks rest on which fact, so that a change of the fact asks for exactly those again.

Some checks rest on what someone said about a fact: the school agreed, the worker confirmed this address. When the fact
changes, their answer is cleared on each live placement in the same transaction, with the day and the reason, and changing
the fact back doesn't bring it back. Other checks compare what is recorded now (`compared`), such as the supervisor whom
information was released to: they fail while the two differ. Facts that a rule reads every time, such as a date of birth or
an insurance, aren't here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.council import dates
from unlocking_opportunities.placements.start_gate import rows
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.findings import _ as N_
from unlocking_opportunities.rules.placement_states import LIVE
from unlocking_opportunities.utils.server_fields import as_text, changed

IDENTITY, SITE, OPPORTUNITY = "Young Person Identity", "Employer Site", "Placement Opportunity"
# The field of a placement that names the record.
LINKS = {IDENTITY: "young_person", SITE: "site", OPPORTUNITY: "opportunity"}


@dataclass(frozen=True)
class Fact:
	"""A fact: where it is recorded, the checks that someone has to answer again, and what the officer is told.

	`compared`: checks that fail while the new value doesn't match another record. `told`: whom the findings were shared
	with, if only they have to be told again. `can_be_completed`: filling in what was empty isn't a change.
	"""

	doctype: str
	fields: tuple[str, ...]
	checks: tuple[str, ...] = ()
	why: str = ""
	compared: tuple[str, ...] = ()
	told: str = ""
	can_be_completed: bool = False


FACTS = {
	# Each school gives leave for its own pupils (Education Act 1996 s.444).
	"school": Fact(
		IDENTITY,
		("school",),
		("school",),
		N_("The school changed on {day}. Ask the new one."),
		can_be_completed=True,
	),
	# Parents of a child, and others who care for it, are told the findings (Management of HSW Regulations 1999 reg. 10(2)).
	"carer": Fact(
		IDENTITY,
		("carer_name",),
		("findings",),
		N_("Who has to be told changed on {day}."),
		told="Carer",
		can_be_completed=True,
	),
	# Another parent's consent isn't this one's (Children Act 1989 ss.2 and 3).
	"signatory": Fact(
		IDENTITY,
		("signing_authority", "signatory_name"),
		("agreement", "findings"),
		N_("Who may sign changed on {day}. Ask the new person."),
		told="Holder of Parental Responsibility",
		can_be_completed=True,
	),
	"emergency": Fact(
		IDENTITY,
		("emergency_name", "emergency_phone"),
		("emergency_contact",),
		N_("The emergency contact changed on {day}."),
		can_be_completed=True,
	),
	# A new number or address reaches the same people. It ends their links (portal/people/placement_access.py).
	"phone": Fact(
		IDENTITY,
		("mobile", "email", "carer_phone", "carer_email", "signatory_phone", "signatory_email"),
	),
	# Suitability is for this host, address, supervisor and journey. The duty to safeguard is the council's, not the
	# worker's own (Children Act 1989 s.22), so what it has decided holds when it allocates someone else. The new worker
	# can end the placement or have the confirmation asked for again.
	"worker": Fact("Young Person", ("allocated_worker",)),
	# A ward is too large to say that the journey is another one. The journey itself is a field of the placement.
	"ward": Fact("Young Person", ("ward",)),
	"address": Fact(SITE, fingerprints.ADDRESS, ("suitability",), N_("The address changed on {day}.")),
	"kind of place": Fact(
		SITE, ("environment_band",), ("risk_assessment",), N_("The kind of place changed on {day}.")
	),
	"work": Fact(OPPORTUNITY, fingerprints.WORK, ("risk_assessment",), N_("The work changed on {day}.")),
	"place": Fact(
		OPPORTUNITY,
		("employer", "site"),
		("suitability", "risk_assessment", "findings", "school", "permit", "agreement", "induction"),
		N_("The place changed on {day}."),
		compared=("host_agreement", "insurance", "supervision"),
	),
	"supervisor": Fact(
		"Placement",
		("supervisor_name",),
		("suitability", "risk_assessment", "agreement"),
		N_("The supervisor changed on {day}."),
		compared=("supervision", "sharing"),
	),
	"journey": Fact(
		"Placement",
		("journey", "first_day_accompanied"),
		("suitability",),
		N_("The journey changed on {day}."),
	),
	"pay": Fact("Placement", ("pay_basis", "hourly_rate"), ("agreement",), N_("The pay changed on {day}.")),
	# A later last day isn't here: signatures and the school's agreement hold until the day that was agreed.
	"days": Fact(
		"Placement",
		("start_date", "schedule"),
		("agreement", "school"),
		N_("The days or hours changed on {day}."),
	),
}

# Check: the fields that hold the answer. The first one says whether there is one.
ANSWERS = {
	"suitability": ("suitability_confirmed_on", "suitability_confirmed_by", "suitability_hash"),
	"risk_assessment": ("assessment_hash",),
	"findings": ("findings_shared_on", "findings_shared_with", "findings_shared_how", "findings_shared_by"),
	"school": ("school_agreed_on", "school_agreed_until"),
	"permit": ("permit_from", "permit_until"),
	"induction": ("induction_planned_on",),
	"emergency_contact": ("emergency_contact_checked",),
}
# An empty fingerprint would be filled in with the next save.
OUTDATED = "outdated"


def follow(record: Document) -> None:
	"""Ask again, on each live placement that uses `record`, for what rested on the facts that this save has changed."""
	before = record.get_doc_before_save()
	keys = [key for key, fact in _facts_of(record) if before and _is_another(fact, before, record)]
	if not keys:
		return
	filters = {LINKS[record.doctype]: record.name, "status": ["in", LIVE]}
	for name in frappe.get_all("Placement", filters=filters, pluck="name", order_by="name"):
		placement = frappe.get_doc("Placement", name)
		if "place" in keys:
			# Frappe fetches these two only when a placement is saved.
			placement.db_set({"employer": record.employer, "site": record.site})
		_reopen_stored(placement, keys)


def follow_placement(placement: Document) -> None:
	"""The same for a placement that is being saved, unless this save has the new answer as well."""
	before = placement.get_doc_before_save()
	if before:
		_forget_answered(placement)
		for key, fact in _facts_of(placement):
			if _is_another(fact, before, placement):
				for check in fact.checks:
					if check not in ANSWERS or not _is_new_answer(placement, check):
						_reopen(placement, check, key)


def reasons(placement: rows.Placement, check: str) -> str:
	"""Return why `check` was asked for again, in the reader's language; empty if it wasn't."""
	found = (line for line in _lines(placement) if line[0] == check)
	return " ".join(_(FACTS[key].why).format(day=dates.day(day)) for _check, key, day in found)


def _facts_of(record: Document) -> Iterator[tuple[str, Fact]]:
	return ((key, fact) for key, fact in FACTS.items() if fact.doctype == record.doctype and fact.checks)


def _is_another(fact: Fact, before: Document, after: Document) -> bool:
	pairs = [(_said(before, field), _said(after, field)) for field in fact.fields]
	return any(old != new and not (fact.can_be_completed and not old) for old, new in pairs)


def _said(record: Document, field: str) -> Any:
	"""Return a value without what makes no difference to a person: capitals and spaces."""
	value = record.get(field)
	if isinstance(value, list):
		return sorted([as_text(row.get(part)) for part in fingerprints.HOURS] for row in value)
	return re.sub(r"\s+", "", as_text(value)).casefold()


def _is_new_answer(placement: Document, check: str) -> bool:
	field = ANSWERS[check][0]
	return check != "risk_assessment" and bool(placement.get(field)) and changed(placement, field)


def _reopen_stored(placement: Document, keys: list[str]) -> None:
	cleared = {check for key in keys for check in FACTS[key].checks if _reopen(placement, check, key)}
	if not cleared:
		return
	values = {field: placement.get(field) for check in cleared for field in ANSWERS.get(check, ())}
	# `modified` changes too, so that a form opened before can't bring an answer back.
	placement.db_set({**values, "reopened_checks": placement.reopened_checks})
	for row in placement.signatures:
		row.db_set(
			{"revoked_on": row.revoked_on, "revoked_reason": row.revoked_reason}, update_modified=False
		)
	why = " ".join(dict.fromkeys(reasons(placement, check) for check in sorted(cleared)))
	placement.add_comment("Info", _("Some answers have to be given again. {0}").format(why))


def _reopen(placement: Document, check: str, key: str) -> bool:
	"""Clear the answer to `check` on `placement`, without saving it. Returns False if there is nothing to ask again.

	While it waits for another answer, each further fact that changes is named too: the answer has to be about all of them.
	"""
	answered = _revoke(placement, key) if check == "agreement" else _clear(placement, check, key)
	waits = any(line[0] == check for line in _lines(placement))
	if answered or waits:
		lines = [line for line in _lines(placement) if line[:2] != (check, key)]
		_write(placement, [*lines, (check, key, getdate(today()))])
	return answered or waits


def _clear(placement: Document, check: str, key: str) -> bool:
	first, *_others = ANSWERS[check]
	if not placement.get(first) or (check == "findings" and not _was_told(placement, key)):
		return False
	if check == "risk_assessment":
		placement.assessment_hash = OUTDATED
		return True
	for field in ANSWERS[check]:
		placement.set(field, 0 if placement.meta.get_field(field).fieldtype == "Check" else None)
	return True


def _was_told(placement: Document, key: str) -> bool:
	return FACTS[key].told in (placement.findings_shared_with or "")


def _revoke(placement: Document, key: str) -> bool:
	"""Revoke what was signed on other terms or, for the fact `signatory`, by the earlier holder of parental responsibility."""
	terms = fingerprints.of_agreement(placement)
	outdated = [
		row
		for row in placement.signatures
		if not row.revoked_on
		and (row.party == signing.RESPONSIBLE if key == "signatory" else row.terms_hash != terms)
	]
	for row in outdated:
		row.revoked_on = now_datetime()
		row.revoked_reason = _("What was signed has changed")
		if key == "signatory":
			row.revoked_reason = _("Who may sign has changed")
	return bool(outdated)


def _forget_answered(placement: Document) -> None:
	"""Drop the reasons for which an answer has been given again."""
	lines = [line for line in _lines(placement) if not _is_answered(placement, line[0])]
	if lines != _lines(placement):
		_write(placement, lines)


def _is_answered(placement: Document, check: str) -> bool:
	if check == "agreement":
		revoked = {row.party for row in placement.signatures if row.revoked_on}
		return revoked <= {row.party for row in placement.signatures if not row.revoked_on}
	return placement.get(ANSWERS[check][0]) not in (None, "", 0, OUTDATED)


def _lines(placement: rows.Placement) -> list[tuple[str, str, date]]:
	"""Return the check, the fact and the day of each line of Reopened Checks. What isn't such a line we didn't write."""
	split = (line.split("\t") for line in (placement.get("reopened_checks") or "").splitlines())
	return [(line[0], line[1], getdate(line[2])) for line in split if len(line) == 3]


def _write(placement: Document, lines: list[tuple[str, str, date]]) -> None:
	placement.reopened_checks = "\n".join("\t".join(map(str, line)) for line in lines) or None
