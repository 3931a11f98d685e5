"""Who goes where, and when: each placement before it is written."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.rules.age import compulsory_school_age_ends, is_under_18
from unlocking_opportunities.rules.placement_states import ENDED, HOLDS_A_PLACE
from unlocking_opportunities.rules.risk import LOW_RISK
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.setup.demo_data import employers
from unlocking_opportunities.setup.demo_data.world import Host, Person, World, shares

# Live ones first: they are the hardest to fit.
STATUSES = {
	"In Progress": 26,
	"Ready": 8,
	"Agreed": 10,
	"Paused": 5,
	"Proposed": 14,
	"Completed": 62,
	"Ended Early": 13,
	"Cancelled": 12,
}
CLEARED = ("Ready", "In Progress", "Paused", "Completed", "Ended Early")
STARTED = ("In Progress", "Paused", "Completed", "Ended Early")
# The earliest and latest start in days from today; running ones may have started as long ago as they last.
STARTS = {
	"In Progress": (-400, -2),
	"Paused": (-300, -10),
	"Ready": (4, 30),
	"Agreed": (8, 50),
	"Proposed": (15, 80),
	"Cancelled": (-500, 40),
	"Completed": (-690, -30),
	"Ended Early": (-600, -25),
}
# The higher, the less often a place of that kind is chosen.
RARER = {"Talk or Visit": 5, "Taster": 2.5}
# How many days each kind lasts.
LENGTHS = {
	"Work Experience": (12, 45),
	"Taster": (1, 2),
	"Internship": (60, 90),
	"Apprenticeship": (380, 480),
	"Paid Job": (180, 300),
	"Talk or Visit": (0, 0),
}
# How many random dates are tried for a place before the next place.
ATTEMPTS = 5
CHARITABLE = ("Charity or Social Enterprise", "Community Group", "Public Body", "Council Department")
# What an officer is to notice.
LAPSING, NO_CONTACT = "the policy lapses under it", "nobody has spoken to them since"


@dataclass
class Fit:
	"""A placement before it is written: who, where and when."""

	status: str
	place: Document
	host: Host
	person: Person
	start: date
	end: date
	story: str = ""

	@property
	def kind(self) -> str:
		return self.place.kind

	@property
	def pupil(self) -> bool:
		return self.start <= compulsory_school_age_ends(self.person.born)

	@property
	def under_18(self) -> bool:
		return is_under_18(self.person.born, self.start)


def choose(world: World, dice: Random) -> list[Fit]:
	"""Return who goes where. The places that are held count as taken, and the people as busy until two weeks after."""
	hosts = {host.record.name: host for host in world.hosts}
	restricted = _people_with_restrictions(world)
	stories, fits = _stories(), []
	for number, status in enumerate(shares(STATUSES)):
		fit = _fit(world, dice, status, stories.get(number, ""), hosts, restricted)
		fits.append(fit)
		fit.person.free_from = fit.end + timedelta(days=14)
		if status in HOLDS_A_PLACE:
			_take(fit.place)
	return fits


def _take(place: Document) -> None:
	place.taken += 1
	if place.taken >= place.capacity and place.status == "Open":
		place.status = "Full"


def _stories() -> dict[int, str]:
	"""Return the placements, by position, that an officer should notice."""
	order = list(shares(STATUSES))
	return {order.index("In Progress"): LAPSING, order.index("Ended Early"): NO_CONTACT}


def _fit(
	world: World, dice: Random, status: str, story: str, hosts: dict[str, Host], restricted: set[str]
) -> Fit:
	for place in _places(world, dice, status, story) * ATTEMPTS:
		host = hosts[place.employer]
		dates = _dates(world, dice, status, place, host, story)
		if not dates:
			continue
		people = dice.sample(world.people, len(world.people))
		for person in sorted(people, key=lambda person: not _interested(person, place)):
			fit = Fit(status, place, host, person, *dates, story)
			if person.record.name not in restricted and _suits(fit):
				return fit
	raise LookupError(f"The demo has no place left for a placement that is {status}.")


def _places(world: World, dice: Random, status: str, story: str) -> list[Document]:
	"""Return the places that a placement of that status may take, those with the most room first."""
	places = list(world.places)
	if story == LAPSING:
		about_to_lapse = [host for host in world.hosts if host.ready][employers.LAPSES_IN_NINE_DAYS]
		places = [place for place in places if place.employer == about_to_lapse.record.name]
	if status in HOLDS_A_PLACE or status == "Proposed":
		places = [place for place in places if place.status == "Open" and place.taken < place.capacity]
	return sorted(
		places, key=lambda place: (place.taken / place.capacity, dice.random() * RARER.get(place.kind, 1))
	)


def _dates(
	world: World, dice: Random, status: str, place: Document, host: Host, story: str
) -> tuple[date, date] | None:
	"""Return the first and last day, if the status, the kind of place and the host allow any."""
	length = dice.randint(*LENGTHS[place.kind])
	earliest, latest = STARTS[status]
	earliest = max(earliest, (getdate(place.creation) - world.today).days + 10)
	if status in ("In Progress", "Paused"):
		earliest, latest = max(earliest, 1 - length), latest
	if status == "Completed":
		latest = min(latest, -length - 2)
	if story == NO_CONTACT:
		earliest, latest = max(earliest, -25), -12
	if earliest > latest:
		return None
	start = add_working_days(world.day(dice.randint(earliest, latest)), 0)
	if place.kind == "Taster" and start.weekday() > 3:
		start -= timedelta(days=start.weekday() - 2)
	end = start + timedelta(days=length)
	if story and end < world.day(14):
		return None
	if status not in ENDED and not _host_can(host, max(start, world.today)):
		return None
	return start, end


def _interested(person: Person, place: Document) -> bool:
	return place.sector in {interest.sector for interest in person.record.interests}


def _host_can(host: Host, day: date) -> bool:
	"""Return whether insurance, agreement and assessment are in force on that day."""
	covered = host.agreement.cover_to is None or host.agreement.cover_to >= day
	return covered and host.agreement.expires_on >= day and host.assessment.review_by > day


def _suits(fit: Fit) -> bool:
	person, kind = fit.person, fit.kind
	age = (fit.start - person.born).days / 365.25
	if person.record.status != "Active" or person.free_from > fit.start or age < 14:
		return False
	if person.right_to_work != "Unrestricted" and kind not in ("Taster", "Talk or Visit"):
		return False
	if any(need["raises_assessment"] for need in person.needs) and fit.host.site.environment_band == LOW_RISK:
		return False
	if fit.pupil:
		return kind in ("Work Experience", "Taster", "Talk or Visit") and fit.host.assessed_for_children
	if kind in ("Paid Job", "Internship"):
		return age >= 18
	if kind == "Work Experience" and not person.student:
		return fit.host.record.employer_type in CHARITABLE
	return True


def _people_with_restrictions(world: World) -> set[str]:
	profiles = world.loader.documents["Young Person Support Profile"].values()
	return {profile.young_person for profile in profiles if profile.restrictions}
