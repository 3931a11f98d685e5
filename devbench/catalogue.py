"""The catalogue for translators: every string that people see, as `bench generate-pot-file` would write it.

It has no dates and no line numbers, so it changes only when a string does.
"""

import csv
import re
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po

from devbench.paths import ROOT
from unlocking_opportunities import hooks

FILE = ROOT / "unlocking_opportunities/locale/main.pot"
EXTRACTORS = ROOT / "babel_extractors.csv"
# The same as in Frappe's own command.
KEYWORDS = {**DEFAULT_KEYWORDS, "_lt": None}
HEADER = """\
# Every string of PROJECT that a person sees.
# Written by `./dev pot`: change the strings where they are used, not here.
#"""
# Headers that would change with the day and with Babel's version.
CHANGING = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By): .*\n', re.MULTILINE)


def collect() -> Catalog:
	"""Return the catalogue of the present sources."""
	catalog = Catalog(
		project=hooks.app_title,
		header_comment=HEADER,
		msgid_bugs_address=hooks.app_email,
		copyright_holder=hooks.app_publisher,
		last_translator=hooks.app_email,
		language_team=hooks.app_email,
		fuzzy=False,
	)
	with EXTRACTORS.open() as file:
		methods = [(pattern, method) for pattern, method in csv.reader(file)]
	for name, _line, message, comments, context in extract_from_dir(
		ROOT, methods, keywords=KEYWORDS, directory_filter=_is_ours
	):
		if message:
			catalog.add(message, locations=[(name, None)], auto_comments=comments, context=context)
	return catalog


def text() -> str:
	"""Return the content of main.pot."""
	written = BytesIO()
	write_po(written, collect(), width=None, sort_output=True, include_lineno=False)
	return CHANGING.sub("", written.getvalue().decode()).rstrip("\n") + "\n"


def write() -> None:
	FILE.parent.mkdir(exist_ok=True)
	FILE.write_text(text())


def _is_ours(folder) -> bool:
	name = str(folder).rpartition("/")[2]
	return not name.startswith((".", "_")) and name not in ("node_modules", "dist")


if __name__ == "__main__":
	write()
