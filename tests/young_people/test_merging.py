"""Merging two records of one young person."""

from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories
from tests.placements.start_gate.complete import complete
from unlocking_opportunities.access.row_permissions import NotReadable
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.unlocking_opportunities.doctype.young_person.young_person import Merged
from unlocking_opportunities.unlocking_opportunities.doctype.young_person_identity.young_person_identity import (
	AlreadyMerged,
)
from unlocking_opportunities.young_people import duplicates, merging, same_person

IDENTITY = "Young Person Identity"
# The log of what was read stays as it was written.
STAYS = {"Record Access Log"}


@pytest.fixture(autouse=True)
def no_jobs(frappe_site, monkeypatch):
	for kind in ("officer", "manager", "worker", "lead"):
		factories.standing_user(kind)
	monkeypatch.setattr(frappe, "enqueue", lambda *arguments, **options: None)


def as_user(kind, call, *arguments, **named):
	frappe.set_user(factories.standing_user(kind))
	try:
		return call(*arguments, **named)
	finally:
		frappe.set_user("Administrator")


def merge(goes, stays):
	return as_user("manager", merging.merge, goes.name, stays.name)


def everything(person) -> SimpleNamespace:
	"""Records of every kind about this young person."""
	placement = factories.placement(person)
	running = factories.set_stored(factories.placement(person), status="In Progress")
	made = [
		factories.share_release(placement),
		factories.addendum(placement),
		factories.visit(placement),
		factories.not_here_alert(placement),
		factories.accident(placement),
		factories.placement_request(running),
		factories.placement_feedback(running),
		factories.placement_answer(placement),
		factories.pairing(person),
		factories.mentoring_session(person),
		factories.data_rights_request(person),
		factories.legal_hold(person),
		factories.concern(young_person=person.name),
		factories.set_stored(frappe.get_doc(decision(placement)).insert(), status="Open"),
	]
	fayre = factories.allocation_round(
		[person], [frappe.get_doc("Placement Opportunity", placement.opportunity)]
	)
	fayre.append("matches", {"young_person": person.name, "why": "x"}).db_insert()
	comment = person.add_comment("Comment", "Spoke to them")
	return SimpleNamespace(
		placement=placement, made=[placement, running, *made], round=fayre, comment=comment,
		file=factories.private_file(person),
	)  # fmt: skip


def decision(placement) -> dict:
	return {
		"doctype": "Decision Request",
		"kind": "Placement",
		"reference_doctype": "Placement",
		"reference_name": placement.name,
		"young_person": placement.young_person,
	}


def fields_that_name_a_person() -> set[tuple[str, str]]:
	"""Every field of a stored DocType, child tables and custom fields too, that holds a young person's ID."""
	found = set()
	for doctype in frappe.get_all("DocType", {"issingle": 0, "is_virtual": 0}, pluck="name"):
		for field in frappe.get_meta(doctype).fields:
			if field.options == "Young Person" and field.fieldtype == "Link":
				found.add((doctype, field.fieldname))
			if field.fieldname == "young_person" and field.fieldtype == "Data":
				found.add((doctype, field.fieldname))
	return found


def test_every_doctype_that_names_a_young_person_is_moved_joined_or_said_to_stay():
	moved = set(merging.links()) | {(doctype, "young_person") for doctype in same_person.one_each()}
	assert {
		(doctype, field) for doctype, field in fields_that_name_a_person() if doctype not in STAYS
	} == moved


def test_a_new_link_is_moved_too():
	# As a council adds one.
	field = {"dt": "Note", "fieldname": "about_person", "fieldtype": "Link", "options": "Young Person"}
	row = frappe.get_doc({"doctype": "Custom Field", "name": "Note-about_person", **field})
	row.db_insert()
	frappe.clear_cache(doctype="Note")
	frappe.flags.pop("link_fields", None)
	try:
		assert ("Note", "about_person") in merging.links()
	finally:
		frappe.db.delete("Custom Field", {"name": row.name})
		frappe.clear_cache(doctype="Note")
		frappe.flags.pop("link_fields", None)


