"""DocTypes whose rows only the server writes, in batches."""

import frappe
from frappe import _
from frappe.model.document import Document


class WrittenByServer(Document):
	"""Base class that refuses to save, rename or delete its rows as documents. Raises frappe.PermissionError."""

	def validate(self):
		self._refuse()

	def on_trash(self):
		self._refuse()

	def before_rename(self, old: str, new: str, merge: bool = False):
		self._refuse()

	def _refuse(self):
		frappe.throw(
			_(
				"You cannot change a {0}, because the system writes it. Change the record it is about instead."
			).format(_(self.doctype)),
			frappe.PermissionError,
		)
