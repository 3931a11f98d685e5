"""Merge two records of one employer: everything moves to the one that stays, and the other links to it.

This is the only way to the status Merged. The merged record keeps its own name, history and comments.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.rename_doc import get_link_fields
from frappe.query_builder import DocType

from unlocking_opportunities.access.row_permissions import permitted
from unlocking_opportunities.council.roles import TEAM, require
from unlocking_opportunities.employers import changes
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE
from unlocking_opportunities.utils.server_fields import Act, acting


class SameEmployer(frappe.ValidationError):
	"""An employer can't be merged into itself."""


class AlreadyMerged(frappe.ValidationError):
	"""One of the two has already been merged."""


class HasPlacements(frappe.ValidationError):
	"""Placements at the employer that would go are agreed or running."""


@frappe.whitelist(methods=["POST"])
def merge(employer: str, into: str) -> str:
	"""Move everything linked to `employer` to `into`, mark the first as Merged, and return the second's name.

	For officers and managers. Raises ValidationError if they can't be merged (see `_check`). Safe to run twice.
	"""
	require(*TEAM)
	source, target = permitted("Employer", employer, "write"), permitted("Employer", into, "write")
	if source.merged_into == target.name:
		return target.name
	_check(source, target)
	_revoke_second_accesses(source, target)
	for link in get_link_fields("Employer"):
		_move(link.parent, link.fieldname, source, target)
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


def _check(source: Document, target: Document) -> None:
	if source.name == target.name:
		frappe.throw(_("You cannot merge an employer into itself. Choose another employer."), SameEmployer)
	if "Merged" in (source.status, target.status):
		frappe.throw(
			_("One of these employers has already been merged. Use the one it was merged into."),
			AlreadyMerged,
		)
	# Their suitability was confirmed for this host. Under another name it would have to be confirmed again.
	if frappe.db.exists("Placement", {"employer": source.name, "status": ["in", HOLDS_A_PLACE]}):
		frappe.throw(
			_(
				"{0} has placements that are agreed or running, so it cannot be merged into another. Merge the other one into it instead."
			).format(source.employer_name),
			HasPlacements,
		)


def _revoke_second_accesses(source: Document, target: Document) -> None:
	"""Revoke the portal access of people who already have access for the target."""
	acting = frappe.get_all("Portal Access", {"employer": target.name, "revoked": 0}, pluck="email")
	access = DocType("Portal Access")
	if acting:
		mine = (access.employer == source.name) & access.email.isin(acting)
		frappe.qb.update(access).set(access.revoked, 1).where(mine).run()


def _move(doctype: str, field: str, source: Document, target: Document) -> None:
	"""Point every row at `target`, without running controllers: only the link to the host changes."""
	meta, table = frappe.get_meta(doctype), DocType(doctype)
	if meta.issingle or meta.is_virtual:
		return
	query = frappe.qb.update(table).set(table[field], target.name).where(table[field] == source.name)
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
