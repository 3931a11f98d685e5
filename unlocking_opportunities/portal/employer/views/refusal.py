"""When the server refuses what a form asked for."""

import frappe
from frappe.utils import strip_html

from unlocking_opportunities.portal.forms import Form


def add_error(form: Form, error: Exception, name: str | None = None) -> None:
	"""Say on `form` (at the field `name`) why it was refused, and take back what the act had written until then."""
	frappe.db.rollback()
	form.say(strip_html(str(error)), name)
