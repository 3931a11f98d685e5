"""`/employer/certificate`: download the thank-you certificates."""

import frappe
from frappe import _

from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import certificate
from unlocking_opportunities.portal.page import Download, Page, Request


def view(request: Request) -> Page | Download:
	visitor = identity.require("Employer")
	match request.rest:
		case []:
			return Page({"finished": certificate.get_finished(visitor)})
		case [employer]:
			return Download(
				certificate.make_pdf(visitor, employer), _("certificate") + ".pdf", "application/pdf"
			)
	raise frappe.DoesNotExistError
