"""The records of a visitor's own employers, and nothing of anybody else's.

People outside hold no permission on any record: what they may see is asked here, by the employers that their session
acts for. Another employer's record and one that does not exist are refused in the same words, so that nobody can ask
which names exist.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from pypika.queries import QueryBuilder, Table

from unlocking_opportunities.portal.identity import Visitor


class NotFound(frappe.DoesNotExistError):
	"""There is no such record, or it is not the visitor's: the two are one answer."""


def require_employer(visitor: Visitor, name: Any) -> str:
	"""Return `name` if it is an employer that `visitor` acts for. Raises NotFound otherwise."""
	if name not in visitor.employers:
		raise not_found()
	return name


def rows(visitor: Visitor, table: Table) -> QueryBuilder:
	"""Return a query of `table`, which has an employer, that finds the rows of the visitor's own employers alone."""
	return frappe.qb.from_(table).where(table.employer.isin(list(visitor.employers) or [""]))


def document(visitor: Visitor, doctype: str, name: Any) -> Document:
	"""Return the record, to act on it. Raises NotFound unless it is of one of the visitor's employers."""
	try:
		found = frappe.get_doc(doctype, str(name or ""))
	except frappe.DoesNotExistError:
		raise not_found() from None
	if found.employer not in visitor.employers:
		raise not_found()
	return found


def first(query: QueryBuilder) -> frappe._dict:
	"""Return the one row of `query`. Raises NotFound when there is none."""
	found = query.limit(1).run(as_dict=True)
	if not found:
		raise not_found()
	return found[0]


def not_found() -> NotFound:
	return NotFound(_("We can't find that page."))
