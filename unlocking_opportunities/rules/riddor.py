"""Deadlines to report a work accident: RIDDOR 2013 (Reporting of Injuries, Diseases and Dangerous Occurrences).

The employer is the responsible person (reg. 3). A trainee on a relevant training programme, including work
experience, counts as an employee of the placement provider (Health and Safety (Training for Employment)
Regulations 1990).
"""

from datetime import date, timedelta

NOT_REPORTABLE = "Not Reportable"
# Days from the accident. Regs. 4(1), 5 to 7: notify without delay, report within ten days; reg. 4(2): over seven
# days off work, fifteen days. A disease is reported without delay once diagnosed (reg. 8), so it has no days here.
DAYS = {
	"Death or Specified Injury": 10,
	"Dangerous Occurrence": 10,
	"Over Seven Days Off": 15,
	"Occupational Disease": 0,
}


def report_by(kind: str, happened_on: date) -> date | None:
	"""Return the last day to report an accident of `kind` (a key of DAYS); None if no report is due."""
	return happened_on + timedelta(days=DAYS[kind]) if kind in DAYS else None
