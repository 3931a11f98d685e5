"""What the app installs on a site. Every step is safe to run again: it adds what is absent and changes nothing else."""

import frappe
from frappe.utils.fixtures import sync_fixtures

from unlocking_opportunities.access import guarded
from unlocking_opportunities.council import roles
from unlocking_opportunities.setup import defaults, desk_views, frappe_version, reference_data, workflows
from unlocking_opportunities.workflow.service import SERVICE_USER

# Frappe's own pages for requests about personal data. They ignore our retention periods and legal holds.
FRAPPES_DATA_REQUESTS = ("request-data", "request-to-delete-data")


def after_install() -> None:
	# Frappe reads fixtures only after this hook; the service user needs its role now.
	sync_fixtures("unlocking_opportunities")
	install(new=True)


def after_migrate() -> None:
	install()


def install(new: bool = False) -> None:
	"""Add the service user, workflows, the board and saved filters, shared reference data, and the dated settings."""
	add_service_user()
	workflows.install()
	desk_views.install()
	reference_data.install()
	defaults.fill_settings(new)
	unpublish_data_requests()
	guarded.forget()
	frappe_version.warn()


def unpublish_data_requests() -> None:
	"""Unpublish Frappe's pages for data requests: the council uses Data Rights Request instead."""
	for form in frappe.get_all(
		"Web Form", {"name": ["in", FRAPPES_DATA_REQUESTS], "published": 1}, pluck="name"
	):
		frappe.get_doc("Web Form", form).db_set("published", 0)


def add_service_user() -> None:
	"""Add the user for nightly jobs, disabled: it cannot sign in, hold a session or be sent a link."""
	if frappe.db.exists("User", SERVICE_USER):
		return
	user = frappe.new_doc("User")
	user.update(
		{
			"email": SERVICE_USER,
			"first_name": "Unlocking Opportunities Service",
			"send_welcome_email": 0,
			"roles": [{"role": roles.SERVICE}],
		}
	)
	user.flags.no_welcome_mail = True
	user.insert(ignore_permissions=True)  # installing
	# When any user is saved as disabled, Frappe requires another System Manager.
	user.db_set("enabled", 0)
