"""Text messages, through Frappe's SMS Settings if the council has set them up.

Frappe's own `send_sms` logs each text with its number and message. Young people's contact details belong on their identity
record only, and a text may hold a link that lets its reader in. So we call the gateway directly and keep nothing.
"""

import frappe
import requests
from frappe import _
from frappe.core.doctype.sms_settings.sms_settings import get_headers, validate_receiver_nos
from frappe.model.document import Document

# Seconds. Frappe's own `send_request` waits for ever.
TIMEOUT = 15


def is_set_up() -> bool:
	"""Return whether the council has set up Frappe's SMS Settings."""
	return bool(frappe.db.get_single_value("SMS Settings", "sms_gateway_url"))


def send(mobile: str, message: str, about: str) -> bool:
	"""Send `message` now and return whether the gateway accepted it. `about` is a reference for the error log."""
	settings, messages = frappe.get_doc("SMS Settings"), len(frappe.local.message_log)
	said = {row.parameter: row.value for row in settings.parameters if not row.header}
	try:
		number = validate_receiver_nos([mobile])[0]
		said |= {settings.message_parameter: message, settings.receiver_parameter: number}
		accepted = _ask_gateway(settings, said)
	except (requests.RequestException, frappe.ValidationError, ValueError):
		# No connection, a timeout, or a number that is none.
		accepted = False
		del frappe.local.message_log[messages:]
	if not accepted:
		# The error itself may hold the number and the message.
		frappe.log_error(title=f"No text for {about}", message=_("The SMS gateway did not accept the text."))
	return accepted


def _ask_gateway(settings: Document, said: dict[str, str]) -> bool:
	headers = get_headers(settings)
	way = "params"
	if headers.get("Content-Type") == "application/json":
		way = "json"
	elif settings.use_post:
		way = "data"
	response = requests.request(
		"POST" if settings.use_post else "GET",
		settings.sms_gateway_url,
		headers=headers,
		timeout=TIMEOUT,
		**{way: said},
	)
	return response.ok
