"""Delete emails with a sign-in link as soon as they have been sent, because the link lets its holder in.

Frappe keeps a sent email in its Email Queue for weeks. One with such a link is marked by `reference_doctype=PORTAL_LINK` in
`frappe.sendmail`. One that could not be sent is kept for a day, so that someone can find out why, and then deleted too.
Texts are never stored (text.py).
"""

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_to_date, now_datetime

PORTAL_LINK = "Portal Link"
GIVEN_UP_AFTER_HOURS = 24


def purge() -> None:
	"""Delete the emails with a link that were sent or given up. Run every few minutes; safe to repeat. Commits."""
	queue, recipient = DocType("Email Queue"), DocType("Email Queue Recipient")
	given_up = queue.modified < add_to_date(now_datetime(), hours=-GIVEN_UP_AFTER_HOURS)
	names = (
		frappe.qb.from_(queue)
		.select(queue.name)
		.where(queue.reference_doctype == PORTAL_LINK)
		.where((queue.status == "Sent") | given_up)
		.run(pluck=True)
	)
	if names:
		frappe.qb.from_(recipient).delete().where(recipient.parent.isin([str(name) for name in names])).run()
		frappe.qb.from_(queue).delete().where(queue.name.isin(names)).run()
	frappe.db.commit()
