"""The portal's own Jinja environment: autoescaped, strict, without Frappe's website context."""

from datetime import date, datetime, time
from functools import lru_cache

import frappe
import jinja2
from frappe import _
from frappe.utils.jinja_globals import bundled_asset

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.labels import label


def render(template: str, context: dict) -> str:
	"""Render `template`, a path inside the app's folder. Raises UndefinedError for an unknown name."""
	return _environment().get_template(template).render(context)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
	environment = jinja2.Environment(
		loader=jinja2.FileSystemLoader(frappe.get_app_path("unlocking_opportunities")),
		autoescape=True,
		undefined=jinja2.StrictUndefined,
		trim_blocks=True,
		lstrip_blocks=True,
	)
	environment.globals.update(_=_translate, asset=bundled_asset, label=label)
	environment.filters.update(day=_format_day, clock=_format_time)
	return environment


def _translate(text: str) -> str:
	return _(text)


def _format_day(value: date | str | None) -> str:
	return dates.day(value) if value else ""


def _format_time(value: datetime | time | str | None) -> str:
	return dates.at(value) if value is not None else ""
