"""Rows that the server writes with one statement for a batch, and that nobody saves or deletes as a document."""

import frappe
from frappe import _
from frappe.model.document import Document


class WrittenByServer(Document):
	"""A DocType whose rows are written in batches: every door that saves or deletes a document is shut, to everybody.

	Raises frappe.PermissionError.
	"""

	def validate(self):
		self._refuse()

	def on_trash(self):
		self._refuse()

	def before_rename(self, old: str, new: str, merge: bool = False):
		self._refuse()

	def _refuse(self):
		frappe.throw(
			_(
				"A {0} is kept by the server and is not changed by hand. Change the record that it tells of."
			).format(_(self.doctype)),
			frappe.PermissionError,
		)
