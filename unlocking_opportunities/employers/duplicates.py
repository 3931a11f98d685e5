"""Find duplicates of an employer: by company number, by a site's postcode, or by a similar name."""

import re
from difflib import SequenceMatcher

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import escape_html, get_link_to_form
from pypika.terms import Criterion

# Words that say nothing about which employer it is.
LEGAL_FORMS = {
	"ltd",
	"limited",
	"plc",
	"llp",
	"cic",
	"cio",
	"inc",
	"uk",
	"the",
	"and",
	"co",
	"company",
	"group",
}
NEARLY_THE_SAME = 0.85
AT_MOST = 5
CANDIDATES = 200


@frappe.whitelist()
def search(
	employer_name: str | None = None,
	company_number: str | None = None,
	postcode: str | None = None,
	name: str | None = None,
) -> list[dict]:
	"""Return the same as `find`. Raises PermissionError for users who may not read employers."""
	if not frappe.has_permission("Employer", "read"):
		raise frappe.PermissionError
	return find(employer_name, company_number, postcode, name)


def find(
	employer_name: str | None = None,
	company_number: str | None = None,
	postcode: str | None = None,
	name: str | None = None,
) -> list[dict]:
	"""Return up to AT_MOST employers that may be the same one, the most likely first, each with the reason (`why`).

	The employer called `name` is left out. So are merged ones, because the one they were merged into is found. None of
	this may be shown to people outside the council.
	"""
	key, number = _key(employer_name), _number(company_number)
	postcode = _postcode(postcode)
	if not (key or number or postcode):
		return []
	rows = []
	for row in _candidates(key, number, postcode, name):
		alike = SequenceMatcher(None, key, _key(row.employer_name)).ratio() if key else 0
		if number and row.company_number == number:
			rows.append((3, row, _("the same company number")))
		elif alike >= NEARLY_THE_SAME:
			rows.append((1 + alike, row, _("nearly the same name")))
		elif postcode and row.at_postcode:
			# Many employers on a business park share a postcode, so it counts for less than the name.
			rows.append((1, row, _("a site at the same postcode")))
	rows.sort(key=lambda one: (-one[0], one[1].name))
	return [
		{"name": row.name, "employer_name": row.employer_name, "status": row.status, "why": why}
		for _likelihood, row, why in rows[:AT_MOST]
	]


def warn_of_duplicates(employer: Document) -> None:
	"""Show the user who has just entered `employer` its possible duplicates. People outside the council are not told."""
	if not frappe.has_permission("Employer", "write"):
		return
	known = search(employer.employer_name, employer.company_number, name=employer.name)
	if known:
		# Show the reference as text too: from v16 on messages keep no links.
		rows = "".join(
			f"<li>{get_link_to_form('Employer', row['name'], row['name'])}, "
			f"{escape_html(row['employer_name'])}: {row['why']}</li>"
			for row in known
		)
		text = _(
			"Each employer should be recorded only once. If this is one of the employers below, merge this record into that one:"
		)
		frappe.msgprint(f"{text}<ul>{rows}</ul>", title=_("Possible Duplicate"), indicator="orange")


def propose(employer: Document, postcode: str | None = None) -> None:
	"""Add a comment on `employer`, which someone outside has made, with its possible duplicates, for the officer."""
	known = find(employer.employer_name, employer.company_number, postcode, employer.name)
	if known:
		others = "; ".join(f"{row['name']} ({row['why']})" for row in known)
		employer.add_comment(
			"Info",
			_("This may be the same employer as {0}. If it is, merge this one into it.").format(others),
		)


def is_named(employer_name: str, other: str) -> bool:
	"""Return whether two names are the same, apart from spelling details such as case, punctuation and Ltd."""
	return _key(employer_name) == _key(other)


def _candidates(key: str, number: str, postcode: str, name: str | None) -> list[frappe._dict]:
	"""Return the employers worth comparing, in one query. How similar the names are is worked out afterwards."""
	employer, site = DocType("Employer"), DocType("Employer Site")
	there = frappe.qb.from_(site).select(site.employer).where(site.postcode == (postcode or "-"))
	matches = [employer.name.isin(there)]
	if number:
		matches.append(employer.company_number == number)
	if key:
		# The longest word is the likeliest to be spelled in both.
		matches.append(employer.employer_name.like(f"%{max(key.split(), key=len)[:5]}%"))
	query = (
		frappe.qb.from_(employer)
		.select(
			employer.name,
			employer.employer_name,
			employer.company_number,
			employer.status,
			employer.name.isin(there).as_("at_postcode"),
		)
		.where(Criterion.any(matches) & (employer.status != "Merged"))
		.limit(CANDIDATES)
	)
	if name:
		query = query.where(employer.name != name)
	return query.run(as_dict=True)


def _key(name: str | None) -> str:
	words = re.findall(r"[a-z0-9]+", (name or "").lower().replace("&", " and ").replace("'", ""))
	return " ".join([word for word in words if word not in LEGAL_FORMS] or words)


def _number(number: str | None) -> str:
	return (number or "").replace(" ", "").upper().zfill(8) if number else ""


def _postcode(postcode: str | None) -> str:
	return " ".join((postcode or "").upper().split())
