"""The start gate: check placements, store the results, and act when a running one no longer passes.

A batch reads the same tables once (see facts.py), so the number of queries does not depend on how many placements are in
it. Results are written only if they differ from what is stored.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now, today

from unlocking_opportunities.council import dates, wording
from unlocking_opportunities.placements.start_gate import consequences, facts, reopening, rows, table
from unlocking_opportunities.placements.start_gate.checks import CHECKS
from unlocking_opportunities.placements.start_gate.checks.verdicts import NO_RULE_IN_FORCE
from unlocking_opportunities.rules import findings
from unlocking_opportunities.rules.dated import NoRowInForce
from unlocking_opportunities.rules.placement_states import LIVE
from unlocking_opportunities.utils import error_log, jobs
from unlocking_opportunities.utils.batches import one_by_one

BATCH = 200
# As many are judged in the request that changed a record. The number of queries is the same for one and for all of them.
FEW = 20

PASS, PASS_UNTIL, FAIL, NOT_NEEDED, OVERRIDDEN = "Pass", "Pass Until", "Fail", "Not Needed", "Overridden"
# A check that needs something doing: now, or before a day that is known.
OUTSTANDING = (FAIL, PASS_UNTIL)
OUTCOMES = {
	findings.PASS: PASS,
	findings.PASS_UNTIL: PASS_UNTIL,
	findings.FAIL: FAIL,
	findings.NOT_NEEDED: NOT_NEEDED,
}


@dataclass(frozen=True)
class Check:
	"""The result of one check, in the reader's language. `legal`: a failure that cannot be overridden."""

	key: str
	title: str
	outcome: str
	reason: str
	next_step: str
	who: str
	legal: bool
	valid_until: date | None = None
	link: tuple[str, str] | None = None
	codes: tuple[str, ...] = ()

	@property
	def stops(self) -> bool:
		return self.outcome == FAIL

	@property
	def in_words(self) -> str:
		return f"{self.title}: {self.reason} {self.next_step}".strip() + f" ({self.who})"

	def as_dict(self) -> dict:
		until = dates.day(self.valid_until) if self.valid_until else ""
		return asdict(self) | {"outstanding": self.outcome in OUTSTANDING, "until_in_words": until}


def results(placement: Document) -> list[Check]:
	"""Return the results of the checks that apply to `placement` as it is in memory, in the order to settle them."""
	return _judge(facts.gather([placement])[0])


def refresh(placement: Document) -> list[Check]:
	"""Check `placement`, set the results on the document (without saving it) and return them."""
	checks = results(placement)
	placement.set("gate_results", [])
	for check in checks:
		placement.append("gate_results", _row(check))
	placement.update(_summary(checks))
	return checks


def judge_now(names: Iterable[str]) -> None:
	"""Check the placements `names`, store what changed, and act on it. Safe to run twice."""
	placements = facts.read_placements(names)
	judged = [
		(placement, _judge(found))
		for placement, found in zip(placements, facts.gather(placements), strict=True)
	]
	_store([(placement.name, checks) for placement, checks in judged if _differs(placement, checks)])
	for placement, checks in judged:
		consequences.follow(placement, checks)


def judge_all() -> None:
	"""Check every live placement whose last day has not passed, in batches, and commit each batch. Run each night.

	If a batch fails, its placements are checked one by one: the one that fails is logged and the rest go ahead.
	"""
	after = ""
	while True:
		names = frappe.get_all(
			"Placement",
			filters={**_not_over(), "name": [">", after]},
			order_by="name",
			limit_page_length=BATCH,
			pluck="name",
		)
		if not names:
			return
		try:
			judge_now(names)
			frappe.db.commit()
		except Exception:
			frappe.db.rollback()
			one_by_one("Placement", names, lambda name: judge_now([name]))
		after = names[-1]


def judge_where(filters: dict) -> None:
	"""Check the live placements that match `filters` and whose last day has not passed."""
	names = frappe.get_all("Placement", filters={**filters, **_not_over()}, pluck="name", order_by="name")
	for start in range(0, len(names), BATCH):
		judge_now(names[start : start + BATCH])


