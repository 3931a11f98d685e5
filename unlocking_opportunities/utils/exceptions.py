"""Failures that several modules raise. Every other class is in the module that raises it."""

import frappe


class FutureDate(frappe.ValidationError):
	"""The day on which something is said to have happened is in the future."""


class DatesOutOfOrder(frappe.ValidationError):
	"""A date is before one that it has to follow: a period ends before it starts, or an extension is no later."""


class OnlyByLink(frappe.ValidationError):
	"""Someone wrote By Link themselves: it is recorded only when a person uses their link."""
