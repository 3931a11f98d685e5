"""From an employer's offer to a finished placement, over HTTP, as the people who do it.

The journey is one story, told in order; each forbidden move on the way is refused in words that say what to do.
"""

import frappe
import pytest
from frappe.utils import add_days, add_months, now, today

from tests import factories as make
from tests.journeys.person import Person, Refused
from tests.placements.start_gate.complete import HAZARD
from unlocking_opportunities.rules.risk import PROHIBITED_WORK


@pytest.fixture
def people(frappe_site, http):
	"""An officer, two managers, a worker and the worker's young person of nineteen, stored where the server sees them."""
	users = {
		"officer": make.user("officer", password=make.PASSWORD),
		"manager": make.user("manager", password=make.PASSWORD),
		"other_manager": make.user("manager", password=make.PASSWORD),
		"worker": make.user("worker", password=make.PASSWORD),
	}
	person = make.young_person(users["worker"], age=19)
	make.care_record(person, right_to_work="Unrestricted")
	frappe.db.commit()
	signed_in = {name: Person(http(user, make.PASSWORD)) for name, user in users.items()}
	return {**signed_in, "young_person": person.name, "officer_id": users["officer"]}


class Story:
	"""One placement from the first phone call to the last visit. A step is what one person does, and what they notice.

	The steps build on each other, so they run in the order of `test_from_pledge_to_visit`.
	"""

	def __init__(self, people):
		self.officer, self.manager = people["officer"], people["manager"]
		self.other_manager, self.worker = people["other_manager"], people["worker"]
		self.young_person, self.officer_id = people["young_person"], people["officer_id"]

	def officer_enters_an_offer_from_a_phone_call(self):
		officer = self.officer
		self.employer = officer.insert(
			"Employer", employer_name="Riverside Pantry", employer_type="Charity or Social Enterprise"
		)["name"]
		self.site = officer.insert(
			"Employer Site", employer=self.employer, site_name="Kitchen", environment_band="Low Risk"
		)["name"]
		self.offers = [
			{
				"kind": "Work Experience",
				"number": 1,
				"role_title": "Kitchen assistant",
				"site": self.site,
				"description": "Prep",
			},
			{"kind": "Funding", "number": 1},
		]
		self.pledge = officer.insert(
			"Employer Pledge", employer=self.employer, source="Telephone", offers=self.offers
		)["name"]

	def nobody_accepts_it_by_editing_it(self):
		with pytest.raises(Refused, match="starts as Draft"):
			self.officer.insert(
				"Employer Pledge", employer=self.employer, offers=self.offers, status="Accepted"
			)
		with pytest.raises(Refused, match=r"not allowed from Draft to Accepted|cannot go from"):
			self.officer.change("Employer Pledge", self.pledge, status="Accepted")
		with pytest.raises(Refused):
			self.worker.change("Employer Pledge", self.pledge, notes="mine now")

	def officer_accepts_the_offer(self):
		officer, pledge = self.officer, self.pledge
		assert officer.move("Employer Pledge", pledge, "Send for Review")["answer_by"] > today()
		with pytest.raises(Refused, match="Reason Given to the Employer"):
			officer.move("Employer Pledge", pledge, "Decline Pledge")
		officer.move("Employer Pledge", pledge, "Accept Pledge")
		accepted = officer.read("Employer Pledge", pledge)
		assert (accepted["places_pledged"], accepted["places_open"], accepted["places_filled"]) == (2, 1, 0)
		with pytest.raises(Refused, match="cannot change its offers"):
			officer.change("Employer Pledge", pledge, offers=[{**accepted["offers"][0], "number": 9}])

	def officer_finds_one_place_to_book(self):
		"""The funding is no place, and how many are taken is counted, not typed."""
		(opportunity,) = self.officer.list("Placement Opportunity", pledge=self.pledge)
		self.opportunity = opportunity["name"]
		assert self.officer.change("Placement Opportunity", self.opportunity, taken=5)["taken"] == 0

	def manager_writes_the_risk_assessment(self):
		manager = self.manager
		self.assessment = manager.insert(
			"Risk Assessment",
			employer=self.employer,
			site=self.site,
			tasks="Preparing vegetables",
			supervisor_name="Sam",
			prohibited_work=[{"question_key": question.key, "answer": "No"} for question in PROHIBITED_WORK],
		)["name"]
		with pytest.raises(Refused, match="Record the conversation"):
			manager.move("Risk Assessment", self.assessment, "Submit Assessment")
		said = {
			"conversation_on": today(),
			"conversation_with": "Sam",
			"conversation_note": "Exits, knives, first aid.",
		}
		manager.change("Risk Assessment", self.assessment, **said)
		manager.move("Risk Assessment", self.assessment, "Submit Assessment")

	def another_manager_approves_it(self):
		manager, other_manager, assessment = self.manager, self.other_manager, self.assessment
		assert "Approve Assessment" not in self.officer.actions("Risk Assessment", assessment)
		with pytest.raises(Refused, match="someone else has to approve"):
			manager.move("Risk Assessment", assessment, "Approve Assessment")
		with pytest.raises(Refused, match="Reason for Returning"):
			other_manager.move("Risk Assessment", assessment, "Return Assessment")
		approved = other_manager.move("Risk Assessment", assessment, "Approve Assessment")
		assert (approved["status"], approved["docstatus"]) == ("Approved", 1)
		with pytest.raises(Refused):
			other_manager.change("Risk Assessment", assessment, tasks="Anything at all")
		with pytest.raises(Refused):
			manager.change("Risk Assessment", assessment, docstatus=2)

	def officer_checks_what_the_host_answered(self):
		officer = self.officer
		agreement = officer.insert(
			"Host Agreement",
			employer=self.employer,
			insurance_kind="Employers' Liability Policy",
			evidence_kind="Seen on the Wall",
			insurer="Acme Mutual",
			insurer_standing="Lloyd's",
			policy_number="P-77",
			cover_limit=10_000_000,
			cover_from=add_months(today(), -2),
			cover_to=add_months(today(), 10),
			insurer_notified_on=today(),
			supervisor_name="Sam",
			health_safety_contact="Sam",
			safeguarding_contact="Pat",
			dbs_decision="Not Needed",
		)["name"]
		with pytest.raises(Refused, match="Will Keep Information Safe"):
			officer.run("Host Agreement", agreement, "mark_checked")
		officer.change("Host Agreement", agreement, data_undertaking=1)
		officer.run("Host Agreement", agreement, "mark_checked")
		assert officer.read("Employer", self.employer)["readiness"] == "Ready"

	def officer_proposes_and_agrees_the_placement(self):
		officer = self.officer
		tuesday = {
			"weekday": "Tuesday",
			"start_time": "10:00:00",
			"end_time": "14:00:00",
			"break_minutes": 30,
		}
		self.placement = officer.insert(
			"Placement",
			young_person=self.young_person,
			opportunity=self.opportunity,
			start_date=today(),
			end_date=add_days(today(), 41),
			officer=self.officer_id,
			schedule=[tuesday],
			pay_basis="Unpaid",
		)["name"]
		with pytest.raises(Refused):
			officer.move("Placement", self.placement, "Start Placement")
		agreed = officer.move("Placement", self.placement, "Agree Placement")
		assert agreed["name"] == self.placement
		assert officer.read("Placement Opportunity", self.opportunity)["status"] == "Full"

	def officer_reads_what_the_start_gate_waits_for(self):
		with pytest.raises(Refused, match="start gate is closed") as closed:
			self.officer.move("Placement", self.placement, "Mark Ready")
		for words in ("select Confirm Suitable", "minimum wage", "Not yet signed by the young person"):
			assert words in str(closed.value)

	def nobody_else_gets_the_same_place(self):
		other = make.young_person(age=20)
		frappe.db.commit()
		second = self.officer.insert(
			"Placement",
			young_person=other.name,
			opportunity=self.opportunity,
			start_date=today(),
			end_date=add_days(today(), 9),
		)["name"]
		with pytest.raises(Refused, match="Choose another opportunity"):
			self.officer.move("Placement", second, "Agree Placement")

	def officer_settles_the_checks(self):
		self.officer.change(
			"Placement",
			self.placement,
			risk_assessment=self.assessment,
			pay_exemption="Voluntary Worker",
			expenses_only=1,
			sharing_choice="Tell the Host Nothing More",
			induction_planned_on=today(),
			emergency_contact_checked=1,
		)
		self.officer.change(
			"Young Person Identity",
			self.young_person,
			emergency_name="Alex",
			emergency_phone="01908 000000",
			signing_authority="Own",
		)

	def worker_alone_confirms_that_it_suits_the_young_person(self):
		with pytest.raises(Refused, match="Only the allocated worker"):
			self.manager.run("Placement", self.placement, "confirm_suitability")
		self.worker.run("Placement", self.placement, "confirm_suitability")

	def officer_starts_the_placement_once_all_have_signed(self):
		officer, placement = self.officer, self.placement
		signatures = [
			{
				"party": party,
				"authority": authority,
				"how": "On Paper, Seen by an Officer",
				"signed_on": now(),
			}
			for party, authority in (("Young Person", "Own"), ("Host", "Host"), ("Council", "Council"))
		]
		officer.change("Placement", placement, signatures=signatures)
		officer.move("Placement", placement, "Mark Ready")
		started = officer.move("Placement", placement, "Start Placement")
		assert (started["status"], started["actual_start"]) == ("In Progress", today())
		with pytest.raises(Refused, match="Why Paused"):
			officer.move("Placement", placement, "Pause Placement")

	def officer_finds_the_visits_planned(self):
		visits = self.officer.list("Visit", ("name", "kind", "due_on", "status"), placement=self.placement)
		kinds = {"First-day Call", "First Week", "Regular", "Before the End"}
		assert {visit["kind"] for visit in visits} >= kinds
		assert {visit["status"] for visit in visits} == {"Planned"}
		self.first_week = next(visit["name"] for visit in visits if visit["kind"] == "First Week")

	def officer_visits(self):
		officer = self.officer
		with pytest.raises(Refused, match="To record this visit, fill in"):
			officer.change("Visit", self.first_week, visited_on=today())
		seen = {"seen_alone": "Yes", "supervisor_seen": "Yes", "controls_working": "Yes"}
		assert officer.change("Visit", self.first_week, visited_on=today(), **seen)["status"] == "Done"
		with pytest.raises(Refused, match="in the future"):
			officer.change("Visit", self.first_week, visited_on=add_days(today(), 3))

	def officer_completes_the_placement(self):
		"""The place is free again and there is nothing left to visit."""
		officer = self.officer
		with pytest.raises(Refused, match="End Early"):
			officer.move("Placement", self.placement, "Complete Placement")
		frappe.db.set_value("Placement", self.placement, "end_date", today())  # its last day has come
		frappe.db.commit()
		completed = officer.move("Placement", self.placement, "Complete Placement")
		assert completed["actual_end"] == today()
		place = officer.read("Placement Opportunity", self.opportunity)
		assert (place["taken"], place["status"]) == (0, "Open")
		left = {visit["status"] for visit in officer.list("Visit", ("status",), placement=self.placement)}
		assert left == {"Done", "Cancelled"}
		with pytest.raises(Refused):
			officer.change("Placement", self.placement, status="Proposed")


