"""Access to the records of a visitor's own employers.

People outside have no permission on any record, so this module filters by the employers their session acts for. Another
employer's record and a missing record raise the same error, so that names can't be probed.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from pypika.queries import QueryBuilder, Table

from unlocking_opportunities.council.labels import label
from unlocking_opportunities.portal.identity import Visitor


class NotFound(frappe.DoesNotExistError):
	"""The record doesn't exist or belongs to another employer."""


def require_employer(visitor: Visitor, name: Any) -> str:
	"""Return `name` if the visitor acts for this employer. Raises NotFound otherwise."""
	if name not in visitor.employers:
		raise not_found()
	return name


def rows(visitor: Visitor, table: Table) -> QueryBuilder:
	"""Return a query of `table` (with a column `employer`) for the visitor's own employers."""
	return frappe.qb.from_(table).where(table.employer.isin(list(visitor.employers) or [""]))


def document(visitor: Visitor, doctype: str, name: Any) -> Document:
	"""Return the document. Raises NotFound unless it belongs to one of the visitor's employers."""
	try:
		found = frappe.get_doc(doctype, str(name or ""))
	except frappe.DoesNotExistError:
		raise not_found() from None
	if found.employer not in visitor.employers:
		raise not_found()
	return found


def first(query: QueryBuilder) -> frappe._dict:
	"""Return the first row of `query`. Raises NotFound if there is none."""
	found = query.limit(1).run(as_dict=True)
	if not found:
		raise not_found()
	return found[0]


def not_found() -> NotFound:
	return NotFound(_("We can't find that page."))


def get_role(row: frappe._dict) -> str:
	"""Return what a placement is called on the host's own pages, which don't repeat the host's name."""
	return row.role_title or label(row.kind)
