"""The commands of `./dev`."""

import argparse
import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from devbench import cache, console, demo, environment, pictures, processes, services, serving, site
from devbench.bench import Bench
from devbench.console import Problem, say
from devbench.paths import BENCH, CACHE, ROOT, RUN, SITES

# Each has a database, a web server and uses most of a gigabyte of memory.
MOST_SITES = 4
# The files of tests that need an empty site: they load the demo, or live through a year.
OWN_SITE_TESTS = ("test_demo*.py", "test_year.py")
USAGE = """\
./dev runs Unlocking Opportunities on this machine: for trying, developing and testing, on loopback only.

  ./dev demo [--detach] [--port N]    a site with demo data, served; prints its address and a login per role
  ./dev test [--site NAME] [--parallel N] [ARGUMENTS]
                                      without ARGUMENTS: every test, on new sites, one for each processor and
                                      at most four, or N; with pytest's ARGUMENTS: the tests they choose, on a
                                      site that is kept for the next time
  ./dev site NAME [--fresh]           one more site with the app and no data; --fresh makes it again
  ./dev serve NAME                    serve such a site
  ./dev bench [--site NAME] ARGUMENTS   any bench command, on the demo's site or on NAME
  ./dev perf [ARGUMENTS]              the scripts of tests/perf, on a new test site
  ./dev year [--seeds N] [--first S]  live through N made-up programme years, from seed S on
  ./dev lint [--fix] [PATHS]          check style, spelling and imports; --fix corrects the style
  ./dev pot                           write the catalogue of strings for translators, locale/main.pot
  ./dev rooms                         draw the rooms in docs/architecture.md again, from their imports
  ./dev pictures                      take the pictures of docs/pictures again, of a demo of their own
  ./dev lock                          write the lock files of the Python environments again
  ./dev status                        what is running, and where
  ./dev stop                          stop everything
  ./dev reset [--cache]               stop, and remove all sites and data of this clone; --cache: the cache as well

What is missing is installed or made on the way. All of it is in .bench and in the cache, which clones share
({cache}).
Several people, or several runs, work side by side on sites of different names."""