def test_from_pledge_to_visit(people):
	story = Story(people)

	story.officer_enters_an_offer_from_a_phone_call()
	story.nobody_accepts_it_by_editing_it()
	story.officer_accepts_the_offer()
	story.officer_finds_one_place_to_book()

	story.manager_writes_the_risk_assessment()
	story.another_manager_approves_it()
	story.officer_checks_what_the_host_answered()

	story.officer_proposes_and_agrees_the_placement()
	story.officer_reads_what_the_start_gate_waits_for()
	story.nobody_else_gets_the_same_place()
	story.officer_settles_the_checks()
	story.worker_alone_confirms_that_it_suits_the_young_person()
	story.officer_starts_the_placement_once_all_have_signed()

	story.officer_finds_the_visits_planned()
	story.officer_visits()
	story.officer_completes_the_placement()


def test_a_child_is_agreed_by_a_manager_alone(people):
	officer, manager = people["officer"], people["manager"]
	child = make.young_person(age=16)
	place = make.opportunity()
	frappe.db.commit()
	placement = officer.insert(
		"Placement", young_person=child.name, opportunity=place.name, start_date=today(), end_date=today()
	)["name"]
	assert "Agree Placement" not in officer.actions("Placement", placement)
	with pytest.raises(Refused):
		officer.change("Placement", placement, status="Agreed")
	with pytest.raises(Refused):
		officer.change("Placement", placement, under_18=0, status="Agreed")
	assert manager.move("Placement", placement, "Agree Placement")["status"] == "Agreed"


