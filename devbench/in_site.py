"""Changes to a site from inside Frappe: python -m devbench.in_site SITE FUNCTION [ARGUMENT…], in the sites folder.

Runs with the bench's own Python; devbench/site.py calls the functions.
"""

import json
import sys

import frappe
from frappe.utils.password import update_password

from devbench.fresh_site import set_up


def forget_cache():
	"""Delete what Redis still has of an earlier site of this name, such as its hooks."""
	frappe.cache.delete_keys("")


def connect_mail(port):
	"""Send email through the bench's mail sink, under the site's name."""
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


def load_demo():
	"""Load the app's demo data. (`bench execute` would hide why it failed.)"""
	from unlocking_opportunities.setup import demo

	logo = "/assets/unlocking_opportunities/images/logo.svg"
	frappe.db.set_single_value("Navbar Settings", "app_logo", logo)
	demo.load()


def set_logins(file):
	"""Set the passwords in `file`, {role key: password}, for the demo's users; then write {role key: user} there."""
	from unlocking_opportunities.setup import demo

	with open(file) as text:
		passwords = json.load(text)
	update_password("Administrator", passwords.pop("administrator"))
	users = {"administrator": "Administrator", **demo.logins(password_by_role=passwords)}
	with open(file, "w") as text:
		json.dump(users, text)


FUNCTIONS = {
	function.__name__: function for function in (set_up, forget_cache, connect_mail, load_demo, set_logins)
}


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
