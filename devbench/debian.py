"""The Debian or Ubuntu packages that the bench uses."""

import ctypes.util
import importlib.util
import os
import shutil
import subprocess

from devbench.console import Problem, run, step

# What is needed (a command or a shared library) and the packages that provide it; the first one that apt knows is used.
# Server packages are avoided if possible: they would start servers on the system.
BASE = (
	("command", "mariadbd", ("mariadb-server-core", "mariadb-server")),
	("command", "mariadb-dump", ("mariadb-client",)),
	("command", "mariadb", ("mariadb-client",)),
	("command", "redis-check-rdb", ("redis-tools",)),
	("library", "pango-1.0", ("libpango-1.0-0",)),
	("library", "pangoft2-1.0", ("libpangoft2-1.0-0",)),
	("command", "node", ("nodejs",)),
	("command", "npm", ("npm",)),
	("module", "ensurepip", ("python3-venv",)),
)
TESTS = (("command", "chromium", ("chromium",)),)
OLDEST_NODE = 18


def find(command):
	"""Return the path of a command, also in servers' folders, or None."""
	return shutil.which(command, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


def ensure(needs):
	"""Install what is missing if root; otherwise say exactly which packages to install."""
	missing = [need for need in needs if not _present(need)]
	if missing:
		with step("Debian packages") as current:
			current.note = " ".join(_install(missing))
	version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
	if int(version.lstrip("v").split(".")[0]) < OLDEST_NODE:
		raise Problem(f"Node {OLDEST_NODE} or newer is needed; this is {version}. Install a newer one.")


def _present(need):
	kind, name, _packages = need
	if kind == "command":
		return find(name)
	if kind == "library":
		return ctypes.util.find_library(name)
	return importlib.util.find_spec(name)


def _install(missing):
	if not shutil.which("apt-get"):
		wanted = ", ".join(name for _kind, name, _packages in missing)
		raise Problem(
			f"Not found on this machine: {wanted}. The bench needs Debian or Ubuntu, or these installed."
		)
	if os.geteuid():
		names = " ".join(_choose(missing))
		raise Problem(
			f"Some Debian packages are missing. Install them, then run this again:\n    sudo apt-get install {names}"
		)
	environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
	run("Updating the package lists", ["apt-get", "update"], log="apt-update", env=environment)
	names = _choose(missing)
	command = ["apt-get", "install", "--yes", "--no-install-recommends", *names]
	run("Installing Debian packages", command, log="apt-install", env=environment)
	still = [name for kind, name, packages in missing if not _present((kind, name, packages))]
	if still:
		raise Problem(f"The packages {' '.join(names)} are installed, but not found: {', '.join(still)}.")
	return names


def _choose(missing):
	return sorted(
		{next((name for name in packages if _known(name)), packages[0]) for _, _, packages in missing}
	)


def _known(package):
	shown = subprocess.run(["apt-cache", "show", package], capture_output=True)
	return shown.returncode == 0
