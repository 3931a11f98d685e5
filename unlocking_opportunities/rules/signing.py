"""Who signs a placement agreement, on what authority, and when a signature is no longer valid.

Parental responsibility: Children Act 1989 ss.2, 3, 20, 31 and 33. A foster carer signs only with delegated
authority that was seen in writing (Care Planning, Placement and Case Review Regulations 2010, schedule 2). From
18 only the young person signs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

YOUNG_PERSON = "Young Person"
RESPONSIBLE = "Holder of Parental Responsibility"
HOST = "Host"
COUNCIL = "Council"

BY_COUNCIL = "Council Holds Parental Responsibility"
# Under section 20 parents keep parental responsibility and the council has none (Children Act 1989 ss.20 and 33).
COUNCIL_HOLDS_NONE = ("Looked After: Section 20", "Not Looked After")

# The authority on which each party may sign. The young person needs none.
AUTHORITIES = {
	YOUNG_PERSON: ("Own",),
	RESPONSIBLE: ("Parent", "Delegated", BY_COUNCIL),
	HOST: ("Host",),
	COUNCIL: ("Council",),
}


@dataclass(frozen=True)
class Signature:
	"""One signature: whose, on what authority, over which terms (a hash), and the last day it covers."""

	party: str
	authority: str
	terms_hash: str
	until: date
	revoked_on: datetime | None = None


def parties_needed(under_18: bool) -> tuple[str, ...]:
	"""Return who has to sign, in the order in which they are asked. Under 18 is a child as in the Children Act."""
	return (YOUNG_PERSON, RESPONSIBLE, HOST, COUNCIL) if under_18 else (YOUNG_PERSON, HOST, COUNCIL)


def counts(signature: Signature, terms_hash: str, recorded_authority: str | None) -> bool:
	"""Return whether a signature is valid: not revoked, on these terms, by someone entitled to sign.

	`recorded_authority` is what the young person's identity record says about who may sign for them.
	"""
	if signature.revoked_on or signature.terms_hash != terms_hash:
		return False
	if signature.authority not in AUTHORITIES[signature.party]:
		return False
	return signature.party != RESPONSIBLE or signature.authority == recorded_authority


def signed_until(
	signatures: Iterable[Signature], terms_hash: str, recorded_authority: str | None
) -> dict[str, date]:
	"""Return, for each party with a valid signature, the last day that it covers."""
	until: dict[str, date] = {}
	for signature in signatures:
		if counts(signature, terms_hash, recorded_authority):
			until[signature.party] = max(signature.until, until.get(signature.party, signature.until))
	return until


def authority_fits(authority: str | None, legal_status: str | None, seen_on: date | None) -> bool:
	"""Return whether the recorded authority is possible, given the legal status and what was seen in writing."""
	if authority == BY_COUNCIL:
		return legal_status not in COUNCIL_HOLDS_NONE
	return authority != "Delegated" or bool(seen_on)
