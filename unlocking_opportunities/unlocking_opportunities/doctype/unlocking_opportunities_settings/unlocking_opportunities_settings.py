import frappe
from frappe.model.document import Document

from unlocking_opportunities.data_protection import retention
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.programme.facts import sync


class UnlockingOpportunitiesSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.child_employment_regime.child_employment_regime import (
			ChildEmploymentRegime,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.insurance_limit.insurance_limit import (
			InsuranceLimit,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.matching_weight.matching_weight import (
			MatchingWeight,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.minimum_wage_rate.minimum_wage_rate import (
			MinimumWageRate,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.population_figure.population_figure import (
			PopulationFigure,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.retention_rule.retention_rule import (
			RetentionRule,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.risk_matrix_band.risk_matrix_band import (
			RiskMatrixBand,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.school_term.school_term import SchoolTerm
		from unlocking_opportunities.unlocking_opportunities.doctype.supervisor_frequency_test.supervisor_frequency_test import (
			SupervisorFrequencyTest,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.visit_interval.visit_interval import (
			VisitInterval,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.work_limit.work_limit import (
			WorkLimit,
		)

		agreement_months: DF.Int
		answer_days: DF.Int
		assessment_months: DF.Int
		blocked_from_score: DF.Int
		care_former_relevant_until: DF.Int
		calls_until: DF.Time | None
		care_qualifying_until: DF.Int
		care_settled_at_home_months: DF.Int
		care_weeks_looked_after: DF.Int
		child_employment_regimes: DF.Table[ChildEmploymentRegime]
		colour: DF.Color | None
		concern_minutes: DF.Int
		council_name: DF.Data
		decision_days: DF.Int
		early_end_contact_days: DF.Int
		eet_full_time_hours: DF.Float
		eet_months_after: DF.Int
		eet_months_before: DF.Int
		first_warning_days: DF.Int
		insurance_limits: DF.Table[InsuranceLimit]
		lado_phone: DF.Data | None
		last_warning_days: DF.Int
		logo: DF.AttachImage | None
		matching_weights: DF.Table[MatchingWeight]
		minimum_wage_rates: DF.Table[MinimumWageRate]
		minutes_per_km: DF.Float
		minutes_to_set_off: DF.Float
		not_here_minutes: DF.Int
		out_of_hours_phone: DF.Data | None
		population: DF.Table[PopulationFigure]
		programme_email: DF.Data | None
		programme_phone: DF.Data | None
		retention_rules: DF.Table[RetentionRule]
		risk_bands: DF.Table[RiskMatrixBand]
		safeguarding_phone: DF.Data | None
		school_closes: DF.Time | None
		school_opens: DF.Time | None
		school_terms: DF.Table[SchoolTerm]
		second_warning_days: DF.Int
		smallest_group: DF.Int
		supervisor_frequency_tests: DF.Table[SupervisorFrequencyTest]
		unfilled_weeks: DF.Int
		visit_intervals: DF.Table[VisitInterval]
		visit_minutes: DF.Int
		work_limits: DF.Table[WorkLimit]

	# end: auto-generated types

	def validate(self):
		retention.check_rules(self)
		sync.validate_smallest_group(self)

	def on_update(self):
		# During installation there are no placements to check yet, and perhaps no queue.
		if not (frappe.flags.in_install or frappe.flags.in_migrate):
			judge.enqueue_all()
