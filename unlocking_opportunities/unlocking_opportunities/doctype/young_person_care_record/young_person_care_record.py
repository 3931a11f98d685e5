import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council import settings, wording
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.rules import care_status
from unlocking_opportunities.utils.server_fields import as_text
from unlocking_opportunities.young_people import eet

PROPOSED_FROM = ("as_at", "in_touch", "activity", "hours_a_week", "barrier")


class YoungPersonCareRecord(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.young_person_eet_entry.young_person_eet_entry import (
			YoungPersonEETEntry,
		)

		care_category: DF.Literal[
			"", "Looked After Under 16", "Eligible", "Relevant", "Former Relevant", "Qualifying", "None"
		]
		category_as_at: DF.Date | None
		eet_history: DF.Table[YoungPersonEETEntry]
		ethnicity: DF.Literal["", "Asian", "Black", "Mixed", "White", "Other", "Not Recorded"]
		legal_status: DF.Literal[
			"",
			"Looked After: Care Order",
			"Looked After: Interim Care Order",
			"Looked After: Section 20",
			"Looked After: Placement Order",
			"Not Looked After",
		]
		right_to_work: DF.Literal[
			"Not Checked", "Unrestricted", "Time-limited", "Restricted by Visa", "No Permission"
		]
		right_to_work_until: DF.Date | None
		send: DF.Literal["", "None", "SEN Support", "EHC Plan", "Not Recorded"]
		sex: DF.Literal["", "Female", "Male", "Not Recorded"]
		uasc: DF.Check
		young_person: DF.Link

	# end: auto-generated types

	def validate(self):
		self.set_proposed_codes()
		self.validate_care_category()

	def on_update(self):
		self.update_eet_status()
		judge.enqueue_for_person(self.young_person)

	def set_proposed_codes(self):
		"""Propose a code for each entry. Only a person confirms one, and their name is recorded."""
		before = self.get_doc_before_save()
		stored = {row.name: row for row in before.eet_history} if before else {}
		for row in self.eet_history:
			old = stored.get(row.name)
			for field in ("proposed_code", "proposed_reason", "confirmed_by"):
				row.set(field, old.get(field) if old else None)
			if _has_changed(row, old, PROPOSED_FROM):
				row.proposed_code, row.proposed_reason = eet.propose(self.young_person, row)
			if (row.code or "") != (old.code or "" if old else ""):
				row.confirmed_by = frappe.session.user if row.code else None

	def validate_care_category(self):
		if self.care_category and not self.category_as_at:
			frappe.throw(_("Fill in Category As At with the date of the leaving-care category."))

	def update_eet_status(self):
		"""Set the EET status of the pseudonymous record from the latest confirmed code."""
		confirmed = [row for row in self.eet_history if row.code]
		if confirmed:
			latest = max(confirmed, key=lambda row: getdate(row.as_at))
			eet.set_status(self.young_person, eet.status_of(latest.code))

	@frappe.whitelist(methods=["POST"])
	def propose_category(
		self,
		in_care: str | list,
		home_since: str | None = None,
		special_guardianship_from_care: bool = False,
		privately_fostered_after_16: bool = False,
	) -> dict:
		"""Return today's leaving-care category from dates: category, reason, as_at and look_again_on.

		`in_care`: the periods looked after, each with start, end (none while it lasts) and short_break. They belong in the
		case system: nothing of them is stored here, and a person records the category.
		"""
		stored = frappe.get_doc(self.doctype, self.name)
		stored.check_permission("write")
		born = frappe.db.get_value("Young Person Identity", stored.young_person, "date_of_birth")
		found = care_status.leaving_care_category(
			born,
			getdate(today()),
			[_get_period(row) for row in frappe.parse_json(in_care)],
			settings.care_leaver_terms(),
			home_since=getdate(home_since) if home_since else None,
			special_guardianship_from_care=special_guardianship_from_care,
			privately_fostered_after_16=privately_fostered_after_16,
		)
		return {
			"category": found.name,
			"reason": wording.get_message(found.reason),
			"as_at": found.as_at,
			"look_again_on": found.look_again_on,
		}


def _get_period(row: dict) -> care_status.InCare:
	start, end = row.get("start"), row.get("end")
	if not start or (end and getdate(end) < getdate(start)):
		frappe.throw(
			_("A period in care is not complete. Enter its first day, and a last day that is not before it.")
		)
	return care_status.InCare(getdate(start), getdate(end) if end else None, bool(row.get("short_break")))


def _has_changed(row: Document, old: Document | None, fieldnames: tuple[str, ...]) -> bool:
	return old is None or any(as_text(row.get(field)) != as_text(old.get(field)) for field in fieldnames)
