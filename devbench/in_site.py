"""What is done to a site from inside Frappe: python -m devbench.in_site SITE FUNCTION [ARGUMENT…], in the sites folder.

Run with the bench's own Python; the functions are called by devbench/site.py.
"""

import json
import sys

import frappe
from frappe.utils import now_datetime
from frappe.utils.password import update_password


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


def connect_mail(port):
	"""Send mail through the bench's own sink, under the site's name."""
	account = frappe.new_doc("Email Account")
	if name := frappe.db.exists("Email Account", "Unlocking Opportunities"):
		account = frappe.get_doc("Email Account", name)
	account.update(
		{
			"email_account_name": "Unlocking Opportunities",
			"email_id": "unlocking-opportunities@example.org",
			"enable_outgoing": 1,
			"default_outgoing": 1,
			"smtp_server": "127.0.0.1",
			"smtp_port": port,
			"login_id_is_different": 1,
			"login_id": frappe.local.site,
			"password": "any",
			"use_tls": 0,
		}
	)
	account.save()


def set_logins(file):
	"""Set the passwords in `file`, {role key: password}, for the demo's users; then write {role key: user} there."""
	from unlocking_opportunities.setup import demo

	with open(file) as text:
		passwords = json.load(text)
	update_password("Administrator", passwords.pop("administrator"))
	users = {"administrator": "Administrator", **demo.logins(password_by_role=passwords)}
	with open(file, "w") as text:
		json.dump(users, text)


FUNCTIONS = {function.__name__: function for function in (set_up, connect_mail, set_logins)}


def main(site, function, *arguments):
	frappe.init(site=site)
	frappe.connect()
	try:
		FUNCTIONS[function](*arguments)
		frappe.db.commit()
	finally:
		frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
