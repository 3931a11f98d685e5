"""Ask the employer whether to keep an accepted offer open if some of its places are still unfilled.

The employer is asked once places have been open for the number of weeks in the settings since the offer was accepted, and
again after as many weeks. The email links to the sign-in page if they can sign in. If nobody answers, nothing changes.
Run each night; safe to run again.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime, today

from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import addresses, email, staff
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.workflow.service import as_service


def ask_all() -> None:
	"""Ask about every offer that is due, each in a transaction of its own."""
	one_by_one("Employer Pledge", _due(), _ask)


def _due() -> list[str]:
	weeks = get_settings().unfilled_weeks
	if not weeks:
		return []
	before = add_to_date(now_datetime(), weeks=-weeks)
	table = frappe.qb.DocType("Employer Pledge")
	return (
		frappe.qb.from_(table)
		.select(table.name)
		.where((table.status == "Accepted") & (table.places_open > 0) & (table.answered_on <= before))
		.where(table.keep_open_asked_on.isnull() | (table.keep_open_asked_on <= before.date()))
		.orderby(table.name)
		.run(pluck=True)
	)


def _ask(name: str) -> None:
	with as_service():
		# Locked, so that two runs at once ask only once. It may also have been filled in the meantime.
		pledge = frappe.get_doc("Employer Pledge", name, for_update=True)
		if name not in _due():
			return
		_mobile, address = addresses.of_employer(pledge.employer)
		if address:
			_ask_employer(pledge, address)
		_notify_officer(pledge, bool(address))
		pledge.db_set("keep_open_asked_on", today(), update_modified=False)


def _ask_employer(pledge: Document, address: str) -> None:
	may_sign_in = frappe.db.exists(
		"Portal Access", {"kind": "Employer", "employer": pledge.employer, "email": address, "revoked": 0}
	)
	change = _("To change, pause or withdraw it, call us.")
	if may_sign_in:
		change = _("To pause or withdraw it, sign in. To change it, call us.")
	email.send(
		address,
		subject=_("Is your offer {0} still open?").format(pledge.name),
		lines=[
			_places_open(pledge),
			_("We're still looking for the right person. Are you happy for us to keep it open?"),
			_("If nothing has changed, you don't need to do anything.") + " " + change,
		],
		button=_("Sign in") if may_sign_in else None,
		path="/sign-in" if may_sign_in else None,
		about=pledge,
	)


def _places_open(pledge: Document) -> str:
	if pledge.places_open == 1:
		return _("Thank you for your offer {0}. It still has 1 place open.").format(pledge.name)
	return _("Thank you for your offer {0}. It still has {1} places open.").format(
		pledge.name, pledge.places_open
	)


def _notify_officer(pledge: Document, asked: bool) -> None:
	done = (
		_("We've asked the employer whether to keep it open.")
		if asked
		else _("We have no email address for the employer. Please call them and ask whether to keep it open.")
	)
	weeks = get_settings().unfilled_weeks
	staff.notify(
		{pledge.officer},
		subject=_("Still unfilled: {0}").format(pledge.name),
		lines=[_("Places on {0} have been open for {1} weeks or more.").format(pledge.name, weeks), done],
		document=pledge,
	)
