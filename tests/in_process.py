"""The site's web application inside the test's own process, where a test can replace a part of it."""

from concurrent.futures import ThreadPoolExecutor

import frappe
from werkzeug.test import Client


class Browser:
	"""A browser that keeps its cookies. `call` answers as over HTTP, with everything that a test has patched.

	Each request runs in its own thread, so Frappe's request globals of the test stay as they are.
	"""

	def __init__(self):
		from frappe.app import application

		self.client = Client(application)
		self.site = frappe.local.site
		self.token = None

	def log_in(self, user: str, password: str):
		assert self.call("login", usr=user, pwd=password).status_code == 200
		page = self.open("/app", headers={"Accept": "text/html"})
		self.token = page.text.partition('csrf_token = "')[2].partition('"')[0]
		return self

	def call(self, method: str, **arguments):
		"""POST a whitelisted method with JSON arguments; the response."""
		return self.open(f"/api/method/{method}", method="POST", json=arguments)

	def open(self, path: str, headers: dict | None = None, **options):
		headers = {
			"X-Frappe-Site-Name": self.site,
			"X-Frappe-CSRF-Token": self.token or "",
			"Accept": "application/json",
			**(headers or {}),
		}
		with ThreadPoolExecutor(1) as thread:
			return thread.submit(self.client.open, path, headers=headers, **options).result()
