"""`/placement-link`: a young person, or the person who signs for them, sees and answers about one placement.

They have no account. Their link belongs to one placement and one party (see placement_access.py), which decides what
they may do.
"""

import re
from typing import Any

import frappe
from frappe import _

from unlocking_opportunities.access import limits
from unlocking_opportunities.access.access_log import log_disclosure
from unlocking_opportunities.agreements import wording
from unlocking_opportunities.placements import answers, first_day, overview
from unlocking_opportunities.placements.overview import SeenPlacement, SharedItem
from unlocking_opportunities.portal import identity, kept_answers, links, sign_in
from unlocking_opportunities.portal.forms import Field, Form, Option, options_from
from unlocking_opportunities.portal.page import GoTo, Page, Request
from unlocking_opportunities.portal.people import concerns, placement_access, worry
from unlocking_opportunities.rules.signing import YOUNG_PERSON
from unlocking_opportunities.utils.compat import _lt

HOME = "/placement-link"
WRONG = f"{HOME}/wrong"
ASKED_AN_HOUR = 5
TRIES_AN_HOUR = 60
# What every page about the placement discloses, for the access log.
SHOWN = ["First Name", "What Was Agreed"]
ITEMS = {
	"Age Band, Interests and Days": _lt("Your age group, what you like and your days"),
	"First Name": _lt("Your first name"),
	"How I Am Introduced": _lt("How we introduce you"),
	"Control": _lt("What helps you"),
	"Emergency Contact": _lt("Who they call if you need help"),
	"Other": _lt("One more thing"),
}
# Someone's contact has an @, or the digits of a phone number.
CONTACT = re.compile(r"@|(\d\D*){9}")
TOKEN = re.compile(r"[\w-]{20,64}")
DONE = {
	"answered": _lt("Thank you. We have your answer."),
	"introduced": _lt("Thank you. We've saved your words."),
	"shared": _lt("Thank you. We've saved your choices."),
	"signed": _lt("Thank you for signing."),
	"told": _lt("Thank you for telling us how it was."),
}


def view(request: Request) -> Page | GoTo:
	"""Dispatch `/placement-link`. Pages about the placement need a session; opening and requesting a link doesn't."""
	match request.rest:
		case ["open", token]:
			return _open(request, token)
		case ["again"]:
			return _again(request)
		case ["again", "sent"]:
			return Page({"step": "sent"})
	visitor = identity.current()
	if visitor is None or not visitor.placements:
		if placement_access.has_session_ended(request.cookie(identity.COOKIE)):
			return Page({"step": "over"})
		kept_answers.keep(request)
		return GoTo(f"{HOME}/again")
	return _inside(request, Caller(visitor))


class Caller:
	"""The holder of the link: their placement and party."""

	def __init__(self, visitor: identity.Visitor):
		access = visitor.placements[0]
		self.visitor, self.placement = visitor, access.placement
		self.party = placement_access.get_party(access)
		self.is_young_person = self.party == YOUNG_PERSON

	def get_placement(self) -> SeenPlacement:
		return overview.placement(self.placement, self.party)


def _inside(request: Request, caller: Caller) -> Page | GoTo:
	match request.rest:
		case []:
			return _home(request, caller)
		case ["answer"]:
			return _answer(request, caller)
		case ["sign"]:
			return _sign(request, caller)
		case ["first-day"]:
			seen = caller.get_placement()
			return _page("first-day", caller, seen, sheet=first_day.sheet(seen, caller.is_young_person))
		case ["wrong"]:
			return worry.show(WRONG, HOME)
		case ["wrong", "call-me"]:
			return worry.ask(
				request, WRONG, lambda form: concerns.refer_from_link(caller.visitor, caller.placement)
			)
		case ["wrong", "sent"]:
			return worry.sent(WRONG, HOME)
	if caller.is_young_person:
		match request.rest:
			case ["introduce"]:
				return _introduce(request, caller)
			case ["share"]:
				return _share(request, caller)
			case ["feedback"]:
				return _feedback(request, caller)
	raise frappe.DoesNotExistError


def _home(request: Request, caller: Caller) -> Page:
	seen = caller.get_placement()
	said = DONE.get(request.query.get("done", ""))
	return _page(
		"home",
		caller,
		seen,
		lines=wording.lines(seen),
		tasks=_tasks(caller, seen),
		said=str(said) if said else None,
	)


