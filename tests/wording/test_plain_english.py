"""Every string of the catalogue, and the data of a new site, is in plain English as GOV.UK defines it."""

import json
from collections.abc import Iterator

import pytest

from devbench.paths import ROOT
from tests.wording import plain_english, untranslated
from tests.wording.sources import PACKAGE, catalogue

# The share of the sentences of five words or more that may have a passive: on pages for people outside, and for staff.
MOST_PASSIVES = {"portal": 0.05, "desk": 0.2}
# Answers that records hold: renaming one takes a patch.
STORED_ANSWERS = {
	"Somebody Else",
	"Somebody for a Young Person",
	"Telephone",
	"Would Harm Somebody's Safety or Health",
}
SAVED_FILTERS = PACKAGE / "setup/desk_views.py"
OUTSIDE = ("/portal/", "/www/", "/emails/", "/print_format/")


@pytest.mark.parametrize(
	"rule",
	[
		plain_english.long_sentences,
		plain_english.avoided_words,
		plain_english.passives,
		plain_english.spelling,
	],
)
def test_every_string_is_plain_english(rule):
	found = [
		f"{file}: {text!r}: {why}"
		for file, text in _texts()
		if text not in STORED_ANSWERS
		for why in rule(text)
	]
	assert not found, f"{len(found)} to rewrite:\n" + "\n".join(found)


@pytest.mark.parametrize("readers", MOST_PASSIVES)
def test_most_sentences_say_who_does_what(readers):
	sentences = [
		sentence
		for file, text in _texts()
		if any(folder in file for folder in OUTSIDE) == (readers == "portal")
		for sentence in plain_english.sentences(text)
		if len(plain_english.WORD.findall(sentence)) >= 5
	]
	passive = [sentence for sentence in sentences if plain_english.has_passive(sentence)]
	share = len(passive) / len(sentences)
	assert share <= MOST_PASSIVES[readers], f"{share:.0%} are passive:\n" + "\n".join(passive)


def _texts() -> Iterator[tuple[str, str]]:
	"""Each file and text: the catalogue's, those of the data that a new site begins with, and its own saved filters."""
	for files, message in catalogue():
		yield files[0], message
	for file in sorted((PACKAGE / "setup/data").glob("*.json")):
		for text in dict.fromkeys(_strings(json.loads(file.read_text(encoding="utf-8")))):
			yield str(file.relative_to(ROOT)), text
	for _line, text, _why in untranslated.in_python(SAVED_FILTERS.read_text(encoding="utf-8"), frozenset()):
		yield str(SAVED_FILTERS.relative_to(ROOT)), text


def _strings(data) -> Iterator[str]:
	if isinstance(data, str):
		yield data
	elif isinstance(data, dict):
		for value in data.values():
			yield from _strings(value)
	elif isinstance(data, list):
		for value in data:
			yield from _strings(value)


@pytest.mark.parametrize(
	("rule", "text"),
	[
		(plain_english.long_sentences, "Go. " + "word " * 26 + "end."),
		(plain_english.avoided_words, "We facilitate the visit."),
		(plain_english.avoided_words, "Ring us on this number."),
		(plain_english.avoided_words, "Agendas, in order to deliver change"),
		(plain_english.avoided_words, "Whom have you told?"),
		(plain_english.avoided_words, "The offer stands."),
		(plain_english.avoided_words, "Choose a day. Say why."),
		(plain_english.passives, "It was changed when the form was sent."),
		(plain_english.passives, "A placement is approved by a manager."),
		(plain_english.spelling, "Organize your program's color"),  # codespell:ignore
		(plain_english.spelling, "We recieved it."),  # codespell:ignore
	],
)
def test_what_is_found(rule, text):
	assert list(rule(text))


@pytest.mark.parametrize(
	("rule", "text"),
	[
		(plain_english.long_sentences, "word " * 24 + "end."),
		(plain_english.long_sentences, "Regulations 2010 (SI 2010/959) reg. 50. Next."),
		(plain_english.avoided_words, "During the visit, a foster carer can bring a friend."),
		(plain_english.avoided_words, "Someone stands by the door. Legal Holds. You can say no."),
		(plain_english.passives, "Your answers are saved."),
		(plain_english.passives, "They are worried. It is required by law and sent by email."),
		(plain_english.spelling, "A licence to practise, a café, a programme; we couldn’t organise it"),
		(plain_english.spelling, "Write to labor@example.org"),  # codespell:ignore
	],
)
def test_what_is_let_be(rule, text):
	assert not list(rule(text))
