"""The names of this app's roles, in one place. Each role is prefixed so that none collides with another app's."""

import frappe
from frappe import _

OFFICER = "Unlocking Officer"
MANAGER = "Unlocking Manager"
ALLOCATED_WORKER = "Unlocking Allocated Worker"
HS_ADVISER = "Unlocking Health and Safety Adviser"
SAFEGUARDING_LEAD = "Unlocking Safeguarding Lead"
ANALYST = "Unlocking Analyst"
ADMINISTRATOR = "Unlocking Administrator"

# People outside the council: they reach the portal and nothing else.
EMPLOYER = "Unlocking Employer"
MENTOR = "Unlocking Mentor"
COUNCILLOR = "Unlocking Councillor"

# Held by one login-less user: the nightly jobs and what outsiders set moving.
SERVICE = "Unlocking Service"

# Who run the programme.
TEAM = (OFFICER, MANAGER)
DESK_ROLES = (OFFICER, MANAGER, ALLOCATED_WORKER, HS_ADVISER, SAFEGUARDING_LEAD, ANALYST, ADMINISTRATOR)
PORTAL_ROLES = (EMPLOYER, MENTOR, COUNCILLOR)


def administers(*also: str, user: str | None = None) -> bool:
	"""Return whether `user` (the one who is signed in) is a System Manager, or holds one of the roles `also`.

	System Managers reach everything on the site in other ways, so no guard holds them.
	"""
	user = user or frappe.session.user
	return user == "Administrator" or bool({"System Manager", *also} & set(frappe.get_roles(user)))


def works_in_the_desk() -> bool:
	"""Return whether whoever is signed in finds the app on Frappe's screen of apps (hooks: add_to_apps_screen)."""
	return bool({*DESK_ROLES, "System Manager"} & set(frappe.get_roles()))


def require(*allowed: str) -> None:
	"""Raise PermissionError unless whoever is signed in holds one of the roles `allowed`.

	Unlike frappe.only_for this makes no exception for Administrator's or a test's sake.
	"""
	if not set(allowed) & set(frappe.get_roles()):
		frappe.throw(
			_("Only {0} can do this.").format(" / ".join(_(role) for role in allowed)), frappe.PermissionError
		)
