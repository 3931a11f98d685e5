"""Facts are released in a transaction that is never committed."""

import frappe
import pytest


@pytest.fixture
def uncommitted(frappe_site, monkeypatch):
	"""`frappe` on a site without any release; a commit does nothing and no job is started."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(frappe, "enqueue", lambda *arguments, **options: None)
	for doctype in ("Fact Release", "Fact Source"):
		frappe.db.delete(doctype)
	return frappe
