"""The dated rows that the app ships with, each with its source.

The settings are filled from these once; after that the council's own rows apply. Rows marked "convention" are
general practice that no source we read confirms: the council should check them first.
"""

from datetime import date, time
from decimal import Decimal

from unlocking_opportunities.rules.care_status import CareLeaverTerms
from unlocking_opportunities.rules.eet import EetTerms
from unlocking_opportunities.rules.hours_law import (
	ADULT_WORKER,
	YOUNG_WORKER,
	ChildEmploymentRegime,
	HoursLaw,
	Term,
	WorkLimits,
)
from unlocking_opportunities.rules.insurance import InsuranceLimits
from unlocking_opportunities.rules.pay import WageRate
from unlocking_opportunities.rules.risk import HIGH, LOW, MEDIUM, RiskBand
from unlocking_opportunities.rules.schedules import SCHOOL_ARRANGED
from unlocking_opportunities.rules.supervision import FrequencyTest

YOUNG_WORKER_LIMITS = WorkLimits(
	effective_from=date(2003, 4, 6),
	law=YOUNG_WORKER,
	day_hours=8,
	week_hours=40,
	break_after_hours=4.5,
	break_minutes=30,
	daily_rest_hours=12,
	weekly_rest_hours=48,
	night_from=time(22),
	night_until=time(6),
	late_night_from=time(23),
	late_night_until=time(7),
	never_from=time(0),
	never_until=time(4),
	source="Working Time Regulations 1998 as amended by SI 2002/3128 (legislation.gov.uk)",
)

SCHOOL_ARRANGED_LIMITS = WorkLimits(
	effective_from=date(1998, 9, 30),
	law=SCHOOL_ARRANGED,
	day_hours=8,
	week_hours=40,
	break_after_hours=4.5,
	break_minutes=30,
	daily_rest_hours=12,
	weekly_rest_hours=48,
	night_from=time(22),
	night_until=time(6),
	advisory=("day-hours", "week-hours", "break", "daily-rest", "weekly-rest"),
	source=(
		"8 hours a day: HSE's advice to work experience organisers (hse.gov.uk). The rest as for young workers: "
		"convention, after Education Act 1996 s.560, whose full text was not read"
	),
)

ADULT_LIMITS = WorkLimits(
	effective_from=date(1998, 10, 1),
	law=ADULT_WORKER,
	average_week_hours=48,
	reference_weeks=17,
	break_after_hours=6,
	break_minutes=20,
	daily_rest_hours=11,
	weekly_rest_hours=24,
	advisory=("average-week", "daily-rest", "weekly-rest"),
	source="Working Time Regulations 1998 regs 4, 10, 11 and 12 (legislation.gov.uk)",
)

BYELAW_MODEL = ChildEmploymentRegime(
	effective_from=date(2000, 1, 1),
	name="Byelaw Model",
	minimum_age=14,
	listed_work_age=13,
	earliest=time(7),
	latest=time(19),
	before_school_hours=1,
	school_day_hours=2,
	sunday_hours=2,
	day_hours=8,
	day_hours_under_15=5,
	school_week_hours=12,
	holiday_week_hours=35,
	holiday_week_hours_under_15=25,
	break_after_hours=4,
	break_minutes=60,
	free_days_together=14,
	source=(
		"Children and Young Persons Act 1933 s.18 (legislation.gov.uk); byelaws as other councils publish them "
		"(westnorthants, rbkc, hull, centralbedfordshire). Milton Keynes' own byelaws were not found: check them"
	),
)

ACT_OF_2026 = ChildEmploymentRegime(
	effective_from=None,
	name="Children's Wellbeing and Schools Act 2026",
	minimum_age=14,
	listed_work_age=None,
	earliest=time(7),
	latest=time(20),
	before_school_hours=1,
	school_day_hours=2,
	sunday_hours=None,
	day_hours=8,
	day_hours_under_15=5,
	school_week_hours=12,
	holiday_week_hours=35,
	holiday_week_hours_under_15=25,
	break_after_hours=4,
	break_minutes=60,
	free_days_together=14,
	source=(
		"Children's Wellbeing and Schools Act 2026 s.28 (legislation.gov.uk). Not commenced when last looked up "
		"(28 May 2026): give it a date once it is"
	),
)

