"""Events that councillors are invited to, and sign-ups for them."""

from typing import Any

import frappe
from frappe.query_builder import Case, DocType
from frappe.utils import now_datetime, nowdate

from unlocking_opportunities.workflow.service import as_service

NEXT = 20


def get_upcoming(member: str) -> list[Any]:
	"""Return the next events for councillors, and whether `member` (their email address) has signed up. One query."""
	event, row = DocType("Programme Event"), DocType("Programme Event Member")
	return (
		frappe.qb.from_(event)
		.left_join(row)
		.on((row.parent == event.name) & (row.member == member))
		.select(event.name, event.title, event.kind, event.starts_on, event.ends_on, event.place, event.about)
		.select(Case().when(row.name.isnull(), 0).else_(1).as_("signed_up"))
		.where(_open(event))
		.orderby(event.starts_on)
		.limit(NEXT)
		.run(as_dict=True)
	)


def sign_up(member: str, event: str, coming: bool) -> None:
	"""Sign `member` (their email address) up for `event`, or remove them. Raises DoesNotExistError if it is not open to them."""
	table = DocType("Programme Event")
	if not frappe.qb.from_(table).select(table.name).where((table.name == event) & _open(table)).run():
		raise frappe.DoesNotExistError
	with as_service():
		doc = frappe.get_doc("Programme Event", event, for_update=True)
		doc.set("sign_ups", [row for row in doc.sign_ups if row.member != member])
		if coming:
			doc.append("sign_ups", {"member": member, "signed_up_on": now_datetime()})
		doc.save(ignore_permissions=True)  # councillors have no other permission on it


def _open(event: Any) -> Any:
	return (event.for_members == 1) & (event.status == "Planned") & (event.starts_on >= nowdate())
