"""The GOV.UK style guide's rules that a machine can check, for the words that people see on screens and in emails.

The words to avoid are a list of our own: GOV.UK publishes its list as a page only, and no package carries it. Spelling is
codespell's dictionary.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import codespell_lib

MOST_WORDS = 25

# Words that GOV.UK avoids, and words that we avoid: a pattern, and what to write instead. Case doesn't matter.
# Words that have a plain meaning in this field are banned only in their other one: a young person has a foster carer, an
# offer is recorded as a pledge, and a carer is key to nobody.
AVOID = {
	# The style guide's list.
	r"agendas?": "plan, or what it is about",
	r"advanc(e|ed|es|ing)(?! (notice|payment))": "improve",
	r"collaborat\w+": "work with",
	r"combat(s|ed|ing)?": "stop, solve",
	r"(are|is|'re) committed to|we commit": "say what is done and by when",
	r"counter(s|ed|ing)": "prevent",
	r"deliver(s|ed|ing|able|ables)?(?! (food|goods|parcels?|post))": "make, give, provide",
	r"deploy\w*": "use, build",
	r"dialogues?": "discussion",
	r"(dis)?incentivi[sz]\w+": "encourage, discourage",
	r"drive (out|forward|up|down)": "say what is done",
	r"empower\w*": "allow, let",
	r"facilitat\w+": "help, run",
	r"focus(s?ed|s?es|s?ing)?": "work on",
	r"foster(s|ed|ing)?(?! (care|carer|carers|family|families|home|parent|parents|placement|placements))": "help",
	r"going forward": "from now on",
	r"impact(s|ed|ing|ful)?": "effect, or say what changes",
	r"in order to": "to",
	r"initiat(e|es|ed|ing)": "start",
	r"key (aim|area|benefit|fact|figure|issue|message|part|person|point|reason|role|stage|step|task)s?": "important",
	r"leverag\w+": "use",
	r"liais\w+": "work with, speak to",
	r"one[- ]stop[- ]shop": "say what it is",
	r"overarching": "leave it out",
	r"progress(ed|es|ing)": "work on, go on",
	r"promot(e|es|ed|ing)": "recommend, support",
	r"ring[- ]?fenc\w+": "say what the money is for",
	r"robust\w*": "well thought out",
	r"slim(ming)? down": "make smaller",
	r"stakeholders?": "say who",
	r"streamlin\w+": "make simpler",
	r"strengthen\w*": "say what is done",
	r"tackl(e|es|ed|ing)": "stop, solve, deal with",
	r"transform(s|ed|ing|ation|ational)?": "change",
	r"utili[sz]\w+": "use",
	# Its rules on single words.
	r"and/or": "and, or",
	r"click (here|on)": "select",
	r"e-mail\w*": "email",
	r"e\.?g\.|i\.e\.|etc\b\.?|viz\b": "for example, such as, that is",
	r"log(ged|s|ging)? ?(in|on|out)|log[io]n": "sign in",
	r"\w+\(s\)": "the plural",
	# Long or formal words for which there is a short one.
	r"additional": "more, extra",
	r"aforementioned": "this",
	r"approximately": "about",
	r"assist(s|ed|ing|ance)?": "help",
	r"commenc\w+": "start",
	r"comply|complies": "follow, keep to",
	r"endeavour\w*": "try",
	r"forthwith|henceforth": "now, from now on",
	r"here(by|in|to|after|with)|there(after|by|in|of|to|with)|where(by|in|of|upon|with)": "say what",
	r"in accordance with|pursuant to": "under, as",
	r"in advance of|prior to": "before",
	r"in excess of": "more than",
	r"in lieu of": "instead of",
	r"in respect of|with regard to|with respect to|regarding": "about",
	r"in the event (that|of)": "if",
	r"modif(y|ies|ied)": "change",
	r"notwithstanding": "even if",
	r"obtain(s|ed|ing)?": "get",
	r"particulars": "details",
	r"per annum": "a year",
	r"purchas(e|es|ed|ing)": "buy",
	r"remuneration": "pay",
	r"subsequent(ly)?": "later",
	r"sufficient": "enough",
	r"terminat(e|es|ed|ing|ion)": "end",
	r"until such time as": "until",
	r"upon": "on",
	r"whilst|amongst": "while, among",
	# Words that no colleague would use.
	r"(?:an?|their|his|her|your|person's) (yes|no)(?= by| in writing| on paper|[.,:;]|$)": "agreement, answer",
	r"anew|afresh": "again",
	r"(is|are|was|were|have|has) begun|begun(?=\.)": "started",
	r"(is|are|was|were) to be": "must be",
	r"(is|are) held against": "we check against",
	r"fresh (link|one)s?": "new",
	r"go on\?": "Continue?",
	r"(?<!legal )holds(?= (only|until|for|from|when)|[.,;])": "is valid, applies",
	r"in vain": "say what happened",
	r"is no (?!longer|more)\w+ of": "isn't",
	r"it is (asked|feared|hoped|said|thought|wished)": "say who",
	r"(?<!as )(it is|they are|isn't|is not) (there|here)(?= already|[.,;]|$)": "already exists, has arrived, isn't on the list",
	r"lest": "so that … doesn't",
	r"lies": "is",
	r"look whether": "check whether",
	r"mails?|mailed": "email",
	r"need (not|no|do nothing|give)|nobody need": "don't have to",
	r"nought": "0, nothing",
	r"of (this|that|such a) name": "with this name, called this",
	r"ran to": "ended on",
	r"rings?|rang|rung|ringing": "call, phone",
	r"(?:^|(?<=[.:;] ))say(?! (yes|no|so)\b)": "tell us, enter, explain (say is for speech)",
	r"shall": "will, must",
	r"somebody|anybody|everybody": "someone, anyone, everyone",
	r"(stands?|stood)(?! (by|for|down|in for|out)\b)": "is, says, applies, blocks",
	r"telephones?|telephoned": "phone",
	r"tells? of": "is about",
	r"that is (none of these|not one of|fine)": "that's fine; this isn't one of",
	r"(in|on|to) the bell": "notifications",
	r"the coming night": "tonight",
	r"thither|hither|whither|whence|hence": "there, here, where, so",
	r"whom": "who",
	r"whoever": "anyone who, the person who",
	r"wished for": "say who wants what",
}
AVOIDED = {re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE): advice for pattern, advice in AVOID.items()}

# The verbs whose participle doesn't end in -ed, as far as our words use them.
IRREGULAR = (
	"begun|bound|bought|brought|built|caught|chosen|cut|done|drawn|driven|fallen|felt|found|forgotten|given|heard|held|hidden|"
	"hit|hurt|kept|known|laid|led|left|lent|lost|made|meant|met|overridden|paid|put|read|rung|run|said|seen|sent|set|shown|"
	"shut|sold|spent|spoken|sworn|taken|taught|told|thought|understood|withdrawn|withheld|won|worn|written"
)
# Participles that describe a state, as an adjective does.
STATES = (
	"advanced|agreed|allowed|authorised|barred|based|bored|called|closed|completed|concerned|convinced|damaged|delighted|"
	"done|employed|excited|expected|finished|frightened|gone|hurt|inexperienced|injured|interested|involved|known|left|"
	"limited|located|lost|married|mixed|needed|planned|pleased|prepared|qualified|red|related|required|retired|satisfied|"
	"scared|signed in|skilled|supposed|surprised|tired|trained|unemployed|used to|worried"
)
PASSIVE = re.compile(
	rf"\b(am|are|is|was|were|be|been|being|'re|'s|isn't|aren't|wasn't|weren't)\s+"
	rf"((?:not|never|also|already|always|only|still|now|just|usually|often|all|both|first)\s+|\w+ly\s+)?"
	rf"(?!(?:{STATES})\b)(\w{{2,}}ed|{IRREGULAR})\b",
	re.IGNORECASE,
)

# Not a way ("by email"), a time ("by Friday") or a value.
BY_SOMEONE = re.compile(
	r"\s+by (?!bus|email|hand|law|letter|link|machine|mail|phone|post|text|video|today|tomorrow|then|the end|itself|[\d{])",
	re.IGNORECASE,
)

WORD = re.compile(r"\S*\w\S*")
TAG = re.compile(r"<[^<>]+>")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\b\S+\.(?:uk|org|md)\b\S*|\b\w+\[\w+\]")
# The full stop of an abbreviation doesn't end a sentence.
SENTENCE_END = re.compile(
	r"(?<!\breg)(?<!\bart)(?<!\bNo)[.!?][\"”’')]*\s+(?=\W*[A-Z{0-9])|\n\s*\n|\n(?=\s*[-*•])"
)
# American spellings in codespell's list that are also good British spellings, as a noun or a verb.
BRITISH_TOO = frozenset(
	"ass check checks curb curbs disk disks draft drafts install jail license licensed licenses "
	"licensing meter meters practice practices practiced program programs story stories tire tires".split()
)


def sentences(text: str) -> list[str]:
	"""Split a text, or a paragraph of HTML, into its sentences."""
	return [sentence.strip() for sentence in SENTENCE_END.split(TAG.sub(" ", text)) if sentence.strip()]


def long_sentences(text: str) -> Iterator[str]:
	for sentence in sentences(text):
		if (number := len(WORD.findall(sentence))) > MOST_WORDS:
			yield f"a sentence of {number} words: {sentence}"


def avoided_words(text: str) -> Iterator[str]:
	for pattern, advice in AVOIDED.items():
		for match in pattern.finditer(TAG.sub(" ", text)):
			yield f"“{match[0]}”: write {advice}"


def passives(text: str) -> Iterator[str]:
	"""The passives that hide who acts most: two in one sentence, and those whose actor comes after them.

	A single one is often the right word ("Your answers are saved"), so it's no fault in itself: see `has_passive`.
	"""
	for sentence in sentences(text):
		found = list(PASSIVE.finditer(sentence))
		if len(found) > 1:
			yield f"{len(found)} passives in one sentence ({', '.join(match[0] for match in found)}): say who does it"
		elif found and BY_SOMEONE.match(sentence, found[0].end()):
			yield f"passive with its actor ({found[0][0]} by …): turn it round"


def has_passive(sentence: str) -> bool:
	return bool(PASSIVE.search(sentence))


def spelling(text: str) -> Iterator[str]:
	"""American spellings and common misspellings, both as codespell knows them."""
	for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", ADDRESS.sub(" ", TAG.sub(" ", text))):
		if right := _corrections().get(word.lower().replace("’", "'")):
			yield f"“{word}”: write {right}"


@lru_cache(maxsize=1)
def _corrections() -> dict[str, str]:
	"""codespell's dictionary, and its list of British words for Americans read the other way round."""
	folder = Path(codespell_lib.__file__).parent / "data"
	wrong = dict(_pairs(folder / "dictionary.txt"))
	for british, american in _pairs(folder / "dictionary_en-GB_to_en-US.txt"):
		for word in american.split(","):
			if word.strip() and word.strip() not in BRITISH_TOO:
				wrong[word.strip()] = british
	return wrong


def _pairs(file: Path) -> Iterator[list[str]]:
	for line in file.read_text(encoding="utf-8").splitlines():
		if "->" in line:
			yield line.split("->")
