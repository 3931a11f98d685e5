import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, getdate, today

from unlocking_opportunities.council.roles import TEAM, require
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder
from unlocking_opportunities.utils.server_fields import Act, acting, changed, is_acting, keep, reload_stored

# What a new host is asked, in this order. No more than 12, which a test checks: we don't ask what the council can look
# up, work out or decide itself (the insurer's standing, how often they meet, the DBS check).
ASKED = (
	"insurance_kind",
	"insurer",
	"policy_number",
	"cover_limit",
	"cover_from",
	"cover_to",
	"supervisor_name",
	"supervises_alone",
	"health_safety_contact",
	"safeguarding_contact",
	"safeguarding_phone",
	"data_undertaking",
)
POLICY = ("insurer", "policy_number", "cover_limit", "cover_from", "cover_to")
# What must be filled in before the agreement is checked; with a policy, POLICY and the insurer's standing too.
NEEDED = (
	"insurance_kind",
	"evidence_kind",
	"supervisor_name",
	"safeguarding_contact",
	"health_safety_contact",
	"data_undertaking",
	"dbs_decision",
)
# A change to any of these after the check means checking again.
CHECKED = (
	*ASKED,
	"employer",
	"site",
	"expires_on",
	"insurer_standing",
	"evidence",
	"evidence_kind",
	"supervisor_deputy",
	"specified_place",
)
SELF_INSURED = "Self-insured Public Body"
PRIVATE = "/private/files/"


