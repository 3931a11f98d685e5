"""The services that all sites of the bench share: a private MariaDB, a private Redis and a mail sink, on loopback."""

import fcntl
import json
import os
import secrets
import shutil
import subprocess
from contextlib import contextmanager

from devbench import cache, debian, processes
from devbench.bench import shell
from devbench.console import Problem, run, step
from devbench.paths import BENCH, MAIL, RUN, SITES

GROUP = "services"
DATA = BENCH / "mariadb/data"
CONFIG = BENCH / "mariadb/my.cnf"
PASSWORD = BENCH / "mariadb/root-password"
REDIS = BENCH / "redis"
REDIS_DATABASES = 512

# Run at each start, one statement on each line.
ROOT_ONLY_WITH_PASSWORD = """\
DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host NOT IN ('localhost', '127.0.0.1'));
FLUSH PRIVILEGES;
CREATE USER IF NOT EXISTS 'root'@'127.0.0.1';
GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
ALTER USER 'root'@'localhost' IDENTIFIED BY '{password}', 'root'@'127.0.0.1' IDENTIFIED BY '{password}';
"""


@contextmanager
def used(bench):
	"""Start the services if they aren't running, and keep others from stopping them; yields their ports."""
	with _users().open("a") as users:
		fcntl.flock(users, fcntl.LOCK_SH)
		yield _ensure(bench)


def stop_if_unused():
	"""Stop the services unless another command uses them or a site is being served."""
	with _users().open("a") as users:
		try:
			fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			return
		if processes.groups() == [GROUP]:
			processes.stop(GROUP)


def _users():
	return RUN / "services.users"


def _ensure(bench):
	starting = cache.locked(RUN / "services.lock", "another run that starts the services")
	with step("Database, queue and mail") as current, starting:
		ports = processes.ports(GROUP, ("mariadb", "redis", "mail"))
		if processes.pids(GROUP) and all(map(processes.answers, ports.values())):
			current.already("running")
		else:
			processes.stop(GROUP)
			ports = processes.ports(GROUP, ("mariadb", "redis", "mail"))
			_make_database()
			_start(bench, ports)
		_write_common_config(ports)
	return ports


def _make_database():
	"""Make an empty MariaDB data folder, and move it into place when it is complete."""
	if DATA.exists():
		return
	cache.require_room(BENCH)
	new = DATA.with_name("data.new")
	shutil.rmtree(new, ignore_errors=True)
	new.parent.mkdir(parents=True, exist_ok=True)
	processes.replace(PASSWORD, secrets.token_urlsafe(24), mode=0o600)
	command = [
		"mariadb-install-db",
		"--no-defaults",
		f"--datadir={new}",
		"--auth-root-authentication-method=normal",
	]
	command += ["--skip-test-db", *_as_user()]
	run("Making the private MariaDB", command, log="mariadb-install")
	new.rename(DATA)


def _as_user():
	"""Return the option for the user: MariaDB runs as the current user, and root has to say so."""
	return [] if os.geteuid() else ["--user=root"]


def _start(bench, ports):
	_configure_database(ports["mariadb"])
	REDIS.mkdir(exist_ok=True)
	MAIL.mkdir(exist_ok=True)
	redis_server = _redis_server()
	commands = {
		"mariadb": shell(debian.find("mariadbd"), f"--defaults-file={CONFIG}", *_as_user()),
		"redis": shell(redis_server, "--bind", processes.HOST, "--port", ports["redis"], "--dir", REDIS, "--save", "",
			"--appendonly", "no", "--databases", REDIS_DATABASES),
		"mail": shell(bench.python, "-m", "devbench.mail_sink", ports["mail"], MAIL),
	}  # fmt: skip
	processes.start(
		GROUP,
		commands,
		python=bench.python,
		env=bench.env(),
		ready=lambda: all(map(processes.answers, ports.values())),
	)


def _configure_database(port):
	first = BENCH / "mariadb/first.sql"
	processes.replace(first, ROOT_ONLY_WITH_PASSWORD.format(password=PASSWORD.read_text()), mode=0o600)
	settings = {
		"bind-address": processes.HOST,
		"port": port,
		"datadir": DATA,
		# Relative to the data folder: the path of a socket may have only 107 characters.
		"socket": "mariadb.sock",
		"pid-file": "mariadb.pid",
		"init-file": first,
		"character-set-server": "utf8mb4",
		"collation-server": "utf8mb4_unicode_ci",
		"innodb-buffer-pool-size": "256M",
		"innodb-flush-log-at-trx-commit": 2,
		"max-allowed-packet": "64M",
		"max-connections": 200,
	}
	lines = "".join(f"{name} = {value}\n" for name, value in settings.items())
	processes.replace(
		CONFIG, f"[mysqld]\nskip-name-resolve\nskip-character-set-client-handshake\nskip-log-bin\n{lines}"
	)


def _redis_server():
	# The same program is server and checker, by the name it is called; Debian's server package would start one of its own.
	redis_server = processes.PROGRAMS / GROUP / "redis-server"
	redis_server.parent.mkdir(parents=True, exist_ok=True)
	redis_server.unlink(missing_ok=True)
	redis_server.symlink_to(debian.find("redis-check-rdb"))
	return redis_server


def _write_common_config(ports):
	"""Write the configuration that all sites share. Each site's own is in its site_config.json."""
	config = {
		"db_host": processes.HOST,
		"db_port": ports["mariadb"],
		"db_type": "mariadb",
		"root_login": "root",
		"root_password": PASSWORD.read_text(),
		"redis_cache": redis_url(ports, 0),
		"redis_queue": redis_url(ports, 1),
		"developer_mode": 0,
		"server_script_enabled": 0,
	}
	processes.replace(SITES / "common_site_config.json", json.dumps(config, indent="\t"), mode=0o600)


def redis_url(ports, database):
	return f"redis://{processes.HOST}:{ports['redis']}/{database}"


def sql(statements, *, database=None, log="sql", stdin=None):
	"""Run SQL as root of the private MariaDB: text, or an open dump as `stdin`."""
	command = [debian.find("mariadb"), *_client_options(), *([database] if database else [])]
	if stdin:
		run("Restoring the database", command, log=log, stdin=stdin, env=_client_env())
		return ""
	done = subprocess.run(command, input=statements, capture_output=True, text=True, env=_client_env())
	if done.returncode:
		raise Problem(f"The private MariaDB refused a statement: {done.stderr.strip()}")
	return done.stdout


def dump(database, file):
	"""Write a dump of `database` to the open `file`."""
	options = ["--single-transaction", "--quick", "--skip-comments", "--no-autocommit"]
	command = [debian.find("mariadb-dump"), *_client_options(), *options, database]
	run("Dumping the database", command, log="dump", stdout=file, env=_client_env())


def _client_options():
	port = processes.ports(GROUP, ("mariadb",))["mariadb"]
	return [
		"--no-defaults",
		"--protocol=tcp",
		f"--host={processes.HOST}",
		f"--port={port}",
		"--user=root",
		"--default-character-set=utf8mb4",
	]


def _client_env():
	return {**os.environ, "MYSQL_PWD": PASSWORD.read_text()}
