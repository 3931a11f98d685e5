"""Very many records, copied from one that the controllers made: written at once, and never committed."""

from collections.abc import Callable
from random import Random
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from tests import factories as make

WARDS = 24
SECTORS = 12
EMPLOYERS = 400
KINDS = ("Work Experience", "Taster", "Internship", "Apprenticeship", "Paid Job")
TRAVEL = ("Up to 20 Minutes", "Up to 40 Minutes", "Up to an Hour", "Over an Hour")


def copies(template: Document, number: int, change: Callable[[int], dict[str, Any]]) -> list[str]:
	"""Insert `number` copies of `template`, each with what `change` returns for its number; return their names."""
	values = template.as_dict()
	columns = frappe.get_meta(template.doctype).get_valid_columns()
	rows = [values | change(n) for n in range(number)]
	frappe.db.bulk_insert(
		template.doctype, columns, [[row.get(column) for column in columns] for row in rows]
	)
	return [row["name"] for row in rows]


class Region:
	"""Wards, sectors, employers and sites for places, with seeded random positions."""

	def __init__(self):
		self.dice = Random("matching")
		self.wards = copies(
			make.make("Ward", ward_name="Perf Ward"),
			WARDS,
			lambda n: {
				"name": f"Perf Ward {n}",
				"ward_name": f"Perf Ward {n}",
				"latitude": self.dice.uniform(51.95, 52.15),
				"longitude": self.dice.uniform(-0.95, -0.6),
			},
		)
		sector = make.make("Sector", sector_name="Perf Sector")
		self.sectors = copies(
			sector, SECTORS, lambda n: {"name": f"Perf Sector {n}", "sector_name": f"Perf Sector {n}"}
		)
		self.template = make.opportunity(make.site(make.employer()))
		host, site = (
			frappe.get_doc("Employer", self.template.employer),
			frappe.get_doc("Employer Site", self.template.site),
		)
		self.employers = copies(
			host,
			EMPLOYERS,
			lambda n: {
				"name": f"PERF-EMP-{n}",
				"employer_type": self.dice.choice(("Business", "Business", "Public Body", "Community Group")),
				"host_again": self.dice.choice(("Yes", "Maybe", "Not Asked")),
				"readiness": self.dice.choice(("Ready", "In Progress", "Not Started")),
			},
		)
		self.sites = copies(
			site,
			EMPLOYERS,
			lambda n: {
				"name": f"PERF-SITE-{n}",
				"employer": f"PERF-EMP-{n}",
				"ward": self.dice.choice(self.wards),
				"step_free": int(self.dice.random() < 0.6),
			},
		)

	def places(self, number: int, first: int = 0) -> list[str]:
		"""Insert open places, from number `first` on; return their names."""
		return copies(self.template, number, lambda n: self._place(first + n))

	def _place(self, n: int) -> dict:
		kind = self.dice.choice(KINDS)
		return {
			"name": f"PERF-OPP-{n:06}",
			"employer": f"PERF-EMP-{n % EMPLOYERS}",
			"site": f"PERF-SITE-{n % EMPLOYERS}",
			"kind": kind,
			"sector": self.dice.choice(self.sectors),
			"capacity": self.dice.choice((1, 1, 1, 2, 3)),
			"hours_per_week": self.dice.choice((6, 12, 20, 25)),
			"minimum_age": self.dice.choice((0, 14, 16, 18)),
			"pay_basis": "Paid" if kind in ("Paid Job", "Apprenticeship") else "Unpaid",
			"role_title": self.dice.choice(("Kitchen porter", "Shop assistant", "Gardener", "Office junior")),
			"tasks": "Helping a small team with its daily work, shown each task first. " * 2,
			"available_until": add_days(today(), self.dice.randint(-5, 300)),
		}

	def people(self, number: int, worker: str | None = None, first: int = 0) -> list[str]:
		"""Insert active young people, from number `first` on, with identity, care record and interests.

		Returns their names.
		"""
		person = make.young_person()
		identity = frappe.get_doc("Young Person Identity", person.name)
		care = make.care_record(person, right_to_work="Unrestricted")
		names = [f"YP-PERF{first + n:07}" for n in range(number)]
		copies(
			person,
			number,
			lambda n: {
				"name": names[n],
				"allocated_worker": worker,
				"ward": self.dice.choice(self.wards),
				"travel_band": self.dice.choice(TRAVEL),
				"hours_per_week": self.dice.choice((8, 16, 24, 35)),
				"saturday": int(self.dice.random() < 0.2),
			},
		)
		copies(
			identity,
			number,
			lambda n: {
				"name": names[n],
				"young_person": names[n],
				"date_of_birth": add_days(today(), -self.dice.randint(15 * 365, 24 * 365)),
				"goals": self.dice.choice(("A kitchen of my own", "Gardens", None)),
			},
		)
		copies(
			care,
			number,
			lambda n: {
				"name": names[n],
				"young_person": names[n],
				"right_to_work": self.dice.choice(("Unrestricted",) * 9 + ("No Permission",)),
			},
		)
		copies(
			person.interests[0],
			2 * number,
			lambda n: {
				"name": f"{names[n // 2]}-{n % 2}",
				"parent": names[n // 2],
				"sector": self.dice.choice(self.sectors),
			},
		)
		return names