def main(arguments):
	"""Run one command; return its exit code."""
	command, *rest = arguments or ["help"]
	if command in ("help", "--help", "-h"):
		say(USAGE.format(cache=CACHE))
		return 0
	if command not in COMMANDS:
		print(f"./dev has no command “{command}”. These it has:\n", file=sys.stderr)
		say(USAGE.format(cache=CACHE))
		return 2
	# When it is asked to stop, it stops what it has started, as at a normal end.
	signal.signal(signal.SIGTERM, lambda sign, _frame: sys.exit(128 + sign))
	try:
		return COMMANDS[command](rest) or 0
	except Problem as problem:
		print(f"\n{problem}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		print("\nStopped.", file=sys.stderr)
		return 128 + signal.SIGINT
	except OSError as error:
		if error.errno != errno.ENOSPC:
			raise
		print("\nThe disk is full. Make room, then run the same command again.", file=sys.stderr)
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
	parser.add_argument(
		"--port", type=int, help="the port of the site's address; a free one is chosen otherwise"
	)
	options = parser.parse_args(arguments)
	start = time.monotonic()
	demo.show(demo.ensure(_bench(), options.port))
	say(f"Ready in {time.monotonic() - start:.0f} s.")
	if not options.detach:
		_follow(site.DEMO)


def _follow(name):
	"""Show the output of the site's processes until they end or the user stops them."""
	say("Ctrl+C ends it.\n")
	for sign in (signal.SIGTERM, signal.SIGHUP):
		signal.signal(sign, signal.default_int_handler)
	group = serving.group_of(name)
	try:
		with processes.log_of(group).open() as log:
			while processes.pids(group):
				print(log.read(), end="", flush=True)
				time.sleep(0.5)
	finally:
		processes.stop(group)
		services.stop_if_unused()


def run_site(arguments):
	parser = _parser("site")
	parser.add_argument("name", type=site.check_name)
	parser.add_argument("--fresh", action="store_true", help="remove it first")
	options = parser.parse_args(arguments)
	bench = _bench()
	with services.used(bench) as ports, site.lock(options.name):
		if options.fresh:
			serving.stop(options.name)
			site.drop(options.name)
		site.ensure(bench, ports, options.name, settings=site.TEST_SETTINGS)


def run_serve(arguments):
	parser = _parser("serve")
	parser.add_argument("name", type=site.check_name)
	name = parser.parse_args(arguments).name
	bench = _bench()
	with services.used(bench) as ports, site.lock(name):
		site.ensure(bench, ports, name, settings=site.TEST_SETTINGS)
		say(serving.serve(bench, name, background=True))


def run_test(arguments):
	parser = argparse.ArgumentParser(prog="./dev test", add_help=False, allow_abbrev=False)
	parser.add_argument("--parallel", type=int, choices=range(1, MOST_SITES + 1))
	options, rest = parser.parse_known_args(arguments)
	paths = [path for argument in rest if (path := Path(argument.partition("::")[0])).exists()]
	if paths or "-k" in rest:
		demo = not paths or any(_needs_own_site(path) for path in paths)
		return _on_test_sites(rest, ["pytest"], options.parallel or 1, demo=demo)
	processors = min(len(os.sched_getaffinity(0)), MOST_SITES)
	return _on_test_sites(rest, ["pytest"], options.parallel or processors, fresh=True, demo=True)


def _needs_own_site(path):
	return any(path.match(pattern) or any(path.rglob(pattern)) for pattern in OWN_SITE_TESTS)


def run_perf(arguments):
	folder = ROOT / "tests/perf"
	if not folder.is_dir():
		raise Problem("There is nothing in tests/perf to run.")
	command = ["pytest", "-s", "-o", "python_files=*.py", str(folder)]
	return _on_test_sites(arguments, command, fresh=True)


def run_year(arguments):
	parser = _parser("year")
	parser.add_argument("--seeds", type=int, default=1, metavar="N", help="how many years; 1 by default")
	parser.add_argument(
		"--first", type=int, default=1, metavar="S", help="the first one's seed; 1 by default"
	)
	options = parser.parse_args(arguments)
	seeds = " ".join(map(str, range(options.first, options.first + options.seeds)))
	tests = [str(ROOT / "tests/year/test_year.py"), "-v", "--durations=0", "--durations-min=1"]
	return _on_test_sites(tests, ["pytest"], demo=True, UNLOCKING_YEAR_SEEDS=seeds)


def _on_test_sites(arguments, command, number=1, fresh=False, demo=False, **more_env):
	"""Run `command` of Python with `arguments` on the test site, or spread over `number` of them.

	`fresh`: make the sites again, so that nothing is left from earlier runs. `demo`: make another site for the demo beside
	each. `more_env`: more of the environment.
	"""
	first, rest = _site_of(arguments)
	first = first or site.TEST
	names = [first, *(f"{first}-{count}" for count in range(2, number + 1))]
	demos = [f"{name}-demo" for name in names] if demo else []
	for name in (*names, *demos):
		_refuse_unless_for_tests(name)
	bench = _bench("test")
	with services.used(bench) as ports, ExitStack() as held:
		locks = [held.enter_context(site.lock(name)) for name in (*names, *demos)]
		for name in names:
			held.callback(serving.stop, name)
		_make_test_sites(bench, ports, names, demos, fresh)
		env = {
			**site.env(bench, first),
			**more_env,
			"UNLOCKING_TEST_SITES": " ".join(names),
			"UNLOCKING_DEMO_SITES": " ".join(demos),
		}
		spread = (
			["--numprocesses", str(number), "--dist", "loadfile", "--no-loadscope-reorder"]
			if number > 1
			else []
		)
		return _run_holding(locks, [str(bench.python), "-m", *command, *spread, *rest], env)


def _make_test_sites(bench, ports, names, demos, fresh):
	"""Make the first site, and the others as copies of it. Sites for the demo are copied only from a fresh one."""
	first, *others = names
	if fresh:
		serving.stop(first)
		site.drop(first)
	site.ensure(bench, ports, first, settings=site.TEST_SETTINGS)
	for name in (*others, *(demos if fresh else [])):
		serving.stop(name)
		site.copy(bench, ports, first, name, settings=site.TEST_SETTINGS)
	for name in demos:
		site.ensure(bench, ports, name, settings=site.TEST_SETTINGS)


def _run_holding(locks, command, env):
	"""Run `command`, which inherits the `locks`: even if this process is killed, no other run uses their sites."""
	with subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=locks) as process:
		try:
			return process.wait()
		except KeyboardInterrupt:  # the tests get it too, and then say how far they got
			with suppress(subprocess.TimeoutExpired):
				return process.wait(timeout=30)
			raise
		finally:
			process.terminate()