def _not_over() -> dict:
	return {"status": ["in", LIVE], "end_date": [">=", today()]}


def enqueue_all() -> None:
	"""Check every live placement in the background, after the rules have changed."""
	jobs.enqueue_once(f"{__name__}.judge_all", queue=jobs.LONG)


def enqueue(placement: str) -> None:
	"""Check `placement` after this transaction has been committed.

	Here and below: before the answer to the request if no more than FEW placements are affected, so that the next page says
	what is true, and otherwise in the background.
	"""
	_enqueue({"name": placement})


def enqueue_for_employer(employer: str) -> None:
	"""Check the placements at `employer`: its insurance, agreement or status changed."""
	_enqueue({"employer": employer})


def enqueue_for_site(site: str) -> None:
	"""Check the placements at `site`: its address or the kind of place changed."""
	_enqueue({"site": site})


def enqueue_for_opportunity(opportunity: str) -> None:
	"""Check the placements in `opportunity`: its tasks or the kind of place changed."""
	_enqueue({"opportunity": opportunity})


def enqueue_for_assessment(assessment: str) -> None:
	"""Check the placements that use a risk assessment."""
	_enqueue({"risk_assessment": assessment})


def enqueue_for_person(young_person: str) -> None:
	"""Check the placements of `young_person`: their records changed."""
	_enqueue({"young_person": young_person})


def _enqueue(filters: dict) -> None:
	if not getattr(frappe.local, "request", None):
		_judge_in_background(filters)
		return
	asked = _asked()
	if filters not in asked:
		asked.append(filters)
		frappe.db.after_commit.add(partial(_judge_few, filters))


def _asked() -> list[dict]:
	"""Return what this transaction has already asked for, so that a record saved twice is judged once."""
	if not hasattr(frappe.local, "unlocking_to_judge"):
		frappe.local.unlocking_to_judge = []
	asked = frappe.local.unlocking_to_judge
	if not asked:
		frappe.db.after_rollback.add(asked.clear)
	return asked


def _judge_few(filters: dict) -> None:
	_asked().clear()
	if frappe.db.count("Placement", {**filters, **_not_over()}) > FEW:
		_judge_in_background(filters, enqueue_after_commit=False)
		return
	try:
		judge_where(filters)
		frappe.db.commit()
	except Exception:
		# What the user has saved stands. The job tries again.
		frappe.db.rollback()
		error_log.write("Start gate")
		_judge_in_background(filters)
		frappe.db.commit()


def _judge_in_background(filters: dict, **when: bool) -> None:
	((field, name),) = filters.items()
	job_id = f"judge:{field}:{name}"  # one for each record that changed
	jobs.enqueue_once(f"{__name__}.judge_where", job_id, jobs.LONG, filters=filters, **when)


def _judge(f: facts.Facts) -> list[Check]:
	return [_answer(key, f) for key in table.checks_for(f.placement.kind, f.ages)]


def _answer(key: str, f: facts.Facts) -> Check:
	verdict = _verdict(key, f)
	question = table.CHECKS[key]
	codes = tuple(sorted(finding.code for finding in verdict.reasons))
	override = _override(key, codes, f)
	outcome = OUTCOMES[verdict.outcome]
	reason, next_step = (
		_told(verdict.reasons, wording.get_message),
		_told(verdict.reasons, wording.get_remedy),
	)
	if outcome == FAIL:
		reason = f"{reopening.reasons(f.placement, key)} {reason}".strip()
	if verdict.overridable and override:
		outcome, next_step = OVERRIDDEN, ""
		reason = _("Overridden by a manager: {0}").format(override.reason) + " " + reason
	return Check(
		key=key,
		title=_(question.title),
		outcome=outcome,
		reason=reason,
		next_step=next_step if outcome in (FAIL, PASS_UNTIL) else "",
		who=_(question.who),
		legal=outcome == FAIL and not verdict.overridable,
		valid_until=verdict.until if outcome == PASS_UNTIL else None,
		link=_link(key, f),
		codes=codes,
	)


