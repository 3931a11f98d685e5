"""The site that all tests run on: those in tests/ and those that lie beside what they test.

Run by `./dev test`, which makes the sites, sets the environment and names the sites in UNLOCKING_TEST_SITES: one for
each process that tests are spread over. With SITES_PATH and UNLOCKING_TEST_SITES set they run on another bench too, such
as official Frappe's; what needs the servers of `./dev` is skipped there. UNLOCKING_DEMO_SITES names as
many more, on which nothing but the demo is loaded; its tests are skipped without them.
"""

import os
from contextlib import ExitStack, contextmanager

import frappe
import pytest
from hypothesis import HealthCheck, settings

from devbench import site
from tests import kept

# pytest-xdist numbers its processes gw0, gw1, …
PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
SITE = os.environ["UNLOCKING_TEST_SITES"].split()[PROCESS]
DEMO_SITES = os.environ.get("UNLOCKING_DEMO_SITES", "").split()
OF_DEV = site.exists(SITE)
SERVERS = {"mailbox", "served"}
LONGEST = "test_every_method.py"
if OF_DEV:
	os.environ["FRAPPE_REDIS_QUEUE"] = site.redis_queue(SITE)

# A busy machine is no reason to fail.
STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The usual run tries a few examples, the same ones each time. `--hypothesis-profile=thorough` tries many, and new ones.
settings.register_profile("usual", STEADY, max_examples=25, derandomize=True, database=None)
settings.register_profile("thorough", STEADY, max_examples=1000)
settings.load_profile("usual")


@contextmanager
def connected(name):
	"""The site `name`, connected as Frappe's own test runner does it."""
	frappe.init(site=name)
	frappe.connect()
	frappe.in_test = frappe.flags.in_test = True  # the first since v16, the second before
	yield
	frappe.db.rollback()
	frappe.destroy()


@pytest.fixture(scope="session", autouse=True)
def connected_site():
	"""The test site, connected for the whole run except while a module is on the demo's."""
	os.chdir(os.environ["SITES_PATH"])
	with pytest.MonkeyPatch.context() as patch, ExitStack() as site_of_the_tests:
		site_of_the_tests.enter_context(connected(SITE))
		kept.keep(patch)
		yield site_of_the_tests


@pytest.fixture(scope="module")
def demo_site(connected_site):
	"""The demo's own site, connected instead of the test site while the module runs."""
	if not DEMO_SITES:
		pytest.skip("The demo needs a site of its own: name one in UNLOCKING_DEMO_SITES.")
	connected_site.close()
	try:
		with connected(DEMO_SITES[PROCESS]):
			yield
	finally:
		connected_site.enter_context(connected(SITE))


def pytest_collection_modifyitems(items):
	"""The longest file first, so that no process is left with it at the end; and skip what needs servers that are not there."""
	items.sort(key=lambda item: item.path.name != LONGEST)
	for item in items if not OF_DEV else ():
		if SERVERS & set(item.fixturenames):
			item.add_marker(pytest.mark.skip("needs the servers of ./dev"))


def pytest_make_parametrize_id(config, val, argname):
	"""Refuse to name a test after bytes. Text and numbers name themselves; pytest counts values of other types."""
	if isinstance(val, bytes):
		raise pytest.UsageError(
			f"The parameter {argname} of a test is bytes, which differ with the time of making: give it an id."
		)
