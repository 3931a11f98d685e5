"""What a young person, or the person who signs for them, does through their link: answer, sign, choose what is shared.

The link belongs to a person and a placement (see portal/people/placement_link.py), so each function acts on that placement
only. They act as the service user; the record says "By Link" and who gave the answer. Each one is retried if someone else
held the row, so it must be all that a request does.
"""

from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.messages import staff
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.age import is_under_18
from unlocking_opportunities.rules.placement_states import ENDED
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.utils.retry import retry_on_conflict
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow.service import as_service

BY_LINK = "By Link"
# What the officer is told, by the party that signed.
SIGNED = {
	signing.YOUNG_PERSON: _lt("The young person has signed online."),
	signing.RESPONSIBLE: _lt("The person who signs for the young person has signed online."),
	signing.HOST: _lt("The host has signed online."),
}
INTRODUCTION = "How I Am Introduced"
LISTED, NOTHING_MORE = "Tell the Host What Is Listed", "Tell the Host Nothing More"
AGREES, DISAGREES = "Agrees", "Disagrees"


class TermsChanged(frappe.ValidationError):
	"""The terms have changed since they were shown, so nothing was signed."""


class Over(frappe.ValidationError):
	"""The placement has ended or was cancelled, so it takes no more answers."""


def answer(placement: str, said_by: str, said: str, reason: str = "") -> None:
	"""Record Yes, No or Change Something. A no is remembered for this opportunity. A reason is never needed."""
	retry_on_conflict(partial(_answer, placement, said_by, said, reason))


def sign(placement: str, party: str, read: str) -> None:
	"""Record the signature of `party` on the terms with the fingerprint `read`.

	Raises TermsChanged if the placement has changed since it was read, and PermissionError if this party does not sign or
	has no recorded authority.
	"""
	retry_on_conflict(partial(_sign, placement, party, read))


def introduce_as(placement: str, words: str) -> None:
	"""Store how the young person introduces themselves. Old words that a host could read are withdrawn."""
	retry_on_conflict(partial(_introduce_as, placement, words.strip()))


def share(placement: str, views: dict[str, str]) -> None:
	"""Record the young person's view of each item (row name: Agrees or Disagrees).

	Before the release, an item they refuse is removed unless it is needed for safety. Afterwards it is withdrawn at once,
	and an officer must decide the same day about one needed for safety (see Share Release).
	"""
	retry_on_conflict(partial(_share, placement, views))


def give_feedback(placement: str, answers: dict[str, str]) -> None:
	"""Record the young person's feedback: overall, as_agreed, safe_and_supported, went_well, do_better. Given once."""
	with as_service():
		feedback = frappe.new_doc("Placement Feedback")
		feedback.update(
			{**answers, "placement": placement, "party": signing.YOUNG_PERSON, "given_by": BY_LINK}
		)
		with acting(feedback, Act.FROM_PORTAL):
			feedback.insert(ignore_permissions=True)  # given through the link


def authority(party: str, recorded: str | None) -> str | None:
	"""Return the authority on which `party` signs, or None if no valid one is recorded."""
	if party in (signing.YOUNG_PERSON, signing.HOST):
		return signing.AUTHORITIES[party][0]
	return recorded if recorded in signing.AUTHORITIES[party] else None


def _answer(placement: str, said_by: str, said: str, reason: str) -> None:
	with as_service():
		_open_placement(placement, said_by)
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
			given.insert(ignore_permissions=True)  # given through the link; no user may write it


def _sign(placement: str, party: str, read: str) -> None:
	with as_service():
		doc = _open_placement(placement, party)
		if fingerprints.of_agreement(doc) != read:
			raise TermsChanged
		recorded = frappe.db.get_value("Young Person Identity", doc.young_person, "signing_authority")
		on_authority = authority(party, recorded)
		if party not in signing.parties_needed(bool(doc.under_18)) or not on_authority:
			raise frappe.PermissionError
		if _is_signed(doc, party, recorded):
			return
		doc.append(
			"signatures",
			{"party": party, "authority": on_authority, "how": BY_LINK, "signed_on": now_datetime()},
		)
		with acting(doc, Act.BY_LINK):
			doc.save()
		_notify_officer(doc, _("Signed: {0}").format(doc.name), str(SIGNED[party]))


def _is_signed(doc: Document, party: str, recorded: str | None) -> bool:
	"""Return whether `party` has already signed the current terms, so that a second press does nothing."""
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
		said = _replace_introduction(_release_of(placement), words)
		if said:
			_notify_officer(doc, _("New introduction: {0}").format(doc.name), said)


def _replace_introduction(release: Document | None, words: str) -> str:
	"""Put the new words into a draft, or withdraw the old ones from what was released. Returns what the officer has to do."""
	rows = (
		[row for row in release.items if row.item == INTRODUCTION and not row.withdrawn_on] if release else []
	)
	if rows and release.status == "Draft":
		for row in rows:
			row.wording = words[:140]
		release.save()
		return ""
	if rows and release.status == "Released":
		for row in rows:
			release.withdraw(row.name)
		return _(
			"The young person has changed how they want to be introduced. The old words have been withdrawn. Release the new ones to the host."
		)
	if not words:
		return ""
	return _(
		"The young person has written how they want to be introduced. Add it to what the host may be told, if it helps."
	)


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
		_notify_officer(
			release,
			_("Sharing: {0}").format(release.name),
			_(
				"The young person said no to something. It has been removed unless it is needed for safety. Call them about what safety needs, and check the list before you release it."
			),
		)
	return LISTED if any(row.young_persons_view == AGREES for row in kept) else NOTHING_MORE


def _say_after_release(release: Document, views: dict[str, str]) -> str:
	for row in list(release.items):
		if views.get(row.name) == DISAGREES and not row.withdrawn_on:
			release.withdraw(row.name)
	return LISTED if release.status == "Released" else NOTHING_MORE


# A release that has ended or been withdrawn shows the host nothing, so there is nothing to answer.
SAYING = {"Draft": _say_before_release, "Released": _say_after_release}


def _open_placement(placement: str, party: str = signing.YOUNG_PERSON) -> Document:
	"""Return the placement. Raises Over when it has ended, and PermissionError for who signed until the 18th birthday."""
	doc = frappe.get_doc("Placement", placement)
	if doc.status in ENDED:
		raise Over
	if party == signing.RESPONSIBLE:
		born = frappe.db.get_value("Young Person Identity", doc.young_person, "date_of_birth")
		if not born or not is_under_18(getdate(born), getdate(today())):
			raise frappe.PermissionError
	return doc


def _release_of(placement: str) -> Document | None:
	name = frappe.db.get_value("Share Release", {"placement": placement})
	return frappe.get_doc("Share Release", name) if name else None


def _notify_officer(doc: Document, subject: str, line: str) -> None:
	officer = doc.get("officer") or frappe.db.get_value("Placement", doc.get("placement"), "officer")
	staff.notify({officer}, subject=subject, lines=[line], document=doc)
