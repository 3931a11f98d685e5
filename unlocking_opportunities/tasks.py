"""What runs each night, in the order in which one thing rests on another.

Every step may be run twice, and killed half-way: it commits batch by batch and finds only what is left to do.
"""

import frappe

from unlocking_opportunities import expiry, invariants, young_people
from unlocking_opportunities.digest import send_digests
from unlocking_opportunities.gate import judge


def nightly() -> None:
	"""Bring ages, expiries and gates up to date, then tell each person once what is theirs to do."""
	for step in (
		young_people.refresh_age_bands,
		expiry.expire_all,
		judge.judge_all,
		report_broken_invariants,
		send_digests,
	):
		step()
		frappe.db.commit()


def report_broken_invariants() -> None:
	"""Write what got past the guards to the error log, by reference; the digest tells managers to look."""
	for problem in invariants.check():
		frappe.log_error(
			title=f"Unlocking Opportunities: {problem.doctype}",
			message=f"{problem.message} {', '.join(problem.names)}",
		)