def _tasks(caller: Caller, seen: SeenPlacement) -> list[tuple]:
	"""Tasks for `ui.task_list`: (title, hint, status, link, tag colour)."""
	todo, done, optional = (_("To do"), "yellow"), (_("Done"), "green"), (_("Optional"), None)
	tasks = []
	if seen.is_running:
		tasks.append(_task(_("Tell us if you want to change something or stop"), "answer", optional))
	elif not seen.is_over:
		tasks.append(
			_task(_("Tell us yes or no, or ask for a change"), "answer", done if seen.answer else todo)
		)
	if not seen.is_over:
		if caller.is_young_person and seen.answer != "No":
			tasks.append(
				_task(_("Choose how we introduce you"), "introduce", done if seen.introduced_as else todo)
			)
			if seen.items_shared:
				tasks.append(
					_task(
						_("Choose what we tell {0}").format(seen.employer_name),
						"share",
						todo if _has_unasked_item(seen) else done,
					)
				)
		if seen.signs and seen.answer != "No":
			tasks.append(_task(_("Sign the agreement"), "sign", done if seen.signed else todo))
	if caller.is_young_person and seen.takes_feedback:
		tasks.append(_task(_("Tell us how it was"), "feedback", optional))
	return tasks


def _task(what: str, step: str, state: tuple[str, str | None]) -> tuple:
	words, colour = state
	return (what, None, words, f"{HOME}/{step}", colour)


def _has_unasked_item(seen: SeenPlacement) -> bool:
	return any(row.young_persons_view == "Not Asked" for row in seen.items_shared)


def _answer(request: Request, caller: Caller) -> Page | GoTo:
	seen = _get_open_placement(caller)
	form = Form(_answer_questions(seen), request, stored={"answer": seen.answer})
	if form.valid and form["answer"] == "Change Something" and not form["reason"]:
		form.add_error(_("Tell us what you'd like to change"), "reason")
	if form.valid:
		answers.answer(caller.placement, caller.party, form["answer"], form["reason"] or "")
		return GoTo(f"{HOME}?done=answered")
	return _page("answer", caller, seen, form=form, lines=wording.lines(seen))


def _answer_questions(seen: SeenPlacement) -> list[Field]:
	return [
		Field(
			"answer",
			_("Do you want the placement to carry on?")
			if seen.is_running
			else _("Do you want this placement to go ahead?"),
			"radios",
			required=_("Select yes, no, or that you want to change something"),
			options=(
				Option("Yes", _("Yes")),
				Option(
					"No",
					_("No"),
					_("That's fine. You don't have to say why."),
				),
				Option(
					"Change Something",
					_("I want to change something"),
					_("For example, another day, another time or another way to get there. Tell us below."),
				),
			),
		),
		Field(
			"reason",
			_("Is there anything you want to tell us? (optional)"),
			"textarea",
			max_length=1000,
			rows=3,
		),
	]


def _introduce(request: Request, caller: Caller) -> Page | GoTo:
	seen = _get_open_placement(caller)
	form = Form(
		[
			Field(
				"introduced_as",
				_("How should we introduce you?"),
				"textarea",
				_(
					"Use your own words, or leave this blank. Our team can pass them on to {0}, exactly as you write them. For example: ‘Sam, who likes to cook.’"
				).format(seen.employer_name),
				max_length=140,
				rows=2,
			)
		],
		request,
		stored={"introduced_as": seen.introduced_as},
	)
	if form.valid:
		answers.introduce_as(caller.placement, form["introduced_as"] or "")
		return GoTo(f"{HOME}?done=introduced")
	return _page("introduce", caller, seen, form=form)


def _share(request: Request, caller: Caller) -> Page | GoTo:
	seen = _get_open_placement(caller)
	if not seen.items_shared:
		return GoTo(HOME)
	form = Form([_item_question(row) for row in seen.items_shared], request, stored=_item_answers(seen))
	if form.valid:
		answers.share(caller.placement, {row.name: form[row.name] for row in seen.items_shared})
		return GoTo(f"{HOME}?done=shared")
	return _page("share", caller, seen, form=form)


def _item_question(row: SharedItem) -> Field:
	said = _item_label(row)
	hint = _("They need this to keep you safe. If you say no, we'll call you about it.")
	return Field(
		row.name,
		said,
		"radios",
		hint if row.safety_item else "",
		required=_("Select yes or no: {0}").format(said),
		options=(Option("Agrees", _("Yes, tell them")), Option("Disagrees", _("No, don't tell them"))),
	)


def _item_label(row: SharedItem) -> str:
	"""The kind of item and the exact words for the host."""
	what = str(ITEMS[row.item]) if row.item in ITEMS else _(row.item)
	return f"{what}: {row.wording}" if row.wording else what


def _item_answers(seen: SeenPlacement) -> dict[str, str]:
	return {row.name: row.young_persons_view for row in seen.items_shared}


