"""The demo: two years of a made-up council's programme, to load and to remove again.

    bench --site SITE execute unlocking_opportunities.setup.demo.load
    bench --site SITE execute unlocking_opportunities.setup.demo.clear

All its dates are relative to one day, today by default, so that it is always fresh.
"""

from collections.abc import Callable
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate
from frappe.utils import today as todays_date
from frappe.utils.password import update_password

from unlocking_opportunities.council.roles import ADMINISTRATOR
from unlocking_opportunities.employers import readiness
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.rules.placement_states import LIVE
from unlocking_opportunities.setup import loader
from unlocking_opportunities.setup.demo_data import (
	council,
	decisions,
	employers,
	hosting,
	matches,
	mentoring,
	offers,
	placements,
	programme,
	read,
	young_people,
)
from unlocking_opportunities.setup.demo_data.world import World
from unlocking_opportunities.workflow import service

LABEL = "Demo"
JOB = "unlocking-opportunities-demo"
# In the order in which they can be written: linked records first.
PARTS = (
	council.add_users,
	council.wards,
	council.settings,
	employers.make,
	employers.agreements_and_assessments,
	young_people.make,
	offers.make,
	offers.write_pledges,
	placements.make,
	hosting.make,
	mentoring.make,
	matches.declined,
	matches.fayre,
	decisions.make,
	council.steering_group,
	programme.add_portal_access,
	programme.events,
	programme.report,
)


def load(today: str | date | None = None, progress: Callable[[float, str], None] | None = None) -> str:
	"""Load the demo as of `today` and return what was done, in words. Does nothing if it is already loaded.

	Runs in the caller's transaction. Raises loader.LoadRefused within a web request, or for anyone but
	Administrator.
	"""
	if loader.is_loaded(LABEL):
		return _("The demo data has already been loaded.")
	world = World(loader.Loader(LABEL, progress), getdate(today or todays_date()))
	for part in PARTS:
		part(world)
	world.loader.finish(settle=lambda: _settle(world))
	return _("The demo data has been loaded: {0} young people, {1} employers.").format(
		len(world.people), len(world.hosts)
	)


def clear(with_dependent_records: bool = False) -> str:
	"""Remove exactly what the demo loaded and return what was done, in words.

	Raises loader.LoadRefused if people have made records that depend on it, unless these may be deleted too.
	"""
	if not loader.is_loaded(LABEL):
		return _("There is no demo data.")
	counts = loader.remove(LABEL, with_dependent_records)
	_forget_users()
	return _("The demo data has been removed: {0} records.").format(sum(counts.values()))


def logins(password_by_role: dict[str, str]) -> dict[str, str]:
	"""Set the password of a demo user for each role key; return {role key: user}.

	Keys: officer, manager, worker, hs_adviser, safeguarding, analyst, app_administrator, member, employer,
	mentor. Raises KeyError for another key, DoesNotExistError if the demo is not loaded.
	"""
	loaded = set(loader.records_of(LABEL)["User"])
	addresses = {row["key"]: council.address_of(row["key"]) for row in read("users")}
	users = {role: addresses[role] for role in password_by_role}
	for role, user in users.items():
		if user not in loaded:
			frappe.throw(_("{0} is not one of the demo users.").format(user), frappe.DoesNotExistError)
		update_password(user, password_by_role[role])
	return users


@frappe.whitelist(methods=["POST"])
def load_demo_data() -> None:
	"""Load the demo in the background, for an administrator of the app, who sees its progress."""
	_enqueue("load_for")


@frappe.whitelist(methods=["POST"])
def clear_demo_data(with_dependent_records: bool = False) -> None:
	"""Remove the demo in the background, for an administrator of the app."""
	_enqueue("clear_for", with_dependent_records=bool(with_dependent_records))


def load_for(user: str) -> None:
	"""Load the demo (job of `load_demo_data`) and show `user` the progress."""
	_run_for(user, lambda: load(progress=lambda part, doctype: _show(user, part * 100, _(doctype))))


def clear_for(user: str, with_dependent_records: bool) -> None:
	"""Remove the demo (job of `clear_demo_data`)."""
	_run_for(user, lambda: clear(with_dependent_records))


def _settle(world: World) -> None:
	"""Work out what follows from the stored records: readiness to host, and the start gate."""
	for host in world.hosts:
		frappe.db.set_value(
			"Employer",
			host.record.name,
			"readiness",
			readiness.of_employer(host.record.name),
			update_modified=False,
		)
	judge.judge_now(
		name for name, placement in world.loader.documents["Placement"].items() if placement.status in LIVE
	)
	programme.set_figures(world)
	_forget_users()


def _forget_users() -> None:
	frappe.cache.delete_value(["enabled_users", "users_for_mentions"])


def _enqueue(job: str, **arguments: bool) -> None:
	frappe.only_for((ADMINISTRATOR, "System Manager"))
	frappe.enqueue(
		f"{__name__}.{job}", queue="long", job_id=JOB, deduplicate=True, user=frappe.session.user, **arguments
	)


def _run_for(user: str, work: Callable[[], str]) -> None:
	# The loader accepts no other user; the caller has already checked permissions.
	with service.acting_as("Administrator"):
		try:
			told = work()
		except loader.LoadRefused as refusal:
			told = str(refusal)
	_show(user, 100, told)
	frappe.publish_realtime("msgprint", told, user=user, after_commit=True)


def _show(user: str, percent: float, description: str) -> None:
	progress = {"percent": percent, "title": _("Demo data"), "description": description}
	frappe.publish_realtime("progress", progress, user=user)
