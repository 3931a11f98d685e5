"""Overrides of Frappe API methods that would otherwise leak rows the user may not read.

Each one (hooks: override_whitelisted_methods) narrows the question and passes it on to Frappe. Calls about other apps'
DocTypes are passed on unchanged. tests/security/test_frappe_methods.py checks that Frappe has no second name for them.
"""

import json
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.model.document import Document
from frappe.utils import cint, date_diff, getdate

from unlocking_opportunities.access.guarded import CONTACTS, frameworks, is_ours
from unlocking_opportunities.access.mail_pictures import remove_odd_pictures
from unlocking_opportunities.access.row_permissions import EVERY_ROW, PEOPLE, criterion, is_readable

# Each result is checked by itself. The Desk asks for fewer.
MOST_FOUND = 100
# The days of a year view, with the week that starts before it.
LONGEST_CALENDAR = 373
# Nothing answers there, so what goes through it isn't fetched.
NO_PROXY = "http://0.0.0.0:0"


class CalendarTooLong(frappe.ValidationError):
	"""More days were asked for than a calendar shows."""


@frappe.whitelist()
def get(doctype: str, name: Any = None, filters: Any = None, parent: str | None = None):
	"""`frappe.client.get`: a filter finds readable rows only, so "not found" and "not permitted" look the same."""
	if name is None and filters and _is_guarded(doctype):
		found = frappe.get_list(
			doctype, filters=frappe.parse_json(filters), pluck="name", limit=1, parent_doctype=parent
		)
		if not found:
			raise frappe.DoesNotExistError
		name = found[0]
	return frappe.call("frappe.client.get", doctype=doctype, name=name, filters=filters, parent=parent)


@frappe.whitelist()
def get_count(doctype: str, filters: Any = None, debug: bool = False, cache: bool = False):
	"""`frappe.client.get_count`, counting readable rows only."""
	if not _is_guarded(doctype):
		return frappe.call(
			"frappe.client.get_count", doctype=doctype, filters=filters, debug=debug, cache=cache
		)
	return len(
		frappe.get_list(doctype, filters=frappe.parse_json(filters), pluck="name", limit_page_length=0)
	)


@frappe.whitelist()
def search_link(doctype: str, txt: str, **options):
	"""`frappe.desk.search.search_link`, always with the row rule: Frappe drops it along with the user permissions."""
	return frappe.call(
		"frappe.desk.search.search_link", doctype=doctype, txt=txt, **_with_row_rule(doctype, options)
	)


@frappe.whitelist()
def search_widget(doctype: str, txt: str, **options):
	"""`frappe.desk.search.search_widget`, as `search_link`."""
	return frappe.call(
		"frappe.desk.search.search_widget", doctype=doctype, txt=txt, **_with_row_rule(doctype, options)
	)


@frappe.whitelist()
def search(text: str, start: int = 0, limit: int = 20, doctype: str = ""):
	"""`frappe.utils.global_search.search`, with only the records that the user may read."""
	found = frappe.call(
		"frappe.utils.global_search.search",
		text=text,
		start=cint(start),
		limit=min(cint(limit), MOST_FOUND),
		doctype=doctype,
	)
	return [row for row in found if is_readable(row["doctype"], row["name"])]


@frappe.whitelist()
def get_events(start: str, end: str, filters: Any = None):
	"""`frappe.desk.doctype.event.event.get_events` for up to a year: Frappe adds a daily event once for each day."""
	if not 0 <= date_diff(end, start) <= LONGEST_CALENDAR:
		frappe.throw(_("A calendar shows a year at most. Choose fewer days."), CalendarTooLong)
	return frappe.call(
		"frappe.desk.doctype.event.event.get_events",
		start=str(getdate(start)),
		end=str(getdate(end)),
		filters=filters,
	)


@frappe.whitelist()
def report_to_pdf(html: str, orientation: str = "Landscape"):
	"""`frappe.utils.print_format.report_to_pdf`, with nothing fetched from another server: older versions fetch anything."""
	from frappe.utils.pdf import get_pdf  # opens a log file when it is imported

	make_access_log(file_type="PDF", method="PDF", page=html)
	address = frappe.conf.host_name or f"http://{frappe.local.site}"  # never the one that the request names
	fetch_nothing_else = {"proxy": NO_PROXY, "bypass-proxy-for": urlsplit(address).hostname}
	try:
		content = get_pdf(html, {"orientation": orientation, **fetch_nothing_else})
	except OSError as error:
		if "ConnectionRefusedError" not in str(error):
			raise
		frappe.throw(_("A PDF can show pictures from this site only. Remove the pictures from other sites."))
	frappe.response.update({"type": "pdf", "filename": "report.pdf", "filecontent": content})


