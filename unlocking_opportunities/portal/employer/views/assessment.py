"""`/employer/assessment/<assessment>`: a risk assessment to read and say yes to; for more than low risk, to fill in.

A low-risk place is read and confirmed. Otherwise the host ticks what can happen (`/hazards`), says of each what keeps
people safe (`/hazards/<number>`), then reads it all and confirms.
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
			return Page({"waiting": assessments.waiting(visitor)})
		case [name]:
			return _read(request, visitor, assessments.one(visitor, name))
		case [name, "law"]:
			return _law(request, visitor, _waiting(visitor, name))
		case [name, "hazards"]:
			return _choose(request, visitor, _waiting(visitor, name))
		case [name, "hazards", number] if number.isdigit():
			return _describe(request, visitor, _waiting(visitor, name), int(number))
		case [name, "not-right"]:
			return _not_right(request, visitor, _waiting(visitor, name))
	raise frappe.DoesNotExistError


def _waiting(visitor: Visitor, name: str) -> Document:
	assessment = assessments.one(visitor, name)
	if not assessments.is_waiting(assessment):
		raise frappe.DoesNotExistError
	return assessment


def _read(request: Request, visitor: Visitor, assessment: Document) -> Page | GoTo:
	form = Form([], request)
	steps = assessments.steps(assessment)
	if form.valid and assessments.is_waiting(assessment):
		if steps:
			form.say(_("There is still something to answer. Do that first, then say that it is right."))
		else:
			assessments.confirm(visitor, assessment.name)
			return GoTo(f"/employer/assessment/{assessment.name}")
	return Page(
		{
			"assessment": assessment,
			"form": form,
			"steps": steps,
			"is_waiting": assessments.is_waiting(assessment),
			"is_short": assessments.is_short(assessment),
			"likelihood": assessments.LIKELIHOOD,
			"severity": assessments.SEVERITY,
		},
		"templates/portal/employer/assessment-read.html",
	)


def _law(request: Request, visitor: Visitor, assessment: Document) -> Page | GoTo:
	"""The law's seven questions as one: tick what applies, or none."""
	options = [Option(row.question_key, _(row.question)) for row in assessment.prohibited_work]
	field = Field(
		"prohibited",
		_("Does any of this apply to the work?"),
		"checkboxes",
		hint=_("Tick all that apply. If none does, tick the last one."),
		required=_("Tick what applies, or tick that none does"),
		options=(*options, Option(NONE, _("No, none of these"))),
		check=lambda ticked: (
			_("Tick either what applies or that none does") if NONE in ticked and len(ticked) > 1 else None
		),
	)
	form = Form([field], request)
	if form.valid:
		assessments.say_what_applies(visitor, assessment.name, set(form["prohibited"]) - {NONE})
		return GoTo(f"/employer/assessment/{assessment.name}")
	return Page({"assessment": assessment, "form": form}, "templates/portal/employer/assessment-law.html")


def _choose(request: Request, visitor: Visitor, assessment: Document) -> Page | GoTo:
	listed = [row.hazard for row in assessment.hazards]
	library = [row.hazard for row in assessments.library(assessment.sector) if row.hazard not in listed]
	known = [*listed, *library]
	form = Form(
		[
			Field(
				"hazards",
				_("What could hurt somebody at your place?"),
				"checkboxes",
				hint=_("These are the usual ones for your kind of work. Tick all that you have."),
				options=[Option(str(number), hazard) for number, hazard in enumerate(known)],
			),
			Field("another", _("Is there anything else?"), hint=_("You can leave this empty.")),
		],
		request,
		{"hazards": [str(number) for number in range(len(listed))]},
	)
	if form.valid:
		chosen = [known[int(number)] for number in form["hazards"] or []] + [form["another"]] * bool(
			form["another"]
		)
		if chosen:
			assessments.choose(visitor, assessment.name, chosen)
			return GoTo(f"/employer/assessment/{assessment.name}/hazards/1")
		form.say(_("Tick what could hurt somebody. Every place has something."), "hazards")
	return Page({"assessment": assessment, "form": form}, "templates/portal/employer/assessment-hazards.html")


def _describe(request: Request, visitor: Visitor, assessment: Document, number: int) -> Page | GoTo:
	if not 1 <= number <= len(assessment.hazards):
		raise frappe.DoesNotExistError
	row = assessment.hazards[number - 1]
	usual = next(
		(known.controls for known in assessments.library(assessment.sector) if known.hazard == row.hazard), []
	)
	form = Form(_controls(usual), request, _stored(row, usual))
	if form.valid:
		ticked = [usual[int(index)] for index in form["usual"] or []]
		controls = [*ticked, *filter(None, (line.strip() for line in (form["more"] or "").splitlines()))]
		if controls:
			assessments.describe(
				visitor, assessment.name, number, controls, form["severity"], form["before"], form["after"]
			)
			after = f"/hazards/{number + 1}" if number < len(assessment.hazards) else ""
			return GoTo(f"/employer/assessment/{assessment.name}{after}")
		form.say(_("Say what you do to keep people safe"), "more")
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


def _controls(usual: list[str]) -> list[Field]:
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
			hint=_("One thing to a line."),
			max_length=1000,
			rows=3,
		),
		Field(
			"severity",
			_("If it did happen, how bad could it be?"),
			"radios",
			required=_("Say how bad it could be"),
			options=_scale(assessments.SEVERITY),
		),
		Field(
			"before",
			_("How often would it happen if nobody took care?"),
			"radios",
			required=_("Choose one of the answers"),
			options=_scale(assessments.LIKELIHOOD),
		),
		Field(
			"after",
			_("How often will it happen with what you do?"),
			"radios",
			required=_("Choose one of the answers"),
			options=_scale(assessments.LIKELIHOOD),
		),
	]


def _scale(words: tuple[str, ...]) -> list[Option]:
	return [Option(str(number), str(word)) for number, word in enumerate(words, 1)]


def _stored(row: Any, usual: list[str]) -> dict[str, Any]:
	lines = (row.existing_controls or "").splitlines()
	return {
		"usual": [str(index) for index, line in enumerate(usual) if line in lines],
		"more": "\n".join(line for line in lines if line not in usual),
		"severity": row.residual_severity,
		"before": row.initial_likelihood,
		"after": row.residual_likelihood,
	}


def _not_right(request: Request, visitor: Visitor, assessment: Document) -> Page | GoTo:
	field = Field(
		"words", _("What is not right?"), "textarea", required=_("Say what is not right"), max_length=1000
	)
	form = Form([field], request)
	if form.valid:
		assessments.not_right(visitor, assessment.name, form["words"])
		return Page(
			{"assessment": assessment, "form": form, "sent": True},
			"templates/portal/employer/assessment-not-right.html",
		)
	return Page(
		{"assessment": assessment, "form": form, "sent": False},
		"templates/portal/employer/assessment-not-right.html",
	)
