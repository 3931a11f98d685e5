"""The cost of saving: our own statements, on a warm site as a role user, without Frappe's share."""

from itertools import count

import frappe
import pytest
from frappe.model.document import Document

from tests import factories as make
from tests.budgets.counting import statements_of, without_our_code
from tests.placements.start_gate.complete import complete

OUR_SHARE = 3
_notes = count()


@pytest.fixture
def officer(frappe_site):
	return make.standing_user("officer")


def edit(doctype: str, name: str, fieldname: str):
	"""Load the document, change one plain field and save it, as a form does."""

	def work():
		doc: Document = frappe.get_doc(doctype, name)
		doc.set(fieldname, f"Note {next(_notes)}")
		doc.save()

	return work


def our_share(officer: str, doctype: str, name: str, fieldname: str) -> tuple[int, list[str]]:
	frappe.set_user(officer)
	work = edit(doctype, name, fieldname)
	with_us = statements_of(work)
	with without_our_code(doctype):
		floor = statements_of(work)
	assert len(floor) >= 3, "the floor loads, locks and writes: the count is not counting"
	return len(with_us) - len(floor), with_us


def test_saving_a_pledge_adds_three_statements_at_most(officer):
	pledge = make.pledge()
	added, sent = our_share(officer, "Employer Pledge", pledge.name, "notes")
	assert added <= OUR_SHARE, "\n".join(sent)


def test_saving_a_placement_adds_three_statements_at_most(officer):
	placement = complete(age=17).placement
	added, sent = our_share(officer, "Placement", placement.name, "end_reason")
	assert added <= OUR_SHARE, "\n".join(sent)
