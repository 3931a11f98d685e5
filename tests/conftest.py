"""Shared fixtures: a connected site, the same site served over HTTP, and its email.

The site is set up in conftest.py one folder up.
"""

import email
import email.policy
import os
import time
from collections.abc import Iterator
from email.message import EmailMessage

import frappe
import pytest
import requests
from playwright.sync_api import Browser, sync_playwright

from devbench import serving
from devbench.bench import Bench
from devbench.paths import CHROMIUM, MAIL

MAIL_SECONDS = 20


@pytest.fixture
def frappe_site(connected_site):
	"""`frappe`, connected to the test site as Administrator; uncommitted changes are rolled back."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	yield frappe
	frappe.set_user("Administrator")
	frappe.db.rollback()


@pytest.fixture
def empty_bells(frappe_site):
	"""Delete notifications that tests over HTTP had to store for standing users."""
	frappe.db.delete("Notification Log")


@pytest.fixture(scope="session")
def served(connected_site):
	"""The address at which the test site is served, with real web processes, for the whole run."""
	address = serving.serve(Bench.of_this_process(), frappe.local.site, background=False)
	# Links in emails from this process lead to the served site.
	frappe.local.conf.host_name = address
	yield address
	serving.stop(frappe.local.site)


class Visitor(requests.Session):
	"""A browser without a screen: paths are relative to the site, and POSTs carry the CSRF token."""

	def __init__(self, base):
		super().__init__()
		self.base = base
		self.headers["Accept"] = "application/json"

	def request(self, method, url, *arguments, **options):
		options.setdefault("timeout", 60)
		return super().request(method, self.base + url if url.startswith("/") else url, *arguments, **options)

	def log_in(self, user, password):
		self.post("/api/method/login", data={"usr": user, "pwd": password}).raise_for_status()
		page = self.get("/app", headers={"Accept": "text/html"})
		if token := page.text.partition('csrf_token = "')[2].partition('"')[0]:
			self.headers["X-Frappe-CSRF-Token"] = token
		return self

	def call(self, method, **arguments):
		"""POST a whitelisted method with JSON arguments; the response."""
		return self.post(f"/api/method/{method}", json=arguments)


@pytest.fixture
def http(served):
	"""`http()` is a guest's session; `http(user, password)` a signed-in user's."""
	sessions = []

	def open_session(user=None, password=None):
		sessions.append(Visitor(served))
		return sessions[-1].log_in(user, password) if user else sessions[-1]

	yield open_session
	for session in sessions:
		session.close()


class Mailbox:
	"""The emails that the test site really sent since the test began, oldest first."""

	def __init__(self, folder):
		self.folder = folder
		self.seen = set(self._files())

	def _files(self):
		return sorted(self.folder.glob("*.eml"))

	def messages(self, to: str | None = None, subject: str | None = None) -> list[EmailMessage]:
		"""Return the messages to the address `to`, with `subject` in their subject line."""
		found = (
			email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
			for file in self._files()
			if file not in self.seen
		)
		return [
			message
			for message in found
			if (not to or to in message["X-Envelope-To"]) and (not subject or subject in message["Subject"])
		]

	def forget(self) -> None:
		"""Leave out the messages that have come so far."""
		self.seen.update(self._files())

	def send_queue(self):
		"""Send the site's queued emails, as its scheduler would."""
		frappe.db.commit()
		frappe.in_test = frappe.flags.in_test = False
		try:
			for name in frappe.get_all(
				"Email Queue", {"status": "Not Sent"}, order_by="creation", pluck="name"
			):
				frappe.get_doc("Email Queue", name).send()
			frappe.db.commit()
		finally:
			frappe.in_test = frappe.flags.in_test = True

	def wait_for(self, to: str | None = None, subject: str | None = None) -> EmailMessage:
		"""Return the first such message; fail if none comes in time."""
		deadline = time.monotonic() + MAIL_SECONDS
		while time.monotonic() < deadline:
			if found := self.messages(to, subject):
				return found[0]
			time.sleep(0.1)
		raise AssertionError(
			f"no mail to {to!r} with {subject!r} in its subject came within {MAIL_SECONDS} s"
		)


@pytest.fixture
def mailbox():
	return Mailbox(MAIL / frappe.local.site)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
	"""Chromium, shared: Playwright refuses a second one in the same process."""
	with sync_playwright() as playwright:
		chromium = playwright.chromium.launch(
			executable_path=CHROMIUM,
			args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
		)
		yield chromium
		chromium.close()
