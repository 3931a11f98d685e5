"""A risk assessment that waits for the host: read, put right in plain words, and said to be right."""

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

# 1 to 5, as somebody at work would say it.
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
	_lt("Somebody could die"),
)
WITH_HOST = "With Employer"


def waiting(visitor: Visitor) -> list[frappe._dict]:
	"""Return the assessments that wait for the visitor, oldest first."""
	table, site = DocType("Risk Assessment"), DocType("Employer Site")
	query = own.rows(visitor, table).left_join(site).on(site.name == table.site)
	query = query.select(table.name, table.tasks, table.environment_band, site.site_name)
	return query.where(_waits(table)).orderby(table.creation).limit(20).run(as_dict=True)


def _waits(table: Any) -> Any:
	return (table.status == WITH_HOST) & table.host_confirmed_on.isnull()


def one(visitor: Visitor, name: Any) -> Document:
	"""Return the assessment. Raises NotFound unless it has been sent to this host."""
	assessment = own.document(visitor, "Risk Assessment", name)
	if assessment.status == "Draft":
		raise own.not_found()
	return assessment


def is_short(assessment: Document) -> bool:
	"""A low-risk place needs a conversation and no matrix: the host reads what was noted and says that it is right."""
	return risk.path(assessment.environment_band) == risk.CONVERSATION


def is_waiting(assessment: Document) -> bool:
	return assessment.status == WITH_HOST and not assessment.host_confirmed_on


def library(sector: str | None) -> list[frappe._dict]:
	"""Return the usual hazards of the sector with their controls, a list each, for the host to tick."""
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


def steps(assessment: Document) -> list[str]:
	"""Return what the host still has to do before saying that it is right: "law", "hazards", "hazards/2", …"""
	found = ["law"] if any(not row.answer for row in assessment.prohibited_work) else []
	if is_short(assessment):
		return found
	unscored = [
		f"hazards/{row.idx}" for row in assessment.hazards if not (row.initial_score and row.residual_score)
	]
	return found + (unscored if assessment.hazards else ["hazards"])


def say_what_applies(visitor: Visitor, name: Any, applies: set[str]) -> None:
	"""Keep which of the law's questions (by key) are a yes; the others are a no."""
	assessment = _open(visitor, name)
	for row in assessment.prohibited_work:
		row.answer = "Yes" if row.question_key in applies else "No"
	_save(assessment)


def choose(visitor: Visitor, name: Any, hazards: list[str]) -> None:
	"""Keep the hazards that are there, with what was said of them, and add the others of `hazards`; the rest go."""
	assessment = _open(visitor, name)
	stored = {row.hazard: row for row in assessment.hazards}
	harmed = {row.hazard: row.who_harmed for row in library(assessment.sector)}
	assessment.set("hazards", [])
	for hazard in dict.fromkeys(hazards):
		assessment.append(
			"hazards", stored.get(hazard) or {"hazard": hazard, "who_harmed": harmed.get(hazard)}
		)
	_save(assessment)


def describe(
	visitor: Visitor, name: Any, number: int, controls: list[str], severity: str, before: str, after: str
) -> None:
	"""Keep what is done about hazard `number`. How bad it could be is the same before and after: care makes it rarer."""
	assessment = _open(visitor, name)
	row = assessment.hazards[number - 1]
	row.existing_controls = "\n".join(controls)
	row.initial_severity = row.residual_severity = severity
	row.initial_likelihood, row.residual_likelihood = before, after
	_save(assessment)


def confirm(visitor: Visitor, name: Any) -> None:
	"""Say that it is right: it goes on to the council, or to the officer if the council's own part is missing."""
	assessment = _open(visitor, name)
	assessment.host_confirmed_on = today()
	assessment.competent_person = assessment.competent_person or visitor.actor
	_save(assessment)
	if completeness.missing(assessment):
		_tell_the_officer(assessment)
	else:
		service.move(assessment, "Submit Assessment", visitor.actor)


def not_right(visitor: Visitor, name: Any, words: str) -> None:
	"""Send word of what is not right to the officer; it stays with the host until they have talked."""
	assessment = _open(visitor, name)
	with service.as_service():
		assessment.add_comment("Comment", frappe.utils.escape_html(words))
	_tell_the_officer(
		assessment, _("The host says that something is not right. Read the comment and ring them.")
	)


def _open(visitor: Visitor, name: Any) -> Document:
	assessment = one(visitor, name)
	if not is_waiting(assessment):
		frappe.throw(
			_("You have sent this already, so it cannot be changed here. Ring us if something is wrong.")
		)
	return assessment


def _save(assessment: Document) -> None:
	with service.as_service():
		assessment.save()


def _tell_the_officer(assessment: Document, line: str = "") -> None:
	line = line or _("The host says that it is right. Fill in what is still missing and submit it.")
	staff.people(
		staff.officer_or_all(assessment.officer),
		subject=_("From the host: {0}").format(assessment.name),
		lines=[line],
		document=assessment,
	)
