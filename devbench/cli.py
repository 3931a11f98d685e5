"""The commands of `./dev`."""

import argparse
import errno
import os
import shutil
import subprocess
import sys
import time

from devbench import cache, demo, environment, processes, serving, services, site
from devbench.bench import Bench
from devbench.console import Problem, say
from devbench.paths import APP, BENCH, CACHE, ROOT, RUN

NEEDED_GIGABYTES = 3

USAGE = """\
./dev runs Unlocking Opportunities on this machine: for trying, developing and testing, on loopback only.

  ./dev demo [--detach] [--port N]    a site with demo data, served; prints its address and a login per role
  ./dev test [--site NAME] [ARGUMENTS]  all tests, or what pytest's ARGUMENTS choose, on a site of their own
  ./dev site NAME [--fresh]           one more site with the app and no data; --fresh makes it anew
  ./dev serve NAME                    serve such a site
  ./dev bench [--site NAME] ARGUMENTS   any bench command; the demo's site unless another is named
  ./dev perf [ARGUMENTS]              the scripts of tests/perf, on the test site
  ./dev lint [--fix]                  check the code's form; --fix corrects what can be corrected
  ./dev lock                          write the lock files of the Python environments anew
  ./dev status                        what runs and where
  ./dev stop                          end everything that runs
  ./dev reset                         stop, and remove all sites and data of this clone (the cache stays)

What is missing is installed or made on the way. All of it is in .bench and in the cache
({cache})."""


def main(arguments):
	"""Run one command; its exit code."""
	command, *rest = arguments or ["help"]
	if command in ("help", "--help", "-h"):
		say(USAGE.format(cache=CACHE))
		return 0
	if command not in COMMANDS:
		print(f"./dev has no command “{command}”. These it has:\n", file=sys.stderr)
		say(USAGE.format(cache=CACHE))
		return 2
	try:
		return COMMANDS[command](rest) or 0
	except Problem as problem:
		print(f"\n{problem}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		print("\nStopped. Run the same command again to go on.", file=sys.stderr)
		return 130
	except OSError as error:
		if error.errno != errno.ENOSPC:
			raise
		print(f"\nThe disk is full. Make room (about {NEEDED_GIGABYTES} GB), then run this again.", file=sys.stderr)
		return 1


def _parser(command):
	return argparse.ArgumentParser(prog=f"./dev {command}", allow_abbrev=False)


def _bench(group="run"):
	BENCH.mkdir(exist_ok=True)
	with cache.locked(RUN / "setup.lock", "another run that sets up this bench"):
		return Bench(group)


def run_demo(arguments):
	parser = _parser("demo")
	parser.add_argument("--detach", action="store_true", help="return once the site answers")
	parser.add_argument("--port", type=int, help="the port of the site's address; a free one is chosen otherwise")
	options = parser.parse_args(arguments)
	start = time.monotonic()
	demo.show(demo.ensure(_bench(), options.port))
	say(f"Ready in {time.monotonic() - start:.0f} s.")
	if not options.detach:
		_follow(serving.group_of(site.DEMO))


def run_serve(arguments):
	parser = _parser("serve")
	parser.add_argument("name", type=site.check_name)
	name = parser.parse_args(arguments).name
	bench = _bench()
	ports = services.ensure(bench)
	with site.lock(name):
		site.ensure(bench, ports, name, settings=TEST_SETTINGS)
		say(f"Served at {serving.serve(bench, name, background=True)}")


def _follow(group):
	"""Show what the group writes until it ends or the person does."""
	say("Ctrl+C ends it.\n")
	try:
		with processes.log_of(group).open() as log:
			while processes.pids(group):
				print(log.read(), end="", flush=True)
				time.sleep(0.5)
	finally:
		processes.stop(group)


TEST_SETTINGS = {"allow_tests": 1}


def run_site(arguments):
	parser = _parser("site")
	parser.add_argument("name", type=site.check_name)
	parser.add_argument("--fresh", action="store_true", help="remove it first")
	options = parser.parse_args(arguments)
	bench = _bench()
	ports = services.ensure(bench)
	with site.lock(options.name):
		if options.fresh:
			serving.stop(options.name)
			site.drop(options.name)
		site.ensure(bench, ports, options.name, settings=TEST_SETTINGS)


def run_test(arguments):
	name, fresh, rest = _take_site(arguments, site.TEST)
	return _on_test_site(name, ["pytest", *rest])


def run_perf(arguments):
	name, _fresh, rest = _take_site(arguments, site.TEST)
	folder = ROOT / "tests/perf"
	if not folder.is_dir():
		raise Problem("There is nothing in tests/perf to run.")
	return _on_test_site(name, ["pytest", "-s", "-o", "python_files=*.py", str(folder), *rest])


def _on_test_site(name, command):
	bench = _bench("test")
	ports = services.ensure(bench)
	with site.lock(name):
		site.ensure(bench, ports, name, settings=TEST_SETTINGS)
		env = {**site.env(bench, name), "UNLOCKING_TEST_SITE": name}
		try:
			return subprocess.call([str(bench.python), "-m", *command], cwd=ROOT, env=env)
		finally:
			serving.stop(name)


def _take_site(arguments, default):
	parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
	parser.add_argument("--site", type=site.check_name, default=default)
	options, rest = parser.parse_known_args(arguments)
	return options.site, None, rest


def run_bench(arguments):
	name, _, rest = _take_site(arguments, site.DEMO)
	bench = _bench()
	services.ensure(bench)
	return bench.pass_through("--site", name, *rest)


def run_lint(arguments):
	bench = _bench("test")
	fix = ["--fix"] if "--fix" in arguments else []
	check = subprocess.call([str(bench.python), "-m", "ruff", "check", *fix, "."], cwd=ROOT)
	form = subprocess.call([str(bench.python), "-m", "ruff", "format", *([] if fix else ["--check"]), "."], cwd=ROOT)
	return check or form


def run_lock(arguments):
	environment.lock()


def run_status(arguments):
	running = processes.groups()
	if not running:
		say("Nothing runs. ./dev demo starts the demo.")
	for group in running:
		ports = processes.ports(group, ())
		say(f"{group:<20} {len(processes.pids(group))} processes")
	for name in site.names():
		served = serving.group_of(name) in running
		say(f"site {name:<16} {serving.address(name) if served else 'not served'}")


def run_stop(arguments):
	running = processes.groups()
	processes.stop()
	say(f"Stopped: {', '.join(running)}." if running else "Nothing was running.")


def run_reset(arguments):
	processes.stop()
	shutil.rmtree(BENCH, ignore_errors=True)
	say("Everything of this clone's bench is removed. The cache stays: " + str(CACHE))


COMMANDS = {
	"demo": run_demo,
	"test": run_test,
	"site": run_site,
	"serve": run_serve,
	"bench": run_bench,
	"perf": run_perf,
	"lint": run_lint,
	"lock": run_lock,
	"status": run_status,
	"stop": run_stop,
	"reset": run_reset,
}
