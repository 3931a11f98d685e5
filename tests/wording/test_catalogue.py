"""The catalogue for translators: complete, up to date, and readable for every kind of file."""

from io import BytesIO

import jinja2
import pytest

from devbench import catalogue
from unlocking_opportunities.utils import message_extractors as extractors


def test_the_catalogue_is_up_to_date():
	assert catalogue.FILE.read_text(encoding="utf-8") == catalogue.text(), (
		"Run ./dev pot and commit what it writes."
	)


@pytest.mark.parametrize(
	("source", "words"),
	[
		('__("Open {0}", [__("Visit")])', {"Open {0}", "Visit"}),
		('html = `<a title="${__("Close")}">don\'t ${__("Wait")}</a>`', {"Close", "Wait"}),
		('rows.map((row) => `<li class="x">${ok ? __("Yes") : `<b>${__("No")}</b>`}</li>`)', {"Yes", "No"}),
		('__("One " + "string")', {"One string"}),
		('said("Not marked")', set()),
	],
)
def test_javascript(source, words):
	assert _words(extractors.javascript, source) == words


@pytest.mark.parametrize(
	("record", "words"),
	[
		(
			"""{"doctype": "DocType", "name": "Visit", "fields": [
				{"fieldname": "status", "fieldtype": "Select", "label": "Status", "options": "Planned\\n1\\nDone"},
				{"fieldname": "naming_series", "fieldtype": "Select", "options": "VIS-.YYYY.-"}],
				"links": [{"group": "Notes", "link_doctype": "Accident"}], "permissions": [{"role": "Officer"}]}""",
			{"Visit", "Status", "Planned", "Done", "Notes", "Accident", "Officer"},
		),
		(
			"""{"doctype": "Notification", "name": "Late", "subject": "{{ _(\\"Visit {0} is late\\").format(doc.name) }}"}""",
			{"Visit {0} is late"},
		),
		(
			"""{"doctype": "Workspace", "label": "Home", "content":
				"[{\\"type\\": \\"header\\", \\"data\\": {\\"text\\": \\"Go to\\"}}, {\\"type\\": \\"spacer\\", \\"data\\": {}}]"}""",
			{"Home", "Go to"},
		),
		("""[{"doctype": "Role", "role_name": "Unlocking Officer"}]""", {"Unlocking Officer"}),
		("""{"sector": "Retail"}""", set()),
	],
)
def test_records(record, words):
	assert _words(extractors.records, record) == words


def test_a_workflow():
	source = """DEFINITION = Definition(states=(State("Proposed", OFFICER),), moves=(*moves("Agree", "Proposed", "Agreed"),))
frappe.throw(_("Not yet"))"""
	assert _words(extractors.workflow, source) == {"Proposed", "Agree", "Not yet"}


def test_a_template_that_does_not_parse_is_an_error():
	with pytest.raises(jinja2.TemplateSyntaxError):
		_words(extractors.html, "{% if %}")


def _words(extract, source: str) -> set[str]:
	found = extract(BytesIO(source.encode()), list(catalogue.KEYWORDS), [], {})
	return {words if isinstance(words, str) else words[0] for _line, _function, words, _comments in found}
