import frappe
from frappe import _
from frappe.model.document import Document

# The link that says who each kind acts for; a councillor acts for no one in particular.
REFERENCE = {
	"Employer": "employer",
	"Mentor": "mentor",
	"Young Person": "placement",
	"Signatory": "placement",
}
# Their contact details are only on the identity record; it says where their links go at the time of sending.
REACHED_BY_IDENTITY = ("Young Person", "Signatory")


class PortalAccess(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		email: DF.Data | None
		employer: DF.Link | None
		invited_by: DF.Link | None
		kind: DF.Literal["", "Employer", "Mentor", "Councillor", "Young Person", "Signatory"]
		mentor: DF.Link | None
		naming_series: DF.Literal["PA-.YYYY.-.#####"]
		placement: DF.Link | None
		revoked: DF.Check

	# end: auto-generated types

	def validate(self):
		self.validate_email()
		self.validate_reference()
		self.validate_duplicate()
		self.set_invited_by()

	def validate_email(self):
		self.email = (self.email or "").strip().lower()
		if self.kind in REACHED_BY_IDENTITY:
			self.email = None
		elif not self.email:
			frappe.throw(_("Enter the email address to send their links to."), frappe.MandatoryError)

	def validate_reference(self):
		"""Require the reference that belongs to the kind, and clear the others."""
		wanted = REFERENCE.get(self.kind)
		for field in ("employer", "mentor", "placement"):
			if field != wanted:
				self.set(field, None)
		if wanted and not self.get(wanted):
			frappe.throw(
				_("Choose the {0} this person acts for.").format(_(self.meta.get_label(wanted))),
				frappe.MandatoryError,
			)

	def validate_duplicate(self):
		if self.revoked or not self.email:
			return
		wanted = REFERENCE.get(self.kind)
		same = {"email": self.email, "kind": self.kind, "revoked": 0, "name": ["!=", self.name or ""]}
		if wanted:
			same[wanted] = self.get(wanted)
		if other := frappe.db.get_value("Portal Access", same):
			frappe.throw(
				_("This person already has this access. See {0}.").format(other), frappe.DuplicateEntryError
			)

	def set_invited_by(self):
		before = self.get_doc_before_save()
		self.invited_by = before.invited_by if before else frappe.session.user
