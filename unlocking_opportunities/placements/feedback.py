"""Feedback on a placement: who gives it, in which statuses it is asked for, and who is told when someone didn't feel safe."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council import calls, dates
from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.rules.placement_states import BEGUN

YOUNG_PERSON, HOST, OFFICER = "Young Person", "Host", "Officer"
# Fields that only one party is asked for.
ONLY_OF = {"safe_and_supported": YOUNG_PERSON, "reliable": HOST, "host_again": HOST}
ASKED_IN = BEGUN


def notify_not_safe(feedback: Document) -> None:
	"""Tell the officer, the allocated worker and the managers at once to call the young person. The email says no more."""
	by = calls.call_by()
	subject = _("Please call today: {0}").format(feedback.name)
	line = _("There is new feedback on {0}. Read it now, then call the young person today.")
	if by != getdate(today()):
		subject = _("Please call on {0}: {1}").format(dates.in_full(by), feedback.name)
		line = _("There is new feedback on {0}. Read it now. The young person was told that we call on {1}.")
	staff.notify(
		recipients.of_placement(feedback.placement) | recipients.holders_of(MANAGER),
		subject=subject,
		lines=[
			line.format(feedback.placement, dates.in_full(by)),
			_("Their number is on their identity record."),
		],
		document=feedback,
		urgent=True,
	)
