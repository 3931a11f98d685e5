"""A small council with stored records, because other processes serve its pages; deleted at the end."""

import frappe
from frappe.utils import add_days, today

from tests import factories


class Stored:
	"""`with Stored() as world:` has two mentors, a pairing, a placement with its release, two councillors, an event.

	What people make on their pages is deleted with the records it is linked to.
	"""

	def __enter__(self):
		frappe.set_user("Administrator")
		frappe.db.rollback()
		frappe.cache.delete_keys("unlocking_portal_limit")
		self.counts = {doctype: self._names(doctype) for doctype in MADE}
		self._make()
		frappe.db.commit()
		return self

	def _make(self):
		self.officer, self.lead = (factories.standing_user(kind) for kind in ("officer", "lead"))
		self.person = factories.young_person(
			factories.standing_user("worker"), age=17, preferred_name="Robin", surname="Planted-Surname"
		)
		identity = frappe.get_doc("Young Person Identity", self.person.name)
		tag = frappe.generate_hash(length=6)
		self.email, self.signatory = f"robin-{tag}@people.example", f"parent-{tag}@people.example"
		identity.update(
			{
				"introduced_as": "A keen baker",
				"mobile": "07700 900123",
				"email": self.email,
				"signing_authority": "Parent",
				"signatory_name": "Alex",
				"signatory_email": self.signatory,
			}
		)
		identity.save()
		self._mentoring(tag)
		self._placement()
		self.councillor, self.other_councillor = f"cllr-{tag}@council.example", f"cllr2-{tag}@council.example"
		for email in (self.councillor, self.other_councillor):
			factories.portal_access("Councillor", email)
		self.event = factories.programme_event(sign_ups=[])

	def _mentoring(self, tag):
		cleared = {
			"checks_valid_until": add_days(today(), 200),
			"training_on": today(),
			"references_on": today(),
		}
		mentor = factories.set_stored(factories.mentor(**cleared), status="Active")
		other = factories.mentor()
		self.mentor_email, self.other_mentor_email = (
			f"mentor-{tag}@people.example",
			f"mentor2-{tag}@people.example",
		)
		factories.portal_access("Mentor", self.mentor_email, mentor=mentor.name)
		factories.portal_access("Mentor", self.other_mentor_email, mentor=other.name)
		agreed = {
			"mentor_knows_name": 1,
			"mentor_knows_introduction": 1,
			"meeting_places": "Council Building",
		}
		pairing = factories.pairing(self.person, mentor, channel="Phone", officer=self.officer, **agreed)
		self.pairing = factories.set_stored(pairing, status="Active")

	def _placement(self):
		place = factories.site(address_line="1 High Street", travel_notes="Bus 5 from the station")
		self.placement = factories.placement(self.person, place, officer=self.officer, signatures=[])
		self.release = factories.share_release(
			self.placement,
			items=[
				{"item": "First Name", "lawful_basis": "Public Task", "wording": "Robin"},
				{
					"item": "Control",
					"lawful_basis": "Public Task",
					"wording": "A quiet space for breaks",
					"safety_item": 1,
				},
			],
		)
		self.access = {
			kind: factories.make("Portal Access", kind=kind, placement=self.placement.name).name
			for kind in ("Young Person", "Signatory")
		}

	def __exit__(self, *_error):
		frappe.db.rollback()
		frappe.set_user("Administrator")
		for doctype in MADE:
			gone = self._names(doctype) - self.counts[doctype]
			for table in frappe.get_meta(doctype).get_table_fields():
				frappe.db.delete(table.options, {"parenttype": doctype, "parent": ["in", list(gone)]})
			frappe.db.delete(doctype, {"name": ["in", list(gone)]})
		frappe.db.commit()

	@staticmethod
	def _names(doctype) -> set:
		return set(frappe.get_all(doctype, pluck="name"))


MADE = (
	"Callback Request",
	"Concern Referral",
	"Contact",
	"Decision Request",
	"Declined Match",
	"Employer",
	"Employer Pledge",
	"Employer Site",
	"Email Queue",
	"Mentor",
	"Mentoring Pairing",
	"Mentoring Session",
	"Notification Log",
	"Placement",
	"Placement Answer",
	"Placement Feedback",
	"Placement Opportunity",
	"Portal Access",
	"Portal Link",
	"Portal Session",
	"Programme Event",
	"Share Release",
	"Young Person",
	"Young Person Identity",
)
