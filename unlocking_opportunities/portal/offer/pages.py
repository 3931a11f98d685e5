"""Making an offer: one page per part, check your answers, save and return, confirm the email address."""

import frappe
from frappe import _

from unlocking_opportunities.access import limits
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.portal import identity, links, sign_in
from unlocking_opportunities.portal.forms import Field, Form, Option
from unlocking_opportunities.portal.offer import drafts, questions, records
from unlocking_opportunities.portal.offer.drafts import Draft
from unlocking_opportunities.portal.page import GoTo, Page, Request
from unlocking_opportunities.utils.compat import _lt

ROUTE = "/opportunities/offer"
DRAFTS_PER_CALLER = 30
MAILS_PER_CALLER = 20
MAILS_PER_ADDRESS = 4


def view(request: Request) -> Page | GoTo:
	draft = Draft(request)
	match request.rest:
		case []:
			return _part(request, draft, "kind")
		case [part] if part in questions.PARTS:
			return _part(request, draft, part)
		case [step] if step in STEPS:
			return STEPS[step](request, draft)
		case ["confirm", token]:
			return _confirm(request, token)
		case ["return", token]:
			return _return(request, token)
	raise frappe.DoesNotExistError


def _part(request: Request, draft: Draft, part: str) -> Page | GoTo:
	returning = bool(_get_own_employers())
	parts = questions.get_parts(draft.answers, returning)
	if part not in parts or (part != "kind" and "kind" not in draft.answers):
		return GoTo(ROUTE)
	form = Form(
		questions.get_fields(part, draft.answers), request, stored=_initial_answers(request, draft, part)
	)
	if part == "organisation":
		_check_organisation_name(form)
	if form.valid:
		if form.is_from_robot:
			return GoTo(f"{ROUTE}/sent")
		if not draft.doc:
			limits.count("offer drafts", limits.caller(), DRAFTS_PER_CALLER)
		if part == "kind" and form["kind"] != draft.answers.get("kind"):
			draft.forget(questions.get_parts_to_ask_again(form["kind"], draft.answers))
		draft.save_part(part, form.values, list(form.fields))
		missing = questions.next_unanswered(draft.answers, returning)
		return GoTo(f"{ROUTE}/{'save' if _is_for_later(request) else missing or 'check'}")
	if _is_for_later(request) and draft.doc and not form.is_from_robot:
		draft.keep_typed(part, {name: form.typed[name] for name in form.fields})
		return GoTo(f"{ROUTE}/save")
	earlier = parts[: parts.index(part)]
	return _page(
		"part",
		form=form,
		part=part,
		back=f"{ROUTE}/{earlier[-1]}" if earlier else "/opportunities",
		position=_step_caption(len(earlier) + 1, len(parts) + 1, known="kind" in draft.answers),
		heading=_get_heading(part, draft.answers.get("kind")),
	)


def _is_for_later(request: Request) -> bool:
	"""Return whether "Save and come back later" was pressed."""
	return request.acts and bool(request.form.get("later"))


def _check(request: Request, draft: Draft) -> Page | GoTo:
	employers = _get_own_employers()
	if missing := questions.next_unanswered(draft.answers, bool(employers)):
		return GoTo(f"{ROUTE}/{missing}")
	form = Form(_employer_question(employers), request)
	if form.valid:
		if employers:
			return _send_signed_in(draft, form["employer"] or next(iter(employers)))
		return _send_for_confirmation(draft)
	rows = [
		(label, value, f"{ROUTE}/{part}")
		for part in questions.get_parts(draft.answers, bool(employers))
		for label, value in questions.get_answers(part, draft.answers)
	]
	return _page("check", form=form, rows=rows, employers=employers, email=draft.answers.get("email"))


def _send_for_confirmation(draft: Draft) -> GoTo:
	_limit_mails(draft.answers["email"])
	links.request_link("Confirm Offer", draft.answers["email"], reference=draft.name)
	return GoTo(f"{ROUTE}/sent")


def _send_signed_in(draft: Draft, employer: str) -> GoTo:
	visitor = identity.require("Employer")
	if employer not in visitor.employers:
		raise frappe.PermissionError
	if not draft.is_submitted():
		draft.set_submitted(records.create_records(draft.answers, visitor.actor, employer).name)
	return GoTo(f"{ROUTE}/done")


def _sent(request: Request, draft: Draft) -> Page:
	return _page("sent", email=draft.answers.get("email"))


def _done(request: Request, draft: Draft) -> Page | GoTo:
	if not draft.number:
		return GoTo(ROUTE)
	return _page(
		"done",
		number=draft.number,
		answer_days=get_settings().answer_days,
		for_place=records.has_place(draft.number),
	)


def _confirm(request: Request, token: str) -> Page | GoTo:
	link = links.get_usable(token, "Confirm Offer")
	draft = drafts.get_draft(request, link.reference) if link else None
	if not draft or draft.number:
		return _offer_new_link(request, token, "Confirm Offer")
	if request.acts:
		limits.count("link tries", limits.caller(), sign_in.TRIES_PER_CALLER)
		if not links.spend(token, "Confirm Offer"):
			return _offer_new_link(request, token, "Confirm Offer")
		made = records.create_records(draft.answers, link.email)
		draft.set_submitted(made.name)
		draft.renew_token()
		sign_in.start_session(request, email=link.email)
		return GoTo(f"{ROUTE}/done")
	rows = [
		(label, value, None)
		for part in questions.get_parts(draft.answers, returning=False)
		for label, value in questions.get_answers(part, draft.answers)
	]
	return _page("confirm", rows=rows)


