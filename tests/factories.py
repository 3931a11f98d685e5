"""Records for tests: each function inserts one, with only what it needs, and returns it.

They insert as the signed-in user (Administrator in `frappe_site`), through the controllers. If a test only
needs a later status as a start, it is written with `set_stored`, which no role can do.
"""

from itertools import count

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, add_years, now_datetime, today
from frappe.utils.password import update_password

from unlocking_opportunities.council import roles
from unlocking_opportunities.utils.server_fields import Act, acting

_next = count(1)
PASSWORD = "Tests-only-9f3b2c"

ROLES = {
	"officer": roles.OFFICER,
	"manager": roles.MANAGER,
	"worker": roles.ALLOCATED_WORKER,
	"adviser": roles.HS_ADVISER,
	"lead": roles.SAFEGUARDING_LEAD,
	"analyst": roles.ANALYST,
	"administrator": roles.ADMINISTRATOR,
	"employer": roles.EMPLOYER,
	"mentor": roles.MENTOR,
	"councillor": roles.COUNCILLOR,
}


def user(*kinds: str, password: str | None = None) -> str:
	"""Return a new user's ID who holds the roles of `kinds` (the keys of ROLES); give `password` to sign in over HTTP."""
	name = f"{'-'.join(kinds) or 'nobody'}-{frappe.generate_hash(length=6)}@council.example".lower()
	doc = frappe.new_doc("User")
	doc.update(
		{"email": name, "first_name": kinds[0].title() if kinds else "Nobody", "send_welcome_email": 0}
	)
	doc.extend("roles", [{"role": ROLES[kind]} for kind in kinds])
	doc.flags.no_welcome_mail = True
	doc.new_password = password
	return doc.insert(ignore_permissions=True).name


def standing_user(kind: str, which: str = "first") -> str:
	"""Return a user with the role of `kind` ("nobody": with none) who stays on the test site; `which` tells two apart.

	Making a user empties Frappe's caches, which would take most of a test's time. It is committed, so ask for it
	before anything else is made.
	"""
	name = f"{kind}-{which}@standing.example"
	if not frappe.db.exists("User", name):
		doc = frappe.new_doc("User")
		doc.update({"email": name, "first_name": kind.title(), "send_welcome_email": 0})
		if kind in ROLES:
			doc.append("roles", {"role": ROLES[kind]})
		doc.flags.no_welcome_mail = True
		doc.insert(ignore_permissions=True)
		frappe.db.commit()
	return name


def user_who_signs_in(kind: str, which: str = "signing in") -> str:
	"""A standing user with the password PASSWORD, for tests over HTTP: each new officer would get every email."""
	name = standing_user(kind, which.replace(" ", "-"))
	update_password(name, PASSWORD)
	frappe.db.commit()
	return name


def make(doctype: str, **values) -> Document:
	return frappe.get_doc({"doctype": doctype, **values}).insert()


def set_stored(doc: Document, **values) -> Document:
	"""Write `values` without any checks, and return `doc` as it is stored now."""
	doc.db_set(values)
	return stored(doc)


def stored(doc: Document) -> Document:
	return frappe.get_doc(doc.doctype, doc.name)


def sector() -> str:
	return _first_or_new("Sector", "sector_name", "Hospitality")


def ward() -> str:
	return _first_or_new("Ward", "ward_name", "Test Ward")


def _first_or_new(doctype: str, field: str, value: str) -> str:
	"""Return any record of `doctype`; on a new site make the first one, even for users who may not."""
	if name := frappe.db.get_value(doctype, {}, "name"):
		return name
	# A test may run as someone who makes no wards or sectors; on a council's site an administrator has made them.
	return frappe.get_doc({"doctype": doctype, field: value}).insert(ignore_permissions=True).name


def young_person(worker: str | None = None, age: int = 17, **values) -> Document:
	"""A young person of `age` with an identity record; `preferred_name`, `surname` and `someone_else` are the latter's."""
	names = {
		field: values.pop(field) for field in ("preferred_name", "surname", "someone_else") if field in values
	}
	person = make(
		"Young Person",
		**{"allocated_worker": worker, "ward": ward(), "interests": [{"sector": sector()}], **values},
	)
	make(
		"Young Person Identity",
		young_person=person.name,
		**{
			"preferred_name": f"Robin {next(_next)}",
			# Tests give several people the same name and age.
			"someone_else": 1,
			"date_of_birth": add_days(add_years(today(), -age), -90),
			**names,
		},
	)
	return stored(person)


