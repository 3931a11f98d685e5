"""Telling never undoes doing: whatever keeps a message from being sent, what caused it stands, and it is sent later, once."""

import html
from types import SimpleNamespace

import frappe
import jinja2
import pytest
import requests
from frappe.model.workflow import apply_workflow
from frappe.utils import add_to_date, now_datetime

from tests import factories as make
from tests.placements.start_gate.complete import acting
from unlocking_opportunities.access import copies, row_permissions
from unlocking_opportunities.daily_work import home_page
from unlocking_opportunities.messages import bounces, purge, staff, unsent
from unlocking_opportunities.portal.people import placement_access
from unlocking_opportunities.safeguarding import concerns, not_here

PLANTED = "Robin Planted"


@pytest.fixture
def team(frappe_site, monkeypatch):
	kinds = ("officer", "manager", "worker", "lead", "administrator")
	users = {kind: make.standing_user(kind) for kind in kinds}
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	# What other tests have left would be alerted to again.
	for doctype in ("Unsent Message", "Not Here Alert", "Concern Referral", "Error Log"):
		frappe.db.delete(doctype)
	make.empty_mail_queue()
	yield SimpleNamespace(**users, monkeypatch=monkeypatch)
	frappe.db.rollback()
	frappe.clear_document_cache("SMS Settings", "SMS Settings")
	frappe.db.value_cache.clear()


def set_accounts(enabled):
	frappe.db.set_value("Email Account", {"name": ["is", "set"]}, "enable_outgoing", enabled)
	frappe.local.outgoing_email_account = {}
	frappe.clear_cache(doctype="Email Account")


def no_account(team):
	set_accounts(0)
	return lambda: set_accounts(1)


def broken_template(team):
	real = frappe.sendmail

	def broken(**options):
		raise jinja2.TemplateError(PLANTED)

	frappe.sendmail = broken

	def mend():
		frappe.sendmail = real

	return mend


@pytest.fixture(params=[no_account, broken_template])
def fault(request, team):
	mend = request.param(team)
	yield mend
	mend()
	set_accounts(1)


def agreed(team):
	"""A manager agrees to a placement of someone under 18; the officer is told."""
	doc = acting(
		team.officer, lambda: make.placement(make.young_person(age=16), make.site(), officer=team.officer)
	)
	acting(team.manager, apply_workflow, frappe.get_doc("Placement", doc.name), "Agree Placement")
	assert frappe.db.get_value("Placement", doc.name, "status") == "Agreed"
	return doc, team.officer, "Approved"


def offered(team):
	"""An employer's offer comes in; the person who made it is told."""
	host = make.employer()
	address = f"jo-{frappe.generate_hash(length=6)}@cafe.example"
	make.make("Portal Access", kind="Employer", email=address, employer=host.name)
	doc = make.pledge(host)
	apply_workflow(doc, "Send for Review") if doc.status == "Draft" else None
	assert frappe.db.get_value("Employer Pledge", doc.name, "status") == "Submitted"
	return doc, address, "We have your offer"


def concerned(team):
	"""Someone passes on a concern; a lead is told."""
	told = acting(team.officer, concerns.raise_concern, "A Young Person")
	doc = frappe.get_doc("Concern Referral", told["reference"])
	assert doc.status == "Open"
	return doc, team.lead, "Please acknowledge"


def not_here_alert(team):
	"""Someone isn't where they are expected; the officer is told."""
	person = make.young_person(team.worker, age=17)
	placement = make.set_stored(
		make.placement(person, make.site(), officer=team.officer), status="In Progress"
	)
	doc = make.not_here_alert(placement)
	assert frappe.db.get_value("Not Here Alert", doc.name, "status") == "Open"
	return doc, team.officer, "Not here"


ACTS = pytest.mark.parametrize("act", [agreed, offered, concerned, not_here_alert])


def mails_to(address, subject):
	"""Return the queued emails to `address` with `subject`."""
	names = frappe.get_all("Email Queue", {"message": ["like", f"%Subject: {subject}%"]}, pluck="name")
	return frappe.get_all("Email Queue Recipient", {"parent": ["in", names], "recipient": address})