def _save(request: Request, draft: Draft) -> Page | GoTo:
	if not draft.doc:
		return GoTo(ROUTE)
	form = Form(
		[
			Field(
				"email",
				_("What is your email address?"),
				"email",
				hint=_("We'll send you a link to carry on later. We keep your answers for 30 days."),
				required=_("Enter your email address"),
			)
		],
		request,
		stored=draft.answers,
	)
	if form.valid and not form.is_from_robot:
		_limit_mails(form["email"])
		links.request_link("Return to Offer", form["email"], reference=draft.name)
		return GoTo(f"{ROUTE}/saved")
	return _page("save", form=form)


def _saved(request: Request, draft: Draft) -> Page:
	return _page("saved")


def _return(request: Request, token: str) -> Page | GoTo:
	link = links.get_usable(token, "Return to Offer")
	draft = drafts.get_draft(request, link.reference) if link else None
	if not draft:
		return _offer_new_link(request, token, "Return to Offer")
	if request.acts and links.spend(token, "Return to Offer"):
		draft.renew_token()
		return GoTo(_get_next_path(draft))
	return _page("return")


def _offer_new_link(request: Request, token: str, purpose: str) -> Page | GoTo:
	"""The page of a link that was used or has expired: carry on in this browser, or ask for a new link."""
	link = links.get_ended(token, purpose)
	draft = drafts.get_draft(request, link.reference) if link else None
	if not draft or draft.number:
		return _page("ended")
	if request.acts and request.form.get("again"):
		_limit_mails(link.email)
		links.request_link(purpose, link.email, reference=draft.name)
		return GoTo(f"{ROUTE}/{'sent' if purpose == 'Confirm Offer' else 'saved'}")
	is_here = Draft(request).name == draft.name
	return _page("again", carry_on=_get_next_path(draft) if is_here else None)


def _get_next_path(draft: Draft) -> str:
	return f"{ROUTE}/{questions.next_unanswered(draft.answers, bool(_get_own_employers())) or 'check'}"


STEPS = {"check": _check, "sent": _sent, "done": _done, "save": _save, "saved": _saved}
HEADINGS = {
	"what": _lt("About the offer"),
	"where": _lt("Where is the work?"),
	"when": _lt("Dates and times"),
	"organisation": _lt("About you"),
	"contact": _lt("How can we contact you?"),
}
TALK_HEADINGS = HEADINGS | {"where": _lt("Where do you work?")}


def _get_heading(part: str, kind: str | None) -> str:
	return str((TALK_HEADINGS if kind == questions.TALK else HEADINGS).get(part, ""))


def _page(step: str, **context) -> Page:
	return Page({"step": step, **context}, public=True)


def _step_caption(step: int, steps: int, known: bool) -> str:
	"""The number of steps is known once the visitor has chosen what to offer."""
	return _("Step {0} of {1}").format(step, steps) if known else _("Step {0}").format(step)


def _get_own_employers() -> dict[str, str]:
	"""The employers the visitor acts for, as {name: employer_name}."""
	visitor = identity.current()
	if not visitor or not visitor.employers:
		return {}
	# The visitor has no permission on employers, so select only their own.
	rows = frappe.get_all("Employer", {"name": ["in", visitor.employers]}, ["name", "employer_name"])
	return {row.name: row.employer_name for row in rows}


def _employer_question(employers: dict[str, str]) -> list[Field]:
	if len(employers) < 2:
		return []
	options = [Option(name, label) for name, label in employers.items()]
	return [
		Field(
			"employer",
			_("Who is the offer from?"),
			"radios",
			required=_("Select who the offer is from"),
			options=options,
		)
	]


def _initial_answers(request: Request, draft: Draft, part: str) -> dict:
	"""The form's initial values: what was typed or answered earlier, or the kind of offer in the query string."""
	wanted = request.query.get("kind")
	chosen = {"kind": wanted} if wanted in {option.value for option in questions.kind_options()} else {}
	return chosen | draft.answers | draft.get_typed(part)


def _check_organisation_name(form: Form) -> None:
	"""Require a name from an organisation, and none from a person who offers on their own."""
	if not form.sent or not form["employer_type"] or "employer_name" in form.errors:
		return
	if form["employer_type"] == questions.ALONE:
		if form["employer_name"]:
			form.add_error(
				_("Leave the name blank, or select what kind of organisation it is"), "employer_name"
			)
	elif not form["employer_name"]:
		form.add_error(_("Enter the name of your organisation"), "employer_name")


def _limit_mails(email: str) -> None:
	limits.count("offer mails by caller", limits.caller(), MAILS_PER_CALLER)
	limits.count("offer mails by address", email, MAILS_PER_ADDRESS)
