"""The printed risk assessment for the host: correct status, complete, on one page for an ordinary office."""

import io

import frappe
import pytest
from frappe.utils import today
from pypdf import PdfReader
from weasyprint import HTML

from tests import factories

FORMAT = "Risk Assessment for the Host"
SATISFIED = "The council is satisfied. The employer stays responsible."


def printed(assessment, user: str) -> str:
	frappe.set_user(user)
	return frappe.get_print("Risk Assessment", assessment.name, FORMAT, no_letterhead=1)


def text_of(html: str) -> str:
	return " ".join(
		frappe.utils.strip_html(
			html.partition("</style>")[2].rpartition('<div class="host-copy">')[2]
		).split()
	)


@pytest.fixture
def officer(frappe_site):
	return factories.standing_user("officer")


def conversation(**values):
	place = factories.site(band="Low Risk")
	return factories.assessment(
		place,
		hazards=[],
		conversation_on=today(),
		conversation_with="Pat Host",
		conversation_note="Where the exits are\nWho to ask",
		**values,
	)


def test_it_says_that_the_council_is_satisfied_only_once_it_is(officer):
	assessment = conversation()
	assert SATISFIED not in printed(assessment, officer)
	frappe.set_user("Administrator")
	factories.set_stored(assessment, status="Approved", docstatus=1, approved_by=officer, approved_on=today())
	assert SATISFIED in printed(assessment, officer)
	frappe.set_user("Administrator")
	factories.set_stored(assessment, status="Expired")
	assert SATISFIED not in printed(assessment, officer)


def test_an_ordinary_office_gets_one_page_and_no_matrix(officer):
	html = printed(conversation(), officer)
	assert "Where the exits are<br>Who to ask" in html
	assert "How risk is scored" not in html
	assert len(PdfReader(io.BytesIO(HTML(string=html).write_pdf())).pages) == 1


def test_each_risk_says_its_rating_in_words(officer):
	hazards = [
		{
			"hazard": "Fork-lift trucks",
			"existing_controls": "Marked walkways",
			"initial_likelihood": "3",
			"initial_severity": "5",
			"residual_likelihood": "1",
			"residual_severity": "4",
		}
	]
	assessment = factories.assessment(factories.site(band="Higher Risk"), hazards=hazards)
	html = printed(assessment, officer)
	row = assessment.hazards[0]
	for rating, score in ((row.initial_rating, row.initial_score), (row.residual_rating, row.residual_score)):
		assert f'<span class="rating {rating.lower()}">{rating} {score}</span>' in html
	assert "Possible &times; catastrophic" in html
	assert html.count("<td class=") == 25


def test_what_a_host_wrote_is_printed_as_text(officer):
	host = factories.employer(employer_name="Cups <b>and</b> Cakes")
	assessment = factories.assessment(factories.site(host), tasks="Serve <script>alert(1)</script>")
	html = printed(assessment, officer)
	assert "Cups &lt; b&gt;and&lt; /b&gt; Cakes" in html
	assert "<script>alert(1)" not in html


def test_it_is_a_page_of_headings_and_tables_with_headers(officer):
	html = printed(factories.assessment(factories.site(band="Higher Risk")), officer)
	assert html.count("<h1") == 1
	assert html.index("<h1") < html.index("<h2")
	assert html.count("<thead>") == 3
	assert 'scope="col"' in html and 'scope="row"' in html
