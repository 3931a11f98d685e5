"""`/employer/checks`: the questions about hosting, answered once and renewed each year with one answer.

`/employer/checks/<employer>` shows the current step. Other steps have their own paths below it.
"""

import re
from typing import Any

import frappe
from frappe import _

from unlocking_opportunities.access import uploads
from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import checks
from unlocking_opportunities.portal.employer.views import refusal
from unlocking_opportunities.portal.forms import Field, Form, Option, yes_no_options
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.portal.page import GoTo, Page, Request

AMOUNT = re.compile(r"£?\s*([\d,]+(?:\.\d+)?)\s*(m|million)?", re.IGNORECASE)
MILLION = 1_000_000


def view(request: Request) -> Page | GoTo:
	visitor = identity.require("Employer")
	employer = request.rest[0] if request.rest else visitor.employers[0]
	standing = checks.get_standing(visitor, employer)
	match request.rest[1:]:
		case []:
			return _current_step(request, visitor, standing)
		case ["answers"] if standing.status in checks.IN_HAND:
			return _page(request, visitor, standing)
		case ["wall"] if request.acts and standing.asked == "photo":
			checks.set_seen_on_wall(visitor, standing.name)
			return GoTo(f"/employer/checks/{employer}")
		case ["changed"] if request.acts:
			checks.renew_with_changes(visitor, employer)
			return GoTo(f"/employer/checks/{employer}/answers")
	raise frappe.DoesNotExistError


def _current_step(request: Request, visitor: Visitor, standing: frappe._dict) -> Page | GoTo:
	ask = {"all": _page, "policy": _policy, "dates": _policy, "renewal": _renewal, "photo": _photo}.get(
		standing.asked
	)
	return ask(request, visitor, standing) if ask else Page({"standing": standing})


def _page(request: Request, visitor: Visitor, standing: frappe._dict) -> Page | GoTo:
	stored = dict(
		standing,
		supervises_alone=_stored_yes_no(standing, "supervises_alone"),
		data_undertaking=["yes"] * bool(standing.data_undertaking),
	)
	form = Form(_questions(), request, stored)
	if form.valid:
		answers = {field: form[field] for field in ("cover", *checks.PLAIN)}
		answers["supervises_alone"] = int(form["supervises_alone"] == "yes")
		answers["data_undertaking"] = int(bool(form["data_undertaking"]))
		checks.save_answers(visitor, standing.employer, answers)
		return GoTo(f"/employer/checks/{standing.employer}")
	return Page(
		{"standing": standing, "form": form, "questions": list(form.fields)},
		"templates/portal/employer/checks-questions.html",
	)


def _stored_yes_no(standing: frappe._dict, field: str) -> str:
	return ("yes" if standing.get(field) else "no") if standing.supervisor_name else ""


def _questions() -> list[Field]:
	return [_cover(), *_supervision(), *_contacts(), _undertaking()]


def _cover() -> Field:
	return Field(
		"cover",
		_("How can we see your employers' liability insurance?"),
		"radios",
		hint=_("Most businesses must have it by law. The certificate is often on the wall."),
		required=_("Select how we can see your insurance"),
		options=(
			Option("wall", _("You can look at it when you visit")),
			Option("photo", _("I'll send a photo of it"), _("You can add it on the next page")),
			Option("typed", _("I'll type in the details"), _("You can do this on the next page")),
			Option("public", _("I work for a public body that insures itself")),
		),
	)


def _supervision() -> list[Field]:
	return [
		Field(
			"supervisor_name",
			_("Who will supervise them at work?"),
			required=_("Enter the name of the supervisor"),
			autocomplete="off",
		),
		Field(
			"supervises_alone",
			_("Will this person be alone with them?"),
			"radios",
			hint=_("Answer yes if no one else can see them for part of the day."),
			required=_("Select whether this person will be alone with them"),
			options=yes_no_options(),
		),
	]


def _contacts() -> list[Field]:
	return [
		Field(
			"health_safety_contact",
			_("Who is in charge of health and safety?"),
			hint=_("This can be the same person."),
			required=_("Enter who is in charge of health and safety"),
			autocomplete="off",
		),
		Field(
			"safeguarding_contact",
			_("Who should we ask for if we're worried about someone?"),
			hint=_("This shouldn't be their supervisor."),
			required=_("Enter who we should ask for if we're worried about someone"),
			autocomplete="off",
		),
		Field(
			"safeguarding_phone",
			_("What is their phone number?"),
			"tel",
			required=_("Enter the phone number of the person we should ask for"),
			width="20",
		),
	]


