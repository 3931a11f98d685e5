"""What the pictures show: the demo's records, and who is signed in. Runs inside Frappe."""

import secrets
from typing import Any

import frappe

from devbench.console import Problem
from unlocking_opportunities.portal import identity
from unlocking_opportunities.setup import demo
from unlocking_opportunities.setup.demo_data.council import SETTINGS, address_of

STAFF = ("officer", "manager", "worker", "hs_adviser", "safeguarding", "analyst")
ON_THE_PORTAL = ("employer", "mentor", "member")
NEW_HOST = "new-host@demo-council.example"


def prepare() -> None:
	"""Give the demo the council's name and colour, and put away the introductions, which would cover half the screen."""
	settings = frappe.get_doc(SETTINGS)
	settings.update({"council_name": "Merrowby Council", "colour": "#00695c"})
	settings.save()
	for onboarding in _all("Module Onboarding", {}, "name"):
		frappe.db.set_value("Module Onboarding", onboarding, "is_complete", 1)
	frappe.clear_cache()


def find() -> dict[str, str]:
	"""Return the names of the records that the paths of pictures name."""
	officer = address_of("officer")
	visit, running = _visit_after_another(officer)
	return {
		"closed": _agreed_placement(officer=officer),
		"linked": _agreed_placement(officer=["!=", officer]),
		"visit": visit,
		"running": running,
		"pledge": _first(
			"Employer Pledge", {"status": "Submitted", "contact": ["is", "set"], "places_pledged": [">", 1]}
		),
		"draft": _first("Risk Assessment", {"status": "Draft", "overall_rating": "Medium"}),
		"approved": _first(
			"Risk Assessment", {"status": "Approved", "environment_band": "Less Familiar Risk"}
		),
		"decision": _first("Decision Request", {"status": "Waiting", "kind": "Placement"}),
		"person": _person_without_a_placement(),
		"hosted": _hosted_placement(),
		"pairing": _first("Mentoring Pairing", {"status": "Active", "mentor": _acts_for("mentor")}),
	}


def sign_ins() -> dict[str, tuple[str, str]]:
	"""Return (user, password) for each member of staff."""
	passwords = {role: secrets.token_urlsafe(9) for role in STAFF}
	users = demo.logins(password_by_role=passwords)
	return {role: (users[role], passwords[role]) for role in STAFF}


def sessions(placement: str) -> dict[str, str]:
	"""Return the cookie of an open session for each person outside the council; `placement`: the young person's."""
	_add_access(kind="Employer", email=NEW_HOST, employer=_employer_without_agreement())
	_forget_answers(placement)
	link = _add_access(kind="Young Person", placement=placement)
	opened = {role: identity.open_session(address_of(role)) for role in ON_THE_PORTAL}
	return {
		**opened,
		"new_host": identity.open_session(NEW_HOST),
		"young_person": identity.open_session(portal_access=link),
	}


def _forget_answers(placement: str) -> None:
	"""Take back what the young person has already said about a placement, so that their pages ask for it."""
	release = _first("Share Release", {"placement": placement})
	items = _all("Share Release Item", {"parent": release}, "name")
	for item in items:
		frappe.db.set_value("Share Release Item", item, "young_persons_view", "Not Asked")
	frappe.db.delete("Placement Signature", {"parent": placement, "party": "Young Person"})


def _add_access(**values: str) -> str:
	return frappe.get_doc({"doctype": "Portal Access", **values}).insert().name


def _all(doctype: str, filters: dict[str, Any], field: str = "name") -> list[str]:
	# No permissions: it reads made-up records, and nobody but the one at the keyboard runs it.
	return frappe.get_all(doctype, filters, pluck=field, order_by="name")


def _first(doctype: str, filters: dict[str, Any], field: str = "name") -> str:
	found = _all(doctype, filters, field)
	if not found:
		raise Problem(f"The demo has no {doctype} with {filters}, which a picture needs.")
	return found[0]


def _acts_for(kind: str) -> str:
	"""Return the record that the demo's employer or mentor acts for."""
	return _first("Portal Access", {"email": address_of(kind), "kind": kind.title()}, kind)


def _agreed_placement(**filters: Any) -> str:
	"""Return a placement with checks outstanding, and with a draft of what the host is told."""
	drafts = _all("Share Release", {"status": "Draft"}, "placement")
	return _first("Placement", {"name": ["in", drafts], "status": "Agreed", "under_18": 1, **filters})


def _hosted_placement() -> str:
	"""Return a placement with the demo's employer, who has been told something about it."""
	released = _all("Share Release", {"status": "Released"}, "placement")
	filters = {"status": "In Progress", "employer": _acts_for("employer"), "name": ["in", released]}
	return _first("Placement", filters)


def _visit_after_another(officer: str) -> tuple[str, str]:
	"""Return a planned visit whose placement has been visited before, and that placement."""
	visited = _all("Visit", {"status": "Done", "kind": "First Week"}, "placement")
	running = _all("Placement", {"status": "In Progress", "name": ["in", visited]}, "name")
	planned = {"status": "Planned", "kind": "Regular", "visitor": officer, "placement": ["in", running]}
	visit = _first("Visit", planned)
	return visit, frappe.db.get_value("Visit", visit, "placement")


def _person_without_a_placement() -> str:
	"""Return an adult without a placement: more places fit adults."""
	taken = _all("Placement", {}, "young_person")
	return _first("Young Person", {"status": "Active", "age_band": "18 to 20", "name": ["not in", taken]})


def _employer_without_agreement() -> str:
	agreed = _all("Host Agreement", {}, "employer")
	return _first("Employer", {"status": "Active", "name": ["not in", agreed]})
