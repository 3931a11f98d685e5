"""What is missing from a risk assessment before it can be submitted: little for an office, more for a building site."""

from collections.abc import Iterator

from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.rules import risk


def missing(assessment: Document) -> list[str]:
	"""Return what is missing, as sentences. The list is empty if it is complete for its environment band."""
	return list(_missing(assessment))


def _missing(assessment: Document) -> Iterator[str]:
	if not assessment.supervisor_name:
		yield _("Name the supervisor.")
	if any(not row.answer for row in assessment.prohibited_work) or not assessment.prohibited_work:
		yield _("Answer every question on work the law restricts, yes or no.")
	way = risk.path(assessment.environment_band)
	if way == risk.CONVERSATION:
		yield from _conversation(assessment)
	else:
		yield from _hazards(assessment)
	if way == risk.FULL_ASSESSMENT and not assessment.pre_start_visit_on:
		yield _("Visit the place, because it is higher risk, and fill in Visited Before Start.")


def _conversation(assessment: Document) -> Iterator[str]:
	if not (assessment.conversation_on and assessment.conversation_with and assessment.conversation_note):
		yield _("Record the conversation: when it was, who with and what was said.")


def _hazards(assessment: Document) -> Iterator[str]:
	if not assessment.hazards:
		yield _("List the hazards. Use Add From Library for the usual ones in the sector.")
	for row in assessment.hazards:
		if not (row.initial_score and row.residual_score):
			yield _("Hazard {0}: choose the likelihood and severity, now and afterwards.").format(row.idx)
		if row.further_action and not (row.action_owner and row.action_due):
			yield _("Hazard {0}: fill in who will do the action, and by when.").format(row.idx)
