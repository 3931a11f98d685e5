"""The bench: one known engine, loopback only, and a clean start after every kind of end."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pytest

from devbench import cache, engine, processes, services, site
from devbench.cli import COMMANDS
from devbench.console import Problem
from devbench.paths import LOGS, ROOT, SOURCE

LISTENING = "0A"


def make_wheel(path, files):
	with zipfile.ZipFile(path, "w") as archive:
		for name, content in files.items():
			archive.writestr(name, content)
	return path


class TestEngine:
	def test_any_other_file_is_refused(self, tmp_path):
		wheel = make_wheel(
			tmp_path / "criscostack-1.0.0-py3-none-any.whl", {"criscostack/__init__.py": "evil = True"}
		)
		with pytest.raises(Problem) as refused:
			engine.check(wheel)
		assert engine.SHA256 in str(refused.value)
		assert hashlib.sha256(wheel.read_bytes()).hexdigest() in str(refused.value)

	def test_the_pinned_content_is_taken(self, tmp_path, monkeypatch):
		wheel = make_wheel(tmp_path / "engine.whl", {"criscostack/__init__.py": ""})
		monkeypatch.setattr(engine, "SHA256", hashlib.sha256(wheel.read_bytes()).hexdigest())
		engine.check(wheel)

	def test_a_refused_file_leaves_no_engine_behind(self, tmp_path, monkeypatch):
		monkeypatch.setattr(cache, "CACHE", tmp_path)
		monkeypatch.setattr(
			engine, "_download", lambda folder: make_wheel(folder / "other.whl", {"a.py": ""})
		)
		with pytest.raises(Problem, match="not the engine"):
			engine.ensure()
		assert not [path for path in tmp_path.iterdir() if path.is_dir()]

	def test_names_are_restored_in_texts_and_file_names(self, tmp_path):
		wheel = make_wheel(
			tmp_path / "engine.whl",
			{
				"criscostack/utils/brik_helper.py": "from criscostack import CriscoTestCase, CRISCOSTACK_SITE",
				"criscostack/public/js/criscostack/x.js": "criscostack.boot; // Criscoerp and criscoerp by Crisco",
				"criscostack-1.0.0.dist-info/METADATA": "Name: criscostack\nVersion: 1.0.0\nSummary: kept\n",
				"criscostack-1.0.0.dist-info/RECORD": "gone",
			},
		)
		out = tmp_path / "out"
		engine.restore(wheel, out)
		files = {str(path.relative_to(out)): path.read_text() for path in out.rglob("*") if path.is_file()}
		assert files == {
			"frappe/utils/bench_helper.py": "from frappe import FrappeTestCase, FRAPPE_SITE",
			"frappe/public/js/frappe/x.js": "frappe.boot; // ERPNext and erpnext by Frappe",
			"frappe-15.0.0.dev0.dist-info/METADATA": "Name: frappe\nVersion: 15.0.0.dev0\nSummary: kept\n",
		}

	def test_bytes_that_are_no_text_are_kept(self, tmp_path):
		picture = bytes(range(256))
		engine.restore(
			make_wheel(tmp_path / "engine.whl", {"criscostack/logo.png": picture}), tmp_path / "out"
		)
		assert (tmp_path / "out/frappe/logo.png").read_bytes() == picture

	def test_no_other_name_is_left_in_the_engine_in_use(self):
		import frappe

		package = Path(frappe.__file__).resolve().parent
		left = [path for path in package.rglob("*") if "crisco" in path.name.lower()]
		left += [path for path in package.rglob("*.py") if b"crisco" in path.read_bytes().lower()]
		assert not left


class TestCache:
	"""Each cached thing (engine, environments, Node packages, assets, fresh site) goes through `cache.entry`."""

	@pytest.fixture(autouse=True)
	def own_cache(self, tmp_path, monkeypatch):
		monkeypatch.setattr(cache, "CACHE", tmp_path)
		self.folder = tmp_path

	def build(self, folder):
		(folder / "content").write_text("whole")

	def test_a_second_run_builds_nothing(self):
		first, was_there = cache.entry("thing", "key", self.build)
		assert not was_there
		second, was_there = cache.entry("thing", "key", lambda folder: pytest.fail("built again"))
		assert was_there and second == first and (second / "content").read_text() == "whole"

	def test_another_source_is_another_entry(self):
		assert (
			cache.entry("thing", cache.key("a"), self.build)[0]
			!= cache.entry("thing", cache.key("b"), self.build)[0]
		)

	def test_a_failed_build_leaves_nothing(self):
		def fail(folder):
			(folder / "content").write_text("half")
			raise Problem("the network is gone")

		with pytest.raises(Problem):
			cache.entry("thing", "key", fail)
		assert not [path for path in self.folder.iterdir() if path.is_dir()]
		assert cache.entry("thing", "key", self.build)[0].joinpath("content").read_text() == "whole"

	def in_another_process(self, body):
		code = f"""
			import time, sys
			from pathlib import Path
			from devbench import cache
			cache.CACHE = Path({str(self.folder)!r})
			def build(folder):
				(folder / "content").write_text("half")
				print("building", flush=True)
				{body}
				(folder / "content").write_text("whole")
			cache.entry("thing", "key", build)
		"""
		process = subprocess.Popen(
			[sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE, text=True
		)
		assert process.stdout.readline() == "building\n"
		return process

	def test_a_killed_build_is_done_again_and_cleared_away(self):
		process = self.in_another_process("time.sleep(60)")
		process.send_signal(signal.SIGKILL)
		process.wait()
		folder, was_there = cache.entry("thing", "key", self.build)
		assert not was_there and (folder / "content").read_text() == "whole"
		assert [path for path in self.folder.iterdir() if path.is_dir()] == [folder]

	def test_a_second_run_waits_for_the_first(self):
		process = self.in_another_process("time.sleep(1)")
		folder, was_there = cache.entry(
			"thing", "key", lambda folder: pytest.fail("built beside the other run")
		)
		assert was_there and (folder / "content").read_text() == "whole"
		assert process.wait() == 0

	def test_too_little_room_is_said_before_anything_is_built(self, monkeypatch):
		monkeypatch.setattr(
			shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**9, 10**9, 10**6)
		)
		with pytest.raises(Problem, match="MB are needed"):
			cache.entry("thing", "key", lambda folder: pytest.fail("built all the same"))


def listening_addresses(pids):
	"""(address, port) of every TCP socket on which one of the processes listens, as hexadecimal from the kernel."""
	sockets = set()
	for pid in pids:
		for descriptor in Path(f"/proc/{pid}/fd").iterdir():
			try:
				sockets.add(os.readlink(descriptor))
			except FileNotFoundError:
				continue
	found = set()
	for table in ("/proc/net/tcp", "/proc/net/tcp6"):
		for line in Path(table).read_text().splitlines()[1:]:
			_number, local, _remote, state, *rest = line.split()
			if state == LISTENING and f"socket:[{rest[5]}]" in sockets:
				found.add(tuple(local.split(":")))
	return found


class TestProcesses:
	def test_nothing_listens_outside_loopback(self, served):
		found = listening_addresses(processes.pids())
		ports = {int(port, 16) for _address, port in found}
		expected = processes.ports(services.GROUP, ("mariadb", "redis", "mail"))
		assert set(expected.values()) | {int(served.rpartition(":")[2])} <= ports
		assert {address for address, _port in found} == {"0100007F"}

	def test_a_taken_port_is_never_given(self):
		with socket.socket() as taken:
			taken.bind((processes.HOST, 0))
			taken.listen()
			port = taken.getsockname()[1]
			assert not processes.free(port)
			with pytest.raises(Problem, match=f"Port {port} is taken"):
				processes.choose_port("a-group", "front", port)

	def test_a_stranger_on_last_times_port_makes_it_move(self, tmp_path, monkeypatch):
		monkeypatch.setattr(processes, "RUN", tmp_path)
		before = processes.ports("moving", ("web",))
		assert processes.ports("moving", ("web",)) == before
		with socket.socket() as stranger:
			stranger.bind((processes.HOST, before["web"]))
			stranger.listen()
			assert processes.ports("moving", ("web",)) != before

	def test_a_group_ends_whole_even_when_its_manager_was_killed(self, tmp_path, monkeypatch):
		monkeypatch.setattr(processes, "RUN", tmp_path)
		monkeypatch.setattr(processes, "LOGS", tmp_path)
		ready = tmp_path / "ready"
		commands = {"one": f"sh -c 'touch {ready}; sleep 300; true'", "two": "sleep 300"}
		processes.start("sleepers", commands, python=sys.executable, env=os.environ, ready=ready.exists)
		manager = min(processes.pids("sleepers"))
		os.kill(manager, signal.SIGKILL)
		deadline = time.monotonic() + 5
		while manager in processes.pids("sleepers") and time.monotonic() < deadline:
			time.sleep(0.05)
		assert processes.pids("sleepers")
		processes.stop("sleepers")
		assert not processes.pids("sleepers")

	def test_a_process_that_ends_at_once_is_a_problem_with_its_last_words(self, tmp_path, monkeypatch):
		monkeypatch.setattr(processes, "RUN", tmp_path)
		monkeypatch.setattr(processes, "LOGS", tmp_path)
		commands = {"one": "sh -c 'echo I cannot; exit 3'"}
		with pytest.raises(Problem, match="I cannot"):
			processes.start("failing", commands, python=sys.executable, env=os.environ, ready=lambda: False)
		assert not processes.pids("failing")


class TestCommand:
	"""`./dev` as a person types it."""

	def dev(self, *arguments, **environment):
		command = [sys.executable, ROOT / "dev", *arguments]
		return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)

	def test_help_names_every_command(self):
		shown = self.dev("help").stdout
		assert [name for name in COMMANDS if f"./dev {name} " not in shown] == []

	def test_an_unknown_command_is_refused_with_the_known_ones(self):
		done = self.dev("dmeo")
		assert done.returncode == 2
		assert "no command “dmeo”" in done.stderr and "./dev demo" in done.stdout

	def test_a_site_that_is_not_there_is_named_with_what_to_do(self):
		done = self.dev("bench", "--site", "nobody-made-this", "list-apps")
		assert done.returncode == 1
		assert "./dev site nobody-made-this" in done.stderr

	def test_nothing_is_imported_from_outside_the_standard_library(self):
		"""`dev` must start on a machine that has nothing but Python."""
		code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import devbench.cli"
		done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
		assert done.returncode == 0, done.stderr

	def test_a_site_killed_half_way_is_made_whole_by_the_next_run(self, tmp_path):
		name = "killed-half-way"
		command = [sys.executable, ROOT / "dev", "site", name, "--fresh"]
		log = LOGS / f"install-{name}.log"
		log.unlink(missing_ok=True)
		run = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
		try:
			deadline = time.monotonic() + 120
			while "Installing unlocking_opportunities" not in (log.read_text() if log.exists() else ""):
				assert run.poll() is None and time.monotonic() < deadline, "the site was not being made"
				time.sleep(0.1)
			os.killpg(run.pid, signal.SIGKILL)
			run.wait()
			assert not site.exists(name)
			done = self.dev("site", name)
			assert done.returncode == 0, done.stderr
			assert "unlocking_opportunities" in self.dev("bench", "--site", name, "list-apps").stdout
			self.ends_with_its_tests(name, tmp_path)
		finally:
			site.drop(name)

	def ends_with_its_tests(self, name, folder):
		slow, started = folder / "test_slow.py", folder / "started"
		slow.write_text(
			"import os, pathlib, time\n\n"
			f"def test_slow():\n\tpathlib.Path({str(started)!r}).write_text(str(os.getpid()))\n\ttime.sleep(300)\n"
		)
		run = subprocess.Popen(
			[sys.executable, ROOT / "dev", "test", "--site", name, slow],
			stdout=subprocess.DEVNULL,
			stderr=subprocess.DEVNULL,
		)
		deadline = time.monotonic() + 120
		while not (started.exists() and started.read_text()):
			assert run.poll() is None and time.monotonic() < deadline, "the test did not start"
			time.sleep(0.1)
		run.terminate()
		assert run.wait(timeout=30) == 128 + signal.SIGTERM
		with pytest.raises(ProcessLookupError):
			os.kill(int(started.read_text()), 0)

	@pytest.mark.parametrize("command", ["test", "perf"])
	def test_a_site_that_is_not_for_tests_is_left_alone(self, monkeypatch, command):
		monkeypatch.setattr(site, "exists", lambda name: True)
		monkeypatch.setattr(site, "config", lambda name: {"devbench": {}})
		monkeypatch.setattr(site, "drop", lambda name: pytest.fail("removed"))
		with pytest.raises(Problem, match="“demo” is not for tests"):
			COMMANDS[command](["--site", "demo"])

	def test_more_sites_than_a_machine_bears_are_refused(self):
		done = self.dev("test", "--parallel", "99")
		assert done.returncode == 2
		assert "--parallel" in done.stderr


def test_lock_files_name_no_address_of_a_registry():
	locks = [*SOURCE.rglob("*.lock"), SOURCE / "assets/package-lock.json", *ROOT.glob("package-lock.json")]
	for lock in locks:
		text = lock.read_text()
		assert not [word for word in ('"resolved"', "--index-url", "--find-links") if word in text], lock
