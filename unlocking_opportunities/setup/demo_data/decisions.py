"""Decisions that are waiting for the demo's manager."""

from collections.abc import Iterator

from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.rules.age import is_under_18
from unlocking_opportunities.rules.risk import HIGHER_RISK
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.setup.demo_data.world import World, noon


def make(world: World) -> None:
	"""Ask the manager about each record that is waiting for a decision. Run after those records are added."""
	for record in _waiting(world):
		asked = max(getdate(record.creation), add_working_days(world.today, -2))
		request = {
			"kind": record.doctype,
			"reference_doctype": record.doctype,
			"reference_name": record.name,
			"young_person": record.get("young_person"),
			"asked_by": record.officer,
			"asked_on": noon(asked),
			"asked_of": world.users["manager"],
			"due_on": add_working_days(asked, get_settings().decision_days),
			"status": "Waiting",
		}
		world.add("Decision Request", request, on=asked)


def _waiting(world: World) -> Iterator[Document]:
	documents = world.loader.documents
	born = {person.record.name: person.born for person in world.people}
	for assessment in documents["Risk Assessment"].values():
		advised = assessment.get("hs_agreed_on") or assessment.environment_band != HIGHER_RISK
		if assessment.status == "Submitted" and advised:
			yield assessment
	for placement in documents["Placement"].values():
		if placement.status == "Proposed" and is_under_18(
			born[placement.young_person], getdate(placement.start_date)
		):
			yield placement
	for pairing in documents["Mentoring Pairing"].values():
		if pairing.status == "Proposed" and pairing.young_person_agreed_on:
			yield pairing
