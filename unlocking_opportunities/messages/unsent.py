"""Telling never undoes doing: a message that can't be queued or sent is kept, tried again and shown.

The message is attempted inside a savepoint, so only the message is undone. What is needed to send it again is kept in
the same transaction, is read by no one, and is deleted once it has been sent, dismissed or is KEPT_DAYS old. A message with a
sign-in link is never kept: a new link is made instead. A lost database connection or a deadlock isn't a failure of telling:
everything is undone then, as always.

An urgent message is true only while its record has the status that it had. After that it's dropped, not sent. A newer one
about the same record to the same person takes the place of one that still waits.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe
import jinja2
import requests
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, escape_html, get_datetime, now_datetime

from unlocking_opportunities.utils import error_log
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.utils.server_fields import Act, acting

DOCTYPE, CONTENT = "Unsent Message", "Unsent Content"
WAITING, GIVEN_UP, SENT, DISMISSED = "Waiting", "Given Up", "Sent", "Dismissed"
EMAIL, TO_STAFF, NOTIFICATION, LINK = "Email", "Email to Staff", "Notification", "Link"

# How each kind is sent again: called with what was kept.
SENDERS = {
	EMAIL: "unlocking_opportunities.messages.email.queue",
	TO_STAFF: "unlocking_opportunities.messages.staff.queue",
	NOTIFICATION: "unlocking_opportunities.messages.staff.add_notification",
	LINK: "unlocking_opportunities.portal.people.placement_access.deliver_now",
}
# Minutes until the second attempt. Each later pause is twice as long, up to LONGEST_PAUSE.
FIRST_PAUSE, LONGEST_PAUSE = 5, 6 * 60
# Hours after which it is given up. An alert is of no use for long, and its sender repeats it until someone responds.
TRY_HOURS, TRY_ALERT_HOURS = 72, 2
KEPT_DAYS = 30


class BadAddress(frappe.ValidationError):
	"""The address isn't one that email can be sent to."""


class NotAccepted(frappe.ValidationError):
	"""The SMS gateway did not accept the text."""


class NoLongerNeeded(frappe.ValidationError):
	"""Raised by a sender: there is nobody to tell any more."""


class NothingToSend(frappe.ValidationError):
	"""The words of the message are gone, so it can't be sent again from here."""


# Failures of telling. Everything else, above all of the database, undoes the whole transaction.
FAILURES = (
	frappe.ValidationError,
	frappe.OutgoingEmailError,
	jinja2.TemplateError,
	requests.RequestException,
	OSError,
	LookupError,
	TypeError,
	ValueError,
	AttributeError,
)


def attempt(
	kind: str,
	content: dict[str, Any],
	about: Document | None = None,
	urgent: bool = False,
	send: Callable[..., Any] | None = None,
	once: bool = False,
) -> bool:
	"""Send a message of `kind` with `content`, plain values that its sender takes, and return whether that worked.

	If it fails, it is undone alone, logged by reference, kept to be tried again, and noted on the timeline of `about`.
	`send` is used for the first attempt if it isn't the sender of the kind. `once`: it is logged, but not tried again.
	"""
	error = _failure(send or frappe.get_attr(SENDERS[kind]), content, about)
	if isinstance(error, NoLongerNeeded):
		return True
	if urgent and about:
		_replace_waiting(kind, content, about, _key(kind, content, about, urgent) if error else None)
	if error and not once:
		_keep(kind, content, about, urgent, error)
	return not error


def retry() -> None:
	"""Try again what is waiting and due, give up what has waited too long, and clean up. Run every five minutes."""
	due = {"status": WAITING, "next_attempt_on": ["<=", now_datetime()]}
	one_by_one(DOCTYPE, frappe.get_all(DOCTYPE, due, pluck="name", order_by="creation"), _retry)
	listed = {"status": GIVEN_UP, "reference_status": ["is", "set"]}
	one_by_one(DOCTYPE, frappe.get_all(DOCTYPE, listed, pluck="name"), _drop_if_over)
	_clean_up()
	frappe.db.commit()


def send_again(message: Document) -> bool:
	"""Try to send `message` now, whatever its pause. Returns whether that worked. Raises NothingToSend."""
	if _is_over(message, _record(message)):
		settle(message, DISMISSED)
		return False
	if message.email_queue:
		return _queue_again(message)
	if message.status not in (WAITING, GIVEN_UP) or not frappe.db.exists(CONTENT, message.name):
		frappe.throw(
			_("This can't be sent again from here. Tell them in another way, then dismiss it."),
			NothingToSend,
		)
	return _try(message)


def dismiss(message: Document) -> None:
	"""Take `message` off the list and delete its words. The signed-in user has seen to it."""
	settle(message, DISMISSED, settled_by=frappe.session.user)


def require_address(address: str) -> None:
	"""Raise BadAddress unless an email can be sent to `address`. Frappe only logs a bad one, and sends nothing."""
	if not frappe.utils.validate_email_address(address or ""):
		frappe.throw(_("The address isn't valid."), BadAddress)


