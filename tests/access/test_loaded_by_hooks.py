"""Every request and every background job of the site runs our hooks, so they must not load what reads files or solves."""

import json
import subprocess
import sys

import frappe
import pytest

HEAVY = {"PIL", "bs4", "docx", "lxml", "numpy", "openpyxl", "pandas", "pypdf", "requests", "scipy", "xlrd"}
OF_JOBS, OF_REQUESTS = (
	("before_job", "after_job"),
	("before_request", "auth_hooks", "after_request", "page_renderer"),
)
LOADED = """
import importlib, json, sys
import frappe
site, kinds, *already = json.loads(sys.argv[1])
for module in already:
	importlib.import_module(module)
frappe.init(site=site)
frappe.connect()
before = set(sys.modules)
paths = [path for kind in kinds for path in frappe.get_hooks(kind)]
if "after_job" in kinds:
	events = frappe.get_hooks("doc_events")["*"]
	paths += [path for some in events.values() for path in ([some] if isinstance(some, str) else some)]
ours = [path for path in paths if path.startswith("unlocking_opportunities.")]
found = [frappe.get_attr(path) for path in ours]
for path, function in zip(ours, found):
	if path.rpartition(".")[2] == "hide_values_in_logs":
		function()
	if path.rpartition(".")[2] == "write_for_job":
		function(method="a.job")
print(json.dumps([ours, sorted(set(sys.modules) - before)]))
"""


def loaded_by(kinds, *already):
	"""Return our hooks of `kinds`, and what a new process loads for them beyond Frappe's modules `already`."""
	done = subprocess.run(
		[sys.executable, "-c", LOADED, json.dumps([frappe.local.site, kinds, *already])],
		capture_output=True,
		text=True,
	)
	assert done.returncode == 0, done.stderr
	return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
	("kinds", "already"),
	[(OF_JOBS, "frappe.utils.background_jobs"), (OF_REQUESTS, "frappe.app")],
	ids=["jobs", "requests"],
)
def test_hooks_load_nothing_heavy(frappe_site, kinds, already):
	ours, loaded = loaded_by(kinds, already)
	assert len(ours) >= len(kinds) and "unlocking_opportunities.access.access_log" in loaded
	assert {module.partition(".")[0] for module in loaded} & HEAVY == set()


def test_control_a_spreadsheet_loads_them(frappe_site):
	"""What `after_request` loads once the response is a spreadsheet; without it the test above could not fail."""
	_ours, loaded = loaded_by(OF_JOBS, "frappe.utils.background_jobs")
	code = "import json, sys, frappe.utils.xlsxutils; print(json.dumps(sorted(sys.modules)))"
	done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
	assert HEAVY & set(json.loads(done.stdout)) >= {"openpyxl", "xlrd"}
	assert "frappe.utils.xlsxutils" not in loaded
