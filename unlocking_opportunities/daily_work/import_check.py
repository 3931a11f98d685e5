"""Import check: try every row of a Data Import, report the problems row by row, and undo it all."""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.core.doctype.data_import.importer import Importer
from frappe.utils import strip_html
from frappe.utils.csvutils import build_csv_response

from unlocking_opportunities.access.guarded import is_ours
from unlocking_opportunities.access.row_permissions import permitted

SAVEPOINT = "dry_run"
# More rows would take too long in one request, and most problems show early in a file.
AT_MOST = 500

# Columns of each template: a field, or a table with its fields. Data Import reads their labels as headings.
TEMPLATES: dict[str, tuple[str | tuple[str, tuple[str, ...]], ...]] = {
	"Employer": (
		"employer_name",
		"employer_type",
		"sector",
		"ward",
		"company_number",
		"website",
		"size",
		"notes",
	),
	"Employer Pledge": (
		"employer",
		"pledged_on",
		"source",
		"valid_until",
		"contract_reference",
		"notes",
		("offers", ("kind", "number", "sector", "role_title", "available_from", "available_until")),
	),
	"Young Person": (
		"ward",
		"travel_band",
		"allocated_worker",
		"pathway",
		"available_from",
		"hours_per_week",
		"next_step",
		"next_step_by",
		("interests", ("sector",)),
	),
	"Young Person Identity": (
		"young_person",
		"preferred_name",
		"surname",
		"date_of_birth",
		"case_reference",
		"mobile",
		"email",
		"school",
		"someone_else",
	),
}


class NotOurs(frappe.ValidationError):
	"""The import is for another app's records."""


@frappe.whitelist()
def template(doctype: str) -> None:
	"""Send an empty CSV file with the headings for Data Import. Raises PermissionError without the right to create."""
	if doctype not in TEMPLATES:
		frappe.throw(_("There is no template for {0}. Use Download Template instead.").format(_(doctype)))
	if not frappe.has_permission(doctype, "create"):
		raise frappe.PermissionError
	build_csv_response([headings(doctype)], _(doctype))


def headings(doctype: str) -> list[str]:
	"""Return the headings of the template for `doctype`, from the current labels."""
	meta, found = frappe.get_meta(doctype), []
	for column in TEMPLATES[doctype]:
		if isinstance(column, str):
			found.append(meta.get_label(column))
			continue
		table, fields = column
		rows = frappe.get_meta(meta.get_field(table).options)
		found += [f"{rows.get_label(field)} ({meta.get_label(table)})" for field in fields]
	return found


@frappe.whitelist(methods=["POST"])
def dry_run(data_import: str) -> dict:
	"""Try every row of the Data Import `data_import`, undo it all, and return the result.

	Returns `good` (how many would be imported), `failed` (row number and reason for each of the others), `warnings` about
	the file itself, and `first_only` (AT_MOST if only the first records were tried, else 0). Later rows are tried with
	the earlier ones in place, so duplicates within the file are found. Raises PermissionError for those who may not
	import, and NotOurs for other apps' DocTypes.
	"""
	doc = permitted("Data Import", data_import, "write")
	if not is_ours(doc.reference_doctype):
		frappe.throw(_("You can only check imports of Unlocking Opportunities records here."), NotOurs)
	importer = doc.get_importer()
	payloads = importer.import_file.get_payloads_for_import()
	warnings = [
		strip_html(one["message"]) for one in importer.import_file.get_warnings() if one.get("type") != "info"
	]
	tried = [] if warnings else payloads[:AT_MOST]
	failed = _rehearse(importer, tried)
	return {
		"good": len(tried) - len(failed),
		"failed": failed,
		"warnings": warnings,
		"first_only": AT_MOST if len(payloads) > AT_MOST else 0,
	}


def _rehearse(importer: Importer, payloads: list) -> list[dict]:
	frappe.flags.in_import = frappe.flags.mute_emails = True
	frappe.db.savepoint(SAVEPOINT)
	try:
		return list(_failures(importer, payloads))
	finally:
		frappe.flags.in_import = frappe.flags.mute_emails = False
		# Raises an error if anything has committed in the meantime.
		frappe.db.rollback(save_point=SAVEPOINT)
		if not frappe.flags.in_test:
			frappe.db.rollback()  # drops what would run after the commit: jobs, mails, messages to open pages
		frappe.clear_messages()


def _failures(importer: Importer, payloads: list) -> Iterator[dict]:
	for payload in payloads:
		frappe.db.savepoint("dry_run_row")
		try:
			importer.process_doc(payload.doc)
		except Exception as error:
			frappe.db.rollback(save_point="dry_run_row")
			yield {"row": payload.rows[0].row_number, "reason": _reason(error)}
		frappe.clear_messages()


def _reason(error: Exception) -> str:
	"""Return the error's message in plain text. For a duplicate it does not repeat the value."""
	if isinstance(error, (frappe.DuplicateEntryError, frappe.UniqueValidationError)):
		return _("A record like this already exists, or appears twice in the file.")
	return strip_html(str(error)) or _("This row cannot be read ({0}). Check it and try again.").format(
		type(error).__name__
	)
