"""Every string that people see is in the catalogue."""

import pytest

from devbench.paths import ROOT
from tests.wording import untranslated
from tests.wording.sources import PACKAGE, catalogue, of_the_product

# Stored when a site is made, from then on the council's own to change, and shown by Frappe as they are.
STORED = {"matching/defaults.py", "rules/defaults.py", "setup/defaults.py", "setup/desk_views.py"}
# What the app is called to those who install it; comments for translators.
OTHERS = {"hooks.py", "utils/message_extractors.py"}


@pytest.mark.parametrize(
	("ending", "find"),
	[
		("py", untranslated.in_python),
		("html", untranslated.in_template),
		("js", untranslated.in_javascript),
	],
)
def test_every_word_on_a_screen_or_in_an_email_is_in_the_catalogue(ending, find):
	known = frozenset(message for _files, message in catalogue())
	found = [
		f"{file.relative_to(ROOT)}:{line}: {text!r}: {why}"
		for file in of_the_product(ending)
		if str(file.relative_to(PACKAGE)) not in STORED | OTHERS
		for line, text, why in find(file.read_text(encoding="utf-8"), known)
	]
	assert not found, "\n".join(found)


@pytest.mark.parametrize(
	"source",
	[
		'frappe.throw("Not yet")',
		'frappe.throw("No")',
		'frappe.throw(f"{name} is taken")',
		'frappe.msgprint("Saved" if done else _("Not saved"))',
		'Field("name", "Name")',
		'Field("name", _("Name"), hint="As on the card")',
		'Option("yes", "Yes")',
		'frappe.sendmail(subject="Offer " + name)',
		'columns = [{"label": "Officer"}]',
		'STATES = {"Draft": "Not sent yet"}',
		'_(state or "Ended")',
	],
)
def test_python_is_found_out(source):
	assert list(untranslated.in_python(source, frozenset()))


@pytest.mark.parametrize(
	"source",
	[
		'frappe.throw(_("Not yet"))',
		'STATES = {"Draft": _lt("Not sent yet"), "Sent": N_("Sent to us")}',
		'"""What this module is for."""',
		'raise ValueError("A weekday is a number from 0 to 6.")',
		'frappe.get_all("Risk Assessment", {"status": "Under Review"})',
		'Field("name", _("Name"), "textarea")',
		'format_date(day, "d MMMM yyyy")',
		"_(doc.status)",
	],
)
def test_python_is_let_be(source):
	assert not list(untranslated.in_python(source, frozenset()))


@pytest.mark.parametrize(
	"source",
	[
		"<p>Hello</p>",
		'<img alt="A map">',
		'<input placeholder="Search">',
		'<input type="submit" value="Send">',
		'<a aria-label="Close" href="/">×</a>',
		'<p>{{ _("Hello") }} there</p>',
		'{{ ui.button("Send") }}',
		'{{ ui.button("Send" if ready else _("Wait")) }}',
		'{% set title = "What we need" %}',
		'{{ _(place or "Ask the team first") }}',
	],
)
def test_a_template_is_found_out(source):
	assert list(untranslated.in_template(source, frozenset()))


@pytest.mark.parametrize(
	"source",
	[
		'<p class="govuk-body">{{ _("Hello") }}</p>',
		'<div{% if error %} class="govuk-error"{% endif %}>{{ text }}</div>',
		'{{ ui.back("/employer") }}',
		'<button type="submit" value="approve">{{ _("Approve") }}</button>',
		"<style>p { color: red; }</style><script>let text = 1;</script>",
		'{% if row.kind in ("Paid Job", "Talk or Visit") %}{{ _(row.kind) }}{% endif %}',
		"{# Not for people #}",
	],
)
def test_a_template_is_let_be(source):
	assert not list(untranslated.in_template(source, frozenset()))


@pytest.mark.parametrize(
	"source",
	[
		'frappe.msgprint("Done");',
		'frm.add_custom_button("Propose", () => 1);',
		'const field = { fieldname: "why", label: "Why" };',
		'say("Nothing waits for you");',
		"html = `<p>Nothing here</p>`;",
	],
)
def test_javascript_is_found_out(source):
	assert list(untranslated.in_javascript(source, frozenset()))


@pytest.mark.parametrize(
	"source",
	[
		'frappe.msgprint(__("Done"));',
		'frm.add_custom_button(__("Propose"), () => 1);',
		'const map = { title: "label", label: __("Why") };',
		"html = `<p class='mb-2'>${text}</p>`;",
		"// What is drawn below\nframe();",
	],
)
def test_javascript_is_let_be(source):
	assert not list(untranslated.in_javascript(source, frozenset()))
