"""Every whitelisted method of the installed frameworks and this app, called by users who may not read the records.

`Attack` holds the planted records and calls one method as one user with one set of arguments. It returns what
they were shown, and what changed. Everything is undone after each call.
"""

import importlib
import inspect
import io
import json
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import frappe
import requests
from frappe.handler import execute_cmd
from pypdf import PdfReader
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

APPS = ("frappe", "erpnext", "unlocking_opportunities")
# Not part of a running site: development, tests and commands.
LEFT_OUT = re.compile(r"/(tests|patches|commands|templates/print_formats)/|/test_|/setup/demo")

SECRET = 918273645
READS = re.compile(r"[\s(]*(select|show|describe|explain)\b(?!.*\binto\b)", re.I | re.S)
WRITES = re.compile(
	r"^\s*(insert|update|delete|replace|alter|drop|truncate|create|rename)\b[^`]*`(?:tab)?([^`]+)`", re.I
)


def taken(function: Any, form: dict[str, Any]) -> dict[str, Any]:
	"""Return what of `form` the function accepts; all of it for one that reads the request itself."""
	names = _parameters(function)
	return form if names is None else {name: value for name, value in form.items() if name in names}


@cache
def _parameters(function: Any) -> frozenset[str] | None:
	parameters = inspect.signature(function).parameters
	if not parameters or any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
		return None
	return frozenset(parameters)


def whitelisted() -> Iterator[tuple[str, Any]]:
	"""Yield the dotted name and the function of all whitelisted functions; a method of a DocType has its class in it."""
	for app in APPS:
		if app in frappe.get_installed_apps():
			_import_all(app)
	for function in sorted(frappe.whitelisted, key=_dotted):
		if _dotted(function).split(".")[0] in APPS:
			yield _dotted(function), function


def could_not_be_imported() -> list[str]:
	"""Return the modules with whitelisted functions that need packages which are not installed."""
	installed = [app for app in APPS if app in frappe.get_installed_apps()]
	return [module for app in installed for module in _import_all(app)]


@cache
def _import_all(app: str) -> tuple[str, ...]:
	root, failed = Path(frappe.get_app_path(app)), []
	for file in sorted(root.rglob("*.py")):
		inside = "/" + str(file.relative_to(root))
		if LEFT_OUT.search(inside) or "whitelist(" not in file.read_text():
			continue
		name = ".".join([app, *file.relative_to(root).with_suffix("").parts]).removesuffix(".__init__")
		try:
			importlib.import_module(name)
		except ImportError:
			failed.append(name)
	return tuple(failed)


def _dotted(function: Any) -> str:
	return f"{function.__module__}.{function.__qualname__}"


