"""Delete emails with a sign-in link as soon as they have been sent, because the link lets its holder in.

Frappe keeps a sent email in its Email Queue for weeks. One with such a link is marked by `reference_doctype=PORTAL_LINK` in
`frappe.sendmail`. One that Frappe has given up on, after several tries, is kept for a day, so that someone can find out why,
and then deleted too. One that is still to be sent is deleted only once its link no longer exists. Texts are never stored
(text.py).
"""

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_to_date, now_datetime

PORTAL_LINK = "Portal Link"
SENT, GIVEN_UP = "Sent", "Error"
STILL_TO_SEND = ("Not Sent", "Partially Sent")
KEPT_HOURS = 24


def purge() -> None:
	"""Delete the emails with a link that were sent or can't be any more. Run every few minutes; safe to repeat. Commits."""
	queue, recipient, link = DocType("Email Queue"), DocType("Email Queue Recipient"), DocType(PORTAL_LINK)
	given_up = (queue.status == GIVEN_UP) & (queue.modified < add_to_date(now_datetime(), hours=-KEPT_HOURS))
	useless = queue.status.isin(STILL_TO_SEND) & link.name.isnull()
	names = (
		frappe.qb.from_(queue)
		.left_join(link)
		.on(link.name == queue.reference_name)
		.select(queue.name)
		.where(queue.reference_doctype == PORTAL_LINK)
		.where((queue.status == SENT) | given_up | useless)
		.run(pluck=True)
	)
	if names:
		frappe.qb.from_(recipient).delete().where(recipient.parent.isin([str(name) for name in names])).run()
		frappe.qb.from_(queue).delete().where(queue.name.isin(names)).run()
	frappe.db.commit()