def keep_bounced(queued: str, about: Document | None, said: str, urgent: bool) -> None:
	"""Show that a queued email could not be delivered: on the timeline of `about`, and on its owner's list."""
	message = _new(EMAIL, about, urgent, error=said)
	message.update({"status": GIVEN_UP, "email_queue": queued})
	message.insert(ignore_permissions=True)  # written by the server only


def say_on_timeline(about: Document | None, said: str) -> None:
	if about and not about.is_new():
		about.add_comment("Info", escape_html(said))


def _failure(send: Callable[..., Any], content: dict[str, Any], about: Document | None) -> Exception | None:
	"""Call `send` with `content` in a savepoint. Return the failure of telling, which has been undone and logged."""
	savepoint, messages = f"telling_{frappe.generate_hash(length=8)}", len(frappe.local.message_log)
	frappe.db.savepoint(savepoint)
	try:
		send(**content)
	except FAILURES as error:
		frappe.db.rollback(save_point=savepoint)
		# The person who caused the message sees no error: what they did stands.
		del frappe.local.message_log[messages:]
		if isinstance(error, NoLongerNeeded):
			return error
		error_log.write(f"No message about {about.doctype} {about.name}" if about else "No message")
		return error
	frappe.db.release_savepoint(savepoint)
	return None


def _keep(kind: str, content: dict[str, Any], about: Document | None, urgent: bool, error: Exception) -> None:
	"""Keep a message that failed. A repeated alert takes the place of the one before it."""
	said = in_words(error)
	key = _key(kind, content, about, urgent)
	alike = {
		"message_key": key,
		"status": WAITING,
		"reference_name": about.name if about else ["is", "not set"],
	}
	if name := frappe.db.get_value(DOCTYPE, alike):
		frappe.db.set_value(DOCTYPE, name, "last_error", said)
		frappe.db.set_value(CONTENT, name, "content", frappe.as_json(content))
		return
	message = _new(kind, about, urgent, said)
	message.update({"message_key": key, "next_attempt_on": add_to_date(now_datetime(), minutes=FIRST_PAUSE)})
	message.insert(ignore_permissions=True)  # written by the server only
	kept = frappe.new_doc(CONTENT)
	kept.update({"name": message.name, "content": frappe.as_json(content)})
	kept.insert(ignore_permissions=True)  # as above
	say_on_timeline(about, _("A message about this was not sent. {0} We'll try again.").format(said))


def _key(kind: str, content: dict[str, Any], about: Document | None, urgent: bool) -> str:
	"""Return the fingerprint of a message: its words or, for an urgent one about a record, the people it is for."""
	what = _people(content) if urgent and about else content
	return hashlib.sha256(json.dumps([kind, what], sort_keys=True, default=str).encode()).hexdigest()


def _people(content: dict[str, Any]) -> list[str]:
	return sorted(content.get("users") or [content.get("user") or content.get("to") or ""])


def _replace_waiting(kind: str, content: dict[str, Any], about: Document, kept_key: str | None) -> None:
	"""Take the people who get this urgent message off the older ones about the same record, except off that with `kept_key`."""
	older = {
		"status": WAITING,
		"urgent": 1,
		"kind": kind,
		"reference_doctype": about.doctype,
		"reference_name": about.name,
	}
	for name in frappe.get_all(DOCTYPE, older, pluck="name"):
		message = frappe.get_doc(DOCTYPE, name, for_update=True)
		if message.status != WAITING or message.message_key == kept_key:
			continue
		waiting = _content(message)
		left = sorted(set(_people(waiting)) - set(_people(content)))
		if not left:
			settle(message, DISMISSED)
		elif left != _people(waiting):
			waiting["users"] = left
			frappe.db.set_value(CONTENT, name, "content", frappe.as_json(waiting))
			message.message_key = _key(kind, waiting, about, urgent=True)
			_save(message)


def _new(kind: str, about: Document | None, urgent: bool, error: str) -> Document:
	message = frappe.new_doc(DOCTYPE)
	message.update(
		{
			"kind": kind,
			"status": WAITING,
			"urgent": int(urgent),
			"attempts": 1,
			"last_error": error,
			"reference_doctype": about.doctype if about else None,
			"reference_name": about.name if about else None,
			"reference_status": _status_of(about) if urgent and about else None,
			"officer": _officer_of(about),
		}
	)
	return message


def _officer_of(about: Document | None) -> str | None:
	"""Return who looks after the record: its officer, or that of its placement."""
	if not about:
		return None
	placement = about.get("placement")
	return about.get("officer") or (placement and frappe.db.get_value("Placement", placement, "officer"))


def _status_of(about: Document) -> str | None:
	"""Return the stored status of the record: the document in memory may be older."""
	if not about.meta.has_field("status"):
		return None
	return frappe.db.get_value(about.doctype, about.name, "status")


def _is_over(message: Document, about: Document | None) -> bool:
	"""Return whether there is nothing to tell any more: the record is gone, or what was urgent has been dealt with."""
	if message.reference_name and not about:
		return True
	return bool(message.reference_status) and message.reference_status != about.get("status")


