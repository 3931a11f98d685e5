"""Fields that users may not change in their own account, such as how they sign in."""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.council.roles import is_administrator

# Frappe lets users save their own record. Frappe itself protects passwords, tokens and roles.
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
	"""Refuse changes to these fields when users save their own User record (document event)."""
	if (
		user.is_new()
		or user.name != frappe.session.user
		or user.flags.ignore_permissions
		or is_administrator()
	):
		return
	for field in SIGN_IN:
		if user.meta.has_field(field) and user.has_value_changed(field):
			frappe.throw(
				_(
					"Only your administrator can change {0}. Leave it as it is here, and ask them to change it."
				).format(_(user.meta.get_label(field))),
				frappe.PermissionError,
			)
