"""The demo: a site with demo data, and a login for each role."""

import json
import secrets

from devbench import processes, services, serving, site
from devbench.console import say, step
from devbench.paths import LOGINS, RUN

ROLES = (
	"administrator",
	"officer",
	"manager",
	"worker",
	"hs_adviser",
	"safeguarding",
	"analyst",
	"member",
	"employer",
	"mentor",
)


def ensure(bench, port=None):
	"""Make what is missing and serve it; return the address and logins, as in `logins.json`."""
	with services.used(bench) as ports, site.lock(site.DEMO):
		site.ensure(bench, ports, site.DEMO, prepare=lambda name: _load(bench, name))
		users = json.loads(LOGINS.read_text())["users"] if LOGINS.exists() else _make_logins(bench)
		logins = {"url": serving.serve(bench, site.DEMO, background=True, port=port), "users": users}
		processes.replace(LOGINS, json.dumps(logins, indent="\t"), mode=0o600)
		return logins


def _load(bench, name):
	LOGINS.unlink(missing_ok=True)
	with step("Demo data"):
		bench.frappe("Loading the demo data", "load_demo", name, log="demo-data")


def _make_logins(bench):
	"""Make random passwords for the demo's users: {role key: {"user", "password"}}."""
	with step("Logins"):
		passwords = {role: secrets.token_urlsafe(9) for role in ROLES}
		exchange = RUN / "logins.json"
		processes.replace(exchange, json.dumps(passwords), mode=0o600)
		bench.frappe("Setting the demo's passwords", "set_logins", site.DEMO, exchange, log="demo-logins")
		users = json.loads(exchange.read_text())
		exchange.unlink()
		return {role: {"user": user, "password": passwords[role]} for role, user in users.items()}


def show(logins):
	say(f"\nThe demo is served at {logins['url']}\n")
	for role, login in logins["users"].items():
		say(f"  {role:<14} {login['user']:<44} {login['password']}")
	say("\nThese are also in .bench/logins.json. Mail is kept in .bench/mail/demo. To stop: ./dev stop")
