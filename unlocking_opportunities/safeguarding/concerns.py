"""Safeguarding concerns: record that one was passed on, and alert the safeguarding leads until one of them acknowledges it.

Only the council's safeguarding leads can read a Concern Referral. No one else can see that one exists, not even the person
who made it. So emails and notifications go to leads only, and hold only the reference. Statutory guidance: Working Together
to Safeguard Children (DfE), chapter 3, for referrals; for an allegation about someone who works with children, Keeping
Children Safe in Education, part four: the LADO is told within one working day.
"""

import secrets

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, cint, get_datetime, get_url_to_list, now_datetime

from unlocking_opportunities.council import calls
from unlocking_opportunities.council.roles import MANAGER, SAFEGUARDING_LEAD
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.safeguarding import alerts

DOCTYPE = "Concern Referral"
# When the managers were last asked to give someone the role.
ASKED_KEY = "unlocking_opportunities_lead_asked_for_on"
ABOUT_AN_ADULT = "An Adult Who Works with Children"
# Without letters and digits that are easily confused when read out on the phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@frappe.whitelist(methods=["POST"])
def raise_concern(
	about: str,
	young_person: str | None = None,
	placement: str | None = None,
	duty_told_on: str | None = None,
	police_told_on: str | None = None,
	lado_told_on: str | None = None,
	case_reference: str | None = None,
) -> dict:
	"""Record that the signed-in user passes a concern on. For every role that may create a Concern Referral.

	`young_person` and `placement` are references. Returns what the user may see: `reference`, `leads_told` (how many)
	and `lado_by`. They cannot open it afterwards. Raises PermissionError or ValidationError.
	"""
	referral = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"about": about,
			"young_person": young_person,
			"placement": placement,
			"duty_told_on": duty_told_on,
			"police_told_on": police_told_on,
			"lado_told_on": lado_told_on,
			"case_reference": case_reference,
		}
	).insert()
	return {"reference": referral.name, "leads_told": len(_leads()), "lado_by": referral.lado_by}


@frappe.whitelist()
def numbers() -> list[dict[str, str]]:
	"""Return the council's numbers in the order to call them: `label`, `number` and `when` to call it."""
	if not frappe.has_permission(DOCTYPE, "create"):
		raise frappe.PermissionError
	settings = get_settings()
	rows = (
		(_("Children's social care (MASH)"), settings.safeguarding_phone, _("In office hours")),
		(_("Out of hours"), settings.out_of_hours_phone, _("Evenings, nights and weekends")),
		(_("LADO"), settings.lado_phone, _("If it is about an adult who works with children")),
	)
	missing = _("Number not set. Ask the council switchboard.")
	return [{"label": label, "number": number or missing, "when": when} for label, number, when in rows]


def alert(referral: Document) -> None:
	"""Alert every safeguarding lead to `referral` and count the alert, in one transaction.

	If nobody has that role, ask for someone who has. Only what a lead was told counts, so that a new one is told with the
	next run.
	"""
	if _leads():
		alerts.count(referral, _notify_leads(referral))
		return
	if referral.last_alert_on:
		referral.db_set("last_alert_on", None, update_modified=False)
	_ask_for_a_lead()


def _notify_leads(referral: Document) -> set[str]:
	text = _("{0} has been referred to you. Open it and select Acknowledge.")
	if referral.alerts_sent:
		text = _("{0} has not been acknowledged yet. Open it and select Acknowledge.")
	lines = [text.format(referral.name)]
	if referral.call_by:
		lines.append(_("Someone asked for a call and was told: {0}").format(calls.promise(referral.call_by)))
	return staff.notify(
		_leads(),
		subject=_("Please acknowledge: {0}").format(referral.name),
		lines=lines,
		document=referral,
		urgent=True,
		roles=(SAFEGUARDING_LEAD,),
		in_person=True,
	)


def _ask_for_a_lead() -> None:
	"""Tell the managers and administrators, who may not know of concerns, that the role has to be given.

	One message however much is waiting, and again after the minutes in the settings. The button leads to the list of users
	for those who may open it.
	"""
	before = add_to_date(now_datetime(), minutes=-cint(get_settings().concern_minutes))
	mark = {"parent": "__default", "defkey": ASKED_KEY}
	asked_on = frappe.db.get_value("DefaultValue", mark, "defvalue")
	if asked_on and get_datetime(asked_on) > before:
		return
	told = recipients.instead((MANAGER,)) | recipients.holders_of("System Manager")
	may_give = told & recipients.holders_of("System Manager")
	reached = _ask(may_give, url=get_url_to_list("User")) if may_give else set()
	if told - may_give:
		reached |= _ask(told - may_give)
	if reached:
		_mark_asked(mark)


def _mark_asked(mark: dict[str, str]) -> None:
	"""Store that they have been asked now. Frappe's own function would empty the whole site's cache."""
	frappe.db.delete("DefaultValue", mark)
	row = frappe.new_doc("DefaultValue")
	row.update({**mark, "parenttype": "__default", "parentfield": "system_defaults"})
	row.defvalue = str(now_datetime())
	row.insert(ignore_permissions=True)  # no role writes it by hand


def _ask(users: set[str], url: str | None = None) -> set[str]:
	return staff.notify(
		users,
		subject=_("Nobody is a safeguarding lead"),
		lines=[
			_("Something is waiting for a safeguarding lead, and nobody who can sign in has that role."),
			_("Give the role {0} to a safeguarding lead now, or ask your system manager to.").format(
				_(SAFEGUARDING_LEAD)
			),
			_("We'll tell them what is waiting within five minutes. We'll repeat this message until then."),
		],
		document=get_settings(),
		urgent=True,
		url=url,
		button=_("Open the list of users") if url else None,
	)


def alert_again() -> None:
	"""Repeat every alert that no lead has acknowledged within the minutes in the settings. Run every few minutes."""
	alerts.repeat(DOCTYPE, get_settings().concern_minutes, alert)


def random_reference() -> str:
	"""Return a random reference. A running number would show how many there have been."""
	return "CON-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def _leads() -> set[str]:
	return recipients.holders_of(SAFEGUARDING_LEAD)
