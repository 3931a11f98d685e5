"""One thing done to many records from a list: in the background, with a progress bar and an account of each that failed.

Each record is a transaction of its own, made as whoever pressed the button, through the same function as one alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import escape_html, get_link_to_form, strip_html

from unlocking_opportunities.placements import follow_ups
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.utils.compat import _lt

AT_MOST = 200
DONE = "unlocking_opportunities_bulk_done"


@dataclass(frozen=True)
class Action:
	"""What is done to each record of a DocType, given its name and what was asked for once.

	`title` is translated when it is shown.
	"""

	title: object
	doctype: str
	work: Callable[..., object]


def take_on(pledge: str) -> None:
	"""Make whoever is signed in the officer of a pledge."""
	doc = frappe.get_doc("Employer Pledge", pledge)
	doc.check_permission("write")
	doc.officer = frappe.session.user
	doc.save()


ACTIONS = {
	"plan_visits": Action(_lt("Plan a visit"), "Placement", follow_ups.plan_visit),
	"remind_hosts": Action(_lt("Remind the host"), "Placement", follow_ups.remind_host),
	"remind_employers": Action(_lt("Remind the employer"), "Employer Pledge", follow_ups.remind_employer),
	"take_on_pledges": Action(_lt("Make me the officer"), "Employer Pledge", take_on),
}


@frappe.whitelist(methods=["POST"])
def start(action: str, names: list | str, options: dict | str | None = None) -> None:
	"""Do `action` to the records called `names`, with `options` for each, in the background.

	Raises ValidationError for an unknown action, no record, or more than AT_MOST; PermissionError for somebody who may
	not change records of the kind at all.
	"""
	names = sorted(set(frappe.parse_json(names)))
	if action not in ACTIONS:
		frappe.throw(_("There is no such action."))
	if not 0 < len(names) <= AT_MOST:
		frappe.throw(_("Choose between 1 and {0} records.").format(AT_MOST))
	if not frappe.has_permission(ACTIONS[action].doctype, "write"):
		raise frappe.PermissionError
	frappe.enqueue(
		"unlocking_opportunities.daily_work.bulk_actions.run",
		action=action,
		names=names,
		options=frappe.parse_json(options) or {},
		queue="short",
	)


def run(action: str, names: list[str], options: dict) -> dict[str, str]:
	"""Do it, telling whoever started it how far it is; return why each failed, by name, after telling them that too."""
	chosen, done = ACTIONS[action], 0

	def one(name: str) -> None:
		nonlocal done
		done += 1
		title = str(chosen.title)
		frappe.publish_progress(done * 100 / len(names), title=title, description=f"{done} / {len(names)}")
		chosen.work(name, **options)

	failed = one_by_one(chosen.doctype, names, one)
	account = {
		name: strip_html(str(error)) or _("It failed. Open it to see why.") for name, error in failed.items()
	}
	_tell(chosen, names, account)
	return account


def _tell(action: Action, names: list[str], account: dict[str, str]) -> None:
	"""At once on the page that is still open, and in the bell for a page that is not."""
	subject = _("{0}: {1} done, {2} not").format(action.title, len(names) - len(account), len(account))
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
	entry.insert(ignore_permissions=True)  # a bell entry belongs to whoever is told
	frappe.db.commit()
	message = {"title": subject, "failed": account, "doctype": action.doctype}
	frappe.publish_realtime(DONE, message, user=frappe.session.user)
