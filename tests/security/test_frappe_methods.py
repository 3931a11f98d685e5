"""Frappe's methods that this app overrides have no second name by which the original could still be called.

The guard refuses unknown methods, and no second name is known.
"""

import sys
from importlib import import_module

import frappe

from unlocking_opportunities import hooks
from unlocking_opportunities.access import known_methods

REPLACED = {
	path: ours
	for path, ours in hooks.override_whitelisted_methods.items()
	if ours.startswith("unlocking_opportunities.access.")
}

KNOWN = known_methods.FOR_FRAMEWORKS | known_methods.FOR_GUESTS | known_methods.FOR_THE_WEBSITE


def is_there(path):
	"""Not every version of Frappe has every name."""
	module, _dot, name = path.rpartition(".")
	try:
		return hasattr(import_module(module), name)
	except ModuleNotFoundError:
		return False


def test_a_replaced_method_has_no_second_name(connected_site):
	for path in filter(is_there, REPLACED):
		has_no_second_name(path)


def has_no_second_name(path):
	original = frappe.get_attr(path)
	assert original in frappe.whitelisted
	second_names = {
		f"{module_name}.{name}"
		for module_name, module in list(sys.modules.items())
		if module and module_name.split(".")[0] in frappe.get_installed_apps() and ".test_" not in module_name
		for name, value in list(vars(module).items())
		if value is original
	}
	assert (second_names - set(REPLACED)) & KNOWN == set()


def test_a_replacement_is_whitelisted_like_the_original(connected_site):
	for path in filter(is_there, REPLACED):
		original, ours = frappe.get_attr(path), frappe.get_attr(REPLACED[path])
		assert ours in frappe.whitelisted
		assert (ours in frappe.guest_methods) == (original in frappe.guest_methods), path
