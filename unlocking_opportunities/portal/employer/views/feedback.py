"""`/employer/feedback/<placement>`: six questions, answered once."""

import frappe
from frappe import _

from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import feedback
from unlocking_opportunities.portal.forms import Field, Form, options_from
from unlocking_opportunities.portal.page import GoTo, Page, Request


def view(request: Request) -> Page | GoTo:
	visitor = identity.require("Employer")
	if len(request.rest) != 1:
		raise frappe.DoesNotExistError
	placement = feedback.get_placement(visitor, request.rest[0])
	form = Form(_questions(), request)
	if form.valid and not placement.given:
		feedback.save_feedback(visitor, placement.name, form.values)
		return GoTo(request.path)
	return Page({"placement": placement, "form": form, "questions": list(form.fields)})


def _questions() -> list[Field]:
	return [
		*_choices(),
		_comment("went_well", _("What went well? (optional)")),
		_comment("do_better", _("What could we do better? (optional)")),
	]


def _choices() -> list[Field]:
	return [
		Field(
			"overall",
			_("How did it go?"),
			"radios",
			required=_("Select how it went"),
			options=options_from(("Very Well", "Well", "Mixed", "Badly")),
		),
		Field(
			"as_agreed",
			_("Were the days and the work as agreed?"),
			"radios",
			required=_("Select whether the days and the work were as agreed"),
			options=options_from(("Yes", "Partly", "No")),
		),
		Field(
			"reliable",
			_("Did they come when you expected them?"),
			"radios",
			required=_("Select how often they came when you expected them"),
			options=options_from(("Always", "Mostly", "Not Often")),
		),
		Field(
			"host_again",
			_("Would you do it again?"),
			"radios",
			required=_("Select whether you would do it again"),
			options=options_from(("Yes", "Maybe", "No")),
		),
	]


def _comment(name: str, label: str) -> Field:
	return Field(name, label, "textarea", max_length=1000, rows=3)
