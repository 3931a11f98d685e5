"""A placement that passes every check of the start gate, so that a test can remove one thing."""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, add_months, add_years, getdate, today

from tests import factories as make
from unlocking_opportunities.rules.risk import PROHIBITED_WORK

WEEKS = 2


@dataclass
class Complete:
	"""The placement, the records that it needs, and the users who act."""

	placement: Document
	person: Document
	identity: Document
	site: Document
	agreement: Document
	assessment: Document
	release: Document
	officer: str
	manager: str
	worker: str

	def reload(self) -> "Complete":
		self.placement = frappe.get_doc("Placement", self.placement.name)
		return self


def complete(age: int = 15, kind: str = "Work Experience", band: str = "Low Risk", **values) -> Complete:
	"""Return a placement of someone of `age`, agreed by a manager, in which every check passes or is not needed."""
	officer, manager, worker = (make.standing_user(kind) for kind in ("officer", "manager", "worker"))
	person = make.young_person(worker, age=age)
	identity = frappe.get_doc("Young Person Identity", person.name)
	identity.update(
		{
			"emergency_name": "Alex",
			"emergency_phone": "01908 000000",
			"signing_authority": "Council Holds Parental Responsibility" if age < 18 else "Own",
		}
	).save()
	make.care_record(person, right_to_work="Unrestricted")
	site = make.site(band=band)
	agreement = checked_agreement(site)
	assessment = approved_assessment(site)
	placement = make.placement(
		person,
		site,
		opportunity=make.opportunity(site, kind=kind).name,
		start_date=first_monday(),
		end_date=add_days(first_monday(), 7 * WEEKS - 3),
		officer=officer,
		school_arranged=int(age < 16),
		school_agreed_on=today(),
		findings_shared_on=today(),
		findings_shared_with="Carer and Holder of Parental Responsibility",
		findings_shared_how="By Phone",
		induction_planned_on=first_monday(),
		emergency_contact_checked=1,
		sharing_choice="Tell the Host What Is Listed",
		risk_assessment=assessment.name,
		attendance=[],
		**values,
	)
	sign(placement, age)
	release = released(placement)
	acting(worker, frappe.get_doc("Placement", placement.name).confirm_suitability)
	done = Complete(
		placement, person, identity, site, agreement, assessment, release, officer, manager, worker
	)
	return done.reload()


def first_monday():
	"""Return the first Monday at least three weeks ahead, which leaves time for notice on any day."""
	day = getdate(add_days(today(), 21))
	return add_days(day, (7 - day.weekday()) % 7)


def acting(user: str, call, *arguments):
	"""Act as `user` in the block, and as Administrator afterwards."""
	frappe.set_user(user)
	try:
		return call(*arguments)
	finally:
		frappe.set_user("Administrator")


def move(user: str, doc: Document, action: str) -> Document:
	"""Make a workflow move as `user`, as the Desk's button does, and return the document as stored."""
	from frappe.model.workflow import apply_workflow

	acting(user, apply_workflow, frappe.get_doc(doc.doctype, doc.name), action)
	return frappe.get_doc(doc.doctype, doc.name)


def checked_agreement(site: Document, **values) -> Document:
	agreement = make.host_agreement(
		site,
		**{
			"insurance_kind": "Employers' Liability Policy",
			"evidence_kind": "Seen on the Wall",
			"insurer": "Acme Mutual",
			"insurer_standing": "Member of the ABI",
			"policy_number": "P-1",
			"cover_limit": 10_000_000,
			"cover_from": add_months(today(), -6),
			"cover_to": add_months(today(), 6),
			"supervisor_name": "Sam Supervisor",
			"health_safety_contact": "Hari",
			"safeguarding_contact": "Sofia",
			"data_undertaking": 1,
			"dbs_decision": "Not Needed",
			"dbs_reason": "Never alone",
			**values,
		},
	)
	agreement.mark_checked()
	return frappe.get_doc("Host Agreement", agreement.name)


def assessment_draft(site: Document, author: str, **values) -> Document:
	"""A finished draft, written by the officer `author`: a conversation, or hazards with their scores."""
	return acting(
		author,
		lambda: make.make(
			"Risk Assessment",
			**{
				"employer": site.employer,
				"site": site.name,
				"environment_band": site.environment_band,
				"tasks": "Laying tables",
				"supervisor_name": "Sam Supervisor",
				"suits_under_school_leaving_age": 1,
				"conversation_on": today(),
				"conversation_with": "Hari",
				"conversation_note": "Shown the exits, first aid and who to ask.",
				"pre_start_visit_on": today(),
				"prohibited_work": [
					{"question_key": question.key, "answer": "No"} for question in PROHIBITED_WORK
				],
				**values,
			},
		),
	)


HAZARD = {
	"hazard": "Hot pans",
	"existing_controls": "Shown how; cloths at hand",
	"initial_likelihood": "3",
	"initial_severity": "3",
	"residual_likelihood": "2",
	"residual_severity": "3",
}


def approved_assessment(site: Document, **values) -> Document:
	officer, manager = make.standing_user("officer", "author"), make.standing_user("manager", "approver")
	if site.environment_band != "Low Risk":
		values.setdefault("hazards", [HAZARD])
	draft = assessment_draft(site, officer, **values)
	return move(manager, move(officer, draft, "Submit Assessment"), "Approve Assessment")


def sign(placement: Document, age: int) -> None:
	"""Record each signature that is needed at `age`, on the current terms."""
	parties = [("Young Person", "Own"), ("Host", "Host"), ("Council", "Council")]
	if age < 18:
		parties.append(("Holder of Parental Responsibility", "Council Holds Parental Responsibility"))
	placement = frappe.get_doc("Placement", placement.name)
	for party, authority in parties:
		row = {
			"party": party,
			"authority": authority,
			"how": "On Paper, Seen by an Officer",
			"signed_on": today(),
		}
		placement.append("signatures", row)
	placement.save()


def released(placement: Document) -> Document:
	release = make.share_release(placement, ends_on=placement.end_date)
	release.release()
	return frappe.get_doc("Share Release", release.name)


def years_old(age: int) -> str:
	"""Return the date of birth of someone who will be `age` for another nine months."""
	return add_days(add_years(today(), -age), -90)