def _refuse_unless_for_tests(name):
	"""Raise `Problem` if a site of that name has data that tests may not touch, such as the demo's."""
	if site.exists(name) and not site.config(name).get("allow_tests"):
		raise Problem(
			f"The site “{name}” is not for tests: they store and remove what they like. Name another."
		)


def _site_of(arguments):
	"""Return the site that `--site` names among the arguments, or None, and the other arguments."""
	parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
	parser.add_argument("--site", type=site.check_name)
	options, rest = parser.parse_known_args(arguments)
	return options.site, rest


def run_bench(arguments):
	name, rest = _site_of(arguments)
	name = name or site.DEMO
	console.hide_idle_steps = True
	bench = _bench()
	if rest[:1] == ["build"]:
		say("The assets are as new as their sources: every ./dev command sees to that.")
		return 0
	with services.used(bench):
		if not site.exists(name):
			raise Problem(
				f"There is no site “{name}” yet. Make it: ./dev {'demo' if name == site.DEMO else 'site ' + name}"
			)
		return subprocess.call(bench.command("--site", name, *rest), cwd=SITES, env=site.env(bench, name))


def run_lint(arguments):
	parser = _parser("lint")
	parser.add_argument("--fix", action="store_true", help="correct what can be corrected")
	parser.add_argument("paths", nargs="*", default=["."])
	options = parser.parse_args(arguments)
	console.hide_idle_steps = True
	bench = _bench("test")
	ruff = [bench.python, "-m", "ruff"]
	checks = (
		[*ruff, "check", *(["--fix"] if options.fix else []), *options.paths],
		[*ruff, "format", *([] if options.fix else ["--check"]), *options.paths],
		[bench.python, "-m", "codespell_lib", *options.paths],
		[bench.environment / "bin/lint-imports", "--no-logo", "--no-cache"],
	)
	failed = [code for code in [subprocess.call(check, cwd=ROOT) for check in checks] if code]
	return failed[0] if failed else 0


def run_rooms(arguments):
	_parser("rooms").parse_args(arguments)
	console.hide_idle_steps = True
	return subprocess.call([_bench("test").python, "-m", "devbench.rooms"], cwd=ROOT)


def run_pot(arguments):
	_parser("pot").parse_args(arguments)
	console.hide_idle_steps = True
	return subprocess.call([str(_bench("test").python), "-m", "devbench.catalogue"], cwd=ROOT)


def run_pictures(arguments):
	_parser("pictures").parse_args(arguments)
	return pictures.take_all()


def run_lock(arguments):
	environment.lock()


def run_status(arguments):
	running = processes.groups()
	for group in running:
		say(
			f"{group:<20} {len(processes.pids(group))} processes, log {processes.log_of(group).relative_to(ROOT)}"
		)
	for name in site.names():
		served = serving.group_of(name) in running
		say(f"site {name:<15} {serving.address(name) if served else 'not served'}")
	if not running:
		say("Nothing runs. ./dev demo starts the demo.")


def run_stop(arguments):
	running = processes.groups()
	processes.stop()
	say(f"Stopped: {', '.join(running)}." if running else "Nothing was running.")


def run_reset(arguments):
	parser = _parser("reset")
	parser.add_argument("--cache", action="store_true", help="remove what clones share as well")
	options = parser.parse_args(arguments)
	processes.stop()
	removed = [BENCH, *([CACHE] if options.cache else [])]
	for folder in filter(Path.exists, removed):
		shutil.rmtree(folder)
		say(f"Removed {folder}.")


COMMANDS = {
	"demo": run_demo,
	"test": run_test,
	"site": run_site,
	"serve": run_serve,
	"bench": run_bench,
	"perf": run_perf,
	"year": run_year,
	"lint": run_lint,
	"pot": run_pot,
	"pictures": run_pictures,
	"rooms": run_rooms,
	"lock": run_lock,
	"status": run_status,
	"stop": run_stop,
	"reset": run_reset,
}