def care_record(person: Document, **values) -> Document:
	return make(
		"Young Person Care Record", young_person=person.name, eet_history=[{"as_at": today()}], **values
	)


def support_profile(person: Document, **values) -> Document:
	needs = [{"need": "Finds noise hard", "control": "Quiet break space"}]
	restrictions = [{"reason": "Must not be near the bus station", "ward": ward()}]
	return make(
		"Young Person Support Profile",
		young_person=person.name,
		needs=needs,
		restrictions=restrictions,
		**values,
	)


def employer(**values) -> Document:
	return make("Employer", **{"employer_name": f"Cafe {next(_next)}", "sector": sector(), **values})


def site(host: Document | None = None, band: str = "Low Risk", **values) -> Document:
	host = host or employer()
	return make(
		"Employer Site",
		employer=host.name,
		site_name=f"Site {next(_next)}",
		environment_band=band,
		ward=ward(),
		**values,
	)


def pledge(host: Document | None = None, **values) -> Document:
	offers = [{"kind": "Work Experience", "number": 1, "sector": sector()}]
	return make("Employer Pledge", **{"employer": (host or employer()).name, "offers": offers, **values})


def opportunity(place: Document | None = None, **values) -> Document:
	place = place or site()
	return make(
		"Placement Opportunity",
		**{
			"employer": place.employer,
			"site": place.name,
			"kind": "Work Experience",
			"role_title": "Kitchen porter",
			"capacity": 5,
			"supervisor_name": "Sam Supervisor",
			**values,
		},
	)


def host_agreement(place: Document | None = None, **values) -> Document:
	place = place or site()
	return make("Host Agreement", employer=place.employer, site=place.name, **values)


def assessment(place: Document | None = None, adviser: str | None = None, **values) -> Document:
	"""A draft risk assessment of `place`; with `adviser`, one that this health and safety adviser has agreed."""
	place = place or site()
	hazards = [
		{
			"hazard": "Hot pans",
			"initial_likelihood": "3",
			"initial_severity": "3",
			"residual_likelihood": "2",
			"residual_severity": "3",
		}
	]
	doc = make(
		"Risk Assessment",
		**{
			"employer": place.employer,
			"site": place.name,
			"environment_band": place.environment_band,
			"tasks": "Washing up",
			"hazards": hazards,
			**values,
		},
	)
	return set_stored(doc, hs_adviser=adviser) if adviser else doc


def placement(person: Document, place: Document | None = None, **values) -> Document:
	"""A proposed placement of `person`, Mondays 10 to 3, starting in three weeks."""
	place = place or site()
	return make(
		"Placement",
		**{
			"young_person": person.name,
			"opportunity": opportunity(place).name,
			"start_date": add_days(today(), 21),
			"end_date": add_days(today(), 49),
			"schedule": [
				{"weekday": "Monday", "start_time": "10:00:00", "end_time": "15:00:00", "break_minutes": 30}
			],
			"attendance": [{"attended_on": today(), "attendance": "Present", "hours": 4}],
			"signatures": [
				{
					"party": "Young Person",
					"authority": "Own",
					"how": "On Paper, Seen by an Officer",
					"signed_on": today(),
				}
			],
			**values,
		},
	)


def visit(of: Document, **values) -> Document:
	return make(
		"Visit",
		**{
			"placement": of.name,
			"due_on": add_days(today(), 28),
			"checklist": [{"item": "Fire exits shown"}],
			"actions": [{"action": "Order gloves"}],
			**values,
		},
	)


def share_release(of: Document, **values) -> Document:
	items = [
		{
			"item": "First Name",
			"wording": "Robin",
			"lawful_basis": "Public Task",
			"young_persons_view": "Agrees",
		}
	]
	return make(
		"Share Release", **{"placement": of.name, "released_to": "Sam Supervisor", "items": items, **values}
	)