def test_everything_goes_to_the_one_that_stays():
	stays, goes = factories.young_person(), factories.young_person()
	factories.care_record(goes)
	factories.support_profile(goes)
	frappe.db.set_value(IDENTITY, goes.name, {"preferred_name": "Zoe", "mobile": "07700 900 111"})
	frappe.db.set_value(IDENTITY, stays.name, {"preferred_name": "Zoë", "school": "Planted School"})
	made = everything(goes)
	made_before = {(doc.doctype, doc.name) for doc in made.made}
	assert merge(goes, stays) == stays.name
	for doctype, name in made_before:
		assert frappe.db.get_value(doctype, name, "young_person") == stays.name, doctype
	for doctype, field in fields_that_name_a_person():
		if doctype not in STAYS:
			assert not frappe.get_all(doctype, {field: goes.name}), doctype
	assert frappe.db.get_value("Comment", made.comment.name, "reference_name") == stays.name
	assert frappe.db.get_value("File", made.file.name, "attached_to_name") == stays.name
	identity = frappe.get_doc(IDENTITY, stays.name)
	assert (identity.preferred_name, identity.mobile) == ("Zoë", "07700 900 111")
	assert identity.school == "Planted School"
	for doctype in (IDENTITY, "Young Person Care Record", "Young Person Support Profile"):
		assert frappe.db.exists(doctype, stays.name) and not frappe.db.exists(doctype, goes.name)
	assert frappe.get_doc("Young Person Support Profile", stays.name).needs
	gone = factories.stored(goes)
	assert (gone.status, gone.merged_into) == ("Closed", stays.name)
	assert merge(goes, stays) == stays.name, "pressed twice"


def test_managers_read_what_went_where_and_others_do_not():
	stays, goes = twins()
	made = everything(goes)
	merge(goes, stays)
	account = factories.stored(goes).what_moved
	assert made.placement.name in account and "Legal Hold" in account
	assert "CON-" not in account, "not even managers know of a concern"
	for kind, may in (("manager", True), ("officer", False), ("lead", False)):
		doc = as_user(kind, frappe.get_list, "Young Person", {"name": goes.name}, ["*"])[0]
		assert bool(doc.get("what_moved")) is may
	versions = frappe.get_all("Version", {"docname": goes.name}, pluck="data")
	assert not any(made.placement.name in data for data in versions)
	assert goes.name in " ".join(
		frappe.get_all("Comment", {"reference_name": stays.name, "comment_type": "Info"}, pluck="content")
	)


def test_the_preview_says_what_will_move_and_changes_nothing():
	stays, goes = twins()
	frappe.db.set_value("Young Person", stays.name, "pathway", "Taster")
	frappe.db.set_value("Young Person", goes.name, "pathway", "Experience")
	everything(goes)
	found = as_user("manager", merging.preview, goes.name, stays.name)
	assert found["problems"] == []
	moves = dict(found["moves"])
	assert (moves["Placement"], moves["Young Person Identity"]) == (2, 1)
	assert "Concern Referral" not in moves
	assert "Pathway" in found["kept"]
	assert frappe.db.count("Placement", {"young_person": goes.name}) == 2
	assert not factories.stored(goes).merged_into


@pytest.mark.parametrize(
	"values,words",
	[
		({"date_of_birth": "2009-01-01"}, "Date of Birth"),
		({"mobile": "07700 900 222"}, "Mobile"),
		({"preferred_name": "Kim"}, "Preferred Name"),
		({"case_reference": "CASE-2"}, "Case System Reference"),
	],
)
def test_different_details_stop_it_and_are_named_without_their_values(values, words):
	stays, goes = factories.young_person(preferred_name="Zoe"), factories.young_person(preferred_name="Zoe")
	frappe.db.set_value(IDENTITY, stays.name, {"mobile": "07700 900 111", "case_reference": "CASE-1"})
	frappe.db.set_value(IDENTITY, goes.name, values)
	with pytest.raises(merging.CannotMerge, match=words) as refused:
		merge(goes, stays)
	assert not any(str(value) in str(refused.value) for value in values.values())
	assert frappe.db.exists(IDENTITY, goes.name) and not factories.stored(goes).merged_into


@pytest.mark.parametrize(
	"values",
	[
		{"mobile": "+44 7700 900111"},
		{"preferred_name": "Jones", "surname": "Zoë"},
		{"school": "  planted SCHOOL "},
	],
)
def test_the_same_details_written_differently_do_not_stop_it(values):
	both = {"preferred_name": "Zoe", "surname": "Jones"}
	stays, goes = factories.young_person(**both), factories.young_person(**both)
	frappe.db.set_value(IDENTITY, stays.name, {"mobile": "07700 900 111", "school": "Planted School"})
	frappe.db.set_value(IDENTITY, goes.name, values)
	assert merge(goes, stays) == stays.name
	assert frappe.db.get_value(IDENTITY, stays.name, ["preferred_name", "surname"]) == ("Zoe", "Jones")


