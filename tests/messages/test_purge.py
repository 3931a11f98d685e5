"""A sent sign-in link is deleted from the queue; other email is left to Frappe."""

import frappe
from frappe.utils import add_to_date, get_url, now_datetime

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


def test_a_text_with_an_address_of_this_site_is_gone(frappe_site, monkeypatch):
	"""For Frappe's log of texts, if it has one. The ToDo table, which also has a text column, is used in its place."""
	todo = frappe.get_doc({"doctype": "ToDo", "description": f"Open {get_url()}/link/planted"}).insert()
	other = frappe.get_doc({"doctype": "ToDo", "description": "Your visit is at ten."}).insert()
	monkeypatch.setattr(purge, "TEXTS", ("ToDo", "description"))
	purge.purge()
	assert not frappe.db.exists("ToDo", todo.name) and frappe.db.exists("ToDo", other.name)
	other.delete()
	frappe.db.commit()