TERMS_SOURCE = (
	"Milton Keynes City Council's recommended dates for 2025-26 (miltonkeynes.co.uk, 1 September 2025). "
	"Academies may differ; later years were not found"
)
TERMS = (
	Term(date(2025, 9, 1), date(2025, 10, 24)),
	Term(date(2025, 11, 3), date(2025, 12, 19)),
	Term(date(2026, 1, 5), date(2026, 2, 13)),
	Term(date(2026, 2, 23), date(2026, 3, 27)),
	Term(date(2026, 4, 13), date(2026, 5, 22)),
	Term(date(2026, 6, 1), date(2026, 7, 20)),
)

HOURS_LAW = HoursLaw(
	limits=(YOUNG_WORKER_LIMITS, SCHOOL_ARRANGED_LIMITS, ADULT_LIMITS),
	regimes=(BYELAW_MODEL, ACT_OF_2026),
	terms=TERMS,
	school_opens=time(8, 45),  # convention: set to the young person's own school
	school_closes=time(15, 15),
)

INSURANCE_LIMITS = (
	InsuranceLimits(
		effective_from=date(1999, 1, 1),
		minimum_cover=Decimal(5_000_000),
		notify_after_days=14,
		renewal_notice_days=30,
		source=(
			"Minimum: Employers' Liability (Compulsory Insurance) Regulations 1998 reg. 3 (legislation.gov.uk). "
			"Two weeks: ABI, Work experience students (abi.org.uk). Notice of renewal: convention"
		),
	),
)

WAGE_SOURCE = "National Minimum Wage and National Living Wage rates (gov.uk)"
WAGE_RATES = tuple(
	WageRate(date(year, 4, 1), rate_for, Decimal(hourly), WAGE_SOURCE)
	for year, hourly_rates in {
		2024: ("11.44", "8.60", "6.40", "6.40"),
		2025: ("12.21", "10.00", "7.55", "7.55"),
		2026: ("12.71", "10.85", "8.00", "8.00"),
	}.items()
	for rate_for, hourly in zip(
		("21 and Over", "18 to 20", "Under 18", "Apprentice"), hourly_rates, strict=True
	)
)

RISK_SOURCE = (
	"5 by 5 is convention, not law (ramsdocs); 1-4 low, 5-10 medium, 12 and over high (issuu/public-it)"
)
RISK_BANDS = (
	RiskBand(date(2025, 1, 1), 1, 4, LOW, RISK_SOURCE),
	RiskBand(date(2025, 1, 1), 5, 11, MEDIUM, RISK_SOURCE),
	RiskBand(date(2025, 1, 1), 12, 25, HIGH, RISK_SOURCE),
)

FREQUENCY_TESTS = (
	FrequencyTest(
		effective_from=date(2012, 9, 10),
		more_than_days=3,
		within_days=30,
		source=(
			"DfE, Keeping children safe in education, part three; DBS, Regulated activity with children, 7 August 2024 "
			"(gov.uk): more than three days in 30, or overnight between 2am and 6am"
		),
	),
)

EET_TERMS = EetTerms(
	full_time_hours=16,
	months_before=3,
	months_after=1,
	source="Convention: 16 hours a week is full time; 3 months before to 1 month after the birthday",
)

CARE_LEAVER_TERMS = CareLeaverTerms(
	weeks_looked_after=13,
	former_relevant_until=25,
	qualifying_until=25,
	settled_at_home_months=6,
	source=(
		"Children Act 1989 s.24 and Schedule 2 para 19B (legislation.gov.uk); council pages (stockport, calderdale, "
		"liverpool). Section 24 itself says 21 for qualifying persons; councils support to 25"
	),
)
