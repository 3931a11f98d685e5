"""Requests about someone's own data: take a complaint from outside, and find what is due."""

import frappe
from frappe import _
from frappe.utils import cstr, today, validate_email_address

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.messages import email, staff

LONGEST_MESSAGE = 5000


def record_complaint(message: str, name: str = "", email: str = "", phone: str = "") -> str:
	"""Record a data protection complaint from outside and return its reference.

	Data (Use and Access) Act 2025 s.103. `message` is the complaint. An `email` or a `phone` is needed for the
	answer, a `name` is not. Managers are notified, and a complainant with an email address gets the
	acknowledgement at once. Raises frappe.ValidationError, with a message for them, if something is missing.
	The caller has to limit how often this is called.
	"""
	message, name, email, phone = (cstr(value).strip() for value in (message, name, email, phone))
	_need(bool(message), _("Tell us what your complaint is about."))
	_need(len(message) <= LONGEST_MESSAGE, _("Use {0} characters or fewer.").format(LONGEST_MESSAGE))
	_need(bool(email or phone), _("Enter an email address or a phone number, so that we can reply to you."))
	_need(
		not email or bool(validate_email_address(email)),
		_("Enter an email address in the correct format, like name@example.com."),
	)

	request = frappe.new_doc("Data Rights Request")
	request.update(
		{
			"kind": "Complaint",
			"asked_by": "Somebody Else",
			"received_on": today(),
			"received_how": "By Form",
			"message": message,
			"contact_name": name[:140],
			"contact_email": email[:140],
			"contact_phone": phone[:140],
			"acknowledged_on": today() if email else None,
		}
	)
	request.insert(ignore_permissions=True)  # anyone may complain, and this shows them nothing
	_notify_managers(request)
	if email:
		_acknowledge(request)
	return request.name


def _notify_managers(request) -> None:
	staff.notify(
		(),
		subject=_("Data protection complaint: {0}").format(request.name),
		lines=[
			_("Someone has complained about how their data is used. Answer them by {0}.").format(
				dates.day(request.due_on)
			)
		],
		document=request,
		roles=(MANAGER,),
	)


def _acknowledge(request) -> None:
	email.send(
		request.contact_email,
		subject=_("We have your complaint: {0}").format(request.name),
		lines=[
			_(
				"Thank you for telling us. We have your complaint about how we use your information. Your reference is {0}."
			).format(request.name),
			_("We'll look into it and write to you by {0}.").format(dates.day(request.due_on)),
			_("You can also complain to the Information Commissioner: ico.org.uk, 0303 123 1113."),
		],
		about=request,
	)


def _need(condition: bool, message: str) -> None:
	if not condition:
		frappe.throw(message, frappe.ValidationError)
