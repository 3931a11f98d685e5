"""What `./dev lint` reports, tried on a copy of the package with one mistake in it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from devbench.paths import APP, ROOT


@pytest.fixture
def copy(tmp_path):
	"""The package's Python files and the contracts, to make mistakes in."""
	shutil.copytree(ROOT / APP, tmp_path / APP, ignore=_all_but_python)
	shutil.copy(ROOT / "pyproject.toml", tmp_path)
	return tmp_path


def _all_but_python(folder, names):
	return [name for name in names if not name.endswith(".py") and not Path(folder, name).is_dir()]


def lint_imports(folder):
	command = [Path(sys.prefix) / "bin/lint-imports", "--no-logo", "--no-cache"]
	return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_the_contracts_hold(copy):
	done = lint_imports(copy)
	assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
	("file", "line", "contract"),
	[
		("council/settings.py", f"import {APP}.portal.page", "Rooms import downwards"),
		("mentoring/pairings.py", f"import {APP}.safeguarding.alerts", "Rooms import downwards"),
		("rules/age.py", "import frappe", "do without Frappe"),
		("utils/retry.py", "import devbench.cache", "without its development bench"),
	],
	ids=["upwards", "sideways", "impure", "devbench"],
)
def test_control_an_import_against_a_contract_is_refused(copy, file, line, contract):
	module = copy / APP / file
	module.write_text(f"{line}\n{module.read_text()}")
	done = lint_imports(copy)
	assert done.returncode == 1
	broken = [text for text in done.stdout.splitlines() if text.endswith("BROKEN")]
	assert broken and contract in broken[0]


def test_control_a_room_without_a_place_is_refused(copy):
	(copy / APP / "cellar").mkdir()
	(copy / APP / "cellar/__init__.py").touch()
	done = lint_imports(copy)
	assert done.returncode == 1 and "cellar" in done.stdout
