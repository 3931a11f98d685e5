"""Bulk actions: do one thing to many records from a list, in the background, and report what failed.

Each record is done in a transaction of its own, as the user who pressed the button, by the function that does a single one.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import escape_html, get_link_to_form, strip_html

from unlocking_opportunities.placements import follow_ups
from unlocking_opportunities.utils import jobs
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.utils.compat import _lt

AT_MOST = 200
DONE = "unlocking_opportunities_bulk_done"


@dataclass(frozen=True)
class Action:
	"""A bulk action: `work` is called with the name of each record and the options the user gave.

	`title` is translated when it is shown.
	"""

	title: object
	doctype: str
	work: Callable[..., object]


def assign_to_me(pledge: str) -> None:
	"""Make the signed-in user the officer of a pledge."""
	doc = frappe.get_doc("Employer Pledge", pledge)
	doc.check_permission("write")
	doc.officer = frappe.session.user
	doc.save()


ACTIONS = {
	"plan_visits": Action(_lt("Plan a visit"), "Placement", follow_ups.plan_visit),
	"remind_hosts": Action(_lt("Remind the host"), "Placement", follow_ups.remind_host),
	"remind_employers": Action(_lt("Remind the employer"), "Employer Pledge", follow_ups.remind_employer),
	"take_on_pledges": Action(_lt("Make me the officer"), "Employer Pledge", assign_to_me),
}


class UnknownAction(frappe.ValidationError):
	"""There is no bulk action of that name."""


class TooFewOrTooMany(frappe.ValidationError):
	"""No records are selected, or more than AT_MOST."""


@frappe.whitelist(methods=["POST"])
def start(action: str, names: list | str, options: dict | str | None = None) -> None:
	"""Start `action` on the records `names` in the background, with the same `options` for each.

	Raises UnknownAction, TooFewOrTooMany for no records or more than AT_MOST, and PermissionError for someone who
	may not change this kind of record at all.
	"""
	names = sorted(set(frappe.parse_json(names)))
	if action not in ACTIONS:
		frappe.throw(_("This action does not exist. Reload the page and try again."), UnknownAction)
	if not 0 < len(names) <= AT_MOST:
		frappe.throw(_("Select between 1 and {0} records.").format(AT_MOST), TooFewOrTooMany)
	if not frappe.has_permission(ACTIONS[action].doctype, "write"):
		raise frappe.PermissionError
	arguments = {"action": action, "names": names, "options": frappe.parse_json(options) or {}}
	asked = frappe.as_json({**arguments, "user": frappe.session.user})
	frappe.enqueue(
		"unlocking_opportunities.daily_work.bulk_actions.run",
		queue=jobs.LONG,
		# Pressing twice starts it once.
		job_id=f"bulk:{hashlib.sha256(asked.encode()).hexdigest()}",
		deduplicate=True,
		**arguments,
	)


def run(action: str, names: list[str], options: dict) -> dict[str, str]:
	"""Do `action` to each record, with a progress bar. Notify the user of the result; return the failures by name."""
	chosen, done = ACTIONS[action], 0

	def one(name: str) -> None:
		nonlocal done
		done += 1
		title = str(chosen.title)
		frappe.publish_progress(done * 100 / len(names), title=title, description=f"{done} / {len(names)}")
		chosen.work(name, **options)

	failed = one_by_one(chosen.doctype, names, one)
	account = {
		name: strip_html(str(error)) or _("This failed. Open the record and try it there.")
		for name, error in failed.items()
	}
	_notify(chosen, names, account)
	return account


def _notify(action: Action, names: list[str], account: dict[str, str]) -> None:
	"""Show the result on the open page, and add a notification in case the page has been closed."""
	subject = _("{0}: {1} done, {2} not done").format(action.title, len(names) - len(account), len(account))
	rows = "".join(
		f"<li>{get_link_to_form(action.doctype, name)}: {escape_html(reason)}</li>"
		for name, reason in account.items()
	)
	entry = frappe.new_doc("Notification Log")
	entry.update(
		{
			"for_user": frappe.session.user,
			"from_user": frappe.session.user,
			"type": "Alert",
			"subject": escape_html(subject),
			"email_content": f"<ul>{rows}</ul>" if rows else "",
		}
	)
	entry.insert(ignore_permissions=True)  # a notification belongs to the user it is for
	frappe.db.commit()
	message = {"title": subject, "failed": account, "doctype": action.doctype}
	frappe.publish_realtime(DONE, message, user=frappe.session.user)
