"""Delete emails and texts with a sign-in link as soon as they have been sent, because the link lets its holder in.

Frappe keeps a sent email in its Email Queue for weeks, and a sent text in its SMS Log for ever. An email with such a link
is marked by `reference_doctype=PORTAL_LINK` in `frappe.sendmail`; a text is recognised by an address of this site. One that
could not be sent is kept for a day, so that someone can find out why, and then deleted too.
"""

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_to_date, get_url, now_datetime

PORTAL_LINK = "Portal Link"
# Frappe's log of texts and the field with the message. Not every version has it.
TEXTS = ("SMS Log", "message")
GIVEN_UP_AFTER_HOURS = 24


def purge() -> None:
	"""Delete the emails and texts with a link that were sent or given up. Run every few minutes; safe to repeat. Commits."""
	_purge_mails()
	_purge_texts()
	frappe.db.commit()


def _purge_mails() -> None:
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


def _purge_texts() -> None:
	doctype, field = TEXTS
	if frappe.db.table_exists(doctype):
		log = DocType(doctype)
		frappe.qb.from_(log).delete().where(log[field].like(f"%{get_url()}%")).run()
