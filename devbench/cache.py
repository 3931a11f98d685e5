"""Things that are made once and shared between clones, each in a folder named by a hash of its sources.

An entry is built in a temporary folder and moved into place when it is complete, so that an interrupted build
leaves nothing that looks finished. A lock makes a second run wait for the first.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from devbench.console import Problem, say
from devbench.paths import CACHE

MEGABYTE = 1024 * 1024
# The largest entry is a Python environment, together with the packages it is unpacked from.
ROOM = 1500 * MEGABYTE


def key(*parts):
	"""Return a short hash of texts, bytes and files (`Path`: their content)."""
	digest = hashlib.sha256()
	for part in parts:
		if isinstance(part, Path):
			part = part.read_bytes()
		digest.update(part if isinstance(part, bytes) else str(part).encode())
		digest.update(b"\0")
	return digest.hexdigest()[:16]


def entry(kind, entry_key, build):
	"""Return the cached folder `kind`-`entry_key`; `build(folder)` makes it if it doesn't exist.

	Returns (folder, whether it already existed).
	"""
	folder = CACHE / f"{kind}-{entry_key}"
	if folder.exists():
		return folder, True
	CACHE.mkdir(parents=True, exist_ok=True)
	with locked(CACHE / f"{kind}-{entry_key}.lock", f"another run that makes {kind}"):
		if folder.exists():
			return folder, True
		for left_over in CACHE.glob(f".{kind}-{entry_key}.*"):
			shutil.rmtree(left_over)
		require_room(CACHE)
		building = Path(tempfile.mkdtemp(prefix=f".{kind}-{entry_key}.", dir=CACHE))
		try:
			build(building)
		except BaseException:
			shutil.rmtree(building, ignore_errors=True)
			raise
		building.chmod(0o755)
		os.rename(building, folder)
	return folder, False


def require_room(folder):
	"""Raise `Problem` if the disk of `folder` has too little space to start something big there."""
	free = shutil.disk_usage(folder).free
	if free < ROOM:
		raise Problem(
			f"Only {free // MEGABYTE} MB are free on the disk of {folder}; {ROOM // MEGABYTE} MB are needed. "
			"Make room, then run the same command again."
		)


@contextmanager
def locked(path, waiting_for):
	"""Hold the lock file `path`, and say what it waits for if another process holds it. Yields its descriptor."""
	path.parent.mkdir(parents=True, exist_ok=True)
	with path.open("a") as file:
		try:
			fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			say(f"  waiting for {waiting_for} …")
			fcntl.flock(file, fcntl.LOCK_EX)
		yield file.fileno()
