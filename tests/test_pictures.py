"""The pictures in docs/pictures are the ones that `./dev pictures` takes, and show the app's present words."""

import json
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from devbench import catalogue
from devbench.picture_taking import LARGEST
from devbench.picture_words import Catalogue, strings_of
from devbench.pictures import FOLDER, PICTURES, WORDS
from tests.test_docs import LINK, PAGES

TAKEN = {picture.name for picture in PICTURES}


@pytest.fixture(scope="module")
def strings():
	with catalogue.FILE.open("rb") as file:
		return strings_of(read_po(file))


@pytest.fixture(scope="module")
def words():
	return json.loads(WORDS.read_text())


def shown():
	"""Return the names of the pictures that the pages of the docs show."""
	links = (link for page in PAGES for link in LINK.findall(page.read_text()))
	return {found[1] for link in links if (found := re.search(r"pictures/([\w-]+)\.png$", link))}


def test_the_command_takes_each_picture_once():
	assert len(TAKEN) == len(PICTURES)


def test_the_command_takes_the_pictures_that_are_there():
	assert {file.name for file in FOLDER.iterdir()} == {f"{name}.png" for name in TAKEN} | {WORDS.name}


def test_the_docs_show_every_picture_that_the_command_takes():
	assert shown() == TAKEN


def test_no_picture_is_too_large():
	assert [file.name for file in FOLDER.glob("*.png") if file.stat().st_size > LARGEST] == []


def test_the_words_of_every_picture_are_kept(words):
	assert words.keys() == TAKEN
	assert [name for name, shown in words.items() if len(shown) < 3] == []


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_a_picture_shows_words_that_the_app_still_has(name, words, strings):
	assert set(words[name]) - strings == set(), "./dev pictures takes it again"


@pytest.fixture
def labels():
	catalog = Catalog()
	for string in ("Start Gate", "{0}: {1}", "Who can do this: {0}"):
		catalog.add(string)
	catalog.add(("{0} check is outstanding.", "{0} checks are outstanding."))
	return Catalogue(catalog)


@pytest.mark.parametrize(
	("text", "found"),
	[
		("Start\n\tGate", ["Start Gate"]),
		("4 checks are outstanding.", ["{0} checks are outstanding."]),
		("Who can do this: Officer", ["Who can do this: {0}"]),
		("Tillerwick Roofing", []),
		("Tillerwick Roofing: Trades mate", []),
		("30 November 2026", []),
	],
)
def test_words_of_the_app_are_told_from_names_dates_and_numbers(labels, text, found):
	assert labels.found_in([text]) == found


def test_control_a_reworded_label_is_found(words, strings):
	kept = words["start-gate"]
	assert "Start Gate" in kept
	assert set(kept) - (strings - {"Start Gate"}) == {"Start Gate"}