def waiting(doc):
	return frappe.get_all(
		"Unsent Message",
		{"reference_name": doc.name, "status": "Waiting"},
		["name", "kind", "last_error", "officer"],
	)


def make_due():
	frappe.db.set_value(
		"Unsent Message", {"status": "Waiting"}, "next_attempt_on", add_to_date(now_datetime(), minutes=-1)
	)


@ACTS
def test_the_doing_stands_and_the_message_is_sent_once_when_the_fault_is_mended(team, fault, act):
	doc, address, subject = act(team)
	assert not mails_to(address, subject)
	assert waiting(doc), "kept"
	unsent.retry()
	make_due()
	unsent.retry()
	assert not mails_to(address, subject)
	fault()
	set_accounts(1)
	make_due()
	unsent.retry()
	unsent.retry()
	make_due()
	unsent.retry()
	assert len(mails_to(address, subject)) == 1
	assert not waiting(doc)
	assert not frappe.db.count("Unsent Content")


@ACTS
def test_control_without_a_fault_nothing_is_kept(team, act):
	doc, address, subject = act(team)
	assert len(mails_to(address, subject)) == 1
	assert not waiting(doc)


def test_nothing_of_the_message_is_in_the_log_or_the_account(team, fault):
	logs = frappe.db.count("Error Log")
	doc, address, _subject = offered(team)
	(kept,) = waiting(doc)
	assert frappe.db.count("Error Log") > logs
	(log,) = frappe.get_all("Error Log", ["method", "error"], order_by="creation desc", limit=1)
	for text in (log.method, log.error, frappe.as_json(frappe.get_doc("Unsent Message", kept.name))):
		assert address not in text and PLANTED not in text
	assert doc.name in log.method


def test_whoever_acts_sees_no_error_and_the_timeline_says_it(team, fault):
	doc, _address, _subject = agreed(team)
	assert not [message for message in frappe.local.message_log if "Email Account" in str(message)]
	said = frappe.get_all("Comment", {"reference_name": doc.name, "comment_type": "Info"}, pluck="content")
	assert [text for text in said if "was not sent" in text]


def test_one_bad_address_does_not_keep_it_from_the_others(team):
	doc = make.placement(make.young_person(), make.site(), officer=team.officer)
	bad = make.user("officer")
	team.monkeypatch.setattr(staff, "validate_email_address", lambda address: address != bad)
	real = unsent.require_address

	def require(address):
		if address == bad:
			raise unsent.BadAddress
		real(address)

	team.monkeypatch.setattr(unsent, "require_address", require)
	reached = staff.notify({team.officer, bad}, "Please look", ["Look"], doc)
	assert mails_to(team.officer, "Please look") and not mails_to(bad, "Please look")
	assert reached == {team.officer, bad}  # the bell reached both
	(kept,) = waiting(doc)
	assert "isn't valid" in kept.last_error


def test_the_carer_has_a_bad_address(team):
	person = make.young_person(team.worker, age=16)
	frappe.db.set_value("Young Person Identity", person.name, "carer_email", "not an address")
	placement = make.set_stored(
		make.placement(person, make.site(), officer=team.officer), status="In Progress"
	)
	doc = make.not_here_alert(placement)
	assert mails_to(team.officer, "Not here")
	stored = frappe.get_doc("Not Here Alert", doc.name)
	assert stored.alerts_sent == 1 and not stored.carer_told
	(kept,) = waiting(doc)
	assert kept.kind == "Email" and kept.officer == team.officer


def test_a_lost_database_or_a_deadlock_undoes_everything(team):
	doc = make.placement(make.young_person(), make.site(), officer=team.officer)
	for error in (frappe.QueryDeadlockError(1213, "x"), frappe.db.OperationalError(2006, "gone away")):

		def fails(error=error, **options):
			raise error

		team.monkeypatch.setattr(frappe, "sendmail", fails)
		with pytest.raises(type(error)):
			staff.notify({team.officer}, "x", ["x"], doc)
	assert not waiting(doc)