def _undertaking() -> Field:
	return Field(
		"data_undertaking",
		_("Will you keep information about them private?"),
		"checkboxes",
		required=_("Tick the box if you agree. If you can't agree, call us"),
		options=(
			Option(
				"yes",
				_(
					"I agree to keep it private, to use it only for the placement, and to delete it afterwards"
				),
			),
		),
	)


def _policy(request: Request, visitor: Visitor, standing: frappe._dict) -> Page | GoTo:
	"""The policy's details, or only the new dates of a renewed policy."""
	fields = _details()[-2:] if standing.asked == "dates" else _details()
	form = Form(fields, request, dict(standing, cover_limit=_format_pounds(standing.cover_limit)))
	if form.valid:
		values = dict(form.values)
		if standing.asked != "dates":
			values["cover_limit"] = parse_pounds(values["cover_limit"])
		if values["cover_to"] < values["cover_from"]:
			form.add_error(_("The last day must be after the first day"), "cover_to")
		else:
			checks.save_policy(visitor, standing.employer, values)
			return GoTo(f"/employer/checks/{standing.employer}")
	return Page(
		{"standing": standing, "form": form, "questions": list(form.fields)},
		"templates/portal/employer/checks-policy.html",
	)


def _details() -> list[Field]:
	return [
		Field("insurer", _("Who is the insurer?"), required=_("Enter the name of the insurer")),
		Field(
			"policy_number",
			_("What is the policy number?"),
			required=_("Enter the policy number"),
			width="20",
		),
		Field(
			"cover_limit",
			_("How much does it cover?"),
			hint=_("For example, £10 million. By law it must be at least £5 million."),
			required=_("Enter how much it covers"),
			width="20",
			check=lambda typed: (
				None if parse_pounds(typed) else _("Enter an amount, like £10 million or 10,000,000")
			),
		),
		Field(
			"cover_from",
			_("What is the first day of cover?"),
			"date",
			hint=_("For example, 27 3 2026"),
			required=_("Enter the first day of cover"),
		),
		Field(
			"cover_to",
			_("What is the last day of cover?"),
			"date",
			hint=_("For example, 26 3 2027"),
			required=_("Enter the last day of cover"),
		),
	]


def parse_pounds(typed: str) -> int | None:
	"""Parse an amount in pounds (£10m, 10 million, 10,000,000); None if it isn't one."""
	found = AMOUNT.fullmatch(typed.strip())
	if not found:
		return None
	amount = float(found[1].replace(",", "") or 0) * (MILLION if found[2] else 1)
	return int(amount) if 0 < amount < 10_000 * MILLION else None


def _format_pounds(amount: Any) -> str:
	return f"£{int(amount):,}" if amount else ""


def _renewal(request: Request, visitor: Visitor, standing: frappe._dict) -> Page | GoTo:
	form = Form(
		[
			Field(
				"nothing_changed",
				_("Has anything changed since last year?"),
				"radios",
				required=_("Select whether anything has changed"),
				options=(Option("no", _("Nothing has changed")), Option("yes", _("Something has changed"))),
			)
		],
		request,
	)
	if form.valid:
		if form["nothing_changed"] == "no":
			checks.renew_unchanged(visitor, standing.employer)
			return GoTo(f"/employer/checks/{standing.employer}")
		checks.renew_with_changes(visitor, standing.employer)
		return GoTo(f"/employer/checks/{standing.employer}/answers")
	has_expired = checks.get_readiness(standing) == "Expired"
	return Page(
		{"standing": standing, "form": form, "has_expired": has_expired},
		"templates/portal/employer/checks-renewal.html",
	)


def _photo(request: Request, visitor: Visitor, standing: frappe._dict) -> Page | GoTo:
	form = Form(
		[
			Field(
				"certificate",
				_("Photo of the certificate"),
				"file",
				hint=_("This can be a photo or a PDF"),
				required=_("Select a photo or a PDF"),
			)
		],
		request,
	)
	if form.valid:
		try:
			checks.save_photo(visitor, standing.name, form["certificate"])
			return GoTo(f"/employer/checks/{standing.employer}")
		except frappe.ValidationError as error:
			refusal.add_error(form, error, "certificate")
	return Page(
		{"standing": standing, "form": form, "most_megabytes": uploads.most_megabytes()},
		"templates/portal/employer/checks-photo.html",
	)
