"""The rows that the start gate reads: a class for each DocType, whose fields are the columns that are read.

A row is a dict with attributes, or the document itself (a placement that is being saved). An unset field is None.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

from unlocking_opportunities.agreements.wording import ScheduleDay


class Row(Protocol):
	def get(self, fieldname: str) -> Any: ...


def columns(kind: type[Row]) -> tuple[str, ...]:
	"""Return the columns of a row, in the order in which its class names them."""
	return tuple(kind.__annotations__)


class PlacementColumns(Row, Protocol):
	name: str
	young_person: str
	opportunity: str
	employer: str
	site: str | None
	kind: str
	status: str
	start_date: date
	end_date: date
	under_18: int
	supervisor_name: str | None
	school_arranged: int
	school_agreed_on: date | None
	school_agreed_until: date | None
	permit_from: date | None
	permit_until: date | None
	unusual_work: int
	works_bank_holidays: int
	pay_basis: str
	hourly_rate: float
	pay_exemption: str | None
	exemption_basis: str | None
	expenses_only: int
	apprentice_since: date | None
	suitability_confirmed_by: str | None
	suitability_confirmed_for: str | None
	suitability_confirmed_on: datetime | None
	suitability_refused_on: datetime | None
	suitability_hash: str | None
	first_day_accompanied: int
	journey: str | None
	risk_assessment: str | None
	assessment_hash: str | None
	findings_shared_on: date | None
	findings_shared_with: str | None
	induction_planned_on: date | None
	emergency_contact_checked: int
	sharing_choice: str
	officer: str | None
	reopened_checks: str | None
	gate_status: str
	gate_valid_until: date | None


class Signature(Row, Protocol):
	party: str
	authority: str
	terms_hash: str
	signed_until: date
	revoked_on: date | None


class Override(Row, Protocol):
	check_key: str
	reason: str
	covers: str | None


class GateResult(Row, Protocol):
	check_key: str
	outcome: str
	valid_until: date | None
	reason: str
	codes: str | None


class Placement(PlacementColumns, Protocol):
	"""A placement with its tables."""

	schedule: Sequence[ScheduleDay]
	signatures: Sequence[Signature]
	overrides: Sequence[Override]
	gate_results: Sequence[GateResult]


class OtherPlacement(Row, Protocol):
	"""Another placement of the same person, for the hours of the two together."""

	name: str
	young_person: str
	start_date: date
	end_date: date
	school_arranged: int
	pay_basis: str
	works_bank_holidays: int
	employer_type: str
	schedule: Sequence[ScheduleDay]


class Identity(Row, Protocol):
	date_of_birth: date
	signing_authority: str | None
	emergency_name: str | None
	emergency_phone: str | None
	authority_seen_on: date | None


class Care(Row, Protocol):
	right_to_work: str | None
	right_to_work_until: date | None
	legal_status: str | None


class Need(Row, Protocol):
	safety_item: int
	raises_assessment: int


class Restriction(Row, Protocol):
	employer: str | None
	site: str | None
	ward: str | None
	until: date | None


class Opportunity(Row, Protocol):
	environment_band: str | None
	ward: str | None
	tasks: str | None


class Employer(Row, Protocol):
	employer_type: str | None
	status: str


class Site(Row, Protocol):
	ward: str | None
	environment_band: str | None
	address_line: str | None
	town: str | None
	postcode: str | None


class Agreement(Row, Protocol):
	name: str
	status: str
	site: str | None
	expires_on: date | None
	insurance_kind: str | None
	insurer_standing: str | None
	cover_limit: float
	cover_from: date | None
	cover_to: date | None
	insurer_notified_on: date | None
	insurer_accepted_in_writing: int
	checked_on: date | None
	supervisor_name: str | None
	supervisor_deputy: str | None
	supervises_alone: int
	specified_place: int
	dbs_decision: str | None
	data_undertaking: int


class Assessment(Row, Protocol):
	status: str
	review_by: date | None
	environment_band: str


class ProhibitedWork(Row, Protocol):
	question_key: str
	answer: str | None
	necessary_for_training: int
	competent_supervision: int
	risk_reduced: int


class Hazard(Row, Protocol):
	name: str


class Addendum(Row, Protocol):
	name: str


class Release(Row, Protocol):
	name: str
	status: str
	released_to: str | None
	ends_on: date | None


class ReleaseItem(Row, Protocol):
	safety_item: int
	withdrawn_on: date | None
	withdrawal_decision: str | None
