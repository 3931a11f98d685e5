"""Texts, through Frappe's SMS Settings where a council has set them up.

Frappe keeps a log of each text with its number and words. Contacts of young people live on their identity record alone,
and a text may carry a link that lets its reader in, so the log's entry goes at once.
"""

import frappe
from frappe import _
from frappe.core.doctype.sms_settings.sms_settings import send_sms


def are_sent() -> bool:
	"""Return whether the council has set up Frappe's SMS Settings."""
	return bool(frappe.db.get_single_value("SMS Settings", "sms_gateway_url"))


def send(mobile: str, message: str, about: str) -> bool:
	"""Send `message` now; return whether the gateway took it. `about` is a reference for the error log."""
	try:
		send_sms([mobile], message, success_msg=False)
	except Exception:
		# The error itself may hold the number and the words.
		frappe.log_error(title=f"No text for {about}", message=_("The SMS gateway did not take it."))
		return False
	finally:
		frappe.db.delete("SMS Log", {"message": message})
	return True
