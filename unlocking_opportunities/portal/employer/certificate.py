"""The thank-you certificate: employer, number of placements and date. It names no young person."""

from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from weasyprint import HTML

from unlocking_opportunities.portal.employer import own
from unlocking_opportunities.portal.identity import Visitor

TEMPLATE = "unlocking_opportunities/print_format/employer_certificate/employer_certificate.html"


def get_finished(visitor: Visitor) -> list[frappe._dict]:
	"""Return each of the visitor's employers with completed placements, and how many."""
	placement, employer = DocType("Placement"), DocType("Employer")
	query = (
		own.rows(visitor, placement)
		.join(employer)
		.on(employer.name == placement.employer)
		.select(employer.name, employer.employer_name, Count(placement.name).as_("placements"))
		.where(placement.status == "Completed")
		.groupby(employer.name, employer.employer_name)
	)
	return query.run(as_dict=True)


def make_pdf(visitor: Visitor, employer: Any) -> bytes:
	"""Return the certificate as a PDF. Raises NotFound without a completed placement, or for another's employer."""
	for row in get_finished(visitor):
		if row.name == employer:
			return HTML(
				string=frappe.render_template(TEMPLATE, {"doc": row, "placements": row.placements})
			).write_pdf()
	raise own.not_found()
