"""Hand all of a leaver's work over to colleagues, in the background.

A Handover lists the leaver's work, who gets each record and what became of it. Each record is moved in a transaction of its
own and ticked off in it, so a run that was killed is carried on by the next one and nothing is moved twice. Each colleague
is told once, at the end.
"""

from collections import Counter

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_url, now_datetime, strip_html

from unlocking_opportunities.approvals import ownership
from unlocking_opportunities.approvals.ownership import BY_FIELD, Owned
from unlocking_opportunities.council.roles import ADMINISTRATOR, MANAGER, require
from unlocking_opportunities.messages import staff
from unlocking_opportunities.utils import jobs
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.utils.server_fields import Act, acting

DOCTYPE, ITEM = "Handover", "Handover Item"
DRAFT, RUNNING, DONE, NOT_NEEDED = "Draft", "Running", "Done", "Not Needed"
# Who may hand over a colleague's work.
MAY = (MANAGER, ADMINISTRATOR, "System Manager")


class NotADraft(frappe.ValidationError):
	"""The handover has been started already."""


class NothingToHandOver(frappe.ValidationError):
	"""No unfinished work belongs to the leaver."""


class NobodyToTakeItOn(frappe.ValidationError):
	"""None of the chosen colleagues may take on some of the work."""


class CannotTakeItOn(frappe.ValidationError):
	"""The colleague chosen for a record may not take it on."""


def offer_when_disabled(user: Document, event: str) -> None:
	"""Prepare a handover when a user with work is disabled, and close it when they are back (User: on_update)."""
	if not user.has_value_changed("enabled"):
		return
	if not user.enabled:
		prepare(user.name)
	elif name := frappe.db.get_value(DOCTYPE, {"leaver": user.name, "status": DRAFT}):
		_store(frappe.get_doc(DOCTYPE, name), NOT_NEEDED)


def offer_all() -> None:
	"""Prepare a handover for each disabled user with work, and close those that nobody needs any more. Run daily."""
	drafted = frappe.get_all(DOCTYPE, filters={"status": DRAFT}, pluck="leaver")
	one_by_one("User", sorted({*ownership.who_left(), *drafted}), prepare)


@frappe.whitelist(methods=["POST"])
def open_for(leaver: str) -> dict:
	"""Return the `name` of the handover to use for `leaver`, None if they have no work, and the `number` of records."""
	require(*MAY)
	name = prepare(leaver)
	return {"name": name, "number": frappe.db.count(ITEM, {"parent": name}) if name else 0}


def prepare(leaver: str) -> str | None:
	"""Return the handover of `leaver` that isn't done, a new draft if need be; None if they have no unfinished work."""
	name = frappe.db.get_value(DOCTYPE, {"leaver": leaver, "status": ["in", [DRAFT, RUNNING]]})
	work = ownership.of(leaver)
	if not name and not work:
		return None
	doc = frappe.get_doc(DOCTYPE, name) if name else frappe.new_doc(DOCTYPE)
	if doc.status == DRAFT and (not work or doc.get_work() != work):
		doc.leaver = leaver
		_store(doc, DRAFT if work else NOT_NEEDED)
	return doc.name if work or doc.status == RUNNING else None


def _store(doc: Document, status: str) -> None:
	doc.status = status
	with acting(doc, Act.HANDING_OVER):
		doc.save(ignore_permissions=True)  # prepared by the server for those who may hand work over


def start(doc: Document) -> None:
	"""Decide who gets each record of the draft `doc`, store it and move the records in the background.

	Raises NotADraft, NothingToHandOver, NobodyToTakeItOn or CannotTakeItOn before anything is moved.
	"""
	require(*MAY)
	if doc.status != DRAFT:
		frappe.throw(_("This handover has been started already."), NotADraft)
	doc.list_work()
	if not doc.items:
		frappe.throw(_("{0} has no unfinished work.").format(doc.leaver), NothingToHandOver)
	_share_out(doc)
	doc.update({"status": RUNNING, "started_by": frappe.session.user, "started_on": now_datetime()})
	doc.save()
	_enqueue(doc.name)


def resume() -> None:
	"""Carry on with the handovers that were started and are not finished. Run every few minutes; safe to repeat."""
	for name in frappe.get_all(DOCTYPE, filters={"status": RUNNING}, pluck="name"):
		_enqueue(name)


def run(name: str) -> None:
	"""Move the records of the handover `name` that have not been moved yet, then tell each colleague once."""
	left = frappe.get_all(
		ITEM,
		filters={"parent": name, "moved_on": ["is", "not set"], "problem": ["is", "not set"]},
		order_by="idx",
		pluck="name",
	)
	title, done = _("Hand over"), 0

	def one(row: str) -> None:
		nonlocal done
		done += 1
		frappe.publish_progress(
			done * 100 / len(left),
			title=title,
			doctype=DOCTYPE,
			docname=name,
			description=f"{done} / {len(left)}",
		)
		_move(name, row)

	for row, error in one_by_one(ITEM, left, one).items():
		problem = strip_html(str(error)) or _("This failed. Open the record and change it there.")
		frappe.db.set_value(ITEM, row, "problem", problem)
		frappe.db.commit()
	_finish(name)


