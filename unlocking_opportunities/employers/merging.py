"""Merge two records of one employer: everything moves to the one that stays, and the other links to it.

This is the only way to the status Merged. The merged record keeps its own name, history and comments.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.rename_doc import get_link_fields
from frappe.query_builder import DocType
from frappe.utils import now

from unlocking_opportunities.access.row_permissions import permitted
from unlocking_opportunities.council.roles import TEAM, require
from unlocking_opportunities.employers import changes
from unlocking_opportunities.employers.duplicates import is_named
from unlocking_opportunities.placements import signed_terms
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE
from unlocking_opportunities.utils.locks import lock
from unlocking_opportunities.utils.server_fields import Act, acting

# From offering to gone.
STOPPED = ("Active", "Paused", "Former")


class SameEmployer(frappe.ValidationError):
	"""An employer can't be merged into itself."""


class AlreadyMerged(frappe.ValidationError):
	"""One of the two has already been merged."""


class OtherName(frappe.ValidationError):
	"""Placements at the employer that would go are agreed or running, and were signed under a different name."""


class StopsOffers(frappe.ValidationError):
	"""The employer that would stay is paused or has left, so merging would stop what the other one offers."""


@frappe.whitelist(methods=["POST"])
def merge(employer: str, into: str) -> str:
	"""Move everything linked to `employer` to `into`, mark the first as Merged, and return the second's name.

	For officers and managers. Raises ValidationError if they can't be merged (see `_check`). Safe to run twice.
	"""
	require(*TEAM)
	source, target = _lock(employer, into)
	if source.merged_into == target.name:
		return target.name
	_check(source, target)
	_revoke_second_accesses(source, target)
	_move_links(source, target)
	_move_contacts_and_addresses(source, target)
	source.update({"status": "Merged", "merged_into": target.name})
	with acting(source, Act.MERGING):
		source.save()
	target.add_comment("Info", _("{0} was merged into this employer.").format(source.name))
	changes.update_titles(target)
	changes.stop_offers(target)
	target.refresh_readiness()
	judge.enqueue_for_employer(target.name)
	return target.name


def _lock(employer: str, into: str) -> tuple[Document, Document]:
	"""Return both records as stored, which nobody else can merge until this transaction ends."""
	lock("Employer", employer, into)
	return permitted("Employer", employer, "write"), permitted("Employer", into, "write")


def _check(source: Document, target: Document) -> None:
	if source.name == target.name:
		frappe.throw(_("You cannot merge an employer into itself. Choose another employer."), SameEmployer)
	if "Merged" in (source.status, target.status):
		frappe.throw(
			_("One of these employers has already been merged. Use the one it was merged into."),
			AlreadyMerged,
		)
	if STOPPED.index(target.status) > STOPPED.index(source.status):
		frappe.throw(
			_(
				"{0} is {1}, so what {2} offers would stop. If the employer is still with us, make {0} Active first. If not, make {2} {1} first. Then merge them."
			).format(target.name, _(target.status), source.name),
			StopsOffers,
		)
	_check_name(source, target)


def _check_name(source: Document, target: Document) -> None:
	"""People signed for a host with this name, and the worker confirmed that it is suitable. Both stay only for the same host."""
	if is_named(source.employer_name, target.employer_name):
		return
	if frappe.db.exists("Placement", {"employer": source.name, "status": ["in", HOLDS_A_PLACE]}):
		frappe.throw(
			_(
				"{0} has placements that are agreed or running, and people agreed to them under its name. If {0} and {1} are the same employer, give both the same name, then merge them. If they aren't, don't merge them."
			).format(source.name, target.name),
			OtherName,
		)


def _revoke_second_accesses(source: Document, target: Document) -> None:
	"""Revoke the portal access of people who already have access for the target."""
	acting = frappe.get_all("Portal Access", {"employer": target.name, "revoked": 0}, pluck="email")
	access = DocType("Portal Access")
	if acting:
		mine = (access.employer == source.name) & access.email.isin(acting)
		frappe.qb.update(access).set(access.revoked, 1).where(mine).run()


def _move_links(source: Document, target: Document) -> None:
	"""Move every record to `target`. What was signed and confirmed for the same host under its other ID stays so."""
	placements = frappe.get_all("Placement", {"employer": source.name}, pluck="name")
	signed = {name: signed_terms.get_hashes(name) for name in placements}
	for link in get_link_fields("Employer"):
		_move(link.parent, link.fieldname, source, target)
	for name, hashes in signed.items():
		signed_terms.sign_again(name, *hashes)


def _move(doctype: str, field: str, source: Document, target: Document) -> None:
	"""Point every row at `target`, without running controllers: only the link to the host changes."""
	meta, table = frappe.get_meta(doctype), DocType(doctype)
	if meta.issingle or meta.is_virtual:
		return
	query = frappe.qb.update(table).set(table[field], target.name).where(table[field] == source.name)
	if not meta.istable:
		# A form that was opened before can't write the old ID back.
		query = query.set(table.modified, now()).set(table.modified_by, frappe.session.user)
	for fetched in meta.fields:
		if fetched.fetch_from == f"{field}.employer_name":
			query = query.set(table[fetched.fieldname], target.employer_name)
	query.run()
	frappe.clear_document_cache(doctype)


def _move_contacts_and_addresses(source: Document, target: Document) -> None:
	link = DocType("Dynamic Link")
	(
		frappe.qb.update(link)
		.set(link.link_name, target.name)
		.where((link.link_doctype == "Employer") & (link.link_name == source.name))
		.run()
	)