def test_it_is_given_up_after_three_days_and_is_on_the_owners_and_administrators_list(team):
	mend = no_account(team)
	doc, _address, _subject = agreed(team)
	officers = [row.name for row in waiting(doc) if row.officer == team.officer]
	assert officers
	frappe.db.set_value("Unsent Message", officers[0], "creation", add_to_date(now_datetime(), hours=-73))
	make_due()
	unsent.retry()
	assert frappe.db.get_value("Unsent Message", officers[0], "status") == "Given Up"
	for reader in (team.officer, team.administrator):
		sections = {section["title"]: section for section in acting(reader, home_page.get)}
		lines = sections["Messages that didn't arrive"]["lines"]
		assert officers[0] in [line["name"] for line in lines], reader
	mend()
	assert acting(team.officer, frappe.get_doc("Unsent Message", officers[0]).send_again)
	assert frappe.db.get_value("Unsent Message", officers[0], "status") == "Sent"


def test_administrators_are_told_that_there_is_no_email_account(team):
	reader = team.administrator

	def line():
		sections = {section["title"]: section for section in acting(reader, home_page.get)}
		return sections["Sending email"]["lines"]

	assert line() == []
	mend = no_account(team)
	assert [row["title"] for row in line()] == ["No email account is set up for sending"]
	mend()


def test_pauses_grow(team):
	no_account(team)
	doc, _address, _subject = offered(team)
	(kept,) = waiting(doc)
	pauses = []
	for _attempt in range(9):
		make_due()
		unsent.retry()
		until = frappe.db.get_value("Unsent Message", kept.name, "next_attempt_on")
		pauses.append(round((until - now_datetime()).total_seconds() / 60))
	assert pauses == sorted(pauses) and pauses[0] == 10 and pauses[-1] == 360
	set_accounts(1)


def test_dismissed_it_is_not_sent_any_more(team):
	mend = no_account(team)
	doc, address, subject = offered(team)
	(kept,) = waiting(doc)
	acting(team.officer, frappe.get_doc("Unsent Message", kept.name).dismiss)
	mend()
	make_due()
	unsent.retry()
	assert not mails_to(address, subject)
	assert frappe.db.get_value("Unsent Message", kept.name, "settled_by") == team.officer
	assert not frappe.db.exists("Unsent Content", kept.name)


def test_only_leads_see_that_a_message_about_a_concern_failed(team):
	no_account(team)
	doc, _address, _subject = concerned(team)
	table = frappe.qb.DocType("Unsent Message")

	def sees(user):
		rows = row_permissions.criterion("Unsent Message", user)
		query = frappe.qb.from_(table).select(table.name).where(rows & (table.reference_name == doc.name))
		return bool(query.run())

	assert sees(team.lead)
	for user in (team.officer, team.manager, team.worker, team.administrator):
		assert not sees(user), user
	set_accounts(1)


def test_officers_see_no_message_about_what_they_may_not_read(team):
	hidden = set(row_permissions.NO_MESSAGES_ABOUT[row_permissions.OFFICER])
	about_no_one = {"Fact Source", "Record Access Log", "Setup Load"}
	for doctype in frappe.get_all("DocType", {"module": "Unlocking Opportunities"}, pluck="name"):
		meta = frappe.get_meta(doctype)
		readers = {row.role for row in meta.permissions if row.read}
		if not meta.istable and readers and row_permissions.OFFICER not in readers:
			assert doctype in hidden | about_no_one


def link_for(team, email=None, mobile="07700 900123"):
	person = make.young_person(team.worker, age=17)
	frappe.db.set_value("Young Person Identity", person.name, {"email": email, "mobile": mobile})
	placement = make.placement(person, make.site(), officer=team.officer)
	team.monkeypatch.setattr(frappe, "enqueue", lambda *arguments, **options: None)
	acting(team.officer, placement_access.send_link, placement.name, "Young Person")
	return placement, frappe.db.get_value("Portal Access", {"placement": placement.name})


