"""Every workflow of this app."""

from unlocking_opportunities.employers import pledge_workflow
from unlocking_opportunities.mentoring import pairing_workflow
from unlocking_opportunities.placements import placement_workflow
from unlocking_opportunities.risk_assessments import assessment_workflow

DEFINITIONS = (
	pledge_workflow.DEFINITION,
	assessment_workflow.DEFINITION,
	placement_workflow.DEFINITION,
	pairing_workflow.DEFINITION,
)
DOCTYPES = frozenset(definition.doctype for definition in DEFINITIONS)
