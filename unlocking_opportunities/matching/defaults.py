"""The weights and journey times that the app ships with. After installation the council's own apply."""

from datetime import date

from unlocking_opportunities.matching.score import Weight

SOURCE = "A starting point: each council decides what counts most"
WEIGHTS = tuple(
	Weight(date(2025, 1, 1), factor, weight, SOURCE)
	for factor, weight in {
		"Interest": 30,
		"Travel": 20,
		"Availability": 15,
		"Goals": 10,
		"Pathway": 10,
		"Employer's Record": 10,
		"Readiness": 5,
	}.items()
)
# Minutes, in the settings' own names.
JOURNEY = {"minutes_to_set_off": 10, "minutes_per_km": 4}
