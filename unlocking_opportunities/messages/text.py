"""Text messages, through Frappe's SMS Settings if the council has set them up.

Frappe's own `send_sms` logs each text with its number and message. Young people's contact details belong on their identity
record only, and a text may hold a link that lets its reader in. So we call the gateway directly and keep nothing.
"""

import frappe
from frappe import _
from frappe.core.doctype.sms_settings.sms_settings import get_headers, send_request, validate_receiver_nos


def is_set_up() -> bool:
	"""Return whether the council has set up Frappe's SMS Settings."""
	return bool(frappe.db.get_single_value("SMS Settings", "sms_gateway_url"))


def send(mobile: str, message: str, about: str) -> bool:
	"""Send `message` now and return whether the gateway accepted it. `about` is a reference for the error log."""
	settings = frappe.get_doc("SMS Settings")
	said = {row.parameter: row.value for row in settings.parameters if not row.header}
	said |= {
		settings.message_parameter: message,
		settings.receiver_parameter: validate_receiver_nos([mobile])[0],
	}
	headers = get_headers(settings)
	as_json = headers.get("Content-Type") == "application/json"
	try:
		status = send_request(settings.sms_gateway_url, said, headers, settings.use_post, as_json)
	except Exception:
		status = None
	if status is None or not 200 <= status < 300:
		# The error itself may hold the number and the message.
		frappe.log_error(title=f"No text for {about}", message=_("The SMS gateway did not accept the text."))
		return False
	return True
