"""What a young person, or whoever signs for them, says through their own link: an answer, a signature, what is shared.

The link is bound to a person and a placement (see portal/placement_link.py), so each function acts on that placement
alone. They act as the service user; the record says "By Link" and whose word it was. Each starts over when somebody
else held the row, so it must be all that a request does.
"""

from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.messages import staff
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.placement_states import ENDED
from unlocking_opportunities.utils.retry import again_on_conflict
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow.service import as_service

BY_LINK = "By Link"
INTRODUCTION = "How I Am Introduced"
LISTED, NOTHING_MORE = "Tell the Host What Is Listed", "Tell the Host Nothing More"
AGREES, DISAGREES = "Agrees", "Disagrees"


class TermsChanged(frappe.ValidationError):
	"""What was read is not what stands now, so it is not signed."""


class Over(frappe.ValidationError):
	"""The placement has ended, or was cancelled: there is nothing left to answer."""


def answer(placement: str, said_by: str, said: str, reason: str = "") -> None:
	"""Record yes, no or change something. A no is remembered for this opportunity; a reason is never needed."""
	again_on_conflict(partial(_answer, placement, said_by, said, reason))


def sign(placement: str, party: str, read: str) -> None:
	"""Record the signature of `party` over the terms with the fingerprint `read`.

	Raises TermsChanged when the placement has changed since it was read, and PermissionError when this party does not
	sign, or on no recorded authority.
	"""
	again_on_conflict(partial(_sign, placement, party, read))


def introduce_as(placement: str, words: str) -> None:
	"""Keep the young person's own words for who they are; old words that a host could read are withdrawn."""
	again_on_conflict(partial(_introduce_as, placement, words.strip()))


def share(placement: str, views: dict[str, str]) -> None:
	"""Record what the young person says to each item (row: Agrees or Disagrees).

	Before it is released, what they refuse and safety does not need is taken out. Afterwards it is withdrawn at once; what
	safety needs takes an officer's decision that day (see Share Release).
	"""
	again_on_conflict(partial(_share, placement, views))


def give_feedback(placement: str, answers: dict[str, str]) -> None:
	"""Record how the young person found it: overall, as_agreed, safe_and_supported, went_well, do_better. Given once."""
	with as_service():
		feedback = frappe.new_doc("Placement Feedback")
		feedback.update(
			{**answers, "placement": placement, "party": signing.YOUNG_PERSON, "given_by": BY_LINK}
		)
		with acting(feedback, Act.FROM_PORTAL):
			feedback.insert(ignore_permissions=True)  # whoever holds the link says it


def authority(party: str, recorded: str | None) -> str | None:
	"""Return on what authority `party` signs, None when nothing that would do is recorded."""
	if party in (signing.YOUNG_PERSON, signing.HOST):
		return signing.AUTHORITIES[party][0]
	return recorded if recorded in signing.AUTHORITIES[party] else None


def _answer(placement: str, said_by: str, said: str, reason: str) -> None:
	with as_service():
		_open_placement(placement)
		given = frappe.new_doc("Placement Answer")
		given.update(
			{
				"placement": placement,
				"said_by": said_by,
				"answer": said,
				"reason": reason.strip(),
				"how": BY_LINK,
			}
		)
		with acting(given, Act.BY_LINK):
			given.insert(ignore_permissions=True)  # whoever holds the link says it; no user may write it


def _sign(placement: str, party: str, read: str) -> None:
	with as_service():
		doc = _open_placement(placement)
		if fingerprints.of_agreement(doc) != read:
			raise TermsChanged
		recorded = frappe.db.get_value("Young Person Identity", doc.young_person, "signing_authority")
		on_authority = authority(party, recorded)
		if party not in signing.parties_needed(bool(doc.under_18)) or not on_authority:
			raise frappe.PermissionError
		if _stands(doc, party, recorded):
			return
		doc.append(
			"signatures",
			{"party": party, "authority": on_authority, "how": BY_LINK, "signed_on": now_datetime()},
		)
		with acting(doc, Act.BY_LINK):
			doc.save()
		_tell_the_officer(doc, _("Signed: {0}").format(doc.name), _("Signed by link: {0}.").format(_(party)))


