"""A risk assessment that waits for the host: read, put right in plain words, and said to be right."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import today

from unlocking_opportunities import tell
from unlocking_opportunities.assessment import completeness
from unlocking_opportunities.portal.employer import own
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.roles import OFFICER
from unlocking_opportunities.rules import risk
from unlocking_opportunities.workflow import service

# 1 to 5, as somebody at work would say it.
LIKELIHOOD = ("Almost never", "Not often", "Now and then", "Often", "Nearly every time")
SEVERITY = ("A scratch", "First aid", "Days off work", "A lasting injury", "Somebody could die")
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


def asks_about_the_law(assessment: Document) -> bool:
	"""Whether the seven questions on work that the law restricts are still to be put to the host."""
	return any(not row.answer for row in assessment.prohibited_work)


def library(sector: str | None) -> list[frappe._dict]:
	"""Return the usual hazards of the sector with their controls, a list each, for the host to tick."""
	table = DocType("Hazard Template")
	query = frappe.qb.from_(table).select(
		table.name, table.hazard, table.who_harmed, table.usual_controls, table.under_18_controls
	)
	found = query.where((table.sector == (sector or "")) & (table.disabled == 0)).orderby(table.hazard).limit(30)
	rows = found.run(as_dict=True)
	for row in rows:
		row.controls = [
			line.strip()
			for line in f"{row.usual_controls or ''}\n{row.under_18_controls or ''}".splitlines()
			if line.strip()
		]
	return rows


def save(visitor: Visitor, name: Any, answers: dict[str, Any]) -> None:
	"""Keep what the host wrote. `answers`: named fields, `hazards` (a list of rows), `prohibited` (keys that are a yes).

	Raises ValidationError when it does not wait for the host any more.
	"""
	assessment = _open(visitor, name)
	for field in ("supervisor_name", "supervisor_deputy", "induction", "fire_and_first_aid", "protective_equipment", "welfare", "competent_person"):
		if field in answers:
			assessment.set(field, answers[field])
	if "hazards" in answers:
		assessment.set("hazards", [])
		for row in answers["hazards"]:
			assessment.append("hazards", row)
	if "prohibited" in answers:
		for row in assessment.prohibited_work:
			row.answer = "Yes" if row.question_key in answers["prohibited"] else "No"
	with service.as_service():
		assessment.save()


def confirm(visitor: Visitor, name: Any) -> None:
	"""Say that it is right: it goes on to the council, or to the officer if the council's own part is missing."""
	assessment = _open(visitor, name)
	assessment.host_confirmed_on = today()
	assessment.competent_person = assessment.competent_person or visitor.label
	with service.as_service():
		assessment.save()
	if completeness.missing(assessment):
		_tell_the_officer(assessment)
	else:
		service.move(assessment, "Submit Assessment", _("the employer"))


def not_right(visitor: Visitor, name: Any, words: str) -> None:
	"""Send word of what is not right to the officer; it stays with the host until they have talked."""
	assessment = _open(visitor, name)
	with service.as_service():
		assessment.add_comment("Comment", frappe.utils.escape_html(words))
	_tell_the_officer(assessment, _("The host says that something is not right. Read the comment and ring them."))


def _open(visitor: Visitor, name: Any) -> Document:
	assessment = one(visitor, name)
	if not is_waiting(assessment):
		frappe.throw(_("You have sent this already, so it cannot be changed here. Ring us if something is wrong."))
	return assessment


def _tell_the_officer(assessment: Document, line: str = "") -> None:
	line = line or _("The host says that it is right. Fill in what is still missing and submit it.")
	tell.people(
		{assessment.officer} if assessment.officer else tell.holders_of(OFFICER),
		subject=_("From the host: {0}").format(assessment.name),
		lines=[line],
		document=assessment,
	)
