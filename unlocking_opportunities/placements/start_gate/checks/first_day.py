"""What has to be arranged for the first day."""

from datetime import timedelta

from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate import timetable
from unlocking_opportunities.placements.start_gate.checks.verdicts import failed, judged, passed
from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.rules.findings import Verdict, _


def induction(f: Facts) -> Verdict:
	"""An induction is planned, by the first day worked. One that is given late passes once its day has come."""
	planned = settings.day(f.placement.induction_planned_on)
	if planned and planned > f.judged_from:
		before = timetable.days_worked(f.placement, f.start, planned - timedelta(days=1))
		if before:
			return judged(
				"induction-late",
				_("It is planned for {day}, after the first day, {first}."),
				_("Agree an earlier day with the host. It covers who to ask and what to do in a fire."),
				day=planned,
				first=before[0],
			)
	if planned:
		return passed("induction-planned", _("Planned for {day}."), day=planned)
	return judged(
		"induction-not-planned",
		_("No induction is planned."),
		_("Agree with the host when it will be. It covers who to ask and what to do in a fire."),
	)


def emergency_contact(f: Facts) -> Verdict:
	if not (f.identity.emergency_name and f.identity.emergency_phone):
		return failed(
			"emergency-missing",
			_("There is no emergency contact."),
			_("Add a name and a phone number to the identity record."),
		)
	if not f.placement.emergency_contact_checked:
		return judged(
			"emergency-unchecked",
			_("No one has checked that the emergency contact is still right."),
			_("Call the number, then tick Emergency Contact Checked."),
		)
	return passed("emergency-checked", _("Recorded and checked."))
