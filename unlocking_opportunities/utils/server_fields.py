"""Server fields: fields that only the server sets.

`read_only` only greys a field out in the browser: REST, an import or a script can send any value. So a controller restores
the stored value, unless the document is being saved for an act that may set the field.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, unique
from typing import Any

from frappe.model.document import Document
from frappe.utils import cstr, get_time

ACTS = "unlocking_acts"


@unique
class Act(Enum):
	"""What the server may be doing when it sets server fields."""

	ACKNOWLEDGING = "someone takes on or closes a concern or a not-here alert"
	ADVISING = "the health and safety adviser agrees to a risk assessment"
	ALLOCATING = "an allocation round is worked out"
	APPROVING_COVER = "a manager approves who covers for a colleague"
	ANSWERING = "an officer answers a host's request"
	BY_LINK = "an answer, a signature or a no comes through a personal link"
	CALLING_BACK = "someone has called back"
	CHECKING = "a host agreement moves to another status"
	CONFIRMING_ASSESSMENT = "an officer confirms that the risk assessment still fits the placement"
	CONFIRMING_SUITABILITY = "the allocated worker confirms that the placement is suitable"
	DECIDING_DISPOSAL = "a manager approves a disposal review, or takes the approval back"
	EXTENDING = "a placement gets a later end date"
	FROM_PORTAL = "someone outside, who is no Frappe user, writes through the portal"
	FOLLOWING_EMPLOYER = "an employer is paused, leaves or comes back, and its places follow"
	HANDING_OVER = "a leaver's work is handed over to colleagues"
	LIFTING = "a legal hold is lifted"
	MATCHING_SENDER = "the sender of an emailed offer is matched with an employer"
	MERGING = "an employer or a young person is merged into another"
	OVERRIDING = "a manager sets a check of the start gate aside"
	PLANNING_VISITS = "visits are planned, moved or cancelled to follow a placement's dates"
	PROPOSING_DISPOSAL = "records due for disposal are listed for a manager"
	RELEASING = "a share release, or an item of it, moves to another status"
	RENEWING = "next year's host agreement starts from this year's answers"
	RETRYING = "a message that could not be sent is tried again or dismissed"
	STORING_FILE = "an upload that was checked and redrawn is written to disk"
	VERSIONING = "the next version of a risk assessment is started"


@contextmanager
def acting(doc: Document, *acts: Act) -> Iterator[None]:
	"""Let `doc` be saved with what `acts` may set, within the block only. Raises ValueError for anything but an Act."""
	before = doc.flags.get(ACTS) or frozenset()
	doc.flags[ACTS] = before | {Act(act) for act in acts}
	try:
		yield
	finally:
		doc.flags[ACTS] = before


def is_acting(doc: Document, act: Act) -> bool:
	"""Return whether `doc` is being saved for `act`. Raises ValueError for anything but an Act."""
	return Act(act) in (doc.flags.get(ACTS) or ())


def keep(doc: Document, *fieldnames: str, unless: Act | None = None) -> None:
	"""Put back the stored values of `fieldnames` (tables too) on `doc`, `unless` it is being saved for that act.

	On a new document they are emptied, or set to their default.
	"""
	if unless and is_acting(doc, unless):
		return
	before = doc.get_doc_before_save()
	for fieldname in fieldnames:
		field = doc.meta.get_field(fieldname)
		if before:
			doc.set(fieldname, before.get(fieldname))
		elif field.fieldtype == "Table":
			doc.set(fieldname, [])
		else:
			doc.set(fieldname, field.default)


def reload_stored(doc: Document, ptype: str) -> None:
	"""Reload `doc` from the database and check that the user may `ptype` it, before a button acts on it.

	A browser sends the whole document along with a button, with any value in it. Raises PermissionError.
	"""
	doc.reload()
	doc.set("__islocal", False)
	doc.check_permission(ptype)


def changed(doc: Document, *fieldnames: str) -> bool:
	"""Return whether this save changes any of `fieldnames`; a new document changes them all."""
	before = doc.get_doc_before_save()
	return before is None or any(as_text(before.get(name)) != as_text(doc.get(name)) for name in fieldnames)


def as_text(value: Any) -> str:
	"""Return a field's value as text that is the same however it came.

	A form sends as text what the database gives as a date or number, and nothing at all for 0.
	"""
	text = cstr(value)
	if text.endswith(".0"):
		text = text[:-2]
	if text == "0":
		return ""
	return text.zfill(8) if text.count(":") == 2 else text


def keep_rows(doc: Document, table: str) -> list[Document]:
	"""Put back the stored rows of `table` unchanged, keep the new rows after them, and return the new rows.

	For tables that record what happened: rows are added, never edited or removed.
	"""
	before = doc.get_doc_before_save()
	stored = before.get(table) if before else []
	names = {row.name for row in stored}
	added = [row for row in doc.get(table) if row.name not in names]
	doc.set(table, [])
	for row in stored:
		doc.append(table, row.as_dict())
	for row in added:
		doc.append(table, row)
	return added


def clear_default_times(doc: Document, *fieldnames: str) -> None:
	"""Empty those of `fieldnames` that the user left empty: Frappe sets an empty Time of a new record to the current time.

	That time has fractions of a second, which no user types.
	"""
	for fieldname in fieldnames:
		if doc.is_new() and doc.get(fieldname) and get_time(doc.get(fieldname)).microsecond:
			doc.set(fieldname, None)
