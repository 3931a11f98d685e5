"""The demo: a site with demo data, and a login per role."""

import json
import secrets

from devbench import processes, serving, services, site
from devbench.console import say, step
from devbench.paths import LOGINS, RUN

ROLES = ("officer", "manager", "worker", "hs_adviser", "safeguarding", "analyst", "member", "employer", "mentor")


def ensure(bench, port=None):
	"""Make what is missing and serve it; the logins, as they stand in `logins.json`."""
	with services.used(bench) as ports, site.lock(site.DEMO):
		made = site.exists(site.DEMO)
		site.ensure(bench, ports, site.DEMO, prepare=lambda name: _load(bench, name))
		url = serving.serve(bench, site.DEMO, background=True, port=port)
		if not made or not LOGINS.exists():
			_give_logins(bench, url)
		return _write_address(url)


def _load(bench, name):
	with step("Demo data"):
		load = ["--site", name, "execute", "unlocking_opportunities.setup.demo.load"]
		bench.bench("Loading the demo data", *load, log="demo-data")


def _give_logins(bench, url):
	with step("Logins"):
		passwords = {role: secrets.token_urlsafe(9) for role in ("administrator", *ROLES)}
		administrator = passwords.pop("administrator")
		exchange = RUN / "logins.json"
		processes.replace(exchange, json.dumps(passwords), mode=0o600)
		bench.frappe("Setting the demo passwords", "demo_logins", site.DEMO, str(exchange), log="demo-logins")
		users = json.loads(exchange.read_text())
		exchange.unlink()
		site.set_administrator_password(bench, site.DEMO, administrator)
		logins = {"administrator": {"user": "Administrator", "password": administrator}}
		logins.update({role: {"user": user, "password": passwords[role]} for role, user in users.items()})
		processes.replace(LOGINS, json.dumps({"url": url, "users": logins}, indent="\t"), mode=0o600)


def _write_address(url):
	logins = {**json.loads(LOGINS.read_text()), "url": url}
	processes.replace(LOGINS, json.dumps(logins, indent="\t"), mode=0o600)
	return logins


def show(logins):
	say(f"\nThe demo is served at {logins['url']}\n")
	for role, login in logins["users"].items():
		say(f"  {role:<14} {login['user']:<44} {login['password']}")
	say("\nThese are also in .bench/logins.json. Mail is kept in .bench/mail/demo. To stop: ./dev stop")
