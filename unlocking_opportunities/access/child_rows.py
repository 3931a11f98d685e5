"""Rows of the tables on records of people."""

import weakref

import frappe
from frappe.model.document import Document


class RowOfPeople(Document):
	"""A row that knows the record it stands on even when it was read by itself.

	Since v15 Frappe judges a row by its `parent_doc`, which it keeps in `_parent_doc`. A row that was read by itself has
	none, and then Frappe asks no more than whether its reader may read any record of that kind.
	"""

	@property
	def _parent_doc(self):
		known = self.__dict__.get("_parent_doc")
		if isinstance(known, weakref.ref):
			known = known()
		if known is None and self.parent and not self.is_new():
			# Not checked here: whether the reader may read it is what Frappe asks of it next.
			known = frappe.get_doc(self.parenttype, self.parent)
		return known

	@_parent_doc.setter
	def _parent_doc(self, value):
		self.__dict__["_parent_doc"] = value
