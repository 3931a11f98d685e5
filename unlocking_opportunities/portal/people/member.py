"""`/member`: councillors introduce businesses, sign up for events and read the report."""

import frappe
from frappe import _

from unlocking_opportunities.access import limits
from unlocking_opportunities.employers import introductions
from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.forms import Field, Form, Option
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.portal.page import GoTo, Page, Request
from unlocking_opportunities.programme import council_report
from unlocking_opportunities.programme import events as members_events
from unlocking_opportunities.utils.compat import _lt

A_DAY = 24 * 3600
INTRODUCTIONS_A_DAY = 20
EMPLOYER_TYPES = {
	"Business": _lt("A business"),
	"Charity or Social Enterprise": _lt("A charity or social enterprise"),
	"Public Body": _lt("A public body"),
	"Community Group": _lt("A community group or club"),
	"Individual": _lt("One person"),
}
NOT_SURE = "not-sure"
DONE = {
	"introduced": _lt("Thank you. We'll contact them within a week."),
	"coming": _lt("You're on the list."),
	"not-coming": _lt("We've taken you off the list."),
}
# Status and tag colour by the status of the business's newest pledge. Councillors see nothing else about it.
INTRODUCTION_STATUSES = {
	"Draft": (_lt("We'll contact them"), "yellow"),
	"Submitted": (_lt("They've made an offer. We're looking at it"), "blue"),
	"Under Review": (_lt("They've made an offer. We're looking at it"), "blue"),
	"Returned": (_lt("We've asked them a question"), "blue"),
	"Accepted": (_lt("Offering places"), "green"),
	"Paused": (_lt("Their offer is paused"), "green"),
	"Fulfilled": (_lt("Their places are filled"), "green"),
	"Declined": (_lt("Not at the moment"), "grey"),
	"Withdrawn": (_lt("Not at the moment"), "grey"),
	"Expired": (_lt("Their offer has ended"), "grey"),
	None: (_lt("We'll contact them"), "yellow"),
}


def view(request: Request) -> Page | GoTo:
	"""Dispatch `/member` and its sub-pages."""
	visitor = identity.require("Councillor")
	match request.rest:
		case []:
			return _home(request, visitor)
		case ["introduce"]:
			return _introduce(request, visitor)
		case ["events"]:
			return _events(request, visitor)
		case ["report"]:
			return _report()
	raise frappe.DoesNotExistError


def introduction_status(status: str | None) -> tuple[str, str]:
	"""Return the status text and tag colour of an introduction."""
	words, colour = INTRODUCTION_STATUSES[status]
	return str(words), colour


def _home(request: Request, visitor: Visitor) -> Page:
	introduced = introductions.get_introductions(visitor.email)
	events = members_events.get_upcoming(visitor.email)
	return Page(
		{
			"step": "home",
			"introduced": introduced,
			"introduction_status": introduction_status,
			"coming": [event for event in events if event.signed_up],
			"number_of_events": len(events),
			"has_report": council_report.is_published(),
			"said": _done_message(request),
		}
	)


def _introduce(request: Request, visitor: Visitor) -> Page | GoTo:
	form = Form(_questions(), request, stored={"employer_type": "Business"})
	if form.valid and not (form["phone"] or form["email"]):
		form.add_error(_("Enter a phone number or an email address, so that we can contact them"), "phone")
	if form.valid:
		limits.count("introductions", visitor.actor, INTRODUCTIONS_A_DAY, A_DAY)
		business = {name: form[name] or "" for name in form.fields if name != "kinds"}
		kinds = [kind for kind in form["kinds"] if kind != NOT_SURE] or ["Work Experience"]
		introductions.introduce(visitor.email, business, kinds)
		return GoTo("/member?done=introduced")
	return Page({"step": "introduce", "form": form})


def _events(request: Request, visitor: Visitor) -> Page | GoTo:
	if request.acts:
		coming = request.form.get("coming") == "1"
		members_events.sign_up(visitor.email, request.form.get("event", ""), coming)
		return GoTo("/member?done=" + ("coming" if coming else "not-coming"))
	return Page({"step": "events", "events": members_events.get_upcoming(visitor.email)})


def _report() -> Page:
	report = council_report.latest_published()
	if not report:
		raise frappe.DoesNotExistError
	return Page(
		{
			"step": "report",
			"report": report,
			"figures": council_report.public_rows(report),
			"paragraphs": council_report.paragraphs(report),
		}
	)


def _questions() -> list[Field]:
	return [*_business(), *_offer()]


def _business() -> list[Field]:
	return [
		Field(
			"employer_name",
			_("What is the business called?"),
			required=_("Enter the name of the business"),
			autocomplete="off",
		),
		Field(
			"employer_type",
			_("What kind of organisation is it?"),
			"radios",
			required=_("Select what kind of organisation it is"),
			options=tuple(Option(kind, str(words)) for kind, words in EMPLOYER_TYPES.items()),
		),
		Field(
			"contact_name",
			_("Who should we ask for?"),
			required=_("Enter who we should ask for"),
			autocomplete="off",
		),
		Field("phone", _("Their phone number"), "tel", width="20", autocomplete="off"),
		Field("email", _("Their email address"), "email", autocomplete="off"),
	]


def _offer() -> list[Field]:
	kinds = (
		Option("Work Experience", _("Work experience")),
		Option("Talk or Visit", _("A talk or a visit")),
		Option("Paid Job", _("A paid job")),
		Option("Apprenticeship", _("An apprenticeship")),
		Option("Mentoring", _("Mentoring")),
		Option("Kit", _("Kit, money or time")),
		Option(NOT_SURE, _("I'm not sure yet")),
	)
	return [
		Field(
			"kinds",
			_("What might they offer?"),
			"checkboxes",
			required=_("Select what they might offer, or that you're not sure yet"),
			options=kinds,
		),
		Field(
			"said",
			_("What should we know before we call? (optional)"),
			"textarea",
			_("For example: they're expecting our call. Ask about the new shop."),
			max_length=1000,
			rows=3,
		),
	]


def _done_message(request: Request) -> str | None:
	said = DONE.get(request.query.get("done", ""))
	return str(said) if said else None
