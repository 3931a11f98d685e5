"""The Python environments, made by `uv` from pinned requirements: one to run and one to test."""

import os
import platform
import sys
import venv

from devbench import cache
from devbench.console import run, step
from devbench.paths import REQUIREMENTS

OLDEST = "3.10"
# The interpreter itself, not a link to it from an environment.
PYTHON = os.path.realpath(sys.executable)


def python_tag():
	"""Return what compiled files depend on: the exact Python and kind of machine."""
	return f"{PYTHON} {platform.python_version()} {platform.machine()}"


def tool(name):
	"""Return a command of the small environment that has pip and uv."""
	lock = REQUIREMENTS / "uv.lock"
	folder, _cached = cache.entry(
		"uv", cache.key(lock, python_tag()), lambda folder: _build_tool(folder, lock)
	)
	return folder / "bin" / name


def _build_tool(folder, lock):
	venv.create(folder, with_pip=True)
	command = [folder / "bin/python", "-m", "pip", "install", "--require-hashes", "--requirement", lock]
	run("Installing uv", command, log="uv")


def ensure(group):
	"""Return the folder of the environment `group`: "run", or "test", which adds the test tools."""
	lock = REQUIREMENTS / f"{group}.lock"
	with step(f"Python environment ({group})") as current:
		made_from = cache.key(lock, python_tag())
		folder, cached = cache.entry(f"python-{group}", made_from, lambda folder: _build(folder, lock))
		if cached:
			current.already("cached")
	return folder


def _build(folder, lock):
	uv = tool("uv")
	make = [uv, "venv", "--relocatable", "--allow-existing", "--python", PYTHON, folder]
	run("Making the Python environment", make, log="python-venv")
	command = [uv, "pip", "install", "--python", folder / "bin/python", "--require-hashes"]
	run("Installing Python packages", [*command, "--requirement", lock], log="python-packages")


def lock():
	"""Write the lock files again from the `.in` files and pyproject.toml."""
	overrides = ["--override", "overrides.txt"]
	_compile_lock("uv", ["uv.in"])
	_compile_lock("run", ["engine.in", "run.in", "../../pyproject.toml"], *overrides)
	_compile_lock("test", ["run.lock", "test.in"], *overrides)


def _compile_lock(name, sources, *options):
	command = [tool("uv"), "pip", "compile", "--universal", "--python-version", OLDEST, "--generate-hashes"]
	options = ["--no-header", "--no-annotate", "--upgrade", *options, "--output-file", f"{name}.lock"]
	with step(f"Lock file {name}"):
		run(f"Locking {name}", [*command, *options, *sources], log=f"lock-{name}", cwd=REQUIREMENTS)
