"""`/mentor`: a mentor's pairings, session log, fit, and who to call when something is wrong."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, today

from unlocking_opportunities.council.labels import label
from unlocking_opportunities.mentoring import pairings
from unlocking_opportunities.mentoring.pairings import Pairing
from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.forms import Field, Form, Option, options_from
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.portal.page import GoTo, Page, Request
from unlocking_opportunities.portal.people import concerns, worry
from unlocking_opportunities.utils.compat import _lt

MINUTES = ("30", "45", "60", "90")
PLACES = ("Council Building", "Public Place", "Workplace", "Online", "Phone", "Video")
# A way to keep in touch, which only answers where they met if no place was agreed.
THROUGH_US = "Through the Council"
WENT = ("Well", "Mixed", "Badly", "Did Not Happen")
NOT_HELD = "Did Not Happen"
SOMEONE_ELSE, AN_ADULT = "someone-else", "an-adult"
ANOTHER = "Re-pair"
FIT = {
	"Too Soon to Say": _lt("Too soon to say"),
	"Good": _lt("We get on well"),
	"Deciding": _lt("Still deciding"),
	ANOTHER: _lt("Not right"),
}
DONE = {
	"logged": _lt("Your session is logged. Thank you."),
	"fit": _lt("Thank you. We've saved your answer."),
	"another": _lt("Thank you. We'll call you."),
}


def view(request: Request) -> Page | GoTo:
	"""Dispatch `/mentor` and its sub-pages. Pairings are looked up among the mentor's own."""
	visitor = identity.require("Mentor")
	match request.rest:
		case []:
			return _home(request, visitor)
		case ["pairing", name]:
			return _pairing(visitor, name)
		case ["session", name]:
			return _session(request, visitor, name)
		case ["fit", name]:
			return _fit(request, visitor, name)
		case ["worried"]:
			return worry.show("/mentor/worried", "/mentor")
		case ["worried", "call-me"]:
			return _worried(request, visitor)
		case ["worried", "sent"]:
			return worry.sent("/mentor/worried", "/mentor")
	raise frappe.DoesNotExistError


def pairing_title(pairing: Pairing) -> str:
	"""Return the first name if the mentor may know it, otherwise the reference."""
	return pairing.first_name or _("Pairing {0}").format(pairing.name)


def fit_label(fit: str) -> str:
	return str(FIT[fit])


def _home(request: Request, visitor: Visitor) -> Page:
	return Page(
		{
			"step": "home",
			"mentor": pairings.mentor(visitor.mentor),
			"pairings": pairings.current(visitor.mentor, visitor.actor),
			"pairing_title": pairing_title,
			"fit_label": fit_label,
			"has_expired_checks": has_expired_checks,
			"said": _done_message(request),
		}
	)


def _pairing(visitor: Visitor, name: str) -> Page:
	pairing = pairings.one(visitor.mentor, name, visitor.actor)
	earlier = pairings.sessions(visitor.mentor, name)
	return Page(
		{
			"step": "pairing",
			"pairing": pairing,
			"pairing_title": pairing_title,
			"fit_label": fit_label,
			"sessions": earlier,
		}
	)


def _session(request: Request, visitor: Visitor, name: str) -> Page | GoTo:
	pairing = pairings.one(visitor.mentor, name, visitor.actor)
	agreed = pairing.meeting_places or pairing.channel
	form = Form(
		_session_questions(pairing),
		request,
		stored={"met_on": getdate(today()), "place": agreed, "went": None, "minutes": "60"},
	)
	if form.valid and form["went"] != NOT_HELD:
		_require(form, "minutes", _("Select how long you met for"))
		_require(form, "place", _("Select where or how you met"))
	if form.valid:
		pairings.log(visitor.mentor, name, visitor.actor, _as_session(form))
		return GoTo("/mentor?done=logged")
	return Page({"step": "session", "form": form, "pairing": pairing, "pairing_title": pairing_title})


