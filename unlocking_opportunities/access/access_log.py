"""Who read what of the records that identify a young person.

Each door to a record asks `permissions.py`: the check of one document, and the condition of a list. Both note there
what they let through. Once the request has its answer the notes are written, in a transaction of their own, because
what is written during a GET is rolled back; an answer whose reading could not be written is withheld. What the server
itself reads, for the start gate say, asks no permission and is nobody's reading.

The log holds references alone. A name that a request made up is not one, so only names that are stored are written.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime
from frappe.utils.csvutils import read_csv_content
from frappe.utils.xlsxutils import read_xlsx_file_from_attached_file
from werkzeug.wrappers import Request, Response

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.utils import error_log
from unlocking_opportunities.workflow.service import SERVICE_USER

LOG = "Record Access Log"
RELEASE = "Share Release"
# What is logged: these, and the rows of their tables under their own names.
IDENTIFYING = (
	"Young Person Identity",
	"Young Person Care Record",
	"Young Person Support Profile",
	"Young Person Risk Addendum",
)
ROWS_OF = {
	"Young Person EET Entry": "Young Person Care Record",
	"Young Person Support Need": "Young Person Support Profile",
	"Young Person Restriction": "Young Person Support Profile",
	"Young Person Risk Factor": "Young Person Risk Addendum",
}

# How the doors are called in the log; every other door is "API".
METHODS = {
	"frappe.desk.form.load.getdoc": "Form",
	"frappe.desk.form.load.get_docinfo": "Form",
	"frappe.desk.form.save.savedocs": "Change",
	"frappe.www.printview.get_html_and_style": "Print",
	"frappe.www.printview.get_rendered_raw_commands": "Print",
	"frappe.utils.print_format.download_pdf": "PDF",
	"frappe.utils.print_format.download_multi_pdf": "PDF",
	"frappe.utils.weasyprint.download_pdf": "PDF",
	"frappe.desk.reportview.get": "List or Report",
	"frappe.desk.reportview.get_list": "List or Report",
	"frappe.desk.reportview.get_count": "List or Report",
	"frappe.desk.reportview.get_stats": "List or Report",
	"frappe.desk.listview.get_group_by_count": "List or Report",
	"frappe.desk.query_report.run": "List or Report",
	"frappe.desk.search.search_link": "List or Report",
	"frappe.desk.reportview.export_query": "Export",
	"frappe.desk.query_report.export_query": "Export",
	"unlocking_opportunities.data_protection.export.download": "Export",
}
PATHS = {"/printview": "Print", "/private/files": "File"}
FIELDS = (
	"name",
	"owner",
	"modified_by",
	"creation",
	"modified",
	"read_on",
	"user",
	"how",
	"door",
	"record_type",
	"record",
	"young_person",
	"number_of_rows",
	"items",
)


@dataclass(frozen=True)
class Reading:
	"""What was let through: a list where `record` is empty. `how` and `items` only of a disclosure."""

	user: str
	record_type: str
	record: str = ""
	number_of_rows: int = 1
	young_person: str = ""
	how: str = ""
	items: str = ""


def note_document(doc: Document, event: str | None = None, *arguments: Any, user: str | None = None) -> None:
	"""Note that whoever is signed in was let see `doc`, if it is of those that are logged; document events call it too.

	When it is another `user` who was asked about, nobody was shown anything.
	"""
	if (
		doc.doctype in IDENTIFYING
		and (user or frappe.session.user) == frappe.session.user
		and not doc.is_new()
	):
		_note(Reading(frappe.session.user, doc.doctype, doc.name))


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool:
	"""`permissions.has_permission` for the DocTypes that are logged (hooks: has_permission); notes whom it lets through."""
	allowed = row_permissions.has_permission(doc, ptype, user)
	if allowed:
		note_document(doc, user=user)
	return allowed


def query_condition(doctype: str, user: str | None = None) -> str:
	"""`permissions.query_condition` for the DocTypes that are logged (hooks: permission_query_conditions); notes the list."""
	note_list(doctype, user)
	return row_permissions.query_condition(doctype, user)


def note_list(doctype: str, user: str | None = None) -> None:
	"""Note that `user` (default: whoever is signed in) asks a list of `doctype`, if it is of those that are logged."""
	doctype = ROWS_OF.get(doctype, doctype)
	if doctype in IDENTIFYING:
		_note(Reading(user or frappe.session.user, doctype))


def log_disclosure(
	record: str, young_person: str, items: list[str], reader: str | None = None, record_type: str = RELEASE
) -> None:
	"""Log that the `items` of a Share Release (their kinds, never their wording) are shown to somebody outside.

	Or those of a Mentoring Pairing, which itself says what a mentor may know, with that `record_type`. `reader` is who,
	where that is not the signed-in user: the reference of a person who came by a link. Called by the portal for each
	answer that discloses something; it is written with the answer, or the answer is withheld.
	"""
	kinds = ", ".join(sorted(items))
	_note(
		Reading(
			reader or frappe.session.user,
			record_type,
			record,
			len(items),
			young_person,
			"Portal Disclosure",
			kinds,
		)
	)


def _note(reading: Reading) -> None:
	if reading.user != SERVICE_USER:
		frappe.flags.setdefault("unlocking_readings", {})[reading] = None


def write_for_request(response: Response | None, request: Request) -> None:
	"""Write what this request let through, once it is answered (hooks: after_request).

	An error shows no record, so it is not a reading. Frappe would swallow an error of ours and send the answer; it is
	replaced by an error instead.
	"""
	readings = frappe.flags.pop("unlocking_readings", None)
	if not readings or response is None or response.status_code >= 400:
		return
	try:
		door = _door(request)
		how = (
			METHODS.get(door)
			or PATHS.get(door)
			or ("Change" if request.method in ("PUT", "PATCH") else "API")
		)
		_write(_with_what_lists_held(readings), how, door)
	except Exception:
		frappe.db.rollback()
		error_log.write("Unlocking Opportunities: access log")
		frappe.db.commit()
		_withhold(response)


def write_for_job(method: str) -> None:
	"""Write what a background job let through for its user, such as a long export (hooks: after_job)."""
	if readings := frappe.flags.pop("unlocking_readings", None):
		_write(list(readings), "Background Job", method)


def _with_what_lists_held(readings: Iterable[Reading]) -> list[Reading]:
	"""Opening a record may look its name up in a list on the way; that is one reading. A list of no rows is none."""
	opened = {(reading.user, reading.record_type) for reading in readings if reading.record}
	rows = _number_of_rows()
	return [
		reading if reading.record else replace(reading, record=_asked_for(), number_of_rows=rows or 0)
		for reading in readings
		if reading.record or (rows != 0 and (reading.user, reading.record_type) not in opened)
	]


def _write(readings: list[Reading], how: str, door: str) -> None:
	if not readings:
		return
	# What the answered request left open is no part of this, and this is kept whatever becomes of it.
	frappe.db.rollback()
	people = _people_of(readings)
	frappe.db.bulk_insert(LOG, FIELDS, [_row(reading, how, door, people) for reading in readings])
	frappe.db.commit()


def _people_of(readings: list[Reading]) -> dict[tuple[str, str], str]:
	"""(DocType, name): young person, for those that are stored. One SQL for each DocType."""
	names = defaultdict(set)
	for reading in readings:
		if reading.record:
			names[reading.record_type].add(reading.record)
	people = {}
	for doctype, of_it in names.items():
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(table).select(table.name, table.young_person)
		for name, person in query.where(table.name.isin(list(of_it))).run():
			people[doctype, name] = person
	return people


def _row(reading: Reading, how: str, door: str, people: dict[tuple[str, str], str]) -> tuple:
	now = now_datetime()
	key = (reading.record_type, reading.record)
	return (
		frappe.generate_hash(length=20),
		SERVICE_USER,
		SERVICE_USER,
		now,
		now,
		now,
		reading.user,
		reading.how or how,
		door,
		reading.record_type,
		reading.record if key in people else "",
		people.get(key, reading.young_person),
		reading.number_of_rows,
		reading.items,
	)


def _door(request: Request) -> str:
	"""The method that answered, or the first two parts of the address: what follows may be a name."""
	if method := frappe.form_dict.get("cmd"):
		return method
	parts = [part for part in request.path.split("/") if part]
	if parts[:1] == ["api"] and parts[1:2] and parts[1][1:].isdigit():
		parts.pop(1)
	if parts[:2] == ["api", "method"]:
		return parts[2]
	return "/" + "/".join(parts[:2])


def _asked_for() -> str:
	"""The one record that a list was asked for by its name, as `frappe.client.get_value` is; else nothing."""
	filters = frappe.form_dict.get("filters")
	if isinstance(filters, str):
		try:
			filters = frappe.parse_json(filters)
		except ValueError:
			return filters  # a bare name
	if isinstance(filters, dict):
		filters = [
			[field, *(value if isinstance(value, list) else ["=", value])] for field, value in filters.items()
		]
	for condition in filters if isinstance(filters, list) else []:
		field, operator, value = (
			([None] * 3 + list(condition))[-3:] if isinstance(condition, list) else [None] * 3
		)
		if field in ("name", "young_person") and operator == "=" and isinstance(value, str):
			return value
	return ""


def _number_of_rows() -> int | None:
	"""How many rows the answer holds: a list, a report or a file of them. A count, which names none, is its own number.

	None when the answer is of none of these kinds.
	"""
	answer = frappe.response
	if answer.get("type") in ("csv", "binary"):
		return _rows_of_file(answer.get("filecontent") or answer.get("result"))
	answer = next((answer[part] for part in ("message", "data", "results") if part in answer), None)
	if isinstance(answer, dict):
		answer = next((answer[part] for part in ("values", "result", "results") if part in answer), answer)
	if isinstance(answer, dict):
		return int(bool(answer))
	return len(answer) if isinstance(answer, list) else answer if isinstance(answer, int) else None


def _rows_of_file(content: Any) -> int:
	# The first row says what the columns are.
	if str(frappe.response.get("filename")).endswith(".xlsx"):
		return len(read_xlsx_file_from_attached_file(fcontent=content)) - 1
	return len(read_csv_content(content)) - 1


def _withhold(response: Response) -> None:
	message = _(
		"This could not be shown, because reading it could not be recorded. Try again; then tell your administrator."
	)
	for header in ("X-Accel-Redirect", "Content-Disposition", "Content-Encoding"):
		response.headers.pop(header, None)
	response.direct_passthrough = False
	response.status_code = 503
	response.content_type = "application/json"
	response.set_data(frappe.as_json({"message": message}))


identity_rows = partial(query_condition, "Young Person Identity")
care_record_rows = partial(query_condition, "Young Person Care Record")
support_profile_rows = partial(query_condition, "Young Person Support Profile")
addendum_rows = partial(query_condition, "Young Person Risk Addendum")
eet_entry_rows = partial(query_condition, "Young Person EET Entry")
support_need_rows = partial(query_condition, "Young Person Support Need")
restriction_rows = partial(query_condition, "Young Person Restriction")
risk_factor_rows = partial(query_condition, "Young Person Risk Factor")
