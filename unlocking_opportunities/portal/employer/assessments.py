"""A host's part of a risk assessment: read, complete and confirm it."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import today

from unlocking_opportunities.messages import staff
from unlocking_opportunities.portal.employer import own
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.risk_assessments import completeness
from unlocking_opportunities.rules import risk
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.workflow import service

# Scales from 1 to 5 in everyday words.
LIKELIHOOD = (
	_lt("Almost never"),
	_lt("Not often"),
	_lt("Now and then"),
	_lt("Often"),
	_lt("Nearly every time"),
)
SEVERITY = (
	_lt("A scratch"),
	_lt("First aid"),
	_lt("Days off work"),
	_lt("A lasting injury"),
	_lt("Someone could die"),
)
WITH_HOST = "With Employer"


class AlreadySent(frappe.ValidationError):
	"""The host has sent the assessment, so they can't change it."""


def get_waiting(visitor: Visitor) -> list[frappe._dict]:
	"""Return the assessments waiting for the visitor, oldest first."""
	table, site = DocType("Risk Assessment"), DocType("Employer Site")
	query = own.rows(visitor, table).left_join(site).on(site.name == table.site)
	query = query.select(table.name, table.tasks, table.environment_band, site.site_name)
	return query.where(_waits_for_host(table)).orderby(table.creation).limit(20).run(as_dict=True)


def _waits_for_host(table: Any) -> Any:
	return (table.status == WITH_HOST) & table.host_confirmed_on.isnull()


def get_assessment(visitor: Visitor, name: Any) -> Document:
	"""Return the assessment. Raises NotFound unless it was sent to this host."""
	assessment = own.document(visitor, "Risk Assessment", name)
	if assessment.status == "Draft":
		raise own.not_found()
	return assessment


def needs_conversation_only(assessment: Document) -> bool:
	"""Return whether notes of a conversation are enough, without scored hazards (low-risk workplaces)."""
	return risk.path(assessment.environment_band) == risk.CONVERSATION


def is_waiting(assessment: Document) -> bool:
	return assessment.status == WITH_HOST and not assessment.host_confirmed_on


def get_usual_hazards(sector: str | None) -> list[frappe._dict]:
	"""Return the sector's hazard templates, each with its `controls` as a list."""
	table = DocType("Hazard Template")
	query = frappe.qb.from_(table).select(
		table.name, table.hazard, table.who_harmed, table.usual_controls, table.under_18_controls
	)
	found = (
		query.where((table.sector == (sector or "")) & (table.disabled == 0)).orderby(table.hazard).limit(30)
	)
	rows = found.run(as_dict=True)
	for row in rows:
		row.controls = [
			line.strip()
			for line in f"{row.usual_controls or ''}\n{row.under_18_controls or ''}".splitlines()
			if line.strip()
		]
	return rows


def get_open_steps(assessment: Document) -> list[str]:
	"""Return the steps left before the host can confirm: "law", "hazards", "hazards/2", …"""
	found = ["law"] if any(not row.answer for row in assessment.prohibited_work) else []
	if needs_conversation_only(assessment):
		return found
	unscored = [
		f"hazards/{row.idx}" for row in assessment.hazards if not (row.initial_score and row.residual_score)
	]
	return found + (unscored if assessment.hazards else ["hazards"])


def set_prohibited_work(visitor: Visitor, name: Any, applies: set[str]) -> None:
	"""Answer yes to the regulation 19 questions in `applies` (question keys), and no to the others."""
	assessment = _get_waiting_assessment(visitor, name)
	for row in assessment.prohibited_work:
		row.answer = "Yes" if row.question_key in applies else "No"
	_save(assessment)


def set_hazards(visitor: Visitor, name: Any, hazards: list[str]) -> None:
	"""Set the list of hazards, keeping the rows that already exist."""
	assessment = _get_waiting_assessment(visitor, name)
	stored = {row.hazard: row for row in assessment.hazards}
	harmed = {row.hazard: row.who_harmed for row in get_usual_hazards(assessment.sector)}
	assessment.set("hazards", [])
	for hazard in dict.fromkeys(hazards):
		assessment.append(
			"hazards", stored.get(hazard) or {"hazard": hazard, "who_harmed": harmed.get(hazard)}
		)
	_save(assessment)


def set_controls(
	visitor: Visitor, name: Any, number: int, controls: list[str], severity: str, before: str, after: str
) -> None:
	"""Set the controls and scores of hazard `number`. Severity is the same before and after; controls lower likelihood."""
	assessment = _get_waiting_assessment(visitor, name)
	row = assessment.hazards[number - 1]
	row.existing_controls = "\n".join(controls)
	row.initial_severity = row.residual_severity = severity
	row.initial_likelihood, row.residual_likelihood = before, after
	_save(assessment)


def confirm(visitor: Visitor, name: Any) -> None:
	"""Confirm for the host: submit it, or tell the officer if the council's part is incomplete."""
	assessment = _get_waiting_assessment(visitor, name)
	assessment.host_confirmed_on = today()
	assessment.competent_person = assessment.competent_person or visitor.actor
	_save(assessment)
	if completeness.missing(assessment):
		_notify_officer(assessment)
	else:
		service.move(assessment, "Submit Assessment", visitor.actor)


def report_problem(visitor: Visitor, name: Any, words: str) -> None:
	"""Add the host's words as a comment and tell the officer. The assessment stays with the host."""
	assessment = _get_waiting_assessment(visitor, name)
	with service.as_service():
		assessment.add_comment("Comment", frappe.utils.escape_html(words))
	_notify_officer(assessment, _("The host says something is wrong. Read the comment and call them."))


def _get_waiting_assessment(visitor: Visitor, name: Any) -> Document:
	assessment = get_assessment(visitor, name)
	if not is_waiting(assessment):
		frappe.throw(
			_("You've already sent this, so you can't change it here. If something is wrong, call us."),
			AlreadySent,
		)
	return assessment


def _save(assessment: Document) -> None:
	with service.as_service():
		assessment.save()


def _notify_officer(assessment: Document, line: str = "") -> None:
	line = line or _("The host says it's right. Fill in what's still missing, then submit it.")
	staff.notify(
		{assessment.officer},
		subject=_("From the host: {0}").format(assessment.name),
		lines=[line],
		document=assessment,
	)
