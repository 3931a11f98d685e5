"""Fingerprints of what people said yes to, so that a later change is noticed whichever door it came through."""

import hashlib
import json

from frappe.model.document import Document
from frappe.utils import cstr

AGREED = (
	"young_person",
	"opportunity",
	"employer",
	"site",
	"kind",
	"start_date",
	"end_date",
	"supervisor_name",
	"pay_basis",
	"hourly_rate",
)
SUITABLE = ("young_person", "opportunity", "employer", "site", "supervisor_name", "first_day_accompanied")
HOURS = ("weekday", "start_time", "end_time", "break_minutes")


def of_agreement(placement: Document) -> str:
	"""Return the fingerprint of what the parties sign: who, where, when, with whom, for what pay."""
	return _hash(placement, AGREED, with_hours=True)


def of_suitability(placement: Document) -> str:
	"""Return the fingerprint of what the allocated worker confirmed: this host, address, supervisor and journey."""
	return _hash(placement, SUITABLE, with_hours=False)


def _hash(placement: Document, fieldnames: tuple[str, ...], with_hours: bool) -> str:
	said = [_as_text(placement.get(fieldname)) for fieldname in fieldnames]
	if with_hours:
		said += sorted([_as_text(day.get(part)) for part in HOURS] for day in placement.schedule)
	return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def _as_text(value) -> str:
	# The same value arrives as text from a form and typed from the database.
	text = cstr(value)
	if text.endswith(".0"):
		text = text[:-2]
	return text.zfill(8) if text.count(":") == 2 else text
