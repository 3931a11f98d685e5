"""Sites of the bench, each made from the cached dump of a fresh site, with the app installed."""

import base64
import gzip
import hashlib
import json
import re
import secrets
import shutil

from devbench import cache, processes, services
from devbench.console import Problem, step
from devbench.paths import APP, ROOT, RUN, SITES, SOURCE

DEMO = "demo"
TEST = "test"
# No scheduler: a test decides what runs when.
# Frappe allows a site to make sixty users an hour.
TEST_SETTINGS = {"allow_tests": 1, "pause_scheduler": 1, "throttle_user_limit": 100_000}
FRESH = "fresh-site-in-the-making"


def check_name(name):
	"""Check the name: it is also a folder's and a login's, and "assets" is the bench's own folder."""
	if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", name) or name == "assets":
		raise Problem(
			f"“{name}” can't be a site's name: small letters, digits and “-”, beginning with a letter."
		)
	return name


def config_file(name):
	return SITES / name / "site_config.json"


def config(name):
	return json.loads(config_file(name).read_text())


def database_of(name):
	"""Return the name of the site's database, and of its database user."""
	return f"site_{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def exists(name):
	return config_file(name).exists() and "devbench" in config(name)


def names():
	return sorted(file.parent.name for file in SITES.glob("*/site_config.json") if exists(file.parent.name))


def lock(name):
	"""Hold the lock of a site while it is made, changed or tested."""
	return cache.locked(RUN / f"site-{name}.lock", f"another run that uses the site “{name}”")


def redis_queue(name):
	"""Return the address of the site's own queue, so that one site's worker never takes another's jobs."""
	return services.redis_url(processes.ports(services.GROUP, ("redis",)), config(name)["devbench"]["number"])


def env(bench, name):
	"""Return the environment for processes of the site `name`."""
	return bench.env(FRAPPE_REDIS_QUEUE=redis_queue(name))


def ensure(bench, ports, name, *, prepare=None, settings=None):
	"""Make the site `name` if it is missing, and migrate it if the app changed. Call it with the site's `lock` held.

	`prepare(name)`: more steps to make it, such as loading the demo; a site counts as made only after that.
	`settings`: more for its site_config.json.
	"""
	if exists(name):
		_migrate_if_changed(bench, name)
		_follow_mail(bench, ports, name)
		return
	dump, state = _fresh_dump(bench), app_state()
	drop(name)
	_make_folder(name, settings or {})
	with step(f"Site “{name}”"):
		with gzip.open(dump / "site.sql.gz") as zipped:
			_fill(bench, ports, name, lambda plain: shutil.copyfileobj(zipped, plain))
	with step(f"App on “{name}”"):
		bench.bench("Installing the app", "--site", name, "install-app", APP, log=f"install-{name}")
	if prepare:
		prepare(name)
	_remember(name, number=_next_number(), app=state, mail=ports["mail"])


def copy(bench, ports, source, name, *, settings=None):
	"""Make the site `name` again from the database of `source`. Call it with both locks held."""
	drop(name)
	_make_folder(name, settings or {})
	with step(f"Site “{name}”"):
		_fill(bench, ports, name, lambda plain: services.dump(database_of(source), plain))
	_remember(name, number=_next_number(), app=config(source)["devbench"]["app"], mail=ports["mail"])


def _fill(bench, ports, name, write_dump):
	"""Make the site's database from the dump that `write_dump` writes to the file it is given."""
	_make_database(name)
	dump = RUN / f"{name}.sql"
	with dump.open("w+b") as plain:
		write_dump(plain)
		plain.seek(0)
		services.sql("", database=database_of(name), stdin=plain, log=f"restore-{name}")
	dump.unlink()
	bench.frappe("Clearing the cache", "forget_cache", name, log=f"cache-{name}")
	bench.frappe("Connecting mail", "connect_mail", name, str(ports["mail"]), log=f"mail-{name}")


def _make_folder(name, settings):
	folder = SITES / name
	for part in ("public/files", "private/files", "private/backups", "locks", "logs"):
		(folder / part).mkdir(parents=True, exist_ok=True)
	values = {
		"db_name": database_of(name),
		"db_password": secrets.token_urlsafe(16),
		"encryption_key": _fernet_key(),
		**settings,
	}
	processes.replace(config_file(name), json.dumps(values, indent="\t"), mode=0o600)


