"""The bench folder, laid out as by the bench command, and commands that run in it."""

import os
import shlex
import sys
from pathlib import Path

from devbench import assets, debian, engine, environment
from devbench.console import run
from devbench.paths import APP, APPS, BENCH, LOGS, ROOT, SITES


class Bench:
	"""The environment, the engine and the Node packages of this clone, for every command.

	`group`: the Python environment, "run" or "test".
	"""

	def __init__(self, group="run"):
		debian.ensure(debian.BASE + (debian.TESTS if group == "test" else ()))
		self.environment = environment.ensure(group)
		self.engine = engine.ensure()
		self.node_modules = assets.node_modules()
		self._lay_out()
		assets.ensure(self.engine, self.node_modules)

	@classmethod
	def of_this_process(cls):
		"""Return the bench whose environment this Python runs in; for tests, which `./dev test` started in it."""
		bench = cls.__new__(cls)
		bench.environment = Path(sys.prefix)
		bench.node_modules = Path(os.environ["NODE_PATH"])
		return bench

	@property
	def python(self):
		return self.environment / "bin/python"

	def env(self, **more):
		"""The environment variables for Frappe."""
		paths = [str(APPS / "frappe"), str(APPS / APP), str(ROOT)]
		return {
			**os.environ,
			"PATH": f"{self.environment / 'bin'}:{os.environ['PATH']}:/usr/sbin",
			"PYTHONPATH": os.pathsep.join(paths),
			"FRAPPE_BENCH_ROOT": str(BENCH),
			"SITES_PATH": str(SITES),
			"NODE_PATH": str(self.node_modules),
			**more,
		}

	def _lay_out(self):
		for folder in (APPS, SITES, LOGS, BENCH / "config"):
			folder.mkdir(parents=True, exist_ok=True)
		BENCH.chmod(0o700)
		for name, target in (("frappe", self.engine), (APP, ROOT)):
			link = APPS / name
			if not link.is_symlink() or os.readlink(link) != str(target):
				new = APPS / f".{name}.{os.getpid()}"
				new.symlink_to(target)
				new.replace(link)
		(SITES / "apps.txt").write_text(f"frappe\n{APP}\n")

	def command(self, *arguments):
		"""Return a bench command as a list for subprocess."""
		return [str(self.python), "-m", "frappe.utils.bench_helper", "frappe", *map(str, arguments)]

	def bench(self, what, *arguments, log):
		"""Run a bench command as part of a step; raise `Problem` with the end of its output if it fails."""
		run(what, self.command(*arguments), log=log, cwd=SITES, env=self.env())

	def frappe(self, what, function, site, *arguments, log):
		"""Run a function of devbench/in_site.py on `site`."""
		command = [self.python, "-m", "devbench.in_site", site, function, *arguments]
		run(what, command, log=log, cwd=SITES, env=self.env())


def shell(*parts):
	return shlex.join(map(str, parts))