class HostAgreement(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agreed_on: DF.Date
		checked_by: DF.Link | None
		checked_on: DF.Date | None
		cover_from: DF.Date | None
		cover_limit: DF.Currency
		cover_to: DF.Date | None
		data_undertaking: DF.Check
		dbs_decided_by: DF.Link | None
		dbs_decided_on: DF.Date | None
		dbs_decision: DF.Literal[
			"", "Not Needed", "Not Eligible", "Eligible: Check Asked For", "Eligible: Check Seen"
		]
		dbs_reason: DF.SmallText | None
		employer: DF.Link
		evidence: DF.Attach | None
		evidence_kind: DF.Literal["", "Typed by the Host", "Photograph or Copy", "Seen on the Wall"]
		expires_on: DF.Date | None
		health_safety_contact: DF.Data | None
		insurance_kind: DF.Literal["", "Employers' Liability Policy", "Self-insured Public Body"]
		insurer: DF.Data | None
		insurer_accepted_in_writing: DF.Check
		insurer_notified_on: DF.Date | None
		insurer_standing: DF.Literal[
			"", "Member of the ABI", "Lloyd's", "Authorised; Confirmed Cover in Writing", "Not Known"
		]
		naming_series: DF.Literal["HOST-.YYYY.-.#####"]
		nothing_changed: DF.Check
		policy_number: DF.Data | None
		renewal_of: DF.Link | None
		safeguarding_contact: DF.Data | None
		safeguarding_phone: DF.Data | None
		site: DF.Link | None
		specified_place: DF.Check
		status: DF.Literal["Draft", "Awaiting Check", "Checked", "Superseded", "Expired"]
		supervises_alone: DF.Check
		supervises_frequently: DF.Check
		supervisor_deputy: DF.Data | None
		supervisor_name: DF.Data | None

	# end: auto-generated types

	def validate(self):
		keep(
			self,
			"status",
			"checked_by",
			"checked_on",
			"renewal_of",
			"nothing_changed",
			unless=Act.CHECKING,
		)
		self.validate_site()
		self.validate_cover_dates()
		self.validate_evidence()
		self.set_expires_on()
		self.reset_check()
		keep(self, "dbs_decided_by", "dbs_decided_on", unless=Act.RENEWING)
		self.set_dbs_decided_by()

	def on_update(self):
		frappe.get_doc("Employer", self.employer).refresh_readiness()
		judge.enqueue_for_employer(self.employer)

	def validate_site(self):
		if self.site and frappe.get_cached_value("Employer Site", self.site, "employer") != self.employer:
			frappe.throw(_("That site belongs to another employer. Choose one of this employer's sites."))

	def validate_cover_dates(self):
		if self.cover_from and self.cover_to and getdate(self.cover_to) < getdate(self.cover_from):
			frappe.throw(_("Cover To is before Cover From. Check both dates."), DatesOutOfOrder)

	def validate_evidence(self):
		if self.evidence and not self.evidence.startswith(PRIVATE):
			frappe.throw(_("The certificate must be private. Tick Is Private and attach it again."))

	def set_expires_on(self):
		if not self.expires_on:
			self.expires_on = add_months(self.agreed_on, get_settings().agreement_months)

	def reset_check(self):
		"""Return a checked agreement to Awaiting Check when its answers change."""
		if self.status == "Checked" and not is_acting(self, Act.CHECKING) and changed(self, *CHECKED):
			self.status = "Awaiting Check"
			self.checked_by = self.checked_on = None

	def set_dbs_decided_by(self):
		if not is_acting(self, Act.RENEWING) and changed(self, "dbs_decision", "dbs_reason"):
			self.dbs_decided_by = frappe.session.user if self.dbs_decision else None
			self.dbs_decided_on = today() if self.dbs_decision else None

	@frappe.whitelist(methods=["POST"])
	def send_for_check(self) -> None:
		"""Send the answers to the team to check."""
		reload_stored(self, "write")
		self._save_status("Awaiting Check", ("Draft",))

	@frappe.whitelist(methods=["POST"])
	def mark_checked(self) -> None:
		"""Record that the signed-in officer or manager has checked the answers and the evidence."""
		reload_stored(self, "write")
		require(*TEAM)
		needed = NEEDED if self.insurance_kind == SELF_INSURED else (*NEEDED, *POLICY, "insurer_standing")
		missing = [_(self.meta.get_label(field)) for field in needed if not self.get(field)]
		if missing:
			frappe.throw(
				_("Some answers are missing. Fill in: {0}.").format(", ".join(missing)), frappe.MandatoryError
			)
		self.checked_by, self.checked_on = frappe.session.user, today()
		self._save_status("Checked", ("Draft", "Awaiting Check"))
		if self.renewal_of:
			older = frappe.get_doc("Host Agreement", self.renewal_of)
			if older.status != "Superseded":
				older._save_status("Superseded", ("Checked", "Expired", "Draft", "Awaiting Check"))

	@frappe.whitelist(methods=["POST"])
	def renew(self, nothing_changed: bool = False) -> str:
		"""Start next year's agreement with this one's answers and return its name; the existing one if already started.

		With `nothing_changed` the host has nothing more to answer, unless the insurance has run out: we never assume
		that cover was renewed, so we ask for its new dates.
		"""
		reload_stored(self, "write")
		started = frappe.db.get_value("Host Agreement", {"renewal_of": self.name}, "name")
		if started:
			return started
		renewal = frappe.copy_doc(self, ignore_no_copy=False)
		renewal.update({"agreed_on": today(), "expires_on": None, "status": "Draft", "renewal_of": self.name})
		renewal.nothing_changed = int(nothing_changed)
		if self.cover_to and getdate(self.cover_to) < getdate(today()):
			renewal.cover_from = renewal.cover_to = renewal.evidence = renewal.evidence_kind = None
		# The DBS decision keeps who made it and when.
		with acting(renewal, Act.CHECKING, Act.RENEWING):
			return renewal.insert().name

	def expire(self) -> None:
		"""Mark the agreement as expired; for the nightly check."""
		self.check_permission("write")
		self._save_status("Expired", ("Checked",))

	def _save_status(self, status: str, sources: tuple[str, ...]) -> None:
		if self.status not in sources:
			frappe.throw(
				_("{0} is {1}, so it cannot become {2}.").format(self.name, _(self.status), _(status))
			)
		self.status = status
		with acting(self, Act.CHECKING):
			self.save()


def on_doctype_update():
	frappe.db.add_index("Host Agreement", ["employer", "status"])