def _stands(doc: Document, party: str, recorded: str | None) -> bool:
	"""Pressed twice, it is signed once."""
	given = [
		signing.Signature(row.party, row.authority, row.terms_hash, row.signed_until, row.revoked_on)
		for row in doc.signatures
	]
	until = signing.signed_until(given, fingerprints.of_agreement(doc), recorded).get(party)
	return bool(until and until >= doc.end_date)


def _introduce_as(placement: str, words: str) -> None:
	with as_service():
		doc = _open_placement(placement)
		identity = frappe.get_doc("Young Person Identity", doc.young_person)
		if (identity.introduced_as or "") == words:
			return
		identity.introduced_as = words
		identity.save(ignore_permissions=True)  # their own words about themselves
		release = _release_of(placement)
		if release and _forget_old_words(release, words):
			_tell_the_officer(
				doc,
				_("New introduction: {0}").format(doc.name),
				_(
					"They've changed how they're introduced. The host can no longer see the old words. Tell the host the new ones."
				),
			)


def _forget_old_words(release: Document, words: str) -> bool:
	"""Put the new words into a draft; of what is out, stop sharing the old. Returns whether the host had them."""
	rows = [row for row in release.items if row.item == INTRODUCTION and not row.withdrawn_on]
	if release.status == "Draft":
		for row in rows:
			row.wording = words[:140]
		if rows:
			release.save()
		return False
	if release.status != "Released":
		return False
	for row in rows:
		release.withdraw(row.name)
	return bool(rows)


def _share(placement: str, views: dict[str, str]) -> None:
	with as_service():
		doc = _open_placement(placement)
		release = _release_of(placement)
		if not release or release.status not in SAYING:
			return
		choice = SAYING[release.status](release, views)
		if doc.sharing_choice != choice:
			doc.sharing_choice = choice
			doc.save()


def _say_before_release(release: Document, views: dict[str, str]) -> str:
	kept = []
	for row in release.items:
		row.young_persons_view = views.get(row.name, row.young_persons_view)
		needed = row.safety_item and row.lawful_basis != "Consent"
		if row.young_persons_view != DISAGREES or needed:
			kept.append(row)
	refused = len(release.items) - len(kept)
	release.set("items", kept)
	release.save()
	if refused or any(row.young_persons_view == DISAGREES for row in kept):
		_tell_the_officer(
			release,
			_("What to share: {0}").format(release.name),
			_(
				"They said no to something. We've removed it, unless it's needed for safety. Check before you release."
			),
		)
	return LISTED if any(row.young_persons_view == AGREES for row in kept) else NOTHING_MORE


def _say_after_release(release: Document, views: dict[str, str]) -> str:
	for row in list(release.items):
		if views.get(row.name) == DISAGREES and not row.withdrawn_on:
			release.withdraw(row.name)
	return LISTED if release.status == "Released" else NOTHING_MORE


# What is over, or withdrawn whole, shows a host nothing: there is nothing to say to it.
SAYING = {"Draft": _say_before_release, "Released": _say_after_release}


def _open_placement(placement: str) -> Document:
	doc = frappe.get_doc("Placement", placement)
	if doc.status in ENDED:
		raise Over
	return doc


def _release_of(placement: str) -> Document | None:
	name = frappe.db.get_value("Share Release", {"placement": placement})
	return frappe.get_doc("Share Release", name) if name else None


def _tell_the_officer(doc: Document, subject: str, line: str) -> None:
	officer = doc.get("officer") or frappe.db.get_value("Placement", doc.get("placement"), "officer")
	staff.people(staff.officer_or_all(officer), subject=subject, lines=[line], document=doc)
