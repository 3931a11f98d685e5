"""Show a server-side refusal on the form."""

import frappe
from frappe.utils import strip_html

from unlocking_opportunities.portal.forms import Form


def add_error(form: Form, error: Exception, name: str | None = None) -> None:
	"""Roll back, and add the error to `form`, at the field `name` if given."""
	frappe.db.rollback()
	form.add_error(strip_html(str(error)), name)
