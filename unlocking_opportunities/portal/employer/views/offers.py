"""`/employer/offers`: the list. `/employer/offers/<offer>`: pause, withdraw, or change and resubmit one."""

import frappe
from frappe import _

from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import offers
from unlocking_opportunities.portal.forms import Field, Form
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.portal.offer import questions
from unlocking_opportunities.portal.page import GoTo, Page, Request

ONE = "templates/portal/employer/offer.html"
COLOURS = {
	"Accepted": "green",
	"Fulfilled": "green",
	"Returned": "yellow",
	"Declined": "red",
	"Paused": "yellow",
}


def view(request: Request) -> Page | GoTo:
	visitor = identity.require("Employer")
	match request.rest:
		case []:
			return Page(
				{"offers": offers.get_offers(visitor), "start": 0, "page": offers.PAGE, "colours": COLOURS}
			)
		case ["from", start] if start.isdigit():
			start = min(int(start), 100_000)
			return Page(
				{
					"offers": offers.get_offers(visitor, start),
					"start": start,
					"page": offers.PAGE,
					"colours": COLOURS,
				}
			)
		case [name]:
			return _offer(request, visitor, name)
		case [name, "pause" | "withdraw" as act]:
			return _pause_or_withdraw(request, visitor, name, act)
	raise frappe.DoesNotExistError


def _offer(request: Request, visitor: Visitor, name: str) -> Page | GoTo:
	offer = offers.get_offer(visitor, name)
	form = Form(_fields(offer) if offer.may_change else [], request, _stored_answers(offer))
	if offer.may_change and form.valid:
		changes = {
			row.name: {
				field: form[f"{field}-{row.name}"] or ""
				for field in offers.CHANGEABLE
				if f"{field}-{row.name}" in form.fields
			}
			for row in offer.offers
		}
		offers.resubmit(visitor, name, changes)
		return GoTo(f"/employer/offers/{name}")
	context = {"title_question": questions.get_title_question, "is_counted": _is_counted}
	return Page({"offer": offer, "form": form, "colours": COLOURS, **context}, ONE)


def _fields(offer: frappe._dict) -> list[Field]:
	fields = []
	for row in offer.offers:
		if _is_counted(row.kind):
			fields.append(_number(row))
		fields += [
			Field(f"role_title-{row.name}", questions.get_title_question(row.kind)),
			Field(
				f"description-{row.name}",
				_("Tell us more (optional)"),
				"textarea",
				hint=_("If we asked you something, answer it here."),
				max_length=1000,
			),
		]
	return fields


def _number(row: frappe._dict) -> Field:
	return Field(
		f"number-{row.name}",
		_("How many"),
		"number",
		required=_("Enter how many"),
		least=1,
		most=500,
		width="4",
	)


def _is_counted(kind: str) -> bool:
	return kind not in questions.NOT_COUNTED


def _stored_answers(offer: frappe._dict) -> dict[str, object]:
	return {f"{field}-{row.name}": row[field] for row in offer.offers for field in offers.CHANGEABLE}


def _pause_or_withdraw(request: Request, visitor: Visitor, name: str, act: str) -> Page | GoTo:
	offer = offers.get_offer(visitor, name)
	if request.acts and (offer.may_pause if act == "pause" else offer.may_withdraw):
		(offers.pause if act == "pause" else offers.withdraw)(visitor, name)
		return GoTo(f"/employer/offers/{name}")
	return Page({"offer": offer, "act": act}, "templates/portal/employer/offer-move.html")