def test_a_high_rating_goes_to_the_adviser_first(people, http):
	adviser_id = make.user("adviser", password=make.PASSWORD)
	site = make.site(band="Higher Risk")
	frappe.db.commit()
	adviser = Person(http(adviser_id, make.PASSWORD))
	officer, manager = people["officer"], people["manager"]
	hazard = {**HAZARD, "residual_likelihood": "3", "residual_severity": "4"}
	assessment = officer.insert(
		"Risk Assessment",
		employer=site.employer,
		site=site.name,
		environment_band="Higher Risk",
		tasks="Carrying boards",
		supervisor_name="Sam",
		hazards=[hazard],
		pre_start_visit_on=today(),
		prohibited_work=[{"question_key": question.key, "answer": "No"} for question in PROHIBITED_WORK],
	)["name"]
	officer.move("Risk Assessment", assessment, "Submit Assessment")
	with pytest.raises(Refused, match="health and safety adviser must agree first"):
		manager.move("Risk Assessment", assessment, "Approve Assessment")
	with pytest.raises(Refused):
		manager.run("Risk Assessment", assessment, "agree_as_adviser", comment="Fine by me")
	with pytest.raises(Refused):
		manager.change(
			"Risk Assessment", assessment, hs_agreed_on=today(), hs_adviser=adviser_id, status="Approved"
		)
	adviser.run("Risk Assessment", assessment, "agree_as_adviser", comment="Gloves on, two to a board")
	approved = manager.move("Risk Assessment", assessment, "Approve Assessment")
	assert (approved["status"], approved["overall_rating"], approved["hs_adviser"]) == (
		"Approved",
		"High",
		adviser_id,
	)

	# The next version takes the place of this one when it is approved, and not before.
	newer = officer.run("Risk Assessment", assessment, "start_next_version")
	officer.move("Risk Assessment", newer, "Submit Assessment")
	adviser.run("Risk Assessment", newer, "agree_as_adviser", comment="Still so")
	assert officer.read("Risk Assessment", assessment)["status"] == "Approved"
	manager.move("Risk Assessment", newer, "Approve Assessment")
	older = officer.read("Risk Assessment", assessment)
	assert (older["status"], older["superseded_by"]) == ("Superseded", newer)
