"""Young people and places of every kind, for hypothesis."""

from datetime import date, time

from hypothesis import strategies as st

from unlocking_opportunities.matching import profiles, score
from unlocking_opportunities.rules import pay

TODAY = date(2026, 6, 1)
SECTORS = ("Hospitality", "Retail", "Technology", "Logistics")
EMPLOYERS, SITES, WARDS = ("E1", "E2", "E3"), ("S1", "S2", "S3"), ("North", "South", "West")
WORDS = ("cook", "animals", "computers", "garden")
KINDS = tuple(score.STEP)

days = st.frozensets(st.integers(0, 6))
near = st.tuples(st.floats(51.9, 52.2), st.floats(-0.9, -0.6))
soon = st.none() | st.dates(date(2026, 3, 1), date(2026, 12, 1))
restrictions = st.builds(
	profiles.Restriction,
	employer=st.sampled_from(("", *EMPLOYERS)),
	site=st.sampled_from(("", *SITES)),
	ward=st.sampled_from(("", *WARDS)),
	until=soon,
)
engagements = st.builds(
	profiles.Engagement,
	opportunity=st.sampled_from(("O1", "O2", "O3")),
	until=st.dates(date(2026, 5, 1), date(2026, 12, 1)),
	hours=st.integers(0, 40),
	agreed=st.booleans(),
)
people = st.builds(
	profiles.Person,
	name=st.sampled_from(("Y1", "Y2", "Y3")),
	born=st.none() | st.dates(date(2001, 1, 1), date(2013, 6, 1)),
	active=st.booleans(),
	ward=st.sampled_from(("", *WARDS)),
	at=st.none() | near,
	travel_minutes=st.sampled_from((20, 40, 60, 90)),
	interests=st.frozensets(st.sampled_from(SECTORS)),
	goals=st.frozensets(st.sampled_from(WORDS)),
	pathway=st.sampled_from(score.PATHWAY),
	free_from=soon,
	days=days,
	hours=st.sampled_from((0, 8, 16, 35)),
	access=st.frozensets(st.sampled_from(profiles.ACCESS), max_size=2),
	right_to_work=st.sampled_from(
		("", pay.UNRESTRICTED, pay.TIME_LIMITED, pay.NO_PERMISSION, pay.RESTRICTED_BY_VISA)
	),
	right_to_work_until=soon,
	restrictions=st.lists(restrictions, max_size=1).map(tuple),
	declined=st.frozensets(st.sampled_from(("O1", "O2", "O3")), max_size=1),
	engagements=st.lists(engagements, max_size=1).map(tuple),
)
places = st.builds(
	profiles.Place,
	name=st.sampled_from(("O1", "O2", "O3")),
	employer=st.sampled_from(EMPLOYERS),
	kind=st.sampled_from(KINDS),
	open=st.booleans(),
	left=st.integers(0, 2),
	site=st.sampled_from(("", *SITES)),
	ward=st.sampled_from(("", *WARDS)),
	at=st.none() | near,
	sector=st.sampled_from(("", *SECTORS)),
	text=st.sampled_from(("cooking and serving", "care for small animals", "")),
	opens_on=soon,
	closes_on=soon,
	days=days,
	hours=st.sampled_from((0, 6, 25, 37)),
	starts_at=st.none() | st.sampled_from((time(6), time(9))),
	ends_at=st.none() | st.sampled_from((time(15), time(21))),
	minimum_age=st.sampled_from((0, 14, 16, 18)),
	paid=st.booleans(),
	host=st.sampled_from((pay.PRIVATE_HOST, pay.CHARITY_HOST, pay.PUBLIC_HOST)),
	access=st.frozensets(st.sampled_from(profiles.ACCESS)),
	host_again=st.sampled_from(("Not Asked", "Yes", "Maybe", "No")),
	readiness=st.sampled_from(("Not Started", "In Progress", "Ready", "Renewal Due", "Expired")),
	finished=st.integers(0, 20),
	broken_off=st.integers(0, 20),
)
weights = st.dictionaries(st.sampled_from(tuple(score.FACTORS)), st.integers(0, 100))
scales = st.builds(
	score.Scale,
	weights=weights,
	minutes_to_set_off=st.integers(0, 30),
	minutes_per_km=st.integers(1, 15),
)
