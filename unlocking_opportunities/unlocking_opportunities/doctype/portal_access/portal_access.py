import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import today

from unlocking_opportunities.utils.server_fields import changed, keep

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

		address_on_record: DF.Check
		asked_on: DF.Date | None
		closed_because: DF.Literal["", "Someone Else", "No Answer", "Address Changed"]
		confirmed_on: DF.Date | None
		email: DF.Data | None
		employer: DF.Link | None
		followed_up: DF.Check
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
		self.set_confirmation()
		self.set_address_on_record()

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

	def set_confirmation(self):
		"""An officer who gives, moves or restores access knows whose address it is, which counts as confirmed."""
		keep(self, "confirmed_on", "asked_on", "closed_because")
		if self.email and (changed(self, "email") or self.is_restored()):
			self.confirmed_on, self.asked_on = today(), None
			self.closed_because, self.followed_up = None, 0

	def is_restored(self) -> bool:
		before = self.get_doc_before_save()
		return bool(before and before.revoked and not self.revoked)

	def set_address_on_record(self):
		"""Once the address has been on the record of the contact or mentor, access depends on its staying there.

		An officer may restore access for an address that has left the record, as they may give it to any other.
		"""
		keep(self, "address_on_record")
		if changed(self, "email", "employer", "mentor") or self.is_restored():
			self.address_on_record = int(is_on_record(self))

	def set_invited_by(self):
		before = self.get_doc_before_save()
		self.invited_by = before.invited_by if before else frappe.session.user


def is_on_record(access: Document) -> bool:
	"""Return whether the address of `access` is on the record of a contact of its employer, or of its mentor."""
	if access.mentor:
		address = frappe.db.get_value("Mentor", access.mentor, "email")
		return (address or "").strip().lower() == access.email
	email, link = DocType("Contact Email"), DocType("Dynamic Link")
	query = frappe.qb.from_(email).join(link).on(link.parent == email.parent).select(email.name).limit(1)
	query = query.where((email.parenttype == "Contact") & (link.parenttype == "Contact"))
	query = query.where((link.link_doctype == "Employer") & (link.link_name == access.employer))
	return bool(access.employer and query.where(email.email_id == access.email).run())
