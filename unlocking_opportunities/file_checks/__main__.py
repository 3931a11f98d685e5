"""Read one file for `worker.read`: the kind is the argument, the content is the input, what to store is the output.

The exit code is a `Reason`, or 0 if the file is accepted. Any other code is an error in our code.
"""

import logging
import resource
import sys

from unlocking_opportunities.file_checks import Reason, Refused, documents, pdf, pictures

MEGABYTE = 1024 * 1024
# Address space, more than is ever used. The largest photograph that is accepted needs half of it.
MEMORY = 640 * MEGABYTE
PROCESSOR_SECONDS = 20
KINDS = {
	"jpg": pictures.read_jpg,
	"png": pictures.read_png,
	"pdf": pdf.check,
	"docx": documents.check_docx,
	"odt": documents.check_odt,
}


def main() -> int:
	resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
	resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
	resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
	resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
	logging.disable()  # the libraries warn about what they repair
	content = sys.stdin.buffer.read()
	try:
		changed = KINDS[sys.argv[1]](content)
	except Refused as refused:
		return refused.reason
	except (MemoryError, pdf.TOO_MUCH):
		return Reason.TOO_LARGE
	except Exception:
		# The libraries can raise any error on a malicious file.
		return Reason.DAMAGED
	sys.stdout.buffer.write(changed or b"")
	return 0


if __name__ == "__main__":
	sys.exit(main())
