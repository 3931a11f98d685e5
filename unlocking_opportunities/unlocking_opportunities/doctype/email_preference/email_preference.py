import frappe
from frappe import _
from frappe.model.document import Document


class EmailPreference(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		digest: DF.Literal["Every Morning", "Once a Week", "Not by Email"]
		user: DF.Link

	# end: auto-generated types

	def before_validate(self):
		self.user = self.user or frappe.session.user

	def validate(self):
		if self.user != frappe.session.user:
			frappe.throw(
				_("You can change only your own email preferences. Ask your colleague to change theirs."),
				frappe.PermissionError,
			)
