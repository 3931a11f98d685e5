"""The council's matching weights, from its settings."""

from unlocking_opportunities.council.settings import get_settings, rows_of
from unlocking_opportunities.matching.score import Weight


def matching_weights() -> tuple[Weight, ...]:
	return rows_of(Weight, get_settings().matching_weights)