@pytest.mark.parametrize("error", [requests.HTTPError, requests.Timeout, requests.ConnectionError])
def test_a_text_that_fails_is_tried_again_with_a_new_link(team, error):
	frappe.db.set_single_value("SMS Settings", "sms_gateway_url", "http://gateway.example")
	texts = []

	def down(*arguments, **options):
		assert options["timeout"]
		raise error

	team.monkeypatch.setattr(requests, "request", down)
	placement, access = link_for(team)
	placement_access.deliver(access)
	(kept,) = waiting(placement)
	assert kept.kind == "Link"
	content = frappe.db.get_value("Unsent Content", kept.name, "content")
	assert frappe.parse_json(content) == {"access": access}
	assert not frappe.db.count("Portal Link", {"portal_access": access})

	def up(*arguments, **options):
		texts.append(options)
		return SimpleNamespace(ok=True)

	team.monkeypatch.setattr(requests, "request", up)
	make_due()
	unsent.retry()
	make_due()
	unsent.retry()
	assert len(texts) == 1 and not waiting(placement)
	assert frappe.db.count("Portal Link", {"portal_access": access}) == 1


def test_a_link_by_email_without_an_account_is_tried_again(team):
	mend = no_account(team)
	placement, access = link_for(team, email="robin@people.example", mobile=None)
	placement_access.deliver(access)
	assert waiting(placement)
	mend()
	make_due()
	unsent.retry()
	assert len(mails_to("robin@people.example", "Your new link")) == 1
	# The officer isn't told to call them about a link that has arrived by now.
	assert not mails_to(team.officer, "Link not sent")


def test_nobody_is_told_any_more_once_the_link_is_revoked(team):
	mend = no_account(team)
	placement, access = link_for(team, email="robin@people.example", mobile=None)
	placement_access.deliver(access)
	frappe.db.set_value("Portal Access", access, "revoked", 1)
	mend()
	make_due()
	unsent.retry()
	assert not mails_to("robin@people.example", "Your new link")
	assert not waiting(placement)


# Alarms that wait while email doesn't work.

ALARMS = pytest.mark.parametrize("act", [concerned, not_here_alert])
AGAIN = {"Concern Referral": concerns.alert_again, "Not Here Alert": not_here.alert_again}


def repeat(doc):
	doc.db_set("last_alert_on", add_to_date(now_datetime(), minutes=-1000))
	AGAIN[doc.doctype]()


@ALARMS
def test_an_alarm_that_was_settled_meanwhile_is_dropped(team, act):
	mend = no_account(team)
	doc, address, subject = act(team)
	acting(team.lead if doc.doctype == "Concern Referral" else team.officer, make.stored(doc).acknowledge)
	mend()
	make_due()
	unsent.retry()
	assert not mails_to(address, subject) and not waiting(doc)
	assert not frappe.db.count("Unsent Content")


def test_a_carer_is_not_asked_to_call_once_someone_responds(team):
	mend = no_account(team)
	person = make.young_person(team.worker, age=16)
	frappe.db.set_value("Young Person Identity", person.name, "carer_email", "carer@home.example")
	placement = make.placement(person, make.site(), officer=team.officer)
	doc = make.not_here_alert(make.set_stored(placement, status="In Progress"))
	acting(team.officer, make.stored(doc).acknowledge)
	mend()
	make_due()
	unsent.retry()
	assert not mails_to("carer@home.example", "Please call us")


@ALARMS
def test_a_repeat_takes_the_place_of_what_still_waits(team, act):
	mend = no_account(team)
	doc, address, subject = act(team)
	kinds = [row.kind for row in waiting(doc)]
	repeat(doc)
	repeat(doc)
	assert all(address_of(row) for row in waiting(doc))
	people = [person for row in waiting(doc) for person in address_of(row)]
	assert len(people) == len(set(people)) >= len(kinds)
	mend()
	repeat(doc)
	assert not waiting(doc)
	make_due()
	unsent.retry()
	assert len(mails_to(address, subject)) == 1


def address_of(row):
	return frappe.parse_json(frappe.db.get_value("Unsent Content", row.name, "content"))["users"]


@ALARMS
def test_an_alarm_that_got_through_late_is_not_repeated_in_the_same_run(team, act):
	mend = no_account(team)
	doc, address, subject = act(team)
	doc.db_set("last_alert_on", add_to_date(now_datetime(), minutes=-1000))
	mend()
	make_due()
	unsent.retry()
	AGAIN[doc.doctype]()
	assert len(mails_to(address, subject)) == 1


