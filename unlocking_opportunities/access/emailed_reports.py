"""Reports on our records that Frappe emails automatically (Auto Email Report).

Frappe lets anyone with the role Report Manager name any user, and emails what that user may read to any address. Here such
a report runs only as its maker, goes only to people who may read all of it, and only its maker can open it. It is checked
when it is saved, each time it is emailed, and each night.
"""

import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import split_emails

from unlocking_opportunities.access.copies import COPIES
from unlocking_opportunities.access.guarded import is_ours, ours
from unlocking_opportunities.access.row_permissions import EVERY_ROW, as_sql, criterion
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.utils.compat import NO_OBJECTION
from unlocking_opportunities.workflow.service import acting_as

EMAILED = "Auto Email Report"


class NotEmailed(frappe.PermissionError):
	"""The report on our records must not be emailed. Each reason has its class."""


class RunsAsAnother(NotEmailed):
	"""It would run as another user than the one who sets it up."""


class DiffersByReader(NotEmailed):
	"""It shows each reader their own rows."""


class NotOpenToUser(NotEmailed):
	"""Its user may not open it."""


class NotOpenToRecipient(NotEmailed):
	"""A recipient may not read all that is in it."""


def guard(emailed: Document, event: str) -> None:
	"""Refuse a report that its maker or its recipients may not see (Auto Email Report, validate)."""
	if not is_about_ours(emailed.report):
		return
	if emailed.user != frappe.session.user:
		_refuse(
			_(
				"A report on these records can run only as the person who sets it up. Choose yourself as the user."
			),
			RunsAsAnother,
		)
	check(emailed)


def guard_mail(mail: Document, event: str) -> None:
	"""Refuse to email a report that is no longer allowed (Email Queue, before_insert)."""
	if mail.reference_doctype == EMAILED and frappe.db.exists(EMAILED, mail.reference_name):
		emailed = frappe.get_doc(EMAILED, mail.reference_name)
		if is_about_ours(emailed.report):
			check(emailed)


def check(emailed: Document) -> None:
	"""Raise NotEmailed unless the user and the recipients may see the report on our records."""
	report = frappe.get_cached_doc("Report", emailed.report)
	if report.report_type != "Report Builder":
		_refuse(
			_(
				"{0} shows each person their own rows, so it cannot be emailed. Use a Report Builder report."
			).format(_(report.name)),
			DiffersByReader,
		)
	if not _may_run(report, emailed.user):
		_refuse(
			_("{0} may not open this report, so it cannot be emailed for them.").format(emailed.user),
			NotOpenToUser,
		)
	for address in split_emails(re.sub(r"\s+", ",", emailed.email_to or "")):
		if not _may_receive(address, emailed.user, report.ref_doctype):
			_refuse(
				_("{0} may not read everything in this report. Remove this address.").format(address),
				NotOpenToRecipient,
			)


def disable_refused() -> None:
	"""Switch off the reports that are no longer allowed, because someone left or lost a role. Run each night."""
	enabled = frappe.get_all(EMAILED, {"enabled": 1}, ["name", "report"])
	one_by_one(EMAILED, [row.name for row in enabled if is_about_ours(row.report)], _disable_if_refused)


def is_about_ours(report: str | None) -> bool:
	"""Return whether `report` shows records of ours or copies of them."""
	return bool(report) and frappe.get_cached_value("Report", report, "ref_doctype") in ours() | COPIES


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Return whether `user` may open, run or change the report: only its own user. Others may delete it."""
	user = user or frappe.session.user
	if ptype in ("create", "delete") or doc.is_new() or doc.user == user:
		return NO_OBJECTION
	return False if is_about_ours(doc.report) else NO_OBJECTION


def rows(user: str | None = None) -> str:
	"""Return the row rule of Auto Email Report: the user's own, and those that aren't about our records."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	emailed, report = DocType(EMAILED), DocType("Report")
	about_ours = (
		frappe.qb.from_(report).select(report.name).where(report.ref_doctype.isin(sorted(ours() | COPIES)))
	)
	visible = (emailed.user == user) | emailed.report.notin(about_ours)
	return as_sql(visible)


def _may_run(report: Document, user: str) -> bool:
	if not frappe.db.get_value("User", user, "enabled"):
		return False
	with acting_as(user):
		return bool(report.is_permitted()) and bool(frappe.has_permission(report.ref_doctype, "report"))


def _may_receive(address: str, maker: str, doctype: str) -> bool:
	user = frappe.db.get_value("User", {"email": address, "enabled": 1, "user_type": "System User"})
	if not user:
		return False
	if user == maker:
		return True
	return (
		is_ours(doctype)
		and criterion(doctype, user) is EVERY_ROW
		and bool(frappe.has_permission(doctype, "read", user=user))
	)


def _disable_if_refused(name: str) -> None:
	emailed = frappe.get_doc(EMAILED, name)
	try:
		check(emailed)
	except NotEmailed as refusal:
		frappe.clear_last_message()
		emailed.db_set("enabled", 0)
		emailed.add_comment("Info", _("Switched off: {0}").format(refusal))


def _refuse(message: str, reason: type[NotEmailed]) -> None:
	frappe.throw(message, reason)
