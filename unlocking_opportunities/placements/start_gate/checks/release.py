"""What the host may be told about the young person, as they chose, and to whom it was released."""

from datetime import date

from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate.checks.verdicts import failed, in_date, judged, passed
from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.placements.start_gate.rows import Release
from unlocking_opportunities.rules.findings import FAIL, PASS_UNTIL, Finding, Verdict, _


def sharing(f: Facts) -> Verdict:
	"""The young person has chosen what the host may be told, and it has been released to the named supervisor."""
	if f.placement.sharing_choice == "Not Asked":
		return failed(
			"sharing-not-asked",
			_("No one has asked the young person what the host may know."),
			_("Go through it with them and record their choice under Sharing."),
		)
	undecided = [
		settings.day(row.withdrawn_on)
		for row in f.release_items
		if row.safety_item and row.withdrawn_on and not row.withdrawal_decision
	]
	if undecided:
		return _undecided(f, min(undecided))
	if not _must_tell_more(f):
		return passed(
			"sharing-nothing-more",
			_("The young person wants nothing more shared, and nothing more is needed for safety."),
		)
	released = [row for row in f.releases if row.status == "Released"]
	return _released(f, released) if released else _not_released(f)


def _must_tell_more(f: Facts) -> bool:
	return f.placement.sharing_choice == "Tell the Host What Is Listed" or any(
		row.safety_item for row in f.needs
	)


def _released(f: Facts, released: list[Release]) -> Verdict:
	if not all(f.is_supervisor(row.released_to) for row in released):
		return failed(
			"share-released-to-another",
			_("It was released to someone who is not the supervisor of this placement."),
			_(
				"Ask the young person about the new supervisor. Withdraw what was released, then release it to the new supervisor."
			),
		)
	return in_date(
		f,
		min((settings.day(row.ends_on) for row in released if row.ends_on), default=None),
		(
			"share-ended",
			_("Sharing information with the host ended on {until}."),
			_("Ask the young person again and release it until a later day."),
		),
		_("The young person has answered, and what they agreed is released."),
	)


def _not_released(f: Facts) -> Verdict:
	found = {row.status for row in f.releases}
	if "Withdrawn" in found:
		return passed(
			"sharing-withdrawn",
			_("Everything listed was withdrawn, and an officer has decided what safety needs."),
		)
	if "Ended" in found:
		return judged(
			"share-ended",
			_("The time for sharing information with the host has ended."),
			_("Ask the young person again and release it until a later day."),
		)
	return failed(
		"share-not-released",
		_("What the host may know has not been released yet."),
		_("List it in a Share Release, read the preview with the young person, then select Release."),
	)


def _undecided(f: Facts, withdrawn_on: date) -> Verdict:
	"""A running placement may go on until the end of the day of the withdrawal. Nothing starts without the decision."""
	finding = Finding(
		"safety-item-withdrawn",
		_("Something needed for safety is no longer shared, and no one has decided what to do about it."),
		{},
		_(
			"Decide today, with the young person and the allocated worker, and record the decision on the share release."
		),
	)
	if f.placement.status == "In Progress" and withdrawn_on >= f.on:
		return Verdict(PASS_UNTIL, (finding,), f.on)
	return Verdict(FAIL, (finding,))