def _sign(request: Request, caller: Caller) -> Page | GoTo:
	seen = _get_open_placement(caller)
	if not seen.signs or seen.signed or seen.answer == "No":
		return GoTo(HOME)
	form = Form(
		[
			Field(
				"read",
				_("Have you read this?"),
				"checkboxes",
				required=_("Tick the box when you've read it"),
				options=(Option("yes", _("I've read this and I agree to it")),),
			)
		],
		request,
	)
	if form.valid:
		try:
			answers.sign(caller.placement, caller.party, request.form.get("fingerprint", ""))
			return GoTo(f"{HOME}?done=signed")
		except answers.TermsChanged:
			form.add_error(
				_("Something has changed since you opened this page. Please read it again, then sign.")
			)
			form.typed["read"] = []
			seen = caller.get_placement()
	return _page("sign", caller, seen, form=form, lines=wording.lines(seen))


def _feedback(request: Request, caller: Caller) -> Page | GoTo:
	seen = overview.for_feedback(caller.placement)
	form = Form(_feedback_questions(), request)
	if not seen.may_give or (seen.given and not form.valid):
		return GoTo(HOME)
	if form.valid:
		try:
			answers.give_feedback(caller.placement, {name: form[name] or "" for name in form.fields})
		except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
			frappe.db.rollback()  # Send was pressed twice, and the first one is stored
		return GoTo(f"{WRONG}/sent" if form["safe_and_supported"] == "No" else f"{HOME}?done=told")
	return Page({"step": "feedback", "form": form})


def _feedback_questions() -> list[Field]:
	well = options_from(("Very Well", "Well", "Mixed", "Badly"))
	agreed = options_from(("Yes", "Partly", "No"))
	safe = (Option("Yes", _("Yes")), Option("Mostly", _("Mostly")), Option("No", _("No, please call me")))
	return [
		Field("overall", _("How did it go?"), "radios", required=_("Select how it went"), options=well),
		Field(
			"safe_and_supported",
			_("Did you feel safe and looked after?"),
			"radios",
			required=_("Select whether you felt safe and looked after"),
			options=safe,
		),
		Field(
			"as_agreed",
			_("Was it what you expected?"),
			"radios",
			required=_("Select whether it was what you expected"),
			options=agreed,
		),
		Field("went_well", _("What was good? (optional)"), "textarea", max_length=1000, rows=3),
		Field("do_better", _("What should be better? (optional)"), "textarea", max_length=1000, rows=3),
	]


def _get_open_placement(caller: Caller) -> SeenPlacement:
	"""Return the placement. Raises DoesNotExistError once it is over."""
	seen = caller.get_placement()
	if seen.is_over:
		raise frappe.DoesNotExistError
	return seen


def _open(request: Request, token: str) -> Page | GoTo:
	"""Show a button that spends the link, or offer a new link if it has expired, unless access has ended."""
	if request.acts:
		limits.count("link tries", limits.caller(), TRIES_AN_HOUR)
	if TOKEN.fullmatch(token) and placement_access.has_link_ended(token):
		return Page({"step": "over"})
	if request.acts:
		if request.form.get("again"):
			limits.count("links for a placement", token, ASKED_AN_HOUR)
			placement_access.resend(token)
			return GoTo(f"{HOME}/again/sent")
		if link := links.spend(token, placement_access.PURPOSE):
			return sign_in.start_session(request, portal_access=link.portal_access, next_path=HOME)
	usable = bool(TOKEN.fullmatch(token)) and links.get_usable(token, placement_access.PURPOSE)
	return Page({"step": "open" if usable else "ended"})


def _again(request: Request) -> Page | GoTo:
	form = Form(
		[
			Field(
				"contact",
				_("Your mobile number or email address"),
				hint=_("Use the one we sent your link to."),
				required=_("Enter your mobile number or email address"),
			)
		],
		request,
	)
	if form.valid and not CONTACT.search(form["contact"]):
		form.add_error(_("Enter a mobile number or an email address"), "contact")
	if form.valid:
		limits.count("links by caller", limits.caller(), sign_in.LINKS_PER_CALLER)
		limits.count("links by address", form["contact"].lower(), ASKED_AN_HOUR)
		placement_access.request_new_links(form["contact"].strip())
		return GoTo(f"{HOME}/again/sent")
	return Page({"step": "again", "form": form})


def _page(step: str, caller: Caller, seen: SeenPlacement, **context: Any) -> Page:
	log_disclosure(seen.name, seen.young_person, SHOWN, caller.visitor.actor, "Placement")
	own = {"is_young_person": caller.is_young_person, "numbers": first_day.numbers()}
	return Page({"step": step, "seen": seen, **own, **context})
