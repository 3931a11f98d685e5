"""Every workflow of this app."""

from unlocking_opportunities.workflow import mentoring_pairing, placement, pledge, risk_assessment

DEFINITIONS = (
	pledge.DEFINITION,
	risk_assessment.DEFINITION,
	placement.DEFINITION,
	mentoring_pairing.DEFINITION,
)
DOCTYPES = frozenset(definition.doctype for definition in DEFINITIONS)