@frappe.whitelist()
def get_link_title(doctype: str, docname: str):
	"""`frappe.desk.search.get_link_title` for users who may read the record. Others get its name back."""
	if not _may_link(doctype, docname):
		return docname
	return frappe.call("frappe.desk.search.get_link_title", doctype=doctype, docname=docname)


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: Any = None):
	"""`frappe.client.validate_link`: a record the user may not read is treated like one that doesn't exist."""
	if not _may_link(doctype, docname):
		return {}
	return frappe.call("frappe.client.validate_link", doctype=doctype, docname=docname, fields=fields)


@frappe.whitelist()
def validate_link_and_fetch(doctype: str, docname: str, **options):
	"""`frappe.client.validate_link_and_fetch` (Frappe 16), as `validate_link`."""
	if not _may_link(doctype, docname):
		return {}
	return frappe.call("frappe.client.validate_link_and_fetch", doctype=doctype, docname=docname, **options)


@frappe.whitelist(methods=["POST"])
def toggle_like(doctype: str, name: str, add: str | bool = False):
	"""`frappe.desk.like.toggle_like` for users who may read the record. Frappe doesn't check."""
	frappe.get_doc(doctype, name).check_permission("read")
	return frappe.call("frappe.desk.like.toggle_like", doctype=doctype, name=name, add=add)


@frappe.whitelist(methods=["POST"])
def add_tag(tag: str, dt: str, dn: str, color: str | None = None):
	"""`frappe.desk.doctype.tag.tag.add_tag` for users who may change the record."""
	frappe.get_doc(dt, dn).check_permission("write")
	return frappe.call("frappe.desk.doctype.tag.tag.add_tag", tag=tag, dt=dt, dn=dn, color=color)


@frappe.whitelist(methods=["POST"])
def add_tags(tags: Any, dt: str, docs: Any, color: str | None = None):
	"""`frappe.desk.doctype.tag.tag.add_tags`, as `add_tag`."""
	for name in frappe.parse_json(docs):
		frappe.get_doc(dt, name).check_permission("write")
	return frappe.call("frappe.desk.doctype.tag.tag.add_tags", tags=tags, dt=dt, docs=docs, color=color)


@frappe.whitelist(methods=["POST"])
def remove_tag(tag: str, dt: str, dn: str):
	"""`frappe.desk.doctype.tag.tag.remove_tag`, as `add_tag`."""
	frappe.get_doc(dt, dn).check_permission("write")
	return frappe.call("frappe.desk.doctype.tag.tag.remove_tag", tag=tag, dt=dt, dn=dn)


@frappe.whitelist(methods=["POST"])
def apply_assignment_rules(doctype: str, docnames: Any):
	"""`frappe.automation.doctype.assignment_rule.assignment_rule.bulk_apply` for records the user may change."""
	for name in frappe.parse_json(docnames):
		frappe.get_doc(doctype, name).check_permission("write")
	return frappe.call(
		"frappe.automation.doctype.assignment_rule.assignment_rule.bulk_apply",
		doctype=doctype,
		docnames=docnames,
	)


@frappe.whitelist(methods=["POST"])
def update_onboarding_step(name: str, field: str, value: Any):
	"""`frappe.desk.desktop.update_onboarding_step`, only to mark a step done or skipped. Frappe writes any field, even SQL."""
	if field not in ("is_complete", "is_skipped"):
		frappe.throw(_("You can mark a step only as done or skipped."), frappe.PermissionError)
	frappe.get_doc("Onboarding Step", name).check_permission("read")
	return frappe.call(
		"frappe.desk.desktop.update_onboarding_step", name=name, field=field, value=cint(value)
	)


@frappe.whitelist()
def download_list(doctype: str, **options):
	"""`frappe.core.doctype.data_import.data_import.download_template` (Export in a list) for users who may export it."""
	if is_ours(doctype):
		frappe.has_permission(doctype, "export", throw=True)
	return frappe.call(
		"frappe.core.doctype.data_import.data_import.download_template", doctype=doctype, **options
	)


@frappe.whitelist()
def get_energy_points(start: int, limit: int, user: str):
	"""`frappe.desk.page.user_profile.user_profile.get_energy_points_list`, for records the user may read."""
	return frappe.get_list(
		"Energy Point Log",
		filters={"user": user, "type": ["!=", "Review"]},
		fields=[
			"name",
			"user",
			"points",
			"reference_doctype",
			"reference_name",
			"reason",
			"type",
			"rule",
			"creation",
		],
		limit_start=start,
		limit_page_length=limit,
		order_by="creation desc",
	)


