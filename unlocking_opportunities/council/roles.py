"""The names of this app's roles. Each has a prefix, so that it cannot clash with another app's."""

import frappe
from frappe import _

OFFICER = "Unlocking Officer"
MANAGER = "Unlocking Manager"
ALLOCATED_WORKER = "Unlocking Allocated Worker"
HS_ADVISER = "Unlocking Health and Safety Adviser"
SAFEGUARDING_LEAD = "Unlocking Safeguarding Lead"
ANALYST = "Unlocking Analyst"
ADMINISTRATOR = "Unlocking Administrator"

# People outside the council. They can use the portal and nothing else.
EMPLOYER = "Unlocking Employer"
MENTOR = "Unlocking Mentor"
COUNCILLOR = "Unlocking Councillor"

# For one user who cannot sign in: it runs the nightly jobs and acts for people outside.
SERVICE = "Unlocking Service"

# The people who run the programme.
TEAM = (OFFICER, MANAGER)
DESK_ROLES = (OFFICER, MANAGER, ALLOCATED_WORKER, HS_ADVISER, SAFEGUARDING_LEAD, ANALYST, ADMINISTRATOR)
PORTAL_ROLES = (EMPLOYER, MENTOR, COUNCILLOR)


def is_administrator(*also: str, user: str | None = None) -> bool:
	"""Return whether `user` (default: the signed-in user) is a System Manager or has one of the roles `also`.

	System Managers can reach everything on the site in other ways, so our guards do not stop them.
	"""
	user = user or frappe.session.user
	return user == "Administrator" or bool({"System Manager", *also} & set(frappe.get_roles(user)))


class RoleNeeded(frappe.PermissionError):
	"""Nobody without a certain role may do this."""


class SecondManagerNeeded(frappe.PermissionError):
	"""The one who asks has worked on it themselves, so another manager has to decide."""


def has_desk_role() -> bool:
	"""Return whether the signed-in user sees the app on Frappe's apps screen (hooks: add_to_apps_screen)."""
	return bool({*DESK_ROLES, "System Manager"} & set(frappe.get_roles()))


def require(*allowed: str) -> None:
	"""Raise RoleNeeded unless the signed-in user has one of the roles `allowed`.

	Unlike frappe.only_for, this makes no exception for Administrator or for tests.
	"""
	if not set(allowed) & set(frappe.get_roles()):
		frappe.throw(
			_("You need one of these roles to do this: {0}.").format(", ".join(_(role) for role in allowed)),
			RoleNeeded,
		)
