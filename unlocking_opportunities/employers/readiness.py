"""An employer's readiness to host, worked out from its host agreements."""

import frappe
from frappe.utils import add_days, getdate, today

from unlocking_opportunities.council.settings import get_settings

ORDER = ("Ready", "Renewal Due", "In Progress", "Expired", "Not Started")


def of_agreement(status: str, runs_to, warning_days: int) -> str:
	"""Return the readiness for one agreement. Checked and in date is Ready, or Renewal Due in its last `warning_days`."""
	if status == "Expired" or (status == "Checked" and runs_to and getdate(runs_to) < getdate(today())):
		return "Expired"
	if status == "Checked":
		soon = runs_to and getdate(runs_to) <= getdate(add_days(today(), warning_days))
		return "Renewal Due" if soon else "Ready"
	return "In Progress"


def of_employer(employer: str) -> str:
	"""Return the readiness of `employer`: the best of its agreements, for one site or all."""
	warning_days = get_settings().first_warning_days
	agreements = frappe.get_all(
		"Host Agreement",
		filters={"employer": employer, "status": ["!=", "Superseded"]},
		fields=["status", "expires_on", "cover_to"],
	)
	said = {
		of_agreement(
			row.status, min(filter(None, (row.expires_on, row.cover_to)), default=None), warning_days
		)
		for row in agreements
	}
	return min(said, key=ORDER.index, default="Not Started")
