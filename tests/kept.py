"""What tests keep, because Frappe works it out again and again: a quarter of the suite's time.

Nothing here changes what a test sees. Frappe clears a DocType's meta itself when that DocType changes.
"""

from functools import lru_cache

import frappe
import jinja2
import pytest
import sqlparse


def keep(patch: pytest.MonkeyPatch) -> None:
	"""Keep metas when the user changes, and what sqlparse made of a text, until `patch` is undone."""
	patch.setattr(frappe, "set_user", with_metas(frappe.set_user))
	patch.setattr(sqlparse, "format", lru_cache(maxsize=10_000)(sqlparse.format))
	patch.setattr(jinja2.Environment, "compile", _compiled_once(jinja2.Environment.compile))


def with_metas(forget):
	"""Return `forget`, which empties the cache of this process, as a function that keeps the metas."""

	def keeping(*arguments, **options):
		# Metas are the same for every user. Some versions of Frappe keep them elsewhere; then there is nothing to do.
		key = frappe.cache.make_key("doctype_meta")
		metas = frappe.local.cache.get(key)
		forget(*arguments, **options)
		if metas:
			frappe.local.cache[key] = metas

	return keeping


def _compiled_once(compile_template):
	compiled = {}

	def compiling(environment, source, name=None, filename=None, raw=False, defer_init=False):
		key = (type(environment), environment.autoescape, source, name, filename, raw, defer_init)
		if key not in compiled:
			compiled[key] = compile_template(environment, source, name, filename, raw, defer_init)
		return compiled[key]

	return compiling
