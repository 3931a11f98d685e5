import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, getdate, today

from unlocking_opportunities.council.roles import TEAM, require
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.utils.server_fields import act_on_stored, changed, keep

# What a host that is new to it is asked, in this order. No more than twelve, which a test holds: what the council can
# look up, work out or decide by itself (the insurer's standing, how often they meet, the check) it does not ask.
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
# What is checked before the answers count; of a policy its details too.
NEEDED = (
	"insurance_kind",
	"evidence_kind",
	"supervisor_name",
	"safeguarding_contact",
	"health_safety_contact",
	"data_undertaking",
	"dbs_decision",
)
# A change to any of these after the check is a new answer.
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
		keep(self, "checking", "status", "checked_by", "checked_on", "renewal_of", "nothing_changed")
		self.site_is_the_employers()
		self.cover_runs_forwards()
		self.evidence_is_private()
		self.set_renewal_day()
		self.ask_again_when_changed()
		keep(self, "stamping", "dbs_decided_by", "dbs_decided_on")
		self.stamp_the_decision()

	def on_update(self):
		frappe.get_doc("Employer", self.employer).refresh_readiness()
		judge.soon_for_employer(self.employer)

	def site_is_the_employers(self):
		if self.site and frappe.get_cached_value("Employer Site", self.site, "employer") != self.employer:
			frappe.throw(_("That site belongs to another employer. Choose one of this employer's sites."))

	def cover_runs_forwards(self):
		if self.cover_from and self.cover_to and getdate(self.cover_to) < getdate(self.cover_from):
			frappe.throw(_("Cover To is before Cover From. Swap the two dates."))

	def evidence_is_private(self):
		if self.evidence and not self.evidence.startswith(PRIVATE):
			frappe.throw(_("The certificate must be private. Tick Is Private and attach it again."))

	def set_renewal_day(self):
		if not self.expires_on:
			self.expires_on = add_months(self.agreed_on, get_settings().agreement_months)

	def ask_again_when_changed(self):
		"""A checked agreement whose answers change waits to be checked again."""
		if self.status == "Checked" and not self.flags.checking and changed(self, *CHECKED):
			self.status = "Awaiting Check"
			self.checked_by = self.checked_on = None

	def stamp_the_decision(self):
		if not self.flags.stamping and changed(self, "dbs_decision", "dbs_reason"):
			self.dbs_decided_by = frappe.session.user if self.dbs_decision else None
			self.dbs_decided_on = today() if self.dbs_decision else None

	def questions(self) -> tuple[str, ...]:
		"""Return the fields that are put to the host, in order.

		A new host answers ASKED, without a policy's details if it insures itself. A returning one says that nothing
		has changed, and gives the dates of its new policy if the old one has run out.
		"""
		if self.renewal_of and self.nothing_changed:
			insured = self.insurance_kind == SELF_INSURED or self.cover_to
			return ("nothing_changed",) if insured else ("nothing_changed", "cover_from", "cover_to")
		if self.insurance_kind == SELF_INSURED:
			return tuple(field for field in ASKED if field not in POLICY)
		return ASKED

	@frappe.whitelist(methods=["POST"])
	def send_for_check(self) -> None:
		"""Say that the answers are complete."""
		act_on_stored(self, "write")
		self._become("Awaiting Check", ("Draft",))

	@frappe.whitelist(methods=["POST"])
	def mark_checked(self) -> None:
		"""Record that the officer or manager signed in has looked at the answers and the evidence."""
		act_on_stored(self, "write")
		require(*TEAM)
		needed = NEEDED if self.insurance_kind == SELF_INSURED else (*NEEDED, *POLICY, "insurer_standing")
		missing = [_(self.meta.get_label(field)) for field in needed if not self.get(field)]
		if missing:
			frappe.throw(
				_("Some answers are missing. Fill in: {0}.").format(", ".join(missing)), frappe.MandatoryError
			)
		self.checked_by, self.checked_on = frappe.session.user, today()
		self._become("Checked", ("Draft", "Awaiting Check"))
		if self.renewal_of:
			older = frappe.get_doc("Host Agreement", self.renewal_of)
			if older.status != "Superseded":
				older._become("Superseded", ("Checked", "Expired", "Draft", "Awaiting Check"))

	@frappe.whitelist(methods=["POST"])
	def renew(self, nothing_changed: bool = False) -> str:
		"""Start next year's agreement with this one's answers and return its name; the same one if it is started already.

		With `nothing_changed` that is the one answer, unless the cover has run out: then its new dates are asked for
		too, since cover is never assumed to have been renewed.
		"""
		act_on_stored(self, "write")
		started = frappe.db.get_value("Host Agreement", {"renewal_of": self.name}, "name")
		if started:
			return started
		renewal = frappe.copy_doc(self, ignore_no_copy=False)
		renewal.update({"agreed_on": today(), "expires_on": None, "status": "Draft", "renewal_of": self.name})
		renewal.nothing_changed = int(nothing_changed)
		if self.cover_to and getdate(self.cover_to) < getdate(today()):
			renewal.cover_from = renewal.cover_to = renewal.evidence = renewal.evidence_kind = None
		# Who decided on the check, and when, stays what it was.
		renewal.flags.checking = renewal.flags.stamping = True
		return renewal.insert().name

	def expire(self) -> None:
		"""Say that it has run out; for the nightly check."""
		self.check_permission("write")
		self._become("Expired", ("Checked",))

	def _become(self, status: str, sources: tuple[str, ...]) -> None:
		if self.status not in sources:
			frappe.throw(
				_("{0} is {1}, so it cannot become {2}.").format(self.name, _(self.status), _(status))
			)
		self.status = status
		self.flags.checking = True
		self.save()


def on_doctype_update():
	frappe.db.add_index("Host Agreement", ["employer", "status"])