def test_two_placements_on_the_same_days_stop_it():
	stays, goes = twins()
	one, other = factories.placement(stays), factories.placement(goes)
	with pytest.raises(merging.CannotMerge, match=f"{other.name} and {one.name}"):
		merge(goes, stays)
	factories.set_stored(other, status="Cancelled")
	assert merge(goes, stays) == stays.name


def test_placements_on_other_days_do_not_stop_it():
	stays, goes = twins()
	factories.placement(stays)
	days = [{"weekday": "Friday", "start_time": "10:00:00", "end_time": "15:00:00", "break_minutes": 30}]
	factories.placement(goes, schedule=days)
	assert merge(goes, stays) == stays.name


def test_pairings_with_the_same_mentor_stop_it():
	stays, goes = twins()
	mentor = factories.mentor()
	for person in (stays, goes):
		factories.pairing(person, mentor)
	with pytest.raises(merging.CannotMerge, match="same mentor"):
		merge(goes, stays)


def twins():
	both = {"preferred_name": "Zoe", "surname": "Jones"}
	return factories.young_person(**both), factories.young_person(**both)


def test_not_into_itself_nor_into_what_is_merged_nor_into_what_is_closed():
	first, second = twins()
	with pytest.raises(merging.CannotMerge, match="into itself"):
		merge(first, first)
	factories.set_stored(second, status="Closed")
	with pytest.raises(merging.CannotMerge, match="is closed"):
		merge(first, second)
	factories.set_stored(second, status="Active")
	merge(first, second)
	third = factories.young_person(preferred_name="Zoe", surname="Jones")
	with pytest.raises(merging.CannotMerge, match="already been merged"):
		merge(third, first)
	merge(second, third)
	assert factories.stored(first).merged_into == third.name


@pytest.mark.parametrize("kind", ["officer", "worker", "lead", "analyst", "employer"])
def test_only_managers_merge_or_look(kind):
	first, second = twins()
	for method in (merging.merge, merging.preview):
		with pytest.raises(RoleNeeded):
			as_user(kind, method, first.name, second.name)


def test_what_was_merged_stays_closed_and_gets_no_new_identity():
	first, second = twins()
	merge(first, second)
	gone = factories.stored(first)
	gone.status = "Active"
	with pytest.raises(Merged):
		gone.save()
	with pytest.raises(AlreadyMerged):
		factories.make(IDENTITY, young_person=first.name, preferred_name="Zoe", date_of_birth="2009-01-01")
	other = factories.stored(second)
	other.update({"merged_into": first.name, "what_moved": "Nothing"})
	other.save()
	assert not factories.stored(second).merged_into and not factories.stored(second).what_moved


def test_an_interrupted_merge_changes_nothing(monkeypatch):
	stays, goes = twins()
	made = everything(goes)

	def die(*arguments):
		raise KeyboardInterrupt

	def refuse():
		raise AssertionError("committed half-way")

	monkeypatch.setattr(frappe.db, "commit", refuse)
	monkeypatch.setattr(judge, "enqueue_for_person", die)
	frappe.db.savepoint("before_merge")
	with pytest.raises(KeyboardInterrupt):
		merge(goes, stays)
	frappe.db.rollback(save_point="before_merge")
	assert factories.stored(made.placement).young_person == goes.name
	assert frappe.db.exists(IDENTITY, goes.name) and not factories.stored(goes).merged_into


def test_what_was_signed_and_confirmed_still_counts_and_the_gate_is_judged_again(monkeypatch):
	done = complete(age=17)
	before = {check["key"]: check["outcome"] for check in done.placement.gate()}
	assert before["agreement"] == before["suitability"] == "Pass"
	stays = factories.young_person(factories.standing_user("worker"))
	same = ("preferred_name", "date_of_birth")
	frappe.db.set_value(
		IDENTITY,
		stays.name,
		dict(zip(same, frappe.db.get_value(IDENTITY, done.person.name, same), strict=True)),
	)
	judged = []
	monkeypatch.setattr(judge, "enqueue_for_person", judged.append)
	merge(done.person, stays)
	assert judged == [stays.name]
	assert {check["key"]: check["outcome"] for check in done.reload().placement.gate()} == before
	saved = done.reload().placement
	saved.save()
	assert not any(row.revoked_on for row in saved.signatures) and saved.suitability_confirmed_on


