"""What users may not change of their own account: how they sign in, and what colleagues know them by."""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.council.roles import administers

# Frappe lets users save their own record whole. Passwords, tokens and tables of roles have guards of Frappe's.
SIGN_IN = (
	"api_key",
	"bypass_restrict_ip_check_if_2fa_enabled",
	"email",
	"enabled",
	"last_reset_password_key_generated_on",
	"login_after",
	"login_before",
	"redirect_url",
	"reset_password_key",
	"restrict_ip",
	"simultaneous_sessions",
	"user_type",
)


def refuse_sign_in_fields(user: Document, event: str) -> None:
	"""User, each time it is saved by the user themselves: what their administrator keeps stays as it is stored."""
	if user.is_new() or user.name != frappe.session.user or user.flags.ignore_permissions or administers():
		return
	for field in SIGN_IN:
		if user.meta.has_field(field) and user.has_value_changed(field):
			frappe.throw(
				_("{0} is changed by your administrator. Ask them, and leave it as it is here.").format(
					_(user.meta.get_label(field))
				),
				frappe.PermissionError,
			)
