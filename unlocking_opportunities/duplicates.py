"""Employers that are probably the same: proposed to an officer, never merged by themselves."""

import re

import frappe
from frappe import _
from frappe.model.document import Document

# What a name is often written with or without.
NOISE = re.compile(r"\b(the|limited|ltd|plc|llp|cic|co|company|uk)\b|[^a-z0-9 ]")
# Addresses that say nothing about where somebody works.
EVERYBODYS_MAIL = {
	"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.co.uk", "live.com",
	"yahoo.com", "yahoo.co.uk", "icloud.com", "me.com", "btinternet.com", "sky.com", "aol.com", "proton.me",
}  # fmt: skip


def plain(name: str) -> str:
	"""Return `name` as two people would have to write it for it to count as the same."""
	return " ".join(NOISE.sub(" ", name.lower().replace("'", "").replace("&", " and ")).split())


def likely(employer: Document, email: str | None = None) -> list[str]:
	"""Return the employers that are probably `employer`: the same name, or mail from the same organisation."""
	first_word = (plain(employer.employer_name).split() or [""])[0]
	named = frappe.get_all(
		"Employer",
		filters={
			"name": ["!=", employer.name],
			"status": ["!=", "Merged"],
			"employer_name": ["like", f"%{first_word}%"],
		},
		fields=["name", "employer_name"],
		limit=200,
	)
	same_name = [row.name for row in named if plain(row.employer_name) == plain(employer.employer_name)]
	return sorted({*same_name, *_writing_from_the_same_place(employer.name, email)})


def propose(employer: Document, email: str | None = None) -> None:
	"""Note on `employer`, for the officer who answers its offer, which employers it probably is."""
	found = likely(employer, email)
	if found:
		employer.add_comment(
			"Info",
			_("This may be the same employer as {0}. If it is, merge this one into it.").format(
				", ".join(found)
			),
		)


def _writing_from_the_same_place(employer: str, email: str | None) -> list[str]:
	domain = (email or "").partition("@")[2]
	if not domain or domain in EVERYBODYS_MAIL:
		return []
	return frappe.get_all(
		"Portal Access",
		filters={"kind": "Employer", "email": ["like", f"%@{domain}"], "employer": ["!=", employer]},
		pluck="employer",
		distinct=True,
	)