def addendum(of: Document, **values) -> Document:
	factors = [{"factor": "Inexperience", "control": "Shown each task twice"}]
	return make("Young Person Risk Addendum", **{"placement": of.name, "factors": factors, **values})


def not_here_alert(of: Document, **values) -> Document:
	return make("Not Here Alert", placement=of.name, **values)


def placement_request(of: Document, **values) -> Document:
	"""A host's request to extend the placement `of`, which must hold a place."""
	until = add_days(of.end_date, 14)
	return make("Placement Request", **{"placement": of.name, "kind": "Extend", "until": until, **values})


def placement_feedback(of: Document, **values) -> Document:
	return make("Placement Feedback", **{"placement": of.name, "party": "Host", "overall": "Well", **values})


def callback_request(**values) -> Document:
	return make("Callback Request", **{"caller_name": "Jo Bloggs", "phone": "01908 555010", **values})


def employer_notice(**values) -> Document:
	host = values.pop("employer", None) or employer().name
	notice = {"notice": "attendance", "about": "PLC-1", "due_on": today()}
	return make("Employer Notice", **{"name": frappe.generate_hash(), "employer": host, **notice, **values})


def declined_match(person: Document, place: Document | None = None, **values) -> Document:
	return make(
		"Declined Match",
		young_person=person.name,
		opportunity=(place or opportunity()).name,
		reason="Too far",
		**values,
	)


def unsent_message(about: Document, **values) -> Document:
	"""Only the server writes them (messages/unsent.py)."""
	doc = frappe.new_doc("Unsent Message")
	doc.update({"kind": "Email", "status": "Waiting", "reference_doctype": about.doctype, **values})
	doc.reference_name = about.name
	return doc.insert(ignore_permissions=True)


def suitability_refusal(placement: Document, **values) -> Document:
	refused = {"placement": placement.name, "young_person": placement.young_person}
	return make("Suitability Refusal", **{**refused, "reason": "Planted refusal", **values})


def handover(leaver: str, **values) -> Document:
	return make("Handover", leaver=leaver, **values)


def legal_hold(person: Document, **values) -> Document:
	return make("Legal Hold", **{"young_person": person.name, "reason": "Claim or Complaint", **values})


def data_rights_request(person: Document | None = None, **values) -> Document:
	return make(
		"Data Rights Request",
		**{
			"kind": "Access",
			"young_person": person.name if person else None,
			"received_on": today(),
			**values,
		},
	)


def disposal_review(*names: str, record_type: str = "Young Person", **values) -> Document:
	"""A review as the nightly job proposes it."""
	doc = frappe.new_doc("Disposal Review")
	doc.update({"record_type": record_type, "proposed_by": "Administrator", "number": len(names), **values})
	doc.extend("items", [{"record": name, "due_on": today()} for name in names])
	with acting(doc, Act.PROPOSING_DISPOSAL):
		return doc.insert()


def allocation_round(people: list, opportunities: list, **values) -> Document:
	return make(
		"Allocation Round",
		**{
			"title": f"Fayre {next(_next)}",
			"start_date": add_days(today(), 21),
			"end_date": add_days(today(), 25),
			"people": [{"young_person": person.name} for person in people],
			"places": [{"opportunity": place.name} for place in opportunities],
			**values,
		},
	)


def accident(of: Document, **values) -> Document:
	return make(
		"Accident",
		**{
			"placement": of.name,
			"happened_on": now_datetime(),
			"where_it_happened": "Kitchen",
			"what_happened": "Slipped on a wet floor",
			**values,
		},
	)


def concern(**values) -> Document:
	return make("Concern Referral", **{"about": "A Young Person", **values})


def mentor(**values) -> Document:
	return make(
		"Mentor",
		**{
			"mentor_name": f"Mentor {next(_next)}",
			"capacity": 3,
			"sectors": [{"sector": sector()}],
			**values,
		},
	)


def pairing(person: Document, with_mentor: Document | None = None, **values) -> Document:
	return make(
		"Mentoring Pairing",
		young_person=person.name,
		mentor=(with_mentor or mentor()).name,
		goals="Confidence",
		**values,
	)


