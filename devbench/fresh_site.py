"""What makes a fresh site ready for use, from inside Frappe; its result is cached by this file's text."""

import frappe
from frappe.utils import now_datetime


def set_up():
	"""Answer the setup wizard as a council in England would, so that a fresh site opens on its Desk."""
	from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

	result = setup_complete(
		{"language": "English", "country": "United Kingdom", "timezone": "Europe/London", "currency": "GBP"}
	)
	if result["status"] != "ok":
		raise RuntimeError(f"the setup wizard failed: {result}")
	settings = frappe.get_doc("System Settings")
	settings.update({"date_format": "dd-mm-yyyy", "time_format": "HH:mm", "first_day_of_the_week": "Monday"})
	settings.save()
	frappe.db.set_default("currency", "GBP")
	frappe.db.set_single_value("Website Settings", "disable_signup", 1)
	put_tours_away()
	add_system_manager()


def add_system_manager():
	"""Frappe makes the first user of a site without one its System Manager; here nobody is to get that role unasked."""
	user = frappe.new_doc("User", email="system.manager@example.org", first_name="System Manager")
	user.append("roles", {"role": "System Manager"})
	user.flags.no_welcome_mail = True
	user.insert()


def put_tours_away():
	"""The engine's own tours would lie over the first screens of every new user; the app's are not yet here."""
	tour = frappe.qb.DocType("Form Tour")
	frappe.qb.update(tour).set(tour.ui_tour, 0).set(tour.modified, now_datetime()).run()
