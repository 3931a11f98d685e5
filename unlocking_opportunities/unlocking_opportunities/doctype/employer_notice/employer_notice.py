import frappe
from frappe.model.document import Document


class EmployerNotice(Document):
	"""An email that was sent to an employer. Its name says which email and for which date, so it is sent once."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.Data
		at_time: DF.Data | None
		due_on: DF.Date
		employer: DF.Link
		notice: DF.Data

	# end: auto-generated types


def on_doctype_update():
	frappe.db.add_index("Employer Notice", ["employer"])
	frappe.db.add_index("Employer Notice", ["about"])
