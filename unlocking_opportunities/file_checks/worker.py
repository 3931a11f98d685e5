"""Read a file in a process of its own."""

import os
import subprocess
import sys

from unlocking_opportunities.file_checks import Reason, Refused

SECONDS = 40


def read(content: bytes, kind: str) -> bytes:
	"""Return what to store of a file of `kind`: a picture drawn again, any other file as it is.

	Raises Refused, and subprocess.CalledProcessError when the reading itself could not be started.
	"""
	command = [sys.executable, "-m", "unlocking_opportunities.file_checks", kind]
	# Nothing of the environment but where Python finds its packages: it holds passwords.
	environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
	try:
		done = subprocess.run(
			command, input=content, capture_output=True, env=environment, timeout=SECONDS, check=False
		)
	except subprocess.TimeoutExpired:
		raise Refused(Reason.TOO_LARGE) from None
	if done.returncode < 0:  # ended by the system, over one of its limits
		raise Refused(Reason.TOO_LARGE)
	if done.returncode in set(Reason):
		raise Refused(Reason(done.returncode))
	done.check_returncode()
	return done.stdout or content
