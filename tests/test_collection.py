"""Every process collects the same tests, whatever the time and the hash seed.

pytest-xdist compares what its processes collect, and runs nothing if they differ.
"""

import os
import subprocess
import sys
from difflib import unified_diff

import pytest

from devbench.paths import ROOT

COLLECT = """
import sys

import pytest
import time_machine

time_machine.travel(sys.argv[1]).start()
sys.exit(pytest.main(["--collect-only", "--quiet", "-p", "no:cacheprovider", "-p", "no:xdist", *sys.argv[2:]]))
"""
# Another second, minute, day, month and year.
CLOCKS = {"1": "2026-03-30T09:15:04", "2": "2031-12-31T23:59:59"}


def collected(*paths):
	"""Return the tests that two processes find in `paths` (by default everything), one list each."""
	running = [
		subprocess.Popen(
			[sys.executable, "-c", COLLECT, clock, *map(str, paths)],
			cwd=ROOT,
			env={**os.environ, "PYTHONHASHSEED": seed},
			stdout=subprocess.PIPE,
			text=True,
		)
		for seed, clock in CLOCKS.items()
	]
	printed = [process.communicate()[0] for process in running]
	assert [process.returncode for process in running] == [0, 0], printed
	return [[line for line in text.splitlines() if "::" in line] for text in printed]


def test_every_process_collects_the_same_tests():
	first, second = collected()
	assert len(first) > 1_000
	assert [*unified_diff(first, second, n=0, lineterm="")] == []


CONTROLS = {
	"the time": "import time\nVALUES = [str(time.time())]",
	"the time in a ZIP file": (
		"import io, zipfile\nfile = io.BytesIO()\n"
		"with zipfile.ZipFile(file, 'w') as package:\n\tpackage.writestr('name', 'text')\n"
		"VALUES = [file.getvalue().hex()]"
	),
	"the hash seed": "VALUES = set('abcdefgh')",
}


@pytest.mark.parametrize("values", CONTROLS.values(), ids=CONTROLS)
def test_control_what_depends_on_time_or_chance_is_found(tmp_path, values):
	test = tmp_path / "test_control.py"
	test.write_text(
		f"import pytest\n{values}\n@pytest.mark.parametrize('value', VALUES)\ndef test_it(value):\n\tpass\n"
	)
	first, second = collected(test)
	assert first and first != second


def test_bytes_without_an_id_are_refused(tmp_path):
	test = tmp_path / "test_bytes.py"
	test.write_text("import pytest\n@pytest.mark.parametrize('value', [b'x'])\ndef test_it(value):\n\tpass\n")
	done = subprocess.run(
		[sys.executable, "-m", "pytest", "--confcutdir", ROOT, "--collect-only", ROOT / "conftest.py", test],
		cwd=ROOT,
		capture_output=True,
		text=True,
	)
	assert done.returncode != 0
	assert "give it an id" in done.stdout + done.stderr
