"""Base class for the rows of child tables on records about young people."""

import weakref

import frappe
from frappe.model.document import Document


class RowOfPeople(Document):
	"""A row that knows its parent record even if it was loaded on its own.

	Since v15 Frappe checks permissions on a row by its `parent_doc` (stored in `_parent_doc`). A row loaded on its own has
	none, and then Frappe checks only whether the user may read any record of that kind.
	"""

	@property
	def _parent_doc(self):
		known = self.__dict__.get("_parent_doc")
		if isinstance(known, weakref.ref):
			known = known()
		if known is None and self.parent and not self.is_new():
			# No permission check here: Frappe does that next.
			known = frappe.get_doc(self.parenttype, self.parent)
		return known

	@_parent_doc.setter
	def _parent_doc(self, value):
		self.__dict__["_parent_doc"] = value