@frappe.whitelist(methods=["POST"])
def send_email(doctype: str | None = None, name: str | None = None, sender: str | None = None, **options):
	"""`frappe.core.doctype.communication.email.make`, only about a record and from one of the sender's own addresses."""
	if not (doctype and name):
		frappe.throw(
			_(
				"You can send an email only from a record. Open the record it is about and send it from there."
			),
			frappe.PermissionError,
		)
	if sender and parseaddr(sender)[1].lower() not in _own_addresses():
		frappe.throw(
			_("You can send emails only from your own address. Change the sender."), frappe.PermissionError
		)
	if content := options.get("content"):
		options["content"] = remove_odd_pictures(content)
	return frappe.call(
		"frappe.core.doctype.communication.email.make", doctype=doctype, name=name, sender=sender, **options
	)


def _own_addresses() -> set[str]:
	user = frappe.get_doc("User", frappe.session.user)
	return {user.email.lower(), *(str(account.email_id).lower() for account in user.user_emails)}


@frappe.whitelist(methods=["POST"])
def set_seen_value(value: Any, user: str | None = None):
	"""`frappe.desk.doctype.notification_settings.notification_settings.set_seen_value`, only for the user's own."""
	return frappe.call(
		"frappe.desk.doctype.notification_settings.notification_settings.set_seen_value",
		value=cint(value),
		user=frappe.session.user,
	)


@frappe.whitelist()
def get_open_count(doctype: str, name: str, items: Any = None):
	"""`frappe.desk.notifications.get_open_count` (connections), counting only DocTypes the user may read in full."""
	frappe.get_doc(doctype, name).check_permission()
	if items is None:
		groups = frappe.get_meta(doctype).get_dashboard_data().transactions
		items = [item for group in groups for item in group.get("items")]
	counted = [item for item in frappe.parse_json(items) if _reads_every_row(item)]
	return frappe.call("frappe.desk.notifications.get_open_count", doctype=doctype, name=name, items=counted)


@frappe.whitelist()
def get_linked_docs(doctype: str, docname: str):
	"""`frappe.desk.form.linked_with.get` (Links), without rows the user may not read."""
	frappe.get_doc(doctype, docname).check_permission()
	linked = frappe.call("frappe.desk.form.linked_with.get", doctype=doctype, docname=docname)
	return {
		linked_doctype: rows if _reads_every_row(linked_doctype) else _readable(linked_doctype, rows)
		for linked_doctype, rows in linked.items()
	}


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: str, field: str):
	"""`frappe.desk.listview.get_group_by_count`, without assignments: Frappe counts those without a row rule."""
	if field == "assigned_to" and not _reads_every_row(doctype):
		return []
	return frappe.call(
		"frappe.desk.listview.get_group_by_count",
		doctype=doctype,
		current_filters=current_filters,
		field=field,
	)


@frappe.whitelist()
def get_data_for_custom_field(doctype: str, field: str, names: Any = None):
	"""`frappe.desk.query_report.get_data_for_custom_field`, only for readable rows."""
	if not is_ours(doctype):
		return frappe.call(
			"frappe.desk.query_report.get_data_for_custom_field", doctype=doctype, field=field, names=names
		)
	if field != "name" and not frappe.get_meta(doctype).has_field(field):
		frappe.throw(_("{0} has no field {1}. Choose one of its fields.").format(_(doctype), field))
	filters = {"name": ["in", frappe.parse_json(names)]} if names else {}
	return dict(
		frappe.get_list(doctype, filters=filters, fields=["name", field], as_list=True, limit_page_length=0)
	)


@frappe.whitelist()
@frappe.read_only()
def run_report(
	report_name: str,
	filters: Any = None,
	ignore_prepared_report: Any = False,
	custom_columns: Any = None,
	is_tree: Any = False,
	parent_field: str | None = None,
	are_default_filters: Any = True,
	js_filters: Any = None,
):
	"""`frappe.desk.query_report.run` as the signed-in user, never as a user named in the request."""
	_check_custom_columns(report_name, custom_columns)
	return frappe.call(
		"frappe.desk.query_report.run",
		report_name=report_name,
		filters=filters,
		ignore_prepared_report=ignore_prepared_report,
		custom_columns=frappe.parse_json(custom_columns),
		is_tree=is_tree,
		parent_field=parent_field,
		are_default_filters=are_default_filters,
		js_filters=js_filters,
	)


@frappe.whitelist()
def export_report():
	"""`frappe.desk.query_report.export_query`, with added columns only from DocTypes the user may read in full."""
	_check_custom_columns(frappe.form_dict.report_name, frappe.form_dict.custom_columns)
	return frappe.call("frappe.desk.query_report.export_query")


