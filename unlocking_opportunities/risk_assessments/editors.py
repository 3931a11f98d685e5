"""Who has worked on a version of a risk assessment, so that they cannot approve it."""

from frappe.model.document import Document

from unlocking_opportunities.utils.server_fields import as_text

# Fields that the workflow and decisions change. Changing them does not count as working on it.
NOT_EDITING = {
	"status",
	"docstatus",
	"editors",
	"approved_by",
	"approved_on",
	"hs_adviser",
	"hs_agreed_on",
	"hs_comment",
	"return_reason",
	"host_confirmed_on",
	"superseded_by",
	"matrix_in_force_from",
	"officer",
}


def get_editors(assessment: Document) -> set[str]:
	"""Return the users who wrote this version or changed its content."""
	return set(filter(None, (assessment.editors or "").split("\n"))) | {assessment.owner}


def add_editor(assessment: Document, user: str) -> bool:
	"""Add `user` to the editors if this save changes the content. Returns whether it does.

	It starts from the stored list, whatever was sent.
	"""
	before = assessment.get_doc_before_save()
	assessment.editors = before.editors if before else None
	changed = before is None or _content(before) != _content(assessment)
	if changed:
		assessment.editors = "\n".join(sorted(get_editors(assessment) | {user}))
	return changed


def _content(assessment: Document) -> dict:
	content = {}
	for field in assessment.meta.fields:
		if field.fieldname in NOT_EDITING:
			continue
		value = assessment.get(field.fieldname)
		if field.fieldtype == "Table":
			value = [_row(row) for row in value]
		content[field.fieldname] = value if isinstance(value, list) else as_text(value)
	return content


def _row(row: Document) -> dict:
	return {field.fieldname: as_text(row.get(field.fieldname)) for field in row.meta.fields}
