"""The weights that the app is installed with. From then on the council's own rows decide."""

from datetime import date

from unlocking_opportunities.matching.score import Weight

SOURCE = "A starting point to change: what counts for most is for each council to say"
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
