import frappe
from frappe.model.document import Document


class EmployerNotice(Document):
	"""A mail that an employer was sent. Its name is what and for when, so there is no second one."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.Data
		due_on: DF.Date
		employer: DF.Link
		notice: DF.Data

	# end: auto-generated types


def on_doctype_update():
	frappe.db.add_index("Employer Notice", ["employer"])