@ALARMS
def test_what_is_too_old_is_given_up_before_it_is_tried(team, act):
	mend = no_account(team)
	doc, address, subject = act(team)
	names = [row.name for row in waiting(doc)]
	for name in names:
		frappe.db.set_value("Unsent Message", name, "creation", add_to_date(now_datetime(), hours=-3))
	mend()
	make_due()
	unsent.retry()
	assert not mails_to(address, subject)
	assert {frappe.db.get_value("Unsent Message", name, "status") for name in names} == {"Given Up"}


@ALARMS
def test_what_was_given_up_leaves_the_list_once_it_is_settled(team, act):
	no_account(team)
	doc, _address, _subject = act(team)
	names = [row.name for row in waiting(doc)]
	for name in names:
		frappe.db.set_value("Unsent Message", name, "creation", add_to_date(now_datetime(), hours=-3))
	make_due()
	unsent.retry()
	acting(team.lead if doc.doctype == "Concern Referral" else team.officer, make.stored(doc).acknowledge)
	unsent.retry()
	assert {frappe.db.get_value("Unsent Message", name, "status") for name in names} == {"Dismissed"}


def test_an_urgent_message_that_nobody_repeats_is_tried_for_three_days(team):
	mend = no_account(team)
	placement = make.placement(make.young_person(), make.site(), officer=team.officer)
	staff.notify({team.officer}, "Paused in the night", ["x"], placement, urgent=True)
	(kept,) = waiting(placement)
	frappe.db.set_value("Unsent Message", kept.name, "creation", add_to_date(now_datetime(), hours=-9))
	mend()
	make_due()
	unsent.retry()
	assert len(mails_to(team.officer, "Paused in the night")) == 1


# Emails that were queued and came back.


def bounced(team, **values):
	doc, address, subject = offered(team)
	doc.db_set("officer", team.officer)
	(name,) = frappe.get_all("Email Queue", {"message": ["like", f"%Subject: {subject}%"]}, pluck="name")
	frappe.db.set_value("Email Queue", name, {"status": "Error", **values})
	bounces.collect()
	bounces.collect()
	return doc, address, name


def shown(reader):
	sections = {section["title"]: section for section in acting(reader, home_page.get)}
	return [line["title"] for line in sections["Messages that didn't arrive"]["lines"]]


def test_an_email_that_came_back_is_on_the_record_and_on_the_owners_list(team):
	doc, address, _name = bounced(team)
	said = frappe.get_all("Comment", {"reference_name": doc.name, "comment_type": "Info"}, pluck="content")
	text = f"The email to {address} didn't arrive. Check the address, or call them."
	assert [html.unescape(line) for line in said].count(text) == 1
	assert doc.name in shown(team.officer)
	rows = frappe.get_all("Unsent Message", {"reference_name": doc.name}, ["*"])
	assert len(rows) == 1 and address not in frappe.as_json(rows)


@pytest.mark.parametrize("field", ["email", "carer_email", "signatory_email"])
def test_an_address_of_a_young_person_or_their_family_stays_on_the_identity_record(team, field):
	doc, address, name = bounced(team)
	frappe.db.set_value("Young Person Identity", make.young_person().name, field, address)
	frappe.db.delete("Comment", {"reference_name": doc.name})
	frappe.db.delete("Unsent Message", {"email_queue": name})
	bounces.collect()
	said = frappe.get_all("Comment", {"reference_name": doc.name, "comment_type": "Info"}, pluck="content")
	assert any("on the identity record" in text for text in said)
	assert not any(address in text for text in said)


def test_only_who_may_read_the_record_sees_the_address(team):
	doc, address, _name = bounced(team)
	comment = frappe.get_all(
		"Comment", {"reference_name": doc.name, "content": ["like", f"%{address}%"]}, pluck="name"
	)[0]
	comment = frappe.get_doc("Comment", comment)
	assert copies.has_permission(comment, "read", team.officer) is not False
	assert copies.has_permission(comment, "read", make.standing_user("employer")) is False