def mentoring_session(person: Document, of: Document | None = None, **values) -> Document:
	"""A session of an active pairing: `of`, or a new one of `person`."""
	of = of or set_stored(
		pairing(person, meeting_places="Council Building", channel="Phone"), status="Active"
	)
	session = {"met_on": today(), "went": "Well", "minutes": 45, "place": "Council Building"}
	return make("Mentoring Session", **{"pairing": of.name, **session, **values})


def placement_answer(of: Document, answer: str = "No", **values) -> Document:
	heard = {"how": "By Phone, Heard by an Officer", "reason": "Too far by bus"}
	return make("Placement Answer", **{"placement": of.name, "answer": answer, **heard, **values})


def programme_event(**values) -> Document:
	return make(
		"Programme Event",
		**{
			"title": f"Careers fayre {next(_next)}",
			"kind": "Careers Fayre",
			"starts_on": add_days(now_datetime(), 7),
			"for_members": 1,
			"attendance": [{"who": "Employers", "number": 12}],
			"sign_ups": [{"member": "Administrator"}],
			"actions": [{"action": "Ring the bakery"}],
			**values,
		},
	)


def council_report(**values) -> Document:
	period = {"period_from": add_days(today(), -365), "period_to": today()}
	words = {"title": f"Report {next(_next)}", "narrative": "What was done."}
	return make("Council Report", **{**period, **words, **values})


def partner(**values) -> Document:
	commitments = [{"commitment": "Two tasters a year"}]
	return make(
		"Steering Group Partner",
		**{
			"partner_name": f"Partner {next(_next)}",
			"commitments": commitments,
			"sectors": [{"sector": sector()}],
			**values,
		},
	)


def private_file(doc: Document) -> Document:
	"""A file on `doc` with unique content: Frappe stores equal content once."""
	return make(
		"File",
		file_name=f"letter-{next(_next)}.txt",
		content=f"A planted letter, {frappe.generate_hash()}",
		is_private=1,
		attached_to_doctype=doc.doctype,
		attached_to_name=doc.name,
	)


def settings() -> Document:
	"""The settings, with at least one row in each table."""
	doc = frappe.get_doc("Unlocking Opportunities Settings")
	if not doc.population:
		doc.append("population", {"as_at": today(), "total": 498})
	if not doc.school_terms:
		doc.append("school_terms", {"term": "Autumn", "starts_on": today(), "ends_on": add_days(today(), 90)})
	return doc.save()


def portal_access(kind: str = "Employer", email: str | None = None, **values) -> Document:
	"""Access for someone outside; `values` has the employer, mentor or placement they act for."""
	email = email or f"{kind.lower().replace(' ', '-')}-{frappe.generate_hash(length=6)}@host.example"
	if kind == "Employer" and "employer" not in values:
		values["employer"] = employer().name
	if kind == "Mentor" and "mentor" not in values:
		values["mentor"] = mentor().name
	return make("Portal Access", kind=kind, email=email, **values)


def portal_link(**values) -> Document:
	values = {"purpose": "Sign In", "email": "somebody@host.example", **values}
	return make("Portal Link", token_hash=frappe.generate_hash(), **values)


def portal_session(**values) -> Document:
	values = {"email": "somebody@host.example", "expires_at": add_days(today(), 1), **values}
	return make("Portal Session", token_hash=frappe.generate_hash(), **values)


def offer_draft(**values) -> Document:
	values = {"answers": "{}", "expires_at": add_days(today(), 30), **values}
	return make("Offer Draft", token_hash=frappe.generate_hash(), **values)


def absence_cover(away: str, cover_by: str, **values) -> Document:
	"""Cover for `away`, who is away today and tomorrow."""
	days = {"from_date": today(), "to_date": add_days(today(), 1)}
	return make("Absence Cover", **{"user": away, "cover_by": cover_by, **days, **values})


def email_preference(user: str, digest: str = "Once a Week") -> Document:
	"""The preference of `user`, entered by themselves."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		return make("Email Preference", user=user, digest=digest)
	finally:
		frappe.set_user(before)


def empty_mail_queue() -> None:
	"""Delete queued emails, so that a test finds only its own."""
	frappe.db.delete("Email Queue")
	frappe.db.delete("Email Queue Recipient")
