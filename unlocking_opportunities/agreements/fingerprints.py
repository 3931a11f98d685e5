"""Fingerprints of agreed terms, so that any later change is noticed."""

import hashlib
import json
from typing import Any

import frappe
from frappe.model.document import Document

from unlocking_opportunities.utils.server_fields import as_text

# The last day isn't here: each signature stores the day it is valid until.
AGREED = (
	"young_person",
	"opportunity",
	"employer",
	"site",
	"kind",
	"start_date",
	"supervisor_name",
	"pay_basis",
	"hourly_rate",
)
SUITABLE = (
	"young_person",
	"opportunity",
	"employer",
	"site",
	"supervisor_name",
	"first_day_accompanied",
	"journey",
)
ADDRESS = ("address_line", "town", "postcode")
ASSESSED = ("site", "supervisor_name")
WORK = ("tasks", "environment_band")
HOURS = ("weekday", "start_time", "end_time", "break_minutes")


def of_agreement(placement: Document) -> str:
	"""Return the fingerprint of the signed terms: person, place, start, schedule, supervisor and pay."""
	hours = sorted([as_text(day.get(part)) for part in HOURS] for day in placement.schedule)
	return _hash([*_said(placement, AGREED), *hours])


def of_suitability(placement: Document, site: Any = None) -> str:
	"""Return the fingerprint of what the allocated worker confirmed: host, address, supervisor and journey.

	`site`: the row of the placement's site, if it has already been read.
	"""
	site = site or _record("Employer Site", placement.site)
	return _hash(_said(placement, SUITABLE) + _said(site, ADDRESS))


def of_assessed_work(placement: Document, opportunity: Any = None, site: Any = None) -> str:
	"""Return the fingerprint of what a risk assessment covers: site, environment, tasks and supervisor."""
	opportunity = opportunity or _record("Placement Opportunity", placement.opportunity)
	site = site or _record("Employer Site", placement.site)
	return _hash(_said(placement, ASSESSED) + _said(opportunity, WORK) + _said(site, ("environment_band",)))


def _record(doctype: str, name: str | None) -> Any:
	return frappe.get_cached_doc(doctype, name) if name else {}


def _said(record: Any, fieldnames: tuple[str, ...]) -> list[str]:
	return [as_text(record.get(fieldname)) for fieldname in fieldnames]


def _hash(said: list) -> str:
	return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]