@frappe.whitelist()
def get_chart(
	chart_name: str | None = None,
	chart: Any = None,
	no_cache: Any = None,
	filters: Any = None,
	from_date: str | None = None,
	to_date: str | None = None,
	timespan: str | None = None,
	time_interval: str | None = None,
	heatmap_year: str | None = None,
	refresh: Any = None,
):
	"""`frappe.desk.doctype.dashboard_chart.dashboard_chart.get`, only for a stored chart the user may read.

	Frappe draws any definition in a request, counts a heatmap without a row rule, and caches one user's figures for the
	next. So only the name is taken from the request, and figures about our records are never cached.
	"""
	sent = frappe.parse_json(chart) or {}
	stored = _stored_chart(chart_name or sent.get("name") or sent.get("chart_name"))
	# One of Frappe's pages may draw a chart from its own definition.
	if not stored:
		return {"labels": [], "datasets": []}
	return frappe.call(
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		chart_name=stored.name,
		filters=filters,
		from_date=from_date,
		to_date=to_date,
		timespan=timespan,
		time_interval=time_interval,
		heatmap_year=heatmap_year,
		refresh=1 if is_ours(stored.document_type) else refresh,
	)


@frappe.whitelist()
def get_card(doc: Any, filters: Any = None, to_date: str | None = None):
	"""`frappe.desk.doctype.number_card.number_card.get_result`, only for a stored card the user may read."""
	return frappe.call(
		"frappe.desk.doctype.number_card.number_card.get_result",
		doc=_stored_card(doc),
		filters=filters,
		to_date=to_date,
	)


@frappe.whitelist()
def get_card_change(doc: Any, filters: Any = None, result: Any = None):
	"""`frappe.desk.doctype.number_card.number_card.get_percentage_difference`, as `get_card`."""
	return frappe.call(
		"frappe.desk.doctype.number_card.number_card.get_percentage_difference",
		doc=_stored_card(doc),
		filters=filters,
		result=result,
	)


@frappe.whitelist(methods=["POST"])
def mark_as_read(docname: str):
	"""`frappe.desk.doctype.notification_log.notification_log.mark_as_read`, only for the user's own notifications."""
	if not frappe.get_list("Notification Log", filters={"name": docname}, limit=1):
		frappe.throw(_("This is not one of your notifications. Reload the page."), frappe.PermissionError)
	return frappe.call("frappe.desk.doctype.notification_log.notification_log.mark_as_read", docname=docname)


def _stored_chart(name: str | None) -> Document | None:
	"""Return the chart, or None if it is not stored. Raises PermissionError if it shows more than the user may read."""
	if not frappe.db.exists("Dashboard Chart", name):
		return None
	stored = frappe.get_doc("Dashboard Chart", name)
	stored.check_permission("read")
	if stored.type == "Heatmap" and not _reads_every_row(stored.document_type):
		frappe.throw(
			_(
				"You cannot see this chart, because it counts every record and you may read only some of them."
			),
			frappe.PermissionError,
		)
	return stored


def _stored_card(sent: Any) -> str:
	stored = frappe.get_doc("Number Card", (frappe.parse_json(sent) or {}).get("name"))
	stored.check_permission("read")
	return json.dumps(stored.as_dict(), default=str)


def _check_custom_columns(report_name: str, sent: Any) -> None:
	"""Refuse columns a user adds to a report, unless they may read that DocType in full: Frappe applies no row rule."""
	stored = frappe.parse_json(frappe.db.get_value("Report", report_name, "json") or "{}")
	kept = stored.get("columns") if isinstance(stored, dict) else None
	for column in [*(frappe.parse_json(sent) or []), *(kept or [])]:
		doctype = column.get("doctype") if isinstance(column, dict) else None
		if doctype and not (frappe.has_permission(doctype, "read") and _reads_every_row(doctype)):
			frappe.throw(
				_(
					"You cannot add a column of {0} to a report, because you may read only some of these records."
				).format(_(doctype)),
				frappe.PermissionError,
			)


def _may_link(doctype: str, docname: str) -> bool:
	"""Return whether the record exists and the user may read it. Other apps' records are left to Frappe, except contacts."""
	if not is_ours(doctype) and doctype not in CONTACTS:
		return True
	if frappe.get_meta(doctype).issingle or not frappe.db.exists(doctype, docname):
		return False
	return any(is_readable(doctype, docname, ptype) for ptype in ("select", "read"))


def _is_guarded(doctype: str) -> bool:
	return is_ours(doctype) or doctype in frameworks()


def _reads_every_row(doctype: str) -> bool:
	return not is_ours(doctype) or criterion(doctype) is EVERY_ROW


def _with_row_rule(doctype: str, options: dict) -> dict:
	return options | {"ignore_user_permissions": False} if doctype in PEOPLE else options


def _readable(doctype: str, rows: list[dict]) -> list[dict]:
	names = [row["name"] for row in rows]
	if not frappe.has_permission(doctype, "read"):
		return []
	readable = set(
		frappe.get_list(doctype, filters={"name": ["in", names]}, pluck="name", limit_page_length=0)
	)
	return [row for row in rows if row["name"] in readable]
