"""What hosts do on the portal: sign in, give feedback on ended placements, make requests, ask for a call."""

from datetime import timedelta

from frappe.utils import getdate

from unlocking_opportunities.setup.demo_data.world import LANDLINE, World, noon

# Feedback of each party on the placements that ended most recently.
FEEDBACK = (
	(
		"Host",
		{"overall": "Very Well", "as_agreed": "Yes", "reliable": "Always", "host_again": "Yes"},
		"Keen and polite",
	),
	(
		"Young Person",
		{"overall": "Well", "as_agreed": "Yes", "safe_and_supported": "Yes"},
		"They let me try things",
	),
	("Officer", {"overall": "Well", "as_agreed": "Partly"}, "Came every day; the hours moved once"),
)
GIVEN_ON = 24
CALLBACKS = (
	("Open", "After 3 pm", "I am not sure which insurance you mean"),
	("Open", "", "Can someone come for two days only?"),
	("Done", "Mornings", "The form on my phone"),
)


def make(world: World) -> None:
	placements = list(world.loader.documents["Placement"].values())
	ended = [placement for placement in placements if placement.status == "Completed"]
	running = [placement for placement in placements if placement.status == "In Progress"]
	places = {place.name: place for place in world.places}
	_access(world, places[running[0].opportunity].employer)
	# For the latest, feedback is still missing.
	for placement in sorted(ended, key=lambda placement: placement.actual_end)[-GIVEN_ON - 3 : -3]:
		_feedback(world, placement)
	_requests(world, running)
	_callbacks(world)


def _access(world: World, employer: str) -> None:
	"""Give a host and two councillors access to the portal, each by their own demo login (a mentor: mentoring.py)."""
	world.add("Portal Access", {"kind": "Employer", "email": world.users["employer"], "employer": employer})
	for member in ("member", "member2"):
		world.add("Portal Access", {"kind": "Councillor", "email": world.users[member]})


def _feedback(world: World, placement) -> None:
	given_on = min(getdate(placement.actual_end) + timedelta(days=3), world.today)
	for party, said, words in FEEDBACK:
		by = (
			world.users["employer"]
			if party == "Host"
			else placement.officer
			if party == "Officer"
			else "By link"
		)
		feedback = {
			"placement": placement.name,
			"party": party,
			"given_by": by,
			"given_on": noon(given_on),
			**said,
			"went_well": words,
		}
		world.add("Placement Feedback", feedback, on=given_on)


def _requests(world: World, running: list) -> None:
	asked = (
		{
			"kind": "Extend",
			"until": getdate(running[1].end_date) + timedelta(days=14),
			"reason": "We would like to keep them",
		},
		{"kind": "End Early", "reason": "We are moving to a smaller shop"},
	)
	for placement, request in zip(running[1:], asked, strict=False):
		request |= {
			"placement": placement.name,
			"asked_by": world.users["employer"],
			"asked_on": noon(world.day(-1)),
		}
		world.add("Placement Request", request, on=world.day(-1))


def _callbacks(world: World) -> None:
	for number, (status, best_time, about) in enumerate(CALLBACKS):
		host = world.hosts[number].record
		callback = {
			"employer": host.name,
			"caller_name": world.hosts[number].supervisor,
			"phone": LANDLINE.format(700 + number),
			"best_time": best_time,
			"about": about,
			"status": status,
			"officer": host.officer,
			"asked_on": noon(world.day(-number)),
			"asked_from": "/employer",
			"rung_by": host.officer if status == "Done" else None,
			"rung_on": noon(world.day(-number), 15) if status == "Done" else None,
		}
		world.add("Callback Request", callback, on=world.day(-number))
