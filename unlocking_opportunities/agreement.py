"""Who signs a placement agreement, on what authority, and when a signature no longer counts.

Parental responsibility: Children Act 1989 ss.2, 3, 20, 31 and 33. A foster carer signs only with delegated authority
that was seen in writing (Care Planning, Placement and Case Review Regulations 2010, schedule 2). From 18 the young
person signs alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

YOUNG_PERSON = "Young Person"
RESPONSIBLE = "Holder of Parental Responsibility"
HOST = "Host"
COUNCIL = "Council"

# On what authority each party may sign. The young person's own word is always theirs.
AUTHORITIES = {
	YOUNG_PERSON: ("Own",),
	RESPONSIBLE: ("Parent", "Delegated", "Council Holds Parental Responsibility"),
	HOST: ("Host",),
	COUNCIL: ("Council",),
}


@dataclass(frozen=True)
class Signature:
	"""One signature: whose, on what authority, over which terms (a hash), and whether it has been revoked."""

	party: str
	authority: str
	terms_hash: str
	revoked_on: datetime | None = None


def parties_needed(under_18: bool) -> tuple[str, ...]:
	"""Return who signs, in the order in which they are asked. Under 18 is the Children Act's meaning of child."""
	return (YOUNG_PERSON, RESPONSIBLE, HOST, COUNCIL) if under_18 else (YOUNG_PERSON, HOST, COUNCIL)


def counts(signature: Signature, terms_hash: str, recorded_authority: str | None) -> bool:
	"""Return whether a signature stands: not revoked, over these terms, by somebody entitled to give it.

	`recorded_authority` is what the young person's identity record says about who may sign for them.
	"""
	if signature.revoked_on or signature.terms_hash != terms_hash:
		return False
	if signature.authority not in AUTHORITIES[signature.party]:
		return False
	return signature.party != RESPONSIBLE or signature.authority == recorded_authority


def still_missing(
	signatures: Iterable[Signature], terms_hash: str, under_18: bool, recorded_authority: str | None
) -> tuple[str, ...]:
	"""Return the parties whose signature is still needed, in the order in which they are asked."""
	standing = {s.party for s in signatures if counts(s, terms_hash, recorded_authority)}
	return tuple(party for party in parties_needed(under_18) if party not in standing)