def test_sent_again_it_leaves_the_list_and_comes_back_if_it_fails_again(team):
	doc, _address, name = bounced(team)
	message = frappe.get_doc("Unsent Message", {"email_queue": name})
	acting(team.officer, message.send_again)
	assert doc.name not in shown(team.officer)
	assert frappe.db.get_value("Email Queue", name, "status") == "Not Sent"
	frappe.db.set_value("Email Queue", name, "status", "Error")
	bounces.collect()
	assert doc.name in shown(team.officer)
	acting(team.officer, frappe.get_doc("Unsent Message", message.name).send_again)
	frappe.db.set_value("Email Queue", name, "status", "Sent")
	bounces.collect()
	assert doc.name not in shown(team.officer)
	assert frappe.db.get_value("Unsent Message", message.name, "status") == "Sent"


def test_repeats_of_an_alarm_that_came_back_are_one_line_and_none_once_it_is_settled(team):
	doc, _address, _subject = not_here_alert(team)
	for _time in range(2):
		frappe.db.set_value("Email Queue", {"reference_name": doc.name}, "status", "Error")
		bounces.collect()
		repeat(doc)
	listed = {"reference_name": doc.name, "status": "Given Up"}
	(name,) = frappe.get_all("Unsent Message", listed, pluck="name")
	acting(team.officer, make.stored(doc).acknowledge)
	before = frappe.db.count("Email Queue", {"status": "Not Sent"})
	assert acting(team.officer, frappe.get_doc("Unsent Message", name).send_again) is False
	assert frappe.db.count("Email Queue", {"status": "Not Sent"}) == before
	assert not frappe.db.exists("Unsent Message", listed)


def test_alarms_that_came_back_from_different_people_are_a_line_each(team):
	placement = make.placement(make.young_person(), make.site(), officer=team.officer)
	for user in (team.officer, team.worker):
		staff.notify({user}, f"To {user}", ["x"], placement, urgent=True)
	frappe.db.set_value("Email Queue", {"reference_name": placement.name}, "status", "Error")
	bounces.collect()
	assert frappe.db.count("Unsent Message", {"reference_name": placement.name, "status": "Given Up"}) == 2


def test_a_bounce_that_was_dismissed_stays_off_the_list(team):
	doc, _address, name = bounced(team)
	acting(team.officer, frappe.get_doc("Unsent Message", {"email_queue": name}).dismiss)
	bounces.collect()
	assert doc.name not in shown(team.officer)


def test_an_email_that_has_waited_for_a_day_is_shown_too(team):
	doc, _address, _subject = offered(team)
	doc.db_set("officer", team.officer)
	bounces.collect()
	assert doc.name not in shown(team.officer)
	frappe.db.set_value(
		"Email Queue", {"reference_name": doc.name}, "creation", add_to_date(now_datetime(), hours=-25)
	)
	bounces.collect()
	assert doc.name in shown(team.officer)


def test_a_sign_in_link_that_came_back_is_shown_on_the_placement_and_then_purged(team):
	placement, access = link_for(team, email="robin@people.example", mobile=None)
	placement_access.deliver(access)
	name = frappe.db.get_value("Email Queue", {"reference_doctype": purge.PORTAL_LINK})
	frappe.db.set_value("Email Queue", name, "status", "Error")
	bounces.collect()
	assert placement.name in shown(team.officer)
	frappe.db.set_value(
		"Email Queue", name, "modified", add_to_date(now_datetime(), hours=-25), update_modified=False
	)
	purge.purge()
	assert not frappe.db.exists("Email Queue", name)


def test_only_whom_a_notification_or_an_email_reached_counts_as_told(team):
	doc = make.placement(make.young_person(), make.site(), officer=team.officer)
	mend = no_account(team)
	assert staff.notify({team.officer}, "x", ["x"], doc) == {team.officer}

	def no_bell(**values):
		raise frappe.ValidationError

	team.monkeypatch.setattr(staff, "add_notification", no_bell)
	assert staff.notify({team.officer}, "x", ["x"], doc) == set()
	mend()
	assert staff.notify({team.officer}, "x", ["x"], doc) == {team.officer}
