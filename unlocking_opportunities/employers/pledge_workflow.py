"""An employer's pledge, from draft to fulfilled. Officers move it; accepting opens its opportunities."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council.roles import MANAGER, OFFICER, SERVICE, TEAM
from unlocking_opportunities.workflow.definition import Definition, State, moves

OPEN = ("Draft", "Submitted", "Under Review", "Returned")
LIVE = ("Accepted", "Paused")


def has_something_to_offer(pledge: Document) -> None:
	for offer in pledge.offers:
		if offer.number < 1:
			frappe.throw(_("Offer {0}: say how many, one or more.").format(offer.idx))


def employer_is_active(pledge: Document) -> None:
	status = frappe.db.get_value("Employer", pledge.employer, "status")
	if status != "Active":
		frappe.throw(
			_("{0} is {1}. Make the employer Active again before accepting what it offers.").format(
				pledge.employer_name, _(status)
			)
		)


def period_is_not_over(pledge: Document) -> None:
	if pledge.valid_until and getdate(pledge.valid_until) < getdate(today()):
		frappe.throw(
			_(
				"This pledge was open until {0}. Agree a later day with the employer and change Open Until."
			).format(frappe.format(pledge.valid_until, "Date"))
		)


def reason_is_given(pledge: Document) -> None:
	if not (pledge.reason or "").strip():
		frappe.throw(
			_("Write the reason in Reason Given to the Employer first; the employer reads exactly that."),
			frappe.MandatoryError,
		)


def period_is_over(pledge: Document) -> None:
	if not pledge.valid_until or getdate(pledge.valid_until) >= getdate(today()):
		frappe.throw(_("Only a pledge whose Open Until day has passed can expire. Withdraw it instead."))


DEFINITION = Definition(
	name="Unlocking Employer Pledge",
	doctype="Employer Pledge",
	states=(
		State("Draft", OFFICER),
		State("Submitted", OFFICER, "Primary"),
		State("Under Review", OFFICER, "Primary"),
		State("Accepted", OFFICER, "Success"),
		State("Returned", OFFICER, "Warning"),
		State("Declined", MANAGER, "Inverse"),
		State("Paused", OFFICER, "Warning"),
		State("Fulfilled", MANAGER, "Success"),
		State("Expired", OFFICER, "Inverse"),
		State("Withdrawn", MANAGER, "Inverse"),
	),
	moves=(
		*moves("Send for Review", ("Draft", "Returned"), "Submitted", *TEAM, SERVICE),
		*moves("Start Review", "Submitted", "Under Review", *TEAM),
		*moves("Accept Pledge", ("Submitted", "Under Review"), "Accepted", *TEAM),
		*moves("Return to Employer", ("Submitted", "Under Review"), "Returned", *TEAM),
		*moves("Decline Pledge", ("Submitted", "Under Review"), "Declined", *TEAM),
		*moves("Pause Pledge", "Accepted", "Paused", *TEAM, SERVICE),
		*moves("Resume Pledge", "Paused", "Accepted", *TEAM),
		*moves("Mark Fulfilled", "Accepted", "Fulfilled", *TEAM, SERVICE),
		*moves("Expire Pledge", LIVE, "Expired", *TEAM, SERVICE),
		*moves("Renew Pledge", "Expired", "Accepted", *TEAM),
		*moves("Withdraw Pledge", (*OPEN, *LIVE), "Withdrawn", *TEAM, SERVICE),
	),
	guards={
		"Submitted": (has_something_to_offer,),
		"Accepted": (has_something_to_offer, employer_is_active, period_is_not_over),
		"Returned": (reason_is_given,),
		"Declined": (reason_is_given,),
		"Expired": (period_is_over,),
	},
)
