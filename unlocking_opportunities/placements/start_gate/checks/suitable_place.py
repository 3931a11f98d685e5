"""Whether this place is right for this young person. Only their allocated worker says so."""

from frappe.utils import get_fullname

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate.checks.verdicts import failed, passed
from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.placements.start_gate.rows import Restriction
from unlocking_opportunities.placements.start_gate.table import UNSUITABLE
from unlocking_opportunities.rules.findings import Verdict, _


def suitability(f: Facts) -> Verdict:
	"""The allocated worker has confirmed that this host, address, supervisor and journey are safe for this person."""
	if f.placement.suitability_refused_on or any(_restricts(row, f) for row in f.restrictions):
		# The same words and code for both, so that nobody can tell them apart. Never says more than this: the reason
		# stays in the Suitability Refusal or the support profile.
		return failed(
			UNSUITABLE,
			_("Not suitable. Ask the allocated worker."),
			_("Look for another place, then cancel this one or end it early."),
		)
	if not f.placement.suitability_confirmed_on:
		return failed(
			"suitability-open",
			_("The allocated worker has not confirmed yet that this place is suitable."),
			_("Ask them to open this placement and select Confirm Suitable."),
		)
	if f.placement.suitability_hash != fingerprints.of_suitability(f.placement, f.site):
		return failed(
			"suitability-changed",
			_("The host, place, supervisor or journey has changed since the allocated worker confirmed it."),
			_("Ask them to check it again and select Confirm Suitable."),
		)
	if f.placement.suitability_confirmed_for:
		return passed(
			"suitable-by-cover",
			_("{by} has confirmed it for the allocated worker, {worker}."),
			by=get_fullname(f.placement.suitability_confirmed_by),
			worker=get_fullname(f.placement.suitability_confirmed_for),
		)
	return passed("suitable", _("The allocated worker has confirmed it."))


def _restricts(row: Restriction, f: Facts) -> bool:
	if row.until and settings.day(row.until) < f.judged_from:
		return False
	places = ((row.employer, f.placement.employer), (row.site, f.placement.site), (row.ward, _ward(f)))
	return any(restricted and restricted == here for restricted, here in places)


def _ward(f: Facts) -> str | None:
	return f.site.get("ward") or f.opportunity.ward