DOCTYPE_ARGUMENTS = (
	*(
		"doctype",
		"dt",
		"reference_doctype",
		"ref_doctype",
		"reminder_doctype",
		"for_doctype",
		"document_type",
	),
	*("goal_doctype", "_doctype", "parenttype", "doc_type", "share_doctype", "doctype_name", "child_type"),
)
NAME_ARGUMENTS = (
	*("name", "docname", "dn", "doc_name", "reference_name", "ref_docname", "reference_docname", "ref_name"),
	*(
		"reminder_docname",
		"old",
		"old_name",
		"source_name",
		"communication",
		"event",
		"contact",
		"fid",
		"note",
	),
	*("chart_name", "board_name", "dashboard_name", "queue", "notification", "reply_name", "share_name"),
	*("prepared_report_name", "data_import", "data_import_name", "from_version", "to_version", "parent"),
	*("young_person", "placement", "opportunity", "employer", "into", "pledge", "request"),
)
NAMES_ARGUMENTS = (
	"items",
	"names",
	"docnames",
	"files",
	"queues",
	"reports",
	"links",
	"contacts",
	"source_names",
)
DOCUMENT_ARGUMENTS = ("doc", "docs", "document")
# What is said under an argument's name, whichever record is asked about.
SAID = {
	"data": json.dumps({"status": "Changed"}),
	"filters": json.dumps([]),
	"current_filters": json.dumps([]),
	"fields": json.dumps(["name"]),
	"stats": json.dumps(["_user_tags"]),
	"field_map": json.dumps({"start": "creation", "end": "modified", "title": "name", "id": "name"}),
	"field": "name",
	"fieldname": "name",
	"searchfield": "name",
	"txt": "",
	"text": "",
	"search_term": "",
	"query": "",
	"start": "2000-01-01",
	"end": "2100-01-01",
	"page_len": 20,
	"page_length": 20,
	"limit": 20,
	"limit_page_length": 20,
	"value": "Changed",
	"content": "Changed",
	"comment": "Changed",
	"comment_email": "someone@example.org",
	"comment_by": "Someone Else",
	"subject": "Changed",
	"recipients": "outside@example.org",
	"email": "outside@example.org",
	"sender": "someone@example.org",
	"message": "Changed",
	"full_name": "Someone Else",
	"redirect_to": "/",
	"send_email": 1,
	"action": "Save",
	"perm_type": "read",
	"prev": 0,
	"tag": "Changed",
	"tags": json.dumps(["Changed"]),
	"format": "Standard",
	"options": "{}",
	"add": "Yes",
	"report_name": "Placement Register",
	"columns": "[]",
	"export_fields": "All",
	"export_records": "all",
	"file_type": "CSV",
	"file_format_type": "CSV",
	"visible_idx": "[]",
	"with_data": 1,
	"workflow_state_field": "status",
	"workflow_state_fieldname": "status",
	"states": "[]",
	"remind_at": "2100-01-01",
	"colname": "Changed",
	"settings": "{}",
	"to": "Young Person",
	"side": "person",
	"about": "A Young Person",
	"due_on": "2100-01-01",
	"last_day": "2026-01-01",
	"start_date": "2100-01-01",
	"end_date": "2100-01-08",
	"outcome": "Completed",
	"next_step": "Changed",
	"how": "By Phone",
	"reason": "Changed",
	"description": "Changed",
	"aggregation": "count",
	"type": "Data",
}


def arguments(doctype: str, name: Any, **more: Any) -> dict[str, Any]:
	"""Return what a request would say to ask about the record `name` of `doctype`, under every name that methods know it by."""
	document = {
		"doctype": doctype,
		"name": name,
		"docname": name,
		"reference_doctype": doctype,
		"reference_name": name,
	}
	doc, user = json.dumps(document), frappe.session.user
	return {
		**SAID,
		**dict.fromkeys(DOCTYPE_ARGUMENTS, doctype),
		**dict.fromkeys(NAME_ARGUMENTS, name),
		**dict.fromkeys(NAMES_ARGUMENTS, json.dumps([name])),
		**dict.fromkeys(DOCUMENT_ARGUMENTS, doc),
		"args": json.dumps({**document, "assign_to": [user], "chart_name": name, "start": "x"}),
		"order": json.dumps({"Changed": [name]}),
		"user": user,
		**more,
	}


