"""Links, pictures, paths and the drawing in these pages are correct."""

import json
import re
from pathlib import Path

import pytest

from devbench import rooms
from devbench.paths import APP, REQUIREMENTS, ROOT

PACKAGE = ROOT / APP
PAGES = [
	*ROOT.glob("*.md"),
	*(
		page
		for folder in (".github", "devbench", "docs", "tests", APP)
		for page in (ROOT / folder).rglob("*.md")
	),
]
LINK = re.compile(r"""(?:\]\(|src=")([^)"\s]+)""")
PATH = re.compile(r"`(\w[\w./-]*(?:\.(?:csv|html|json|md|mjs|py|toml|txt)|/))`")
# Pages that lead to files. Tests of their own compare the other pages with the code.
LEAD_TO_FILES = [
	ROOT / "CONTRIBUTING.md",
	ROOT / "docs/architecture.md",
	ROOT / "docs/glossary.md",
	*(ROOT / "docs/decisions").glob("*.md"),
	*(page for page in PAGES if page.name == "README.md" and page.parent != ROOT),
]
# Frappe and the web server serve what is in these, so portal/README.md describes them.
SERVED = {"public", "www"}
FEW = 5


def ids(pages):
	return [str(page.relative_to(ROOT)) for page in pages]


def anchors(page: Path) -> set[str]:
	"""Return the anchors of `page`: its headings, as the usual hosts of repositories write them."""
	headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
	return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_links_and_pictures_lead_somewhere(page):
	for link in LINK.findall(page.read_text()):
		if re.match(r"https?:|mailto:", link):
			continue
		path, _hash, heading = link.partition("#")
		target = page.parent / path if path else page
		assert target.exists(), link
		assert not heading or heading in anchors(target), link


@pytest.mark.parametrize("page", LEAD_TO_FILES, ids=ids(LEAD_TO_FILES))
def test_the_files_that_a_page_names_are_there(page):
	missing = [
		path
		for path in PATH.findall(page.read_text())
		if not any((folder / path).exists() for folder in (page.parent, PACKAGE, ROOT))
	]
	assert missing == []


def test_architecture_has_a_line_for_each_room():
	listed = {path.rstrip("/").removesuffix(".py") for path in PATH.findall(rooms.PAGE.read_text())}
	assert {room for floor in rooms.floors() for room in floor} <= listed


def test_the_drawing_of_the_rooms_is_up_to_date():
	page = rooms.PAGE.read_text()
	assert rooms.redrawn(page) == page, "./dev rooms draws it again"


def test_control_the_drawing_leaves_out_what_goes_by_way_of_another_room():
	assert rooms.shortest({"roof": {"floor", "ground"}, "floor": {"ground"}}) == {
		"roof": {"floor"},
		"floor": {"ground"},
	}


def larger_rooms():
	"""Yield the folders with more than a few files: rooms and folders below them, the bench and the tests.

	The Frappe module's own folders are Frappe's to name, and patches.txt lists the patches.
	"""
	folders = {file.parent for file in PACKAGE.rglob("__init__.py")} - {PACKAGE}
	rooms_below = {
		folder
		for folder in folders
		if not folder.is_relative_to(PACKAGE / APP)
		and folder.relative_to(PACKAGE).parts[0] not in (*SERVED, "patches")
	}
	for folder in {*rooms_below, PACKAGE / APP, ROOT / "devbench", ROOT / "tests"}:
		if len([file for file in folder.iterdir() if file.is_file() and file.name != "README.md"]) > FEW:
			yield folder


def test_each_larger_room_has_a_readme():
	rooms_found = list(larger_rooms())
	assert len(rooms_found) > 15
	assert [folder for folder in rooms_found if not (folder / "README.md").exists()] == []


def test_the_glossary_has_every_doctype():
	page = (ROOT / "docs/glossary.md").read_text()
	doctypes = [json.loads(file.read_text()) for file in PACKAGE.glob(f"{APP}/doctype/*/*.json")]
	assert [
		doctype["name"]
		for doctype in doctypes
		if doctype.get("doctype") == "DocType" and not doctype.get("istable") and doctype["name"] not in page
	] == []


@pytest.mark.parametrize("tool", ["codespell", "import-linter", "ruff"])
def test_commit_hooks_and_dev_lint_use_the_same_release(tool):
	locked = set(re.findall(rf"^{tool}==(\S+)", (REQUIREMENTS / "test.lock").read_text(), re.MULTILINE))
	hooks = set(re.findall(rf"\b{tool}==([\w.]+)", (ROOT / ".pre-commit-config.yaml").read_text()))
	assert hooks and hooks <= locked
