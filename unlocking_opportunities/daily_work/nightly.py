"""The nightly job: its steps, in an order that respects what depends on what.

One run at a time: a second one ends at once. Each step is safe to run twice or after a crash all the same: it commits in
batches and finds only what is left to do. A step that fails is logged and the later ones still run, the digests above all.
"""

import frappe
from frappe.utils.file_lock import LockTimeoutError
from frappe.utils.synchronization import filelock

from unlocking_opportunities.access import emailed_reports
from unlocking_opportunities.approvals import escalation
from unlocking_opportunities.daily_work import expiry, invariants
from unlocking_opportunities.daily_work.digest import send_digests
from unlocking_opportunities.data_protection import disposal, retention
from unlocking_opportunities.employers import unfilled_offers
from unlocking_opportunities.messages import purge
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.portal.employer import mails
from unlocking_opportunities.programme.facts import sync
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.young_people import age_bands

LOCK = "unlocking_opportunities_nightly"


def nightly() -> None:
	"""Update ages, expiries and start gates, then send each person their digest."""
	try:
		# The system releases it when this process ends, however it ends.
		with filelock(LOCK, timeout=0):
			one_by_one("Unlocking Opportunities", STEPS, lambda step: STEPS[step]())
	except LockTimeoutError:
		# After Frappe's own line, which doesn't say what it is about.
		frappe.log_error(
			title="Unlocking Opportunities: nightly job",
			message="It is already running. This second run has done nothing.",
		)
		frappe.db.commit()


def report_broken_invariants() -> None:
	"""Write broken invariants to the error log, by reference. The digest tells managers about them."""
	for problem in invariants.check():
		frappe.log_error(
			title=f"Unlocking Opportunities: {problem.doctype}",
			message=f"{problem.message} {', '.join(problem.names)}",
		)


STEPS = {
	"age bands": age_bands.refresh_age_bands,
	"expiry": expiry.expire_all,
	"start gates": judge.judge_all,
	"facts": sync.rebuild,
	"escalation": escalation.escalate_all,
	"unfilled offers": unfilled_offers.ask_all,
	"invariants": report_broken_invariants,
	"emailed reports": emailed_reports.disable_refused,
	"disposal": disposal.dispose_approved,
	"retention": retention.propose_all,
	"token mails": purge.purge,
	"digests": send_digests,
	"mails to employers": mails.send_all,
}
