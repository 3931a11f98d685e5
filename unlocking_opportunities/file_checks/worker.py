"""Read a file in a separate process."""

import os
import subprocess
import sys

from unlocking_opportunities.file_checks import Reason, Refused

SECONDS = 40


def read(content: bytes, kind: str) -> bytes:
	"""Return what to store of a file of `kind`: a picture redrawn, any other file unchanged.

	Raises Refused, and subprocess.CalledProcessError if the process itself could not be started.
	"""
	command = [sys.executable, "-m", "unlocking_opportunities.file_checks", kind]
	# Of the environment, which holds passwords, pass on only the path of Python's packages.
	environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
	try:
		done = subprocess.run(
			command, input=content, capture_output=True, env=environment, timeout=SECONDS, check=False
		)
	except subprocess.TimeoutExpired:
		raise Refused(Reason.TOO_LARGE) from None
	if done.returncode < 0:  # killed by the system for exceeding a limit
		raise Refused(Reason.TOO_LARGE)
	if done.returncode in set(Reason):
		raise Refused(Reason(done.returncode))
	done.check_returncode()
	return done.stdout or content