def _verdict(key: str, f: facts.Facts) -> findings.Verdict:
	try:
		return CHECKS[key](f)
	except NoRowInForce:
		return NO_RULE_IN_FORCE


def _override(key: str, codes: tuple[str, ...], f: facts.Facts) -> rows.Override | None:
	"""Return the override that covers these codes. It doesn't cover anything that goes wrong with the check later."""
	made = [row for row in f.placement.overrides if row.check_key == key]
	return next((row for row in made if set(codes) <= set((row.covers or "").split())), None)


def _told(found, say) -> str:
	return " ".join(dict.fromkeys(filter(None, map(say, found))))


def _link(key: str, f: facts.Facts) -> tuple[str, str] | None:
	"""Return the record to open next, or None for the placement itself."""
	agreement = next((row.name for row in f.agreements if row.status != "Superseded"), None)
	records = {
		"host": ("Employer", f.placement.employer),
		"risk_assessment": ("Risk Assessment", f.placement.risk_assessment),
		"addendum": ("Young Person Risk Addendum", f.addendum and f.addendum.name),
		"host_agreement": ("Host Agreement", agreement),
		"insurance": ("Host Agreement", agreement),
		"supervision": ("Host Agreement", agreement),
		"sharing": ("Share Release", f.releases[-1].name if f.releases else None),
		"emergency_contact": ("Young Person Identity", f.placement.young_person),
		"right_to_work": ("Young Person Care Record", f.placement.young_person),
	}
	doctype, name = records.get(key, (None, None))
	return (doctype, name) if name else None


def _row(check: Check) -> dict:
	return {
		"check_key": check.key,
		"title": check.title,
		"outcome": check.outcome,
		"valid_until": check.valid_until,
		"reason": check.reason,
		"next_step": check.next_step,
		"who": check.who,
		"legal": int(check.legal),
		"codes": " ".join(check.codes),
	}


def _summary(checks: list[Check]) -> dict:
	return {
		"gate_status": "Closed" if any(check.stops for check in checks) else "Open",
		"gate_valid_until": min((check.valid_until for check in checks if check.valid_until), default=None),
		"gate_checked_on": now(),
	}


def _differs(placement: rows.Placement, checks: list[Check]) -> bool:
	stored = sorted(
		(row.check_key, row.outcome, row.valid_until, row.reason, row.codes or "")
		for row in placement.gate_results
	)
	judged = sorted(
		(check.key, check.outcome, check.valid_until, check.reason, " ".join(check.codes)) for check in checks
	)
	summary = _summary(checks)
	return [tuple(map(str, row)) for row in stored] != [
		tuple(map(str, row)) for row in judged
	] or placement.gate_status != summary["gate_status"]


def _store(judged: list[tuple[str, list[Check]]]) -> None:
	"""Write the results of a batch straight to the database, because nobody edited the placements.

	One statement deletes the old rows and one inserts the new ones. Placements with the same summary share a third.
	"""
	if not judged:
		return
	frappe.db.delete("Placement Gate Result", {"parent": ["in", [name for name, _checks in judged]]})
	_insert_results(judged)
	stamp, alike = now(), {}
	for name, checks in judged:
		summary = _summary(checks) | {"gate_checked_on": stamp}
		alike.setdefault(tuple(summary.items()), []).append(name)
	for summary, names in alike.items():
		frappe.db.set_value("Placement", {"name": ["in", names]}, dict(summary), update_modified=False)


def _insert_results(judged: list[tuple[str, list[Check]]]) -> None:
	stamp, user = now(), frappe.session.user
	results = [
		{
			"name": frappe.generate_hash(length=10),
			"creation": stamp,
			"modified": stamp,
			"owner": user,
			"modified_by": user,
			"docstatus": 0,
			"idx": idx,
			"parent": name,
			"parentfield": "gate_results",
			"parenttype": "Placement",
			**_row(check),
		}
		for name, checks in judged
		for idx, check in enumerate(checks, start=1)
	]
	if results:
		values = [tuple(result.values()) for result in results]
		frappe.db.bulk_insert("Placement Gate Result", list(results[0]), values)
