"""Groups of a placement's statuses. The workflow is in placements/placement_workflow.py."""

RUNNING = ("In Progress", "Paused")
# From Agreed until it ends, a placement holds one of its opportunity's places.
HOLDS_A_PLACE = ("Agreed", "Ready", *RUNNING)
LIVE = ("Proposed", *HOLDS_A_PLACE)
TO_START = ("Proposed", "Agreed", "Ready")
# It ended after it had started.
HAS_RUN = ("Completed", "Ended Early")
ENDED = (*HAS_RUN, "Cancelled")
BEGUN = (*RUNNING, *HAS_RUN)
