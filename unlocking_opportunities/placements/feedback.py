"""Feedback on a placement: who gives it, and in which statuses it is asked for."""

from unlocking_opportunities.rules.placement_states import BEGUN

YOUNG_PERSON, HOST, OFFICER = "Young Person", "Host", "Officer"
# Fields that only one party is asked for.
ONLY_OF = {"safe_and_supported": YOUNG_PERSON, "reliable": HOST, "host_again": HOST}
ASKED_IN = BEGUN