def _session_questions(pairing: Pairing) -> list[Field]:
	return [
		Field(
			"went",
			_("How did it go?"),
			"radios",
			required=_("Select how it went"),
			options=options_from(WENT),
		),
		Field(
			"met_on",
			_("When did you meet?"),
			"date",
			required=_("Enter the date you met"),
			check=_check_not_future,
		),
		Field("minutes", _("How long did you meet for?"), "radios", options=_minutes()),
		Field(
			"place",
			_("Where or how did you meet?"),
			"radios",
			_("If this isn't what was agreed, tell us anyway. We'll call you to talk about it."),
			options=_places(pairing),
		),
		Field(
			"next_on",
			_("When will you meet next?"),
			"date",
			_("Leave this blank if you don't know yet."),
			check=_check_not_past,
		),
		Field(
			"note",
			_("Note for the team (optional)"),
			"textarea",
			_("If you're worried about something, don't write it here. Call us, or use ‘I need help’."),
			max_length=1000,
			rows=3,
		),
	]


def _fit(request: Request, visitor: Visitor, name: str) -> Page | GoTo:
	pairing = pairings.one(visitor.mentor, name, visitor.actor)
	form = Form(
		[
			Field(
				"fit",
				_("How are you getting on?"),
				"radios",
				_("Be honest. It's no one's fault if two people don't click."),
				required=_("Select how you're getting on"),
				options=(
					Option("Good", _("We get on well")),
					Option("Deciding", _("Still deciding")),
					Option(
						ANOTHER,
						_("Not right. I'd like to mentor someone else"),
						_("We'll call you first. Nothing will change before that."),
					),
				),
			)
		],
		request,
		stored={"fit": pairing.fit},
	)
	if form.valid:
		pairings.say_fit(visitor.mentor, name, form["fit"])
		return GoTo("/mentor?done=" + ("another" if form["fit"] == ANOTHER else "fit"))
	return Page({"step": "fit", "form": form, "pairing": pairing, "pairing_title": pairing_title})


def _worried(request: Request, visitor: Visitor) -> Page | GoTo:
	mine = pairings.current(visitor.mentor, visitor.actor)
	options = [Option(pairing.name, pairing_title(pairing)) for pairing in mine]
	options += [
		Option(SOMEONE_ELSE, _("Another child or young person")),
		Option(AN_ADULT, _("An adult who works with children")),
	]
	questions = (
		Field(
			"about", _("Who is it about?"), "radios", required=_("Select who it is about"), options=options
		),
		Field(
			"phone",
			_("Which number can we call you on?"),
			"tel",
			required=_("Enter the number we can call you on"),
			width="20",
		),
	)

	def tell(form: Form) -> bool:
		about = form["about"]
		pairing = None if about in (SOMEONE_ELSE, AN_ADULT) else about
		return concerns.refer_from_mentor(visitor, pairing, about == AN_ADULT, form["phone"])

	return worry.ask(request, "/mentor/worried", tell, questions)


def _done_message(request: Request) -> str | None:
	said = DONE.get(request.query.get("done", ""))
	return str(said) if said else None


def has_expired_checks(until: date | None) -> bool:
	return not until or getdate(until) < getdate(today())


def _minutes() -> tuple[Option, ...]:
	return tuple(Option(value, _("{0} minutes").format(value)) for value in MINUTES)


def _places(pairing: Pairing) -> tuple[Option, ...]:
	"""The agreed places first, marked as agreed."""
	agreed = [place for place in (pairing.meeting_places, pairing.channel) if place]
	if pairing.meeting_places and THROUGH_US in agreed:
		agreed.remove(THROUGH_US)
	rest = [option for option in options_from(PLACES) if option.value not in agreed]
	return (*(Option(place, label(place), _("As agreed")) for place in dict.fromkeys(agreed)), *rest)


def _check_not_future(day: date) -> str | None:
	return _("The date you met must be today or earlier") if day > getdate(today()) else None


def _check_not_past(day: date) -> str | None:
	return _("The date you'll meet next must be today or later") if day < getdate(today()) else None


def _require(form: Form, name: str, message: str) -> None:
	if not form[name]:
		form.add_error(message, name)


def _as_session(form: Form) -> dict[str, Any]:
	return {
		"went": form["went"],
		"met_on": form["met_on"],
		"minutes": int(form["minutes"] or 0),
		"place": form["place"] or "",
		"next_on": form["next_on"],
		"note": form["note"] or "",
	}
