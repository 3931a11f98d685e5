"""Output for the user: steps with name and time, progress on long ones, problems in plain words.

Steps go to standard error, so that a command's own output can be piped.
"""

import os
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from devbench.paths import LOGS

TICK_ON_TERMINAL = 1
TICK_IN_LOG = 20
WIDTH_IN_LOG = 160
TAIL_LINES = 25

HINTS = (
	(
		r"No space left on device|ENOSPC|os error 28",
		"The disk is full. Make room, then run the same command again.",
	),
	(
		r"Temporary failure in name resolution|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|dns error|"
		r"Could not resolve|Could not connect|Failed to fetch|Connection refused|NewConnectionError|timed out",
		"The package registry could not be reached. Check the network, then run the same command again; "
		"what is done so far is kept.",
	),
)


class Problem(Exception):
	"""Something the user can put right; the message says what and how."""


class Step:
	"""One named step while it runs. `note` is shown next to its name when it ends."""

	def __init__(self, name):
		self.name, self.note, self.log, self.idle = name, "", None, False
		self.start = time.monotonic()

	def already(self, note):
		"""Show that there was nothing to do; `note` says why."""
		self.note, self.idle = note, True

	@property
	def seconds(self):
		return time.monotonic() - self.start

	def last_line(self):
		"""Show the latest line of the running command's output as progress."""
		if not self.log or not self.log.exists():
			return ""
		with self.log.open("rb") as file:
			file.seek(max(0, self.log.stat().st_size - 400))
			lines = file.read().decode(errors="replace").replace("\r", "\n").split("\n")
		return next((line.strip() for line in reversed(lines) if line.strip()), "")


_current: list[Step] = []
hide_idle_steps = False


@contextmanager
def step(name):
	"""Show the step `name`, how long it takes, and its progress; yields the `Step`."""
	current = Step(name)
	_current.append(current)
	finished = threading.Event()
	ticker = threading.Thread(target=_tick, args=(current, finished), daemon=True)
	ticker.start()
	try:
		yield current
	except BaseException:
		_end(current, finished, ticker, "✗")
		raise
	else:
		_end(current, finished, ticker, "✓")
	finally:
		_current.remove(current)


def _end(current, finished, ticker, mark):
	finished.set()
	ticker.join()
	clear = "\r\033[K" if sys.stderr.isatty() else ""
	if current.idle and hide_idle_steps:
		print(clear, end="", file=sys.stderr, flush=True)
		return
	note = f"  ({current.note})" if current.note else ""
	print(f"{clear}{mark} {current.name:<44} {current.seconds:6.1f} s{note}", file=sys.stderr, flush=True)


def _tick(current, finished):
	terminal = sys.stderr.isatty()
	while not finished.wait(TICK_ON_TERMINAL if terminal else TICK_IN_LOG):
		if current is not _current[-1]:
			continue
		text = f"… {current.name:<44} {current.seconds:6.0f} s  {current.last_line()}"
		if terminal:
			width = os.get_terminal_size(sys.stderr.fileno()).columns - 1
			print(f"\r\033[K{text[:width]}", end="", file=sys.stderr, flush=True)
		else:
			print(text[:WIDTH_IN_LOG], file=sys.stderr, flush=True)


def say(text=""):
	print(text, flush=True)


def run(what, command, *, log, cwd=None, env=None, stdin=None, stdout=None):
	"""Run `command` with its output in the log file `log`; raise `Problem` with the end of it if it fails.

	`stdout`: an open file that takes the command's normal output instead.
	"""
	LOGS.mkdir(parents=True, exist_ok=True)
	path = LOGS / f"{log}.log"
	if _current:
		_current[-1].log = path
	with path.open("wb") as file:
		try:
			done = subprocess.run(
				[str(part) for part in command],
				cwd=cwd,
				env=env,
				stdin=stdin or subprocess.DEVNULL,
				stdout=stdout or file,
				stderr=file,
			)
		except FileNotFoundError as error:
			raise Problem(f"{what} needs the command “{error.filename}”, which is not installed.") from error
	if done.returncode:
		raise Problem(explain(what, path))


def explain(what, log):
	"""Return why `what` failed: a hint if its log shows a known cause, and the end of the log."""
	text = log.read_text(errors="replace")
	hints = [hint for pattern, hint in HINTS if re.search(pattern, text)]
	# A progress bar overwrites its line: only its last state counts.
	lines = [line.rstrip("\r").rpartition("\r")[2] for line in text.strip().split("\n")]
	tail = "\n".join("    " + line for line in lines[-TAIL_LINES:])
	return "\n".join([f"{what} failed.", *hints, f"The end of {log}:", tail])
