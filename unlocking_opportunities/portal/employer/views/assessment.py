"""`/employer/assessment/<assessment>`: read and confirm a risk assessment.

Above low risk, the host first selects hazards (`/hazards`) and describes the controls for each (`/hazards/<number>`).
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import assessments
from unlocking_opportunities.portal.forms import Field, Form, Option
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.portal.page import GoTo, Page, Request

NONE = "none"


def view(request: Request) -> Page | GoTo:
	visitor = identity.require("Employer")
	match request.rest:
		case []:
			return Page({"waiting": assessments.get_waiting(visitor)})
		case [name]:
			return _read(request, visitor, assessments.get_assessment(visitor, name))
		case [name, "law"]:
			return _prohibited_work(request, visitor, _get_waiting(visitor, name))
		case [name, "hazards"]:
			return _hazards(request, visitor, _get_waiting(visitor, name))
		case [name, "hazards", number] if number.isdigit():
			return _hazard(request, visitor, _get_waiting(visitor, name), int(number))
		case [name, "not-right"]:
			return _problem(request, visitor, _get_waiting(visitor, name))
	raise frappe.DoesNotExistError


def _get_waiting(visitor: Visitor, name: str) -> Document:
	assessment = assessments.get_assessment(visitor, name)
	if not assessments.is_waiting(assessment):
		raise frappe.DoesNotExistError
	return assessment


def _read(request: Request, visitor: Visitor, assessment: Document) -> Page | GoTo:
	form = Form([], request)
	steps = assessments.get_open_steps(assessment)
	if form.valid and assessments.is_waiting(assessment):
		if steps:
			form.add_error(
				_(
					"You still have questions to answer. Answer them, then confirm that the assessment is right."
				)
			)
		else:
			assessments.confirm(visitor, assessment.name)
			return GoTo(f"/employer/assessment/{assessment.name}")
	return Page(
		{
			"assessment": assessment,
			"form": form,
			"steps": steps,
			"is_waiting": assessments.is_waiting(assessment),
			"is_short": assessments.needs_conversation_only(assessment),
			"likelihood": assessments.LIKELIHOOD,
			"severity": assessments.SEVERITY,
		},
		"templates/portal/employer/assessment-read.html",
	)


def _prohibited_work(request: Request, visitor: Visitor, assessment: Document) -> Page | GoTo:
	"""The seven questions of regulation 19 as one list of checkboxes."""
	options = [Option(row.question_key, _(row.question)) for row in assessment.prohibited_work]
	field = Field(
		"prohibited",
		_("Does any of this apply to the work?"),
		"checkboxes",
		hint=_("Select all that apply. If none apply, select the last one."),
		required=_("Select all that apply, or ‘None of these’"),
		options=(*options, Option(NONE, _("None of these"))),
		check=lambda ticked: (
			_("Select all that apply, or select ‘None of these’ on its own")
			if NONE in ticked and len(ticked) > 1
			else None
		),
	)
	form = Form([field], request)
	if form.valid:
		assessments.set_prohibited_work(visitor, assessment.name, set(form["prohibited"]) - {NONE})
		return GoTo(f"/employer/assessment/{assessment.name}")
	return Page({"assessment": assessment, "form": form}, "templates/portal/employer/assessment-law.html")


def _hazards(request: Request, visitor: Visitor, assessment: Document) -> Page | GoTo:
	listed = [row.hazard for row in assessment.hazards]
	library = [
		row.hazard for row in assessments.get_usual_hazards(assessment.sector) if row.hazard not in listed
	]
	known = [*listed, *library]
	form = Form(
		[
			Field(
				"hazards",
				_("What could hurt someone at your workplace?"),
				"checkboxes",
				hint=_("These are common in your kind of work. Select all that you have."),
				options=[Option(str(number), hazard) for number, hazard in enumerate(known)],
			),
			Field("another", _("Is there anything else? (optional)")),
		],
		request,
		{"hazards": [str(number) for number in range(len(listed))]},
	)
	if form.valid:
		chosen = [known[int(number)] for number in form["hazards"] or []] + [form["another"]] * bool(
			form["another"]
		)
		if chosen:
			assessments.set_hazards(visitor, assessment.name, chosen)
			return GoTo(f"/employer/assessment/{assessment.name}/hazards/1")
		form.add_error(_("Select what could hurt someone. Every workplace has something."), "hazards")
	return Page({"assessment": assessment, "form": form}, "templates/portal/employer/assessment-hazards.html")


def _hazard(request: Request, visitor: Visitor, assessment: Document, number: int) -> Page | GoTo:
	if not 1 <= number <= len(assessment.hazards):
		raise frappe.DoesNotExistError
	row = assessment.hazards[number - 1]
	usual = next(
		(
			known.controls
			for known in assessments.get_usual_hazards(assessment.sector)
			if known.hazard == row.hazard
		),
		[],
	)
	form = Form(_hazard_fields(usual), request, _stored_answers(row, usual))
	if form.valid:
		ticked = [usual[int(index)] for index in form["usual"] or []]
		controls = [*ticked, *filter(None, (line.strip() for line in (form["more"] or "").splitlines()))]
		if controls:
			assessments.set_controls(
				visitor, assessment.name, number, controls, form["severity"], form["before"], form["after"]
			)
			after = f"/hazards/{number + 1}" if number < len(assessment.hazards) else ""
			return GoTo(f"/employer/assessment/{assessment.name}{after}")
		form.add_error(_("Enter what you do to keep people safe"), "more")
	return Page(
		{
			"assessment": assessment,
			"row": row,
			"number": number,
			"form": form,
			"questions": list(form.fields),
		},
		"templates/portal/employer/assessment-hazard.html",
	)


def _hazard_fields(usual: list[str]) -> list[Field]:
	tick = Field(
		"usual",
		_("What do you do about it?"),
		"checkboxes",
		options=[Option(str(index), line) for index, line in enumerate(usual)],
	)
	return [
		*([tick] if usual else []),
		Field(
			"more",
			_("What else do you do?") if usual else _("What do you do about it?"),
			"textarea",
			hint=_("Put each thing on a new line."),
			max_length=1000,
			rows=3,
		),
		Field(
			"severity",
			_("If it did happen, how bad could it be?"),
			"radios",
			required=_("Select how bad it could be"),
			options=_scale(assessments.SEVERITY),
		),
		Field(
			"before",
			_("How often would it happen if no one took care?"),
			"radios",
			required=_("Select how often it would happen if no one took care"),
			options=_scale(assessments.LIKELIHOOD),
		),
		Field(
			"after",
			_("With what you do about it, how often could it still happen?"),
			"radios",
			required=_("Select how often it could still happen with what you do about it"),
			options=_scale(assessments.LIKELIHOOD),
		),
	]


def _scale(words: tuple[str, ...]) -> list[Option]:
	return [Option(str(number), str(word)) for number, word in enumerate(words, 1)]


def _stored_answers(row: Any, usual: list[str]) -> dict[str, Any]:
	lines = (row.existing_controls or "").splitlines()
	return {
		"usual": [str(index) for index, line in enumerate(usual) if line in lines],
		"more": "\n".join(line for line in lines if line not in usual),
		"severity": row.residual_severity,
		"before": row.initial_likelihood,
		"after": row.residual_likelihood,
	}


def _problem(request: Request, visitor: Visitor, assessment: Document) -> Page | GoTo:
	field = Field(
		"words", _("What is wrong?"), "textarea", required=_("Tell us what is wrong"), max_length=1000
	)
	form = Form([field], request)
	if form.valid:
		assessments.report_problem(visitor, assessment.name, form["words"])
		return Page(
			{"assessment": assessment, "form": form, "sent": True},
			"templates/portal/employer/assessment-not-right.html",
		)
	return Page(
		{"assessment": assessment, "form": form, "sent": False},
		"templates/portal/employer/assessment-not-right.html",
	)
