"""A sent sign-in link is deleted from the queue; other email is left to Frappe."""

import frappe
from frappe.utils import add_to_date, now_datetime

from unlocking_opportunities.messages import purge


def mail(status, about=purge.PORTAL_LINK, hours_ago=0):
	queue = frappe.new_doc("Email Queue")
	queue.update(
		{"message": "planted-token", "status": status, "reference_doctype": about, "sender": "a@b.example"}
	)
	queue.append("recipients", {"recipient": "robin@young.example"})
	queue.insert()
	queue.db_set("modified", add_to_date(now_datetime(), hours=-hours_ago), update_modified=False)
	return queue.name


def test_what_was_sent_or_given_up_is_gone_with_its_recipients(frappe_site):
	gone = [mail("Sent"), mail("Error", hours_ago=25), mail("Not Sent", hours_ago=25)]
	kept = [mail("Not Sent"), mail("Error"), mail("Sent", about="Placement")]
	purge.purge()
	purge.purge()
	assert {name for name in gone + kept if frappe.db.exists("Email Queue", name)} == set(kept)
	gone, kept = ([str(name) for name in names] for names in (gone, kept))  # as stored on the recipients
	parents = set(frappe.get_all("Email Queue Recipient", {"parent": ["in", gone + kept]}, pluck="parent"))
	assert parents == set(kept)
	frappe.db.delete("Email Queue", {"name": ["in", kept]})
	frappe.db.commit()
