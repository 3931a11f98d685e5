"""The access log: who has read the records that identify a young person.

Every access to a record asks `row_permissions.py`, for one document or for a list. The functions here note what it allows.
When the request has its response, the notes are written in a transaction of their own, because Frappe rolls back what is
written during a GET. If they can't be written, the response is withheld. What the server reads for itself, for example for
the start gate, asks no permission and is not logged.

The log holds references only. A request may make up a name, so only names of stored records are written.
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
from werkzeug.wrappers import Request, Response

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.utils import error_log
from unlocking_opportunities.workflow.service import SERVICE_USER

LOG = "Record Access Log"
RELEASE = "Share Release"
# The DocTypes that are logged, and their child tables.
IDENTIFYING = (
	"Young Person Identity",
	"Young Person Care Record",
	"Young Person Support Profile",
	"Young Person Risk Addendum",
)
LOGGED = (*IDENTIFYING, RELEASE)
ROWS_OF = {
	"Young Person EET Entry": "Young Person Care Record",
	"Young Person Support Need": "Young Person Support Profile",
	"Young Person Restriction": "Young Person Support Profile",
	"Young Person Risk Factor": "Young Person Risk Addendum",
}

# Method: how the log calls this kind of access. Everything else is "API".
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
	"""One reading. `record` is empty for a list. `how` and `items` are set only for a disclosure."""

	user: str
	record_type: str
	record: str = ""
	number_of_rows: int = 1
	young_person: str = ""
	how: str = ""
	items: str = ""


def note_document(doc: Document, event: str | None = None, *arguments: Any, user: str | None = None) -> None:
	"""Note that the signed-in user was allowed to see `doc`, if its DocType is logged. Document events call it too.

	If the check was about another `user`, nothing was shown to anyone.
	"""
	if (
		doc.doctype in IDENTIFYING
		and (user or frappe.session.user) == frappe.session.user
		and not doc.is_new()
	):
		_note(Reading(frappe.session.user, doc.doctype, doc.name))


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool:
	"""`row_permissions.has_permission` for the DocTypes that are logged (hooks: has_permission). Notes what it allows."""
	allowed = row_permissions.has_permission(doc, ptype, user)
	if allowed:
		note_document(doc, user=user)
	return allowed


def query_condition(doctype: str, user: str | None = None) -> str:
	"""`row_permissions.query_condition` for the DocTypes that are logged (hooks: permission_query_conditions). Notes the list."""
	note_list(doctype, user)
	return row_permissions.query_condition(doctype, user)


def note_list(doctype: str, user: str | None = None) -> None:
	"""Note that `user` (default: the signed-in user) reads a list of `doctype`, if it is logged."""
	doctype = ROWS_OF.get(doctype, doctype)
	if doctype in IDENTIFYING:
		_note(Reading(user or frappe.session.user, doctype))


def log_disclosure(
	record: str, young_person: str, items: list[str], reader: str | None = None, record_type: str = RELEASE
) -> None:
	"""Log that `items` (their kinds, never their wording) of a Share Release were shown to someone outside.

	Or those of a Mentoring Pairing, with that `record_type`. `reader` is who saw them, if not the signed-in user: the
	reference of a person who came by a link. The portal calls it for each response that discloses something. It is
	written with the response, or the response is withheld.
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
	"""Write the readings of this request when it has its response (hooks: after_request).

	An error response shows no record, so it isn't a reading. Frappe would swallow an error of ours and send the response,
	so we replace the response by an error.
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
		_write(_with_row_counts(readings), how, door)
	except Exception:
		frappe.db.rollback()
		error_log.write("Unlocking Opportunities: access log")
		frappe.db.commit()
		_withhold(response)


def write_for_job(method: str) -> None:
	"""Write the readings of a background job, such as a long export (hooks: after_job)."""
	if readings := frappe.flags.pop("unlocking_readings", None):
		_write(list(readings), "Background Job", method)


def _with_row_counts(readings: Iterable[Reading]) -> list[Reading]:
	"""Add the number of rows to lists. A list read while opening a record doesn't count, nor does an empty list."""
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
	# Drop what the request left uncommitted: the log is written in a transaction of its own.
	frappe.db.rollback()
	people = _people_of(readings)
	frappe.db.bulk_insert(LOG, FIELDS, [_row(reading, how, door, people) for reading in readings])
	frappe.db.commit()


def _people_of(readings: list[Reading]) -> dict[tuple[str, str], str]:
	"""Return the young person of each stored record, by (DocType, name). One query for each DocType."""
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
	"""Return the method, or the first two parts of the address: the rest may hold a name."""
	if method := frappe.form_dict.get("cmd"):
		return method
	parts = [part for part in request.path.split("/") if part]
	if parts[:1] == ["api"] and parts[1:2] and parts[1][1:].isdigit():
		parts.pop(1)
	if parts[:2] == ["api", "method"]:
		return parts[2]
	return "/" + "/".join(parts[:2])


def _asked_for() -> str:
	"""Return the name if a list was asked for one record by name, as in `frappe.client.get_value`; otherwise empty."""
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
	"""Return how many rows the response holds: a list, a report, a file or a count. None for other responses."""
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
	# Imported here, because every background job of the site imports this module and would load openpyxl and numpy too.
	from frappe.utils.csvutils import read_csv_content
	from frappe.utils.xlsxutils import read_xlsx_file_from_attached_file

	# The first row says what the columns are.
	if str(frappe.response.get("filename")).endswith(".xlsx"):
		return len(read_xlsx_file_from_attached_file(fcontent=content)) - 1
	return len(read_csv_content(content)) - 1


def _withhold(response: Response) -> None:
	message = _(
		"This cannot be shown because we could not log that you read it. Try again. If it still fails, tell your administrator."
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
