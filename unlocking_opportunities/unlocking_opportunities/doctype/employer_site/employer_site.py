from frappe.model.document import Document

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.placements.start_gate import judge, reopening
from unlocking_opportunities.utils.server_fields import changed


class EmployerSite(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		access_notes: DF.SmallText | None
		accessible_toilet: DF.Check
		address_line: DF.Data | None
		disabled: DF.Check
		employer: DF.Link
		environment_band: DF.Literal["Low Risk", "Less Familiar Risk", "Higher Risk"]
		latitude: DF.Float
		longitude: DF.Float
		naming_series: DF.Literal["SITE-.YYYY.-.#####"]
		postcode: DF.Data | None
		prayer_space: DF.Check
		quiet_space: DF.Check
		site_name: DF.Data
		step_free: DF.Check
		town: DF.Data | None
		travel_notes: DF.SmallText | None
		ward: DF.Link | None

	# end: auto-generated types

	def validate(self):
		self.postcode = (self.postcode or "").strip().upper()

	def on_update(self):
		reopening.follow(self)
		self.update_start_gates()

	def update_start_gates(self):
		"""Suitability was confirmed for this address, and the assessment chosen for this kind of place."""
		if self.get_doc_before_save() and changed(self, "ward", "environment_band", *fingerprints.ADDRESS):
			judge.enqueue_for_site(self.name)
