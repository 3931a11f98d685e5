"""Who has signed the current terms, on what authority, and until when."""

from collections.abc import Iterator

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate.checks.verdicts import failed, passed
from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.age import is_under_18
from unlocking_opportunities.rules.findings import FAIL, PASS_UNTIL, Finding, Verdict, _

# Who has to sign, in a sentence.
PARTIES = {
	signing.YOUNG_PERSON: _("the young person"),
	signing.RESPONSIBLE: _("the holder of parental responsibility"),
	signing.HOST: _("the host"),
	signing.COUNCIL: _("the council"),
}


def signed(f: Facts) -> Verdict:
	"""The current terms are signed by everyone who must at this age, on a valid authority, and until when."""
	authority = f.identity.signing_authority
	# From 18 they sign alone (child as in the Children Act), whoever signed with them before.
	under_18 = is_under_18(settings.day(f.date_of_birth), f.judged_from)
	if under_18 and not signing.authority_fits(authority, f.care.legal_status, f.identity.authority_seen_on):
		# Never says more than this: the legal status stays in the care record.
		return failed(
			"authority-does-not-fit",
			_("Who may sign does not match the other records."),
			_("Ask the allocated worker who has the authority to sign, then correct the identity record."),
		)
	until = signing.signed_until(
		[
			signing.Signature(
				row.party, row.authority, row.terms_hash, settings.day(row.signed_until), row.revoked_on
			)
			for row in f.placement.signatures
		],
		fingerprints.of_agreement(f.placement),
		authority,
	)
	needed = signing.parties_needed(under_18)
	missing = [party for party in needed if party not in until or until[party] < f.judged_from]
	if missing:
		return Verdict(FAIL, tuple(_unsigned(missing, f)))
	runs_to = min(until[party] for party in needed)
	if runs_to < f.end:
		longer = Finding(
			"signed-until",
			_("Signed until {until}. The placement has been extended since."),
			{"until": runs_to},
			_("Ask everyone to sign for the longer placement by then."),
		)
		return Verdict(PASS_UNTIL, (longer,), runs_to)
	return passed("signed", _("Signed by everyone who must."))


def _unsigned(missing: list[str], f: Facts) -> Iterator[Finding]:
	"""Yield who hasn't signed and, apart from them, whether it isn't known who may sign for the young person."""
	if signing.RESPONSIBLE in missing and not f.identity.signing_authority:
		missing = [party for party in missing if party != signing.RESPONSIBLE]
		yield Finding(
			"authority-not-known",
			_("It is not recorded who may sign for the young person, or on what authority."),
			{},
			_(
				"Fill in Who May Sign on the identity record. A foster carer may sign only with delegated authority."
			),
		)
	if missing:
		yield Finding(
			"not-signed",
			_("Not yet signed by {parties}."),
			{"parties": tuple(PARTIES[party] for party in missing)},
			_(
				"Go through the terms with them, then add a row under Agreement: signed on paper, or agreed by phone."
			),
		)
