import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.employers import opportunities
from unlocking_opportunities.employers.pledge_workflow import DEFINITION, LIVE
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder
from unlocking_opportunities.utils.server_fields import Act, keep
from unlocking_opportunities.workflow.guard import check_state, get_left_state, is_entering


class EmployerPledge(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.pledge_offer.pledge_offer import (
			PledgeOffer,
		)

		answer_by: DF.Date | None
		answered_on: DF.Datetime | None
		contact: DF.Link | None
		contract_reference: DF.Data | None
		email_sender: DF.Data | None
		email_subject: DF.Data | None
		employer: DF.Link
		employer_name: DF.Data | None
		forwarded_by: DF.Data | None
		keep_open_asked_on: DF.Date | None
		naming_series: DF.Literal["PLG-.YYYY.-.#####"]
		notes: DF.SmallText | None
		offers: DF.Table[PledgeOffer]
		officer: DF.Link | None
		paused_with_employer: DF.Check
		places_filled: DF.Int
		places_open: DF.Int
		places_owed: DF.Int
		places_pledged: DF.Int
		pledged_on: DF.Date
		reason: DF.SmallText | None
		source: DF.Literal[
			"Web",
			"Email",
			"Telephone",
			"Careers Fayre",
			"Councillor",
			"Council Department",
			"Contract Social Value",
			"Steering Group",
			"Other",
		]
		status: DF.Literal[
			"Draft",
			"Submitted",
			"Under Review",
			"Accepted",
			"Returned",
			"Declined",
			"Paused",
			"Fulfilled",
			"Expired",
			"Withdrawn",
		]
		submitted_on: DF.Datetime | None
		valid_until: DF.Date | None

	# end: auto-generated types

	def before_validate(self):
		if self.is_new() and self.email_sender:
			self.source = "Email"

	def validate(self):
		check_state(self, DEFINITION)
		self.validate_accepted_offers()
		self.validate_sites()
		self.validate_periods()
		keep(self, "submitted_on", "answer_by", "answered_on", "keep_open_asked_on", "paused_with_employer")
		if not self.is_new():
			keep(self, "email_sender", "email_subject", "forwarded_by", unless=Act.MATCHING_SENDER)
		self.set_submission_dates()
		self.set_answered_on()

	def before_save(self):
		opportunities.count_places(self)

	def on_update(self):
		if is_entering(self, "Accepted") and get_left_state(self) != "Paused":
			opportunities.open_opportunities(self)
		elif get_left_state(self):
			opportunities.update_status(self)

	def validate_accepted_offers(self):
		"""After acceptance the offers stay as they are; the number of places is changed on the opportunity."""
		before = self.get_doc_before_save()
		if not before or before.status not in (*LIVE, "Fulfilled", "Expired"):
			return
		if self.employer != before.employer or _get_terms(self) != _get_terms(before):
			frappe.throw(
				_("This pledge has been accepted, so you cannot change its offers.")
				+ " "
				+ _("Change the number of places on the opportunity, or record a new pledge for a new offer.")
			)

	def validate_sites(self):
		sites = {offer.site for offer in self.offers if offer.site}
		if not sites:
			return
		owners = frappe.get_all(
			"Employer Site", filters={"name": ["in", sorted(sites)]}, fields=["name", "employer", "site_name"]
		)
		for site in owners:
			if site.employer != self.employer:
				frappe.throw(
					_("{0} belongs to another employer. Choose one of this employer's sites.").format(
						site.site_name
					)
				)

	def validate_periods(self):
		for offer in self.offers:
			if offer.available_from and offer.available_until:
				if getdate(offer.available_until) < getdate(offer.available_from):
					frappe.throw(
						_("Offer {0}: Until is before From. Check both dates.").format(offer.idx),
						DatesOutOfOrder,
					)

	def set_submission_dates(self):
		if is_entering(self, "Submitted"):
			self.submitted_on = now_datetime()
			self.answered_on = None
			days = get_settings().answer_days
			self.answer_by = add_working_days(getdate(today()), days)

	def set_answered_on(self):
		if is_entering(self, "Accepted", "Returned", "Declined") and get_left_state(self) in (
			"Submitted",
			"Under Review",
		):
			self.answered_on = now_datetime()


def on_doctype_update():
	frappe.db.add_index("Employer Pledge", ["status", "answer_by"])
	frappe.db.add_index("Employer Pledge", ["employer", "status"])


def _get_terms(pledge: Document) -> list[tuple]:
	return [(offer.name, offer.kind, offer.number, offer.sector, offer.site) for offer in pledge.offers]