def _enqueue(name: str) -> None:
	jobs.enqueue_once(f"{__name__}.run", job_id=f"handover:{name}", name=name, queue="long")


def _share_out(doc: Document) -> None:
	"""Set who gets each record: who was chosen for it, or the colleague with the fewest who may take it on."""
	colleagues = [row.user for row in doc.colleagues if row.user != doc.leaver]
	given, nobody = Counter(), Counter()
	moving: dict[str, str] = {}
	# Young people come first, so `moving` is complete when their records are shared out.
	for row in doc.items:
		work = Owned(row.record_type, row.record, row.fieldname)
		if row.given_to:
			_require_eligible(work, row.given_to, moving)
		else:
			able = [user for user in colleagues if not ownership.why_not(work, user, moving)]
			row.given_to = min(able, key=lambda user: given[user], default=None)
		if work.fieldname == "allocated_worker":
			moving[work.name] = row.given_to
		if row.given_to:
			given[row.given_to] += 1
		else:
			nobody[work.doctype, work.fieldname] += 1
	if nobody:
		kinds = [
			_("{0} {1} (needs: {2})").format(
				number, _(doctype), ", ".join(_(role) for role in BY_FIELD[doctype, fieldname].roles)
			)
			for (doctype, fieldname), number in nobody.items()
		]
		frappe.throw(
			_("None of the colleagues can open and take on these: {0}. Add a colleague who can.").format(
				"; ".join(kinds)
			),
			NobodyToTakeItOn,
		)


def _require_eligible(work: Owned, user: str, moving: dict[str, str] | None = None) -> None:
	if reason := ownership.why_not(work, user, moving):
		frappe.throw(
			_("{0} can't take on {1} {2}. {3} Choose someone else.").format(
				user, _(work.doctype), work.name, reason
			),
			CannotTakeItOn,
		)


def _move(handover: str, row: str) -> None:
	"""Move one record and tick it off, in one transaction. Its row is locked, so that two runs at once move it once."""
	item = frappe.db.get_value(
		ITEM,
		row,
		["record_type", "record", "fieldname", "given_to", "moved_on"],
		as_dict=True,
		for_update=True,
	)
	if item.moved_on:
		return
	work = Owned(item.record_type, item.record, item.fieldname)
	leaver, by = frappe.db.get_value(DOCTYPE, handover, ["leaver", "started_by"])
	owner = frappe.db.get_value(work.doctype, work.name, work.fieldname, for_update=True)
	if owner != leaver:
		frappe.db.set_value(ITEM, row, "problem", _("It had been given to someone else already."))
		return
	_require_eligible(work, item.given_to)
	record = frappe.get_doc(work.doctype, work.name)
	# Only this field changes: what else may be wrong with the record doesn't keep it with someone who has left.
	record.db_set({work.fieldname: item.given_to, **BY_FIELD[work.doctype, work.fieldname].also})
	text = _("Handed over from {0} to {1} by {2} ({3})").format(leaver, item.given_to, by, handover)
	record.add_comment("Info", escape_html(text))
	frappe.db.set_value(ITEM, row, "moved_on", now_datetime())


def _finish(name: str) -> None:
	"""Close the handover and tell each colleague what they got, once."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	waiting = [row for row in doc.items if not row.moved_on and not row.problem]
	if doc.status != RUNNING or waiting:
		return
	doc.update({"status": DONE, "finished_on": now_datetime()})
	with acting(doc, Act.HANDING_OVER):
		doc.save(ignore_permissions=True)  # the background job finishes what someone was allowed to start
	moved = [row for row in doc.items if row.moved_on]
	for user in sorted({row.given_to for row in moved}):
		_tell(user, [row for row in moved if row.given_to == user])
	frappe.db.commit()


def _tell(user: str, rows: list[Document]) -> None:
	"""Tell `user` how many records are theirs now, with a link to their work list."""
	kinds = Counter(row.record_type for row in rows)
	staff.notify(
		{user},
		subject=_("Handed over to you: 1 record")
		if len(rows) == 1
		else _("Handed over to you: {0} records").format(len(rows)),
		lines=[
			_("A colleague's work is yours from now on."),
			*[f"{_(doctype)}: {number}" for doctype, number in sorted(kinds.items())],
		],
		document=frappe.get_doc(rows[0].record_type, rows[0].record),
		url=get_url("/app/unlocking-opportunities"),
		button=_("See your work"),
	)
