"""Texts that could run in a reader's browser, or keep the server busy. Frappe's own check lets both through."""

import frappe
import pytest

from tests import factories
from tests.in_process import Browser
from tests.security.test_stored_xss import LIVE
from unlocking_opportunities.access import brought_along, known_methods, markup
from unlocking_opportunities.access.sharing import LeapDay
from unlocking_opportunities.patches.v1_0 import make_stored_texts_harmless

SHAPES = {
	"a string in quotation marks": '"<img src=x onerror=alert(1)>"',
	"a list": '["<img src=x onerror=alert(1)>"]',
	"no end": "<img src=x onerror=alert(1) y=",
	"an open quotation": '<img title="x onerror=alert(1)',
	"a comment": "<!--<img src=x onerror=alert(1)",
}
# What people type, which is stored unchanged.
WORDS = ("I <3 boats", "5 < 6 > 4", "a -> b", '["a", "b"]', "under £5 & over", "x<1")


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize(
	("doctype", "fieldname", "values"),
	[
		("Callback Request", "caller_name", {"phone": "01632 960222", "about": "x"}),
		("Callback Request", "about", {"phone": "01632 960222", "caller_name": "x"}),
		("Event", "subject", {"starts_on": "2026-06-01 10:00:00", "event_type": "Public"}),
		("Event", "description", {"starts_on": "2026-06-01 10:00:00", "subject": "x"}),
		("Note", "content", {}),
		("ToDo", "description", {}),
	],
)
def test_no_beginning_of_a_tag_is_stored(frappe_site, doctype, fieldname, values, text):
	if doctype == "Note":
		values = {"title": frappe.generate_hash(length=8)}
	doc = factories.make(doctype, **{**values, fieldname: text})
	assert not markup.TAG.search(frappe.db.get_value(doctype, doc.name, fieldname))


def test_control_frappe_stores_them(frappe_site, monkeypatch):
	monkeypatch.setattr(markup, "clean", lambda doc: None)
	kept = []
	for text in SHAPES.values():
		event = factories.make("Event", subject=text, starts_on="2026-06-01 10:00:00")
		kept.append(bool(LIVE.search(event.subject)))
	assert any(kept)


@pytest.mark.parametrize("text", WORDS)
def test_what_people_type_stays(frappe_site, text):
	asked = factories.callback_request(about=text)
	assert frappe.db.get_value("Callback Request", asked.name, "about") == text


def test_rows_of_a_table_are_texts_too(frappe_site):
	visit = frappe.new_doc("Visit")
	row = visit.append("actions", {"action": SHAPES["no end"], "owner_role": 'x embed="a?.png"'})
	brought_along.guard(visit, "before_validate")
	assert not markup.TAG.search(row.action)
	assert "embed=" not in row.owner_role


@pytest.mark.parametrize(
	"sent",
	[
		'doctype=Sector&name={sector}&key="><script>alert(1)</script>',
		'doctype=Sector&name={sector}&key={{"onmouseover%3Dalert(1) x":1}}',
		'doc={{}}&name="><script>alert(1)</script>',
	],
)
@pytest.mark.parametrize("page", ["printview", "printview.html"])
@pytest.mark.parametrize("who", ["officer", "guest"])
def test_a_print_address_takes_no_markup(frappe_site, who, page, sent):
	browser = Browser()
	if who == "officer":
		browser.log_in(factories.user_who_signs_in("officer"), factories.PASSWORD)
	sector = factories.sector()
	frappe.db.commit()
	answer = browser.open(
		f"/{page}?{sent.format(sector=sector)}",
		headers={"Accept": "text/html"},
	)
	assert answer.status_code == 403
	assert "alert(1)" not in answer.text


def test_a_record_is_printed_by_its_address(frappe_site):
	browser = Browser().log_in(factories.user_who_signs_in("officer"), factories.PASSWORD)
	sector = factories.sector()
	frappe.db.commit()
	answer = browser.open(
		f'/printview?doctype=Sector&name={sector}&settings={{"a":"b"}}', headers={"Accept": "text/html"}
	)
	assert answer.status_code == 200 and sector in answer.text


def test_stored_texts_are_made_harmless_once(frappe_site):
	asked = factories.callback_request(about="x")
	asked.db_set({"about": SHAPES["no end"], "caller_name": "I <3 boats"})
	for _time in range(2):
		make_stored_texts_harmless.execute()
		asked.reload()
		assert asked.about == "< img src=x onerror=alert(1) y="
		assert asked.caller_name == "I <3 boats"


class TestLaborious:
	OPEN = ('<img src="', "<", "<!-- x>", "</a", "<![CDATA[")

	@pytest.mark.parametrize("shape", OPEN)
	def test_is_found(self, shape):
		assert markup.is_laborious(shape * 1000)

	@pytest.mark.parametrize(
		"text",
		["<td>1</td>" * 20_000, "<p>x</p>" * 5_000, "<!--[if mso]>x<![endif]-->" * 50, "1 < 2 " * 100],
		ids=["a table", "a letter", "from an office program", "sums"],
	)
	def test_what_people_paste_is_not(self, text):
		assert not markup.is_laborious(text)

	@pytest.mark.parametrize(
		("path", "form"),
		[
			("/api/method/ping", {"a": '<img src="' * 1000}),
			("/", {"cmd": '<img src="' * 1000}),
			("/search", {"q": "<" * 1000}),
			("/api/method/ping", {"a": "x" * (known_methods.LONGEST_OF_VISITORS + 1)}),
		],
	)
	def test_a_visitor_is_refused_before_frappe_reads_it(self, frappe_site, monkeypatch, path, form):
		read = []
		monkeypatch.setattr(frappe.utils.html_utils, "sanitize_html", lambda text, **_: read.append(text))
		answer = Browser().open(path, method="POST", data=form)
		assert answer.status_code == 403
		assert read == []


def test_no_one_repeats_the_29th_of_february(frappe_site):
	"""Frappe's calendar would fail for everyone in every other year."""
	values = {"starts_on": "2024-02-29 10:00:00", "repeat_this_event": 1, "repeat_on": "Yearly"}
	with pytest.raises(LeapDay):
		factories.make("Event", subject="leap", **values)
	factories.make("Event", subject="not leap", **{**values, "starts_on": "2024-02-28 10:00:00"})


@pytest.mark.parametrize("body", ['{"a":1', '"x"', "[1]"])
def test_a_visitor_gets_no_traceback_for_what_is_no_json(frappe_site, body):
	answer = Browser().open(
		"/api/method/ping", method="POST", data=body, headers={"Content-Type": "application/json"}
	)
	assert "Traceback" not in answer.text
