"""The sentences for each breach of hours: what is wrong, and how to put it right."""

from unlocking_opportunities.rules.findings import _

WORDS = {
	"day-hours": (
		_(
			"{actual} hours of work in one day, first on {on} (days: {times}). No more than {limit} are allowed, over all placements and jobs together."
		),
		_("Shorten the day to {limit} hours, breaks not counted."),
	),
	"week-hours": (
		_(
			"{actual} hours of work in one week, first in the week of {on} (weeks: {times}). No more than {limit} are allowed, over all placements and jobs together."
		),
		_("Drop a day or shorten the days until the week has {limit} hours, breaks not counted."),
	),
	"average-week": (
		_(
			"The week averages {actual} hours in the weeks up to {on}. Above {limit} a worker must have agreed to it in writing."
		),
		_("Ask the employer to reduce the hours, or to show the worker's own signed opt-out."),
	),
	"break": (
		_(
			"Too little break, first on {on} (days: {times}): {actual} minutes, but {limit} minutes in one go are due after {after} hours of work."
		),
		_("Agree one break of at least {limit} minutes within the shift."),
	),
	"daily-rest": (
		_(
			"Only {actual} hours of rest in a row within 24 hours, first on {on} (days: {times}). At least {limit} are due."
		),
		_(
			"Start later or finish earlier, so that there are {limit} hours between one day's work and the next."
		),
	),
	"weekly-rest": (
		_(
			"Only {actual} hours off in a row in one week, first in the week of {on} (weeks: {times}). At least {limit} are due."
		),
		_("Keep {limit} hours in a row free each week."),
	),
	"night": (
		_(
			"{actual} hours of work at night, between {night_from} and {night_until}, first on {on} (days: {times})."
		),
		_("Move the hours out of the night, or confirm that an exception for this kind of work applies."),
	),
	"night-child": (
		_(
			"{actual} hours of work at night, between {night_from} and {night_until}, first on {on} (days: {times})."
		),
		_("Move the hours into the day. No one of compulsory school age may work at night."),
	),
	"clash": (
		_("Two shifts overlap by {actual} hours, first on {on} (days: {times})."),
		_("Change the hours of one of them. No one can be in two places at once."),
	),
	"too-early": (
		_("On {on} this pupil has not reached Year 10 yet."),
		_("Start in Year 10 or later, or offer a talk or a visit instead."),
	),
	"minimum-age": (
		_("On {on} this child is {actual}. No one under {limit} may be employed."),
		_(
			"Wait until the child is {limit}, or ask the school whether it can arrange work experience in Year 10 or 11."
		),
	),
	"listed-work-only": (
		_(
			"On {on} this child is {actual}. Under {limit} only the kinds of light work that the council's rules list are allowed."
		),
		_("Check the tasks against the list with the council's child employment officer."),
	),
	"early-or-late": (
		_("{actual} hours of work before {earliest} or after {latest}, first on {on} (days: {times})."),
		_("Keep the hours between {earliest} and {latest}."),
	),
	"school-hours": (
		_("{actual} hours of work in school hours, first on {on} (days: {times})."),
		_("Move the hours to after school, or ask the school to arrange them as work experience."),
	),
	"before-school": (
		_(
			"{actual} hours of work before school, first on {on} (days: {times}). No more than {limit} is allowed."
		),
		_("Start later, or move the hours to after school."),
	),
	"school-day-hours": (
		_(
			"{actual} hours of work on a school day, first on {on} (days: {times}). No more than {limit} are allowed."
		),
		_("Shorten the shift, or move it to a Saturday or the school holidays."),
	),
	"sunday-hours": (
		_(
			"{actual} hours of work on a Sunday, first on {on} (days: {times}). No more than {limit} are allowed."
		),
		_("Shorten the shift, or move it to a Saturday."),
	),
	"child-day-hours": (
		_(
			"{actual} hours of work on one day, first on {on} (days: {times}). No more than {limit} are allowed at this age."
		),
		_("Shorten the day to {limit} hours."),
	),
	"school-week-hours": (
		_(
			"{actual} hours of work in a school week, first in the week of {on} (weeks: {times}). No more than {limit} are allowed."
		),
		_("Shorten or drop shifts until the week has {limit} hours."),
	),
	"holiday-week-hours": (
		_(
			"{actual} hours of work in a holiday week, first in the week of {on} (weeks: {times}). No more than {limit} are allowed at this age."
		),
		_("Shorten or drop shifts until the week has {limit} hours."),
	),
	"two-week-break": (
		_(
			"The year from {on} does not leave {limit} days in a row free of work in the school holidays. The longest run is {actual} days."
		),
		_("Agree two weeks in a row without work in one of the school holidays."),
	),
	"terms-unknown": (
		_("The school terms around {on} are not known, so each weekday was counted as a school day."),
		_("Ask an administrator to enter the term dates in the settings."),
	),
}