def test_the_worker_of_the_one_that_stays_reads_what_moved_and_the_other_no_longer_does():
	own, other = factories.standing_user("worker"), factories.standing_user("worker", "second")
	both = {"preferred_name": "Zoe", "surname": "Jones"}
	stays, goes = factories.young_person(own, **both), factories.young_person(other, **both)
	placement = factories.placement(goes)
	merge(goes, stays)
	for worker, may in ((own, True), (other, False)):
		frappe.set_user(worker)
		assert bool(frappe.get_list("Placement", {"name": placement.name})) is may
		assert bool(frappe.get_list(IDENTITY, {"name": stays.name})) is may
		frappe.set_user("Administrator")


def test_a_form_that_was_open_cannot_write_the_old_person_back():
	stays, goes = twins()
	placement = factories.placement(goes)
	merge(goes, stays)
	placement.journey = "By bus"
	with pytest.raises(frappe.TimestampMismatchError):
		placement.save()


def test_what_is_kept_about_a_merged_record_goes_with_the_one_that_stays():
	from unlocking_opportunities.data_protection import records, retention

	stays, goes = twins()
	log = frappe.new_doc("Record Access Log")
	log.update({"user": "x", "read_on": today(), "record_type": IDENTITY, "young_person": goes.name})
	log.set_new_name()
	log.db_insert()
	merge(goes, stays)
	assert frappe.db.get_value("Record Access Log", log.name, "young_person") == goes.name
	found = records.get_linked_records("Young Person", [stays.name], records.HOLDINGS)
	assert set(found["Young Person"]) == {stays.name, goes.name}
	assert log.name in found["Record Access Log"]
	frappe.db.set_value("Young Person", goes.name, "closed_on", add_days(today(), -20_000))
	assert retention.disposable(retention.KINDS["Young Person"], [goes.name]) == set()


def empty_record(worker=None):
	return factories.make("Young Person", allocated_worker=worker)


def close_empty(role, empty, known, **typed):
	"""Close `empty` as a user with that role, who has typed what the identity record of `known` holds."""
	return as_user(role, merging.close_empty, empty.name, known.name, **{**held(known), **typed})


def held(person) -> dict[str, str | None]:
	"""Return the name and date of birth on their identity record, as a browser sends them."""
	fields = ["preferred_name", "surname", "date_of_birth"]
	found = frappe.db.get_value("Young Person Identity", person.name, fields, as_dict=True) or {}
	return {field: value and str(value) for field, value in found.items()}


def test_the_same_person_entered_again_closes_the_empty_record():
	known, empty = factories.young_person(), empty_record()
	for _time in range(2):
		assert close_empty("officer", empty, known) == known.name
	stored = factories.stored(empty)
	assert (stored.status, stored.merged_into) == ("Closed", known.name)


def test_a_record_with_anything_in_it_is_not_just_closed():
	known = factories.young_person()
	with_identity, with_link = factories.young_person(), empty_record()
	factories.make("Young Person Support Profile", young_person=with_link.name)
	for person in (with_identity, with_link):
		with pytest.raises(merging.CannotMerge, match="Ask a manager to merge it"):
			close_empty("officer", person, known)
		assert factories.stored(person).status == "Active"
	for person, into in ((known, known), (empty_record(), merged(known))):
		with pytest.raises(merging.CannotMerge):
			close_empty("officer", person, into)


def merged(into):
	gone = empty_record()
	close_empty("officer", gone, into)
	return gone


@pytest.mark.parametrize(
	"typed",
	[{"date_of_birth": "2001-01-01"}, {"date_of_birth": None}, {"preferred_name": "Zed"}],
)
def test_it_is_not_closed_into_someone_else(typed):
	known, empty = factories.young_person(), empty_record()
	with pytest.raises(merging.CannotMerge, match="another name or date of birth"):
		close_empty("officer", empty, known, **typed)
	assert factories.stored(empty).status == "Active"


def test_the_form_offers_only_records_of_that_name_and_birth_date_that_they_may_read():
	worker = factories.standing_user("worker")
	empty, mine, theirs = empty_record(worker), factories.young_person(worker), factories.young_person()
	for known, offered in ((mine, [mine.name]), (theirs, [])):
		assert as_user("worker", duplicates.get_known, empty.name, **held(known)) == offered
	with pytest.raises(frappe.PermissionError):
		as_user("worker", duplicates.get_known, empty_record().name, **held(mine))


def test_a_worker_closes_only_their_own_empty_record():
	worker = factories.standing_user("worker")
	mine, theirs, known = empty_record(worker), empty_record(), factories.young_person(worker)
	assert close_empty("worker", mine, known) == known.name
	for person, into in ((theirs, known), (empty_record(worker), factories.young_person())):
		with pytest.raises((frappe.PermissionError, NotReadable)):
			close_empty("worker", person, into)
