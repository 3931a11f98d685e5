"""The workflow of an employer's pledge. Accepting it opens its opportunities."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import MANAGER, OFFICER, SERVICE, TEAM
from unlocking_opportunities.workflow.definition import Definition, State, moves

OPEN = ("Draft", "Submitted", "Under Review", "Returned")
LIVE = ("Accepted", "Paused")


def require_offers(pledge: Document) -> None:
	for offer in pledge.offers:
		if offer.number < 1:
			frappe.throw(_("Offer {0}: enter how many, 1 or more.").format(offer.idx))


def require_active_employer(pledge: Document) -> None:
	status = frappe.db.get_value("Employer", pledge.employer, "status")
	if status != "Active":
		frappe.throw(
			_("{0} is {1}. Make the employer Active before you accept its pledge.").format(
				pledge.employer_name, _(status)
			)
		)


def require_open_period(pledge: Document) -> None:
	if pledge.valid_until and getdate(pledge.valid_until) < getdate(today()):
		frappe.throw(
			_(
				"This pledge was open until {0}. Agree a later date with the employer, then change Open Until."
			).format(dates.day(pledge.valid_until))
		)


def require_reason(pledge: Document) -> None:
	if not (pledge.reason or "").strip():
		frappe.throw(
			_(
				"The reason is missing. Fill in Reason Given to the Employer first. The employer sees exactly what you write."
			),
			frappe.MandatoryError,
		)


def require_ended_period(pledge: Document) -> None:
	if not pledge.valid_until or getdate(pledge.valid_until) >= getdate(today()):
		frappe.throw(
			_("A pledge can expire only after its Open Until date. To stop it now, withdraw it instead.")
		)


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
		"Submitted": (require_offers,),
		"Accepted": (require_offers, require_active_employer, require_open_period),
		"Returned": (require_reason,),
		"Declined": (require_reason,),
		"Expired": (require_ended_period,),
	},
)
