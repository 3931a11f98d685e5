"""Sign in with an emailed link, and sign out."""

import re

import frappe
from frappe import _

from unlocking_opportunities.access import limits
from unlocking_opportunities.portal import addresses, identity, links
from unlocking_opportunities.portal.forms import Field, Form, Option
from unlocking_opportunities.portal.page import GoTo, Page, Request, is_portal_path

HOME_PATHS = {"Employer": "/employer", "Mentor": "/mentor", "Councillor": "/member"}
LINKS_PER_ADDRESS = 5
LINKS_PER_CALLER = 30
TRIES_PER_CALLER = 60


def view(request: Request) -> Page | GoTo:
	"""`/sign-in`: the email address. `/sign-in/sent`: what to do next. `/sign-in/link/<token>`: the button."""
	match request.rest:
		case []:
			return _ask(request)
		case ["sent"]:
			return Page({"step": "sent"})
		case ["link", token]:
			return _open(request, token)
		case ["closed"]:
			return Page({"step": "closed"})
	raise frappe.DoesNotExistError


def sign_out(request: Request) -> Page | GoTo:
	"""`/sign-out`: end the session on every device that has its cookie."""
	token = request.cookie(identity.COOKIE)
	if request.acts and token:
		identity.close_session(token)
		request.set_cookie(identity.COOKIE, None)
		return GoTo("/sign-out/done")
	return Page({"done": request.rest == ["done"]})


def _ask(request: Request) -> Page | GoTo:
	form = Form(
		[
			Field(
				"email",
				_("Email address"),
				"email",
				hint=_("We'll email you a link. There's no password to remember."),
				required=_("Enter your email address"),
			)
		],
		request,
	)
	if form.valid:
		limits.count("links by caller", limits.caller(), LINKS_PER_CALLER)
		limits.count("links by address", form["email"], LINKS_PER_ADDRESS)
		links.request_link("Sign In", form["email"], next_path=_get_next_path(request))
		return GoTo("/sign-in/sent")
	typed = request.query.get("typed")
	return Page({"step": "ask", "form": form, "next": _get_next_path(request), "typed": typed})


def _open(request: Request, token: str) -> Page | GoTo:
	if request.acts:
		limits.count("link tries", limits.caller(), TRIES_PER_CALLER)
	link = links.get_usable(token, "Sign In") if re.fullmatch(r"[\w-]{20,64}", token) else None
	if link and addresses.is_due(link.email):
		return _ask_whether_still_theirs(request, token, link.email)
	if request.acts and (link := links.spend(token, "Sign In")):
		return start_session(request, email=link.email, next_path=link.next_path)
	return Page({"step": "open" if link else "ended"})


def _ask_whether_still_theirs(request: Request, token: str, email: str) -> Page | GoTo:
	"""Ask before anything is shown, and without a name: a mailbox may have passed to someone else."""
	form = Form(
		[
			Field(
				"still_you",
				_("Are you the person who has signed in with this email address before?"),
				"radios",
				required=_("Select whether you have signed in with this email address before"),
				options=(Option("Yes", _("Yes, that's me")), Option("No", _("No, I'm someone else"))),
			)
		],
		request,
	)
	if form.valid and (link := links.spend(token, "Sign In")):
		if form["still_you"] == "Yes":
			addresses.confirm(email)
			return start_session(request, email=email, next_path=link.next_path)
		addresses.close(email, addresses.SOMEONE_ELSE)
		return GoTo("/sign-in/closed")
	addresses.note_asked(email)
	return Page({"step": "still-you", "form": form})


def start_session(
	request: Request,
	email: str | None = None,
	portal_access: str | None = None,
	next_path: str | None = None,
) -> GoTo:
	"""Start a session on this browser, end an earlier one, and redirect to `next_path` or the person's home page."""
	if before := request.cookie(identity.COOKIE):
		identity.close_session(before)
	request.set_cookie(identity.COOKIE, identity.open_session(email, portal_access))
	return GoTo(next_path or _get_home_path(email))


def _get_home_path(email: str | None) -> str:
	kinds = frappe.get_all(
		"Portal Access",
		{"email": email, "revoked": 0, "kind": ["in", list(HOME_PATHS)]},
		pluck="kind",
		order_by="creation",
		limit=1,
	)
	return HOME_PATHS[kinds[0]] if kinds else "/opportunities"


def _get_next_path(request: Request) -> str | None:
	wanted = request.form.get("next") or request.query.get("next") or ""
	return wanted if is_portal_path(wanted) and len(wanted) <= 280 else None
