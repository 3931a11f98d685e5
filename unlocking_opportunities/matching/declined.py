"""Places that a young person has said no to, so that they are not suggested again."""

import frappe
from frappe.model.document import Document
from frappe.utils import today

from unlocking_opportunities.utils.server_fields import Act, acting

# How a member of staff heard it. The usual way comes first.
HEARD = ("In Person", "By Phone, Heard by an Officer", "On Paper, Seen by an Officer")


def record(
	young_person: str, opportunity: str, *, how: str = HEARD[0], reason: str = "", by_link: bool = False
) -> Document:
	"""Record that `young_person` said no to `opportunity`, and return the record: a new one, or the one in force.

	The signed-in user's permissions are checked, unless `by_link`: then the young person said it themselves, and the
	caller has made sure that it is them. Saying no twice makes only one record.
	"""
	standing = frappe.db.get_value(
		"Declined Match",
		{"young_person": young_person, "opportunity": opportunity, "changed_mind_on": ["is", "not set"]},
	)
	if standing:
		declined = frappe.get_doc("Declined Match", standing)
		if not by_link:
			declined.check_permission("read")
		return declined
	declined = frappe.new_doc("Declined Match")
	declined.update(
		{
			"young_person": young_person,
			"opportunity": opportunity,
			"how": "By Link" if by_link else how,
			"reason": reason,
		}
	)
	if not by_link:
		return declined.insert()
	with acting(declined, Act.BY_LINK):
		# A young person with a link has no account, so they have no permissions.
		return declined.insert(ignore_permissions=True)


def withdraw(young_person: str, opportunity: str) -> None:
	"""Record that `young_person` has changed their mind and now says yes to `opportunity`. Permissions are not checked."""
	standing = {
		"young_person": young_person,
		"opportunity": opportunity,
		"changed_mind_on": ["is", "not set"],
	}
	for name in frappe.get_all("Declined Match", filters=standing, pluck="name"):
		declined = frappe.get_doc("Declined Match", name)
		declined.changed_mind_on = today()
		declined.save(ignore_permissions=True)  # follows from the answer they have just given