class Attack:
	"""Calls methods, paths and pages, as one user at a time."""

	def __init__(self, planted: dict[str, tuple[str, ...]], monkeypatch: Any):
		self.planted = planted
		self.texts = planted["texts"]
		self.written: list[str] = []
		self.has_savepoint = self.is_untouched = False
		self._watch_writes(monkeypatch)
		monkeypatch.setattr(requests.sessions.Session, "request", _no_network)

	def _watch_writes(self, monkeypatch: Any) -> None:
		sql = frappe.db.sql

		def watched(query, *args, **kwargs):
			self.is_untouched = self.is_untouched and bool(READS.match(str(query)))
			if found := WRITES.match(str(query)):
				self.written.append(found[2])
			return sql(query, *args, **kwargs)

		monkeypatch.setattr(frappe.db, "sql", watched)
		# A change to a table would end the transaction.
		monkeypatch.setattr(
			frappe.db, "sql_ddl", lambda *args, **kwargs: self.written.append("a table itself")
		)

	def call(
		self, method: str, form: dict[str, Any], http_method: str = "POST", path: str | None = None
	) -> tuple[str, str]:
		"""Return (outcome, text): how the request ended, and everything that the user got to see."""
		self.written.clear()
		user = frappe.session.user
		if not self.has_savepoint:
			frappe.db.savepoint("request")  # rolling back to it keeps it for the next call
			self.has_savepoint = True
		self.is_untouched = True
		try:
			return self._outcome(method, form, http_method, path)
		finally:
			if frappe.session.user != user:
				self.written.append("the session")
				frappe.set_user(user)
			if not self.is_untouched:
				frappe.db.rollback(save_point="request")

	def _outcome(
		self, method: str, form: dict[str, Any], http_method: str, path: str | None
	) -> tuple[str, str]:
		local = frappe.local
		local.form_dict = frappe._dict(form)
		if method:
			local.form_dict.cmd = method
		local.response = frappe._dict(docs=[])
		local.message_log, local.error_log = [], []
		local.request = Request(
			EnvironBuilder(path=path or f"/api/method/{method}", method=http_method).get_environ()
		)
		try:
			for hook in ("before_request", "auth_hooks"):
				for function in frappe.get_hooks(hook):
					frappe.get_attr(function)()
			answer = ANSWERED_BY[path.split("/")[1]](path) if path else execute_cmd(method)
			return "answered", shown(answer) + shown(local.response) + shown(local.message_log)
		except Exception as error:
			status = getattr(error, "http_status_code", 500)
			return f"{type(error).__name__} {status}", f"{error} {shown(local.message_log)}"
		finally:
			del local.request

	def planted_in(self, text: str) -> list[str]:
		"""Return which planted values `text` shows."""
		return [planted for planted in self.texts if planted in text]


def _resource(path: str) -> Any:
	handle = frappe.api.handle
	return handle(frappe.request) if inspect.signature(handle).parameters else handle()


def _page(path: str) -> Any:
	from frappe.website.serve import get_response

	return get_response(path.lstrip("/"))


ANSWERED_BY = {"api": _resource, "printview": _page, "list": _page}


def _no_network(*args: Any, **kwargs: Any) -> None:
	raise requests.ConnectionError("no network in tests")


def shown(answer: Any) -> str:
	"""Return all text in what was answered, in files as well."""
	if isinstance(answer, Response):
		return answer.get_data(as_text=True)
	if isinstance(answer, bytes):
		return _text_of_file(answer)
	if isinstance(answer, dict):
		return " ".join(f"{key} {shown(value)}" for key, value in answer.items())
	if isinstance(answer, (list, tuple, set)):
		return " ".join(map(shown, answer))
	return str(answer.as_dict() if hasattr(answer, "as_dict") else answer)


def _text_of_file(content: bytes) -> str:
	if content.startswith(b"%PDF"):
		return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
	if content.startswith(b"PK"):
		with zipfile.ZipFile(io.BytesIO(content)) as package:
			return " ".join(package.read(part).decode(errors="replace") for part in package.namelist())
	return content.decode(errors="replace")


def without_names(text: str, *names: Any) -> str:
	"""Return `text` in lower case without `names`, which the user sent, and without times."""
	text = text.lower().replace("_", "-").replace("\\", "")
	for name in names:
		for spelling in (str(name), json.dumps(name)):
			text = text.replace(spelling.lower().replace("_", "-"), "…")
	return re.sub(CHANGING, "…", text)


# Times, how long it took, addresses in memory and hashes.
CHANGING = r"\d{4}-\d\d-\d\d[ t][\d:.]+|execution-time [\d.e-]+|0x[0-9a-f]+|[0-9a-f]{32,}"


def difference(first: str, second: str) -> str:
	"""Return where two texts first differ."""
	there = next((at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), 0)
	return f"{first[max(0, there - 60) : there + 60]!r} / {second[max(0, there - 60) : there + 60]!r}"
