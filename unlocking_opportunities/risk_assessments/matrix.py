"""The risk matrix as people see it: the words of its scale, the colours of its ratings, and the bands in force."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from unlocking_opportunities.council import settings
from unlocking_opportunities.rules import risk

# Each rating is also written out, so that nothing depends on its colour.
COLOURS = {risk.LOW: "green", risk.MEDIUM: "orange", risk.HIGH: "red"}


def likelihood_words() -> list[str]:
	"""Return what the likelihoods 1 to 5 are called (hooks: jinja)."""
	return [_("Rare"), _("Unlikely"), _("Possible"), _("Likely"), _("Almost certain")]


def severity_words() -> list[str]:
	"""Return what the severities 1 to 5 are called (hooks: jinja)."""
	return [_("Negligible"), _("Minor"), _("Moderate"), _("Major"), _("Catastrophic")]


@frappe.whitelist()
def get() -> dict[str, list]:
	"""Return `bands` (those in force today: from_score, to_score, rating), `likelihoods` and `severities` (words).

	Raises PermissionError for users who may not read risk assessments.
	"""
	if not frappe.has_permission("Risk Assessment", "read"):
		raise frappe.PermissionError
	bands = risk.bands_in_force(settings.risk_bands(), getdate(today()))
	return {
		"bands": [
			{"from_score": band.from_score, "to_score": band.to_score, "rating": band.rating}
			for band in bands
		],
		"likelihoods": likelihood_words(),
		"severities": severity_words(),
	}
