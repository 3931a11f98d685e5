"""Groups of processes under honcho, each with its Procfile, ports and log, all on loopback.

A group's processes have a mark in their environment, so that all of them can be found again, whatever happened
to the manager that started them.
"""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from devbench import cache
from devbench.console import Problem, explain
from devbench.paths import BENCH, LOGS, RUN

HOST = "127.0.0.1"
MARK = "UNLOCKING_BENCH_GROUP"
PROGRAMS = RUN / "programs"
START_SECONDS = 90
STOP_SECONDS = 15


def ports(group, names):
	"""Return a port for each of `names` of `group`: the same as last time, or another if that is taken."""
	file = RUN / "ports.json"
	with cache.locked(RUN / "ports.lock", "another run that chooses ports"):
		known = json.loads(file.read_text()) if file.exists() else {}
		chosen = known.setdefault(group, {})
		if not pids(group):
			for name in names:
				if name not in chosen or not free(chosen[name]):
					chosen[name] = pick(known)
		replace(file, json.dumps(known, indent="\t"))
	return {name: chosen[name] for name in names}


def choose_port(group, name, port):
	"""Give `group` the port that the user asked for."""
	if not free(port):
		raise Problem(f"Port {port} is taken by another program. Choose another: ./dev demo --port N")
	file = RUN / "ports.json"
	with cache.locked(RUN / "ports.lock", "another run that chooses ports"):
		known = json.loads(file.read_text()) if file.exists() else {}
		known.setdefault(group, {})[name] = port
		replace(file, json.dumps(known, indent="\t"))


def free(port):
	with socket.socket() as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind((HOST, port))
		except OSError:
			return False
	return True


def pick(known):
	"""Return a free port that no group has."""
	given = {port for group in known.values() for port in group.values()}
	while True:
		with socket.socket() as probe:
			probe.bind((HOST, 0))
			port = probe.getsockname()[1]
		if port not in given:
			return port


def answers(port):
	with socket.socket() as probe:
		probe.settimeout(1)
		return probe.connect_ex((HOST, port)) == 0


def replace(file, text, mode=0o644):
	"""Write `file` completely or not at all."""
	file.parent.mkdir(parents=True, exist_ok=True)
	new = file.with_name(f".{file.name}.{os.getpid()}")
	new.touch(mode=mode)
	new.write_text(text)
	new.replace(file)


def pids(group=None):
	"""Return the running processes of `group`, or of every group of this bench."""
	return [pid for pid, of in _running() if group in (None, of)]


def groups():
	"""Return the names of the running groups."""
	return sorted({group for _pid, group in _running()})


def _running():
	"""Yield (pid, group) of every process of this bench."""
	found = ((pid, _group_of(Path(f"/proc/{pid}"))) for pid in os.listdir("/proc") if pid.isdigit())
	return [(int(pid), group) for pid, group in found if group]


def _group_of(process):
	"""Return the group in a process's mark, or None.

	A program that overwrites its environment is found by its folder.
	"""
	try:
		if process.joinpath("stat").read_text().rpartition(")")[2].split()[0] == "Z":
			return None
		environment = process.joinpath("environ").read_bytes().split(b"\0")
		command = process.joinpath("cmdline").read_bytes()
	except (FileNotFoundError, PermissionError, ProcessLookupError):
		return None
	mark = f"{MARK}={BENCH}:".encode()
	for line in environment:
		if line.startswith(mark):
			return line.removeprefix(mark).decode()
	folder = f"{PROGRAMS}/".encode()
	return command.removeprefix(folder).split(b"/")[0].decode() if command.startswith(folder) else None


def log_of(group):
	return LOGS / f"{group}.log"


def start(group, commands, *, python, env, ready):
	"""Start `commands` ({name: shell command}) as `group`; return once `ready()` is true.

	Raises `Problem` if one of them ends or they are not ready in time.
	"""
	stop(group)
	procfile = RUN / f"Procfile.{group}"
	replace(procfile, "".join(f"{name}: exec {command}\n" for name, command in commands.items()))
	LOGS.mkdir(parents=True, exist_ok=True)
	command = [
		python,
		"-m",
		"honcho",
		"--no-colour",
		"--env",
		"/dev/null",
		"--procfile",
		procfile,
		"--app-root",
		BENCH,
		"start",
	]
	with log_of(group).open("wb") as log:
		manager = subprocess.Popen(
			[str(part) for part in command],
			env={**env, MARK: f"{BENCH}:{group}"},
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=log,
			start_new_session=True,
		)
	deadline = time.monotonic() + START_SECONDS
	while not ready():
		if manager.poll() is not None or time.monotonic() > deadline:
			stop(group)
			raise Problem(explain(f"Starting {group}", log_of(group)))
		time.sleep(0.1)


def stop(group=None):
	"""Stop every process of `group` (or of all groups): ask first, then kill."""
	for sign, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, STOP_SECONDS)):
		for pid in pids(group):
			try:
				os.kill(pid, sign)
			except ProcessLookupError:
				continue
		deadline = time.monotonic() + seconds
		while time.monotonic() < deadline:
			if not pids(group):
				return
			time.sleep(0.1)
	raise Problem(f"Some processes did not end: {pids(group)}")