def _fernet_key():
	return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _make_database(name):
	values = config(name)
	database, password = values["db_name"], values["db_password"]
	services.sql(
		f"CREATE DATABASE `{database}`;"
		f"CREATE USER '{database}'@'%' IDENTIFIED BY '{password}';"
		f"GRANT ALL ON `{database}`.* TO '{database}'@'%';"
	)


def set_address(name, url):
	"""Set the site's address for links in emails."""
	processes.replace(
		config_file(name), json.dumps({**config(name), "host_name": url}, indent="\t"), mode=0o600
	)


def drop(name):
	"""Remove the site, complete or not, with its database."""
	database = database_of(name)
	services.sql(f"DROP DATABASE IF EXISTS `{database}`; DROP USER IF EXISTS '{database}'@'%';")
	shutil.rmtree(SITES / name, ignore_errors=True)


def _remember(name, **facts):
	values = config(name)
	values["devbench"] = {**values.get("devbench", {}), **facts}
	processes.replace(config_file(name), json.dumps(values, indent="\t"), mode=0o600)


def _next_number():
	"""Return the lowest Redis database that no site uses; 0 and 1 are the bench's."""
	taken = {config(name)["devbench"]["number"] for name in names()}
	return next(number for number in range(2, services.REDIS_DATABASES) if number not in taken)


def app_state():
	"""Return a hash of what `migrate` acts on: definitions, fixtures, patches, hooks, and installation code."""
	patterns = (
		"hooks.py",
		"**/*.json",
		"**/*.txt",
		"**/*.csv",
		"patches/**/*.py",
		"setup/**/*.py",
		"workflow/**/*.py",
	)
	return _hash_of_app(patterns)


def code_state():
	"""Return a hash of what a running server has read: the app's code and templates."""
	return _hash_of_app(("**/*.py", "**/*.html", "**/*.json", "**/*.txt"))


def _hash_of_app(patterns):
	package = ROOT / APP
	files = {file for pattern in patterns for file in package.glob(pattern) if file.is_file()}
	files = sorted(file for file in files if not {"dist", "__pycache__"} & set(file.parts))
	return cache.key(*(part for file in files for part in (str(file.relative_to(package)), file)))


def _migrate_if_changed(bench, name):
	state = app_state()
	if config(name)["devbench"]["app"] == state:
		return
	with step(f"Changes of the app on “{name}”"):
		bench.bench("Migrating", "--site", name, "migrate", "--skip-search-index", log=f"migrate-{name}")
		_remember(name, app=state)


def _follow_mail(bench, ports, name):
	"""Update the port of the mail sink, which may have changed since the site was made."""
	if config(name)["devbench"]["mail"] != ports["mail"]:
		bench.frappe("Connecting mail", "connect_mail", name, str(ports["mail"]), log=f"mail-{name}")
		_remember(name, mail=ports["mail"])


def _fresh_dump(bench):
	"""Return the cached dump of a site with only the engine, set up for England."""
	with step("Fresh site") as current:
		made_from = cache.key(bench.engine.name, SOURCE / "fresh_site.py")
		folder, cached = cache.entry("site", made_from, lambda folder: _make_fresh(bench, folder))
		if cached:
			current.already("cached")
	return folder


def _make_fresh(bench, folder):
	with lock(FRESH):
		drop(FRESH)
		options = [
			"--no-mariadb-socket",
			"--db-name",
			database_of(FRESH),
			"--admin-password",
			secrets.token_urlsafe(12),
		]
		bench.bench("Making a fresh site", "new-site", FRESH, *options, log="new-site")
		bench.frappe("Setting up the fresh site", "set_up", FRESH, log="set-up")
		plain = folder / "site.sql"
		with plain.open("wb") as file:
			services.dump(database_of(FRESH), file)
		with plain.open("rb") as file, gzip.open(folder / "site.sql.gz", "wb", compresslevel=3) as zipped:
			shutil.copyfileobj(file, zipped)
		plain.unlink()
		drop(FRESH)
