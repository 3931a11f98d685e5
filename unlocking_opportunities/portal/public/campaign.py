"""The public pages: the campaign, how anyone can help, accessibility."""

import frappe
from frappe.utils import getdate, today

from unlocking_opportunities.council import settings
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.portal.page import Page, Request
from unlocking_opportunities.portal.public import figures
from unlocking_opportunities.rules.dated import in_force


def opportunities(request: Request) -> Page:
	_require_no_subpath(request)
	limits = in_force(settings.insurance_limits(), getdate(today()))
	return Page(
		{
			"figures": figures.get_figures(),
			"least_cover": f"£{limits.minimum_cover:,.0f}",
			"long_days": limits.notify_after_days,
			"answer_days": get_settings().answer_days,
		},
		public=True,
	)


def community(request: Request) -> Page:
	_require_no_subpath(request)
	return Page({"address": frappe.utils.get_url("/opportunities")}, public=True)


def accessibility(request: Request) -> Page:
	_require_no_subpath(request)
	return Page(public=True)


def _require_no_subpath(request: Request) -> None:
	if request.rest:
		raise frappe.DoesNotExistError
