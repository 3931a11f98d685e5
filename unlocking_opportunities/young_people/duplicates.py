"""Notice that two records may be of one young person: the same date of birth, and the same name however it is written."""

import unicodedata

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import get_link_to_form, getdate

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.access.row_permissions import permitted
from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.utils.server_fields import changed

IDENTITY = "Young Person Identity"
NAMED_BY = ("preferred_name", "surname", "date_of_birth")
# Letters that Unicode doesn't take apart into a plain letter and an accent.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


class PossibleDuplicate(frappe.ValidationError):
	"""There is a record with this name and date of birth, and nobody has said that this is someone else."""


def is_same_name(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
	"""Return whether two names, each (first, last), may be one person's.

	Case, accents, spaces, hyphens and apostrophes don't count, first and last may be swapped, and a last name may be
	missing.
	"""
	first, last = (_letters(part) for part in one)
	other_first, other_last = (_letters(part) for part in other)
	if first + last in (other_first + other_last, other_last + other_first):
		return bool(first + last)
	return not (last and other_last) and first == other_first != ""


# By POST, though it only reads: a name and a date of birth have no place in an address or a log.
@frappe.whitelist(methods=["POST"])
def get_known(
	young_person: str,
	preferred_name: str | None = None,
	surname: str | None = None,
	date_of_birth: str | None = None,
) -> list[str]:
	"""Return the young people with this name and date of birth, apart from `young_person`, whose identity the user may read.

	For those who may write `young_person`, as which the person is being entered. Raises PermissionError.
	"""
	permitted("Young Person", young_person, "write")
	typed = frappe._dict(
		young_person=young_person,
		preferred_name=preferred_name,
		surname=surname,
		date_of_birth=getdate(date_of_birth) if date_of_birth else None,
	)
	return _readable(find(typed))


def find(identity: Document | frappe._dict) -> list[str]:
	"""Return the young people with the name and date of birth of `identity`, apart from its own."""
	if not identity.date_of_birth:
		return []
	table = DocType(IDENTITY)
	query = frappe.qb.from_(table).select(table.young_person, table.preferred_name, table.surname)
	query = query.where(table.date_of_birth == identity.date_of_birth).orderby(table.name)
	name = (identity.preferred_name, identity.surname)
	return [
		person
		for person, *other in query.run()
		if person != identity.young_person and is_same_name(name, tuple(other))
	]


def require_an_answer(identity: Document) -> None:
	"""Raise PossibleDuplicate if the user may read a record of the same name and date of birth, until they say it's someone else."""
	if identity.someone_else or not changed(identity, *NAMED_BY):
		return
	known = _readable(find(identity))
	if known:
		# Show the reference as text too: from v16 on messages keep no links.
		frappe.throw(
			_(
				"There may already be a record: {0}. Open it and compare. {1} If it's someone else, tick {2} and save again."
			).format(
				", ".join(get_link_to_form("Young Person", person, person) for person in known),
				_if_same(identity),
				frappe.bold(_("Someone Else with the Same Name and Date of Birth")),
			),
			PossibleDuplicate,
			title=_("Possible Duplicate"),
		)


def _if_same(identity: Document) -> str:
	"""Return what to do with the record of `identity` if the other one is of the same person."""
	if identity.is_new():
		return _("If it's the same person, select {0} here: it closes {1}, the empty record.").format(
			frappe.bold(_("It's the Same Person")), identity.young_person
		)
	return _("If it's the same person, ask a manager to merge the two records.")


def notify_managers(identity: Document) -> None:
	"""Tell the managers of records of the same name and date of birth that the user who saved `identity` may not read."""
	if not changed(identity, *NAMED_BY):
		return
	others = find(identity)
	hidden = sorted(set(others) - set(_readable(others)))
	if hidden:
		staff.notify(
			recipients.holders_of(MANAGER),
			subject=_("Please compare two records"),
			lines=[
				_("{0} has the same name and date of birth as {1}.").format(
					identity.young_person, ", ".join(hidden)
				),
				_("Compare the two. If they are one person, open one of them and merge it into the other."),
			],
			document=frappe.get_doc("Young Person", identity.young_person),
			roles=(MANAGER,),
		)


def _readable(people: list[str]) -> list[str]:
	"""Return those of `people` whose identity the signed-in user may read."""
	if not people:
		return []
	table = DocType(IDENTITY)
	query = frappe.qb.from_(table).select(table.young_person).where(table.young_person.isin(people))
	return row_permissions.restrict(query, IDENTITY).orderby(table.name).run(pluck=True)


def _letters(name: str | None) -> str:
	"""Return the letters and digits of a name in lower case, without accents."""
	apart = unicodedata.normalize("NFKD", (name or "").casefold().translate(PLAIN))
	return "".join(sign for sign in apart if sign.isalnum())