def _limit(message: Document) -> datetime:
	"""Return until when `message` is tried."""
	hours = TRY_ALERT_HOURS if _is_repeated(message) else TRY_HOURS
	return add_to_date(get_datetime(message.creation), hours=hours)


def _retry(name: str) -> None:
	# Locked, so that two runs at once send it once. It may also have been dismissed in the meantime.
	message = frappe.get_doc(DOCTYPE, name, for_update=True)
	if message.status != WAITING or get_datetime(message.next_attempt_on) > now_datetime():
		return
	about = _record(message)
	if _limit(message) <= now_datetime() and not _is_over(message, about):
		say_on_timeline(about, _("We've stopped trying to send the message. {0}").format(message.last_error))
		give_up(message)
	else:
		_try(message)


def _drop_if_over(name: str) -> None:
	message = frappe.get_doc(DOCTYPE, name, for_update=True)
	if message.status == GIVEN_UP and _is_over(message, _record(message)):
		settle(message, DISMISSED)


def _try(message: Document) -> bool:
	about = _record(message)
	if _is_over(message, about):
		error: Exception | None = NoLongerNeeded()
	else:
		error = _failure(frappe.get_attr(SENDERS[message.kind]), _content(message), about)
	if isinstance(error, NoLongerNeeded):
		settle(message, DISMISSED)
		return False
	if not error:
		settle(message, SENT)
		say_on_timeline(about, _("The message that had failed has been sent."))
		_count_as_alert(message, about)
		return True
	message.attempts += 1
	message.last_error = in_words(error)
	pause = min(FIRST_PAUSE * 2 ** (message.attempts - 1), LONGEST_PAUSE)
	# At the limit it is given up, not tried.
	message.next_attempt_on = min(add_to_date(now_datetime(), minutes=pause), _limit(message))
	_save(message)
	return False


def _is_repeated(message: Document) -> bool:
	"""Return whether it is an alert to the team that its sender repeats."""
	doctype = message.reference_doctype
	return bool(message.urgent and doctype and frappe.get_meta(doctype).has_field("last_alert_on"))


def _count_as_alert(message: Document, about: Document | None) -> None:
	"""An alert has just reached the team, so the next repeat is due that much later."""
	if message.kind == TO_STAFF and about and _is_repeated(message):
		about.db_set("last_alert_on", now_datetime(), update_modified=False)


def _content(message: Document) -> dict[str, Any]:
	return frappe.parse_json(frappe.db.get_value(CONTENT, message.name, "content") or "{}")


def give_up(message: Document) -> None:
	"""Put `message` on its owner's list: it isn't tried any more, or it came back again."""
	message.status = GIVEN_UP
	_save(message)


def _queue_again(message: Document) -> bool:
	"""Put an email that came back in the queue again."""
	queued = frappe.db.get_value("Email Queue", message.email_queue, "status")
	if queued != "Error":
		frappe.throw(
			_("This can't be sent again from here. Tell them in another way, then dismiss it."),
			NothingToSend,
		)
	frappe.db.set_value("Email Queue", message.email_queue, {"status": "Not Sent", "retry": 0})
	# bounces.py sees what becomes of it.
	message.status = WAITING
	_save(message)
	return True


def settle(message: Document, status: str, **values: Any) -> None:
	"""Take `message` off the list with `status`, and delete its words."""
	message.update({"status": status, "settled_on": now_datetime(), "next_attempt_on": None, **values})
	_save(message)
	frappe.db.delete(CONTENT, {"name": message.name})


def _save(message: Document) -> None:
	with acting(message, Act.RETRYING):
		message.save(ignore_permissions=True)  # the server keeps the account; callers have checked


def _record(message: Document) -> Document | None:
	doctype, name = message.reference_doctype, message.reference_name
	return frappe.get_doc(doctype, name) if name and frappe.db.exists(doctype, name) else None


def _clean_up() -> None:
	"""Delete the words of what is old, and what was settled long ago."""
	before = add_to_date(now_datetime(), days=-KEPT_DAYS)
	frappe.db.delete(CONTENT, {"creation": ["<", before]})
	frappe.db.delete(DOCTYPE, {"status": ["in", [SENT, DISMISSED]], "modified": ["<", before]})


def in_words(error: Exception) -> str:
	"""Return what went wrong in plain words, without anything of the message or the address."""
	if isinstance(error, frappe.OutgoingEmailError):
		return _("No email account is set up for sending.")
	if isinstance(error, (BadAddress, frappe.InvalidEmailAddressError)):
		return _("The email address isn't valid. Check it, or call them.")
	if isinstance(error, (NotAccepted, requests.RequestException)):
		return _("The text message service did not accept it.")
	if isinstance(error, (jinja2.TemplateError, frappe.TemplateNotFoundError)):
		return _("The words of the message could not be put together. Tell your administrator.")
	return _("It could not be put in the queue. Tell your administrator if this goes on.")
