"""Shared fixtures: everything is made in one transaction that is never committed."""

import frappe
import pytest

from tests import factories as make


@pytest.fixture(scope="module")
def uncommitted(connected_site):
	"""`frappe` as Administrator, where commits, rollbacks and jobs do nothing until the module's end."""
	make.standing_user("officer"), make.standing_user("worker")
	frappe.db.rollback()
	frappe.set_user("Administrator")
	rollback = frappe.db.rollback
	with pytest.MonkeyPatch.context() as patched:
		patched.setattr(frappe.db, "commit", lambda *args, **kwargs: None)
		patched.setattr(frappe.db, "rollback", lambda *args, **kwargs: None)
		patched.setattr(frappe, "enqueue", lambda *args, **kwargs: None)
		yield frappe
	frappe.set_user("Administrator")
	rollback()
