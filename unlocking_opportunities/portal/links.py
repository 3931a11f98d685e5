"""Single-use sign-in links in emails and texts. Opening one does nothing; the button on its page spends it.

A link starts as a request, a row without a token. A job makes the token and sends it, so that asking takes the same
time whether or not the address is known. Only the mail has the token; we store a hash and delete the queued mail once
it is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import add_to_date, get_url, now_datetime

from unlocking_opportunities.messages import email as mail
from unlocking_opportunities.portal import identity, tokens
from unlocking_opportunities.utils import jobs
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.utils.compat import affected_rows


@dataclass(frozen=True)
class Purpose:
	"""What a link is for: its page, its lifetime in hours, whether it may be sent, and its mail."""

	path: str
	hours: int
	# Called just before sending; False drops the request silently.
	can_send: Callable[[Document], bool]
	# Subject, lines, button. No names, and nothing about care.
	words: Callable[[Document], tuple[str, list[str], str]]


def _sign_in_mail(link: Document) -> tuple[str, list[str], str]:
	return (
		_("Your link to sign in"),
		[
			_("You asked to sign in. Open the link below, then press Sign in on the page that opens."),
			_(
				"The link works once and lasts for 1 hour. If you didn't ask for it, you can ignore this email."
			),
		],
		_("Sign in"),
	)


def _confirm_mail(link: Document) -> tuple[str, list[str], str]:
	return (
		_("Please confirm your offer"),
		[
			_(
				"Thank you for your offer. There's one step left, so that we know this email address is yours."
			),
			_("Open the link below, then press Confirm on the page that opens. The link works for 7 days."),
			_("If you didn't make an offer, you can ignore this email."),
		],
		_("Confirm my offer"),
	)


def _return_mail(link: Document) -> tuple[str, list[str], str]:
	return (
		_("Your saved offer"),
		[
			_(
				"We've saved your answers for 30 days. Open the link to carry on where you left off. It works once."
			)
		],
		_("Continue my offer"),
	)


def _is_draft_open(link: Document) -> bool:
	return bool(frappe.db.exists("Offer Draft", {"name": link.reference, "number": ["is", "not set"]}))


PURPOSES = {
	"Confirm Offer": Purpose("/opportunities/offer/confirm", 7 * 24, _is_draft_open, _confirm_mail),
	"Return to Offer": Purpose("/opportunities/offer/return", 30 * 24, _is_draft_open, _return_mail),
	"Sign In": Purpose("/sign-in/link", 1, lambda link: identity.has_access(link.email), _sign_in_mail),
}


def request_link(
	purpose: str, email: str, reference: str | None = None, next_path: str | None = None
) -> None:
	"""Request a link to `email`. A job sends it if the purpose allows; the caller can't tell either way."""
	link = frappe.new_doc("Portal Link")
	link.update({"purpose": purpose, "email": email.lower(), "reference": reference, "next_path": next_path})
	link.insert(ignore_permissions=True)  # anyone may request a link
	jobs.enqueue_once(f"{__name__}.send_requested")


def issue(
	purpose: str,
	hours: int,
	path: str,
	portal_access: str | None = None,
	reference: str | None = None,
	next_path: str | None = None,
) -> str:
	"""Make a link and return its address, for callers that send it themselves, such as a text.

	The address contains the secret: send it and don't store it.
	"""
	token = tokens.new()
	link = frappe.new_doc("Portal Link")
	link.update(
		{
			"purpose": purpose,
			"token_hash": tokens.hashed(token),
			"portal_access": portal_access,
			"reference": reference,
			"next_path": next_path,
			"expires_at": add_to_date(now_datetime(), hours=hours),
		}
	)
	link.insert(ignore_permissions=True)  # as above
	return get_url(f"{path}/{token}")


def send_requested() -> None:
	"""Send every requested link that hasn't been sent. Safe to run twice at the same time."""
	one_by_one(
		"Portal Link",
		frappe.get_all("Portal Link", {"token_hash": ["is", "not set"]}, pluck="name", order_by="creation"),
		_send,
	)


def get_usable(token: str, purpose: str) -> Document | None:
	"""Return the unexpired, unspent link with this token and purpose, or None. Doesn't spend it."""
	name = frappe.db.get_value(
		"Portal Link",
		{
			"token_hash": tokens.hashed(token),
			"purpose": purpose,
			"spent_at": ["is", "not set"],
			"expires_at": [">", now_datetime()],
		},
	)
	return frappe.get_doc("Portal Link", name) if name else None


def get_ended(token: str, purpose: str) -> Document | None:
	"""Return the spent or expired link with this token and purpose, or None. It only shows who asked for it."""
	name = frappe.db.get_value("Portal Link", {"token_hash": tokens.hashed(token), "purpose": purpose})
	link = frappe.get_doc("Portal Link", name) if name else None
	return link if link and (link.spent_at or link.expires_at <= now_datetime()) else None


def spend(token: str, purpose: str) -> Document | None:
	"""Spend the link and return it, or None if it is wrong, expired or spent. Of two calls at once, one succeeds."""
	link = get_usable(token, purpose)
	return link if link and _claim(link.name, "spent_at", now_datetime()) else None


def delete_expired() -> None:
	"""Delete links, sessions and unfinished offers a day after they expire."""
	day_ago = add_to_date(now_datetime(), days=-1)
	for doctype in ("Portal Link", "Portal Session", "Offer Draft"):
		frappe.db.delete(doctype, {"expires_at": ["<", day_ago]})
	frappe.db.delete("Portal Link", {"token_hash": ["is", "not set"], "creation": ["<", day_ago]})
	frappe.db.commit()


def _send(name: str) -> None:
	link = frappe.get_doc("Portal Link", name)
	purpose = PURPOSES[link.purpose]
	if not purpose.can_send(link):
		frappe.db.delete("Portal Link", {"name": name, "token_hash": ["is", "not set"]})
		return
	token = tokens.new()
	if not _claim(name, "token_hash", tokens.hashed(token)):
		return
	link.db_set("expires_at", add_to_date(now_datetime(), hours=purpose.hours), update_modified=False)
	subject, lines, button = purpose.words(link)
	mail.send_secret(link, link.email, subject, lines, get_url(f"{purpose.path}/{token}"), button)


def _claim(name: str, field: str, value: object) -> bool:
	"""Set `field` if it is empty; return whether this call set it."""
	link = DocType("Portal Link")
	frappe.qb.update(link).set(link[field], value).where((link.name == name) & link[field].isnull()).run()
	return affected_rows() == 1
