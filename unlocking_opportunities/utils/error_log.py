"""Log errors without personal data.

Frappe writes the arguments of a failed request to its log file, and the values of local variables and the error message to
its Error Log. Here both keep only what a developer needs: the class of the error, files and lines, and the names of the
arguments. This applies to every app's errors, because a name may be in any of them.
"""

import logging
import re
import sys
import traceback
from typing import Any

import frappe
from frappe.model.document import Document
from werkzeug.wrappers import Request, Response

# Calls of a method over the API: Frappe sends the Desk their traceback. Other requests and visitors get none.
METHOD_PATHS = ("/api/method/", "/api/v1/method/")
# The keys of a response that hold a traceback.
TRACEBACKS = {"exc", "exception", "_debug_messages"}
ARGUMENTS = "\nForm Dict: "
WITHHELD = "(message withheld)"
# Their messages are about code; others quote what was typed or stored.
ABOUT_CODE = {
	"AttributeError",
	"FrappeTypeError",
	"ImportError",
	"ModuleNotFoundError",
	"NameError",
	"RecursionError",
	"TypeError",
	"UnboundLocalError",
	"ZeroDivisionError",
}
HEADING = re.compile(r"Traceback (with variables )?\(most recent call last\):")
BETWEEN = re.compile(r"(During handling of the above exception|The above exception was the direct cause)")
FRAME = re.compile(r'  File ".*", line \d+')
ERROR = re.compile(r"(?P<name>(?:\w+\.)*\w*(?:Error|Exception|Warning|NotFound|Interrupt|Exit))(?=:|$)")


def write(title: str) -> None:
	"""Log the current error in Frappe's Error Log under `title`, which names records by reference only."""
	frappe.log_error(title=title, message=frappe.get_traceback())


def hide_values_in_logs() -> None:
	"""Keep the values of requests and jobs out of the log files (hooks: before_request, before_job)."""
	loggers = [frappe.logger(), *frappe.loggers.values()]
	if frappe.conf.enable_frappe_logger:
		loggers.append(frappe.logger("frappe.web", allow_site=frappe.local.site))
	for logger in loggers:
		for handler in logger.handlers:
			handler.addFilter(_filter)  # adds it once
	request = getattr(frappe.local, "request", None)
	is_call = request and request.path.startswith(METHOD_PATHS) and frappe.session.user != "Guest"
	if request and not is_call and not frappe.conf.developer_mode:
		frappe.local.flags.disable_traceback = True


def remove_traceback(response: Response | None, request: Request) -> None:
	"""Remove the traceback from a response to a visitor (hooks: after_request).

	Frappe sends one if a request fails before any hook runs, for example because of broken JSON.
	"""
	if response is None or not response.is_json or frappe.session.user not in (None, "Guest"):
		return
	answer = response.get_json(silent=True)
	if isinstance(answer, dict) and TRACEBACKS & set(answer):
		response.set_data(
			frappe.as_json({key: value for key, value in answer.items() if key not in TRACEBACKS})
		)


def remove_values_from_entry(entry: Document, event: str) -> None:
	"""Error Log: no values of variables, no message that may quote one (document event before_insert)."""
	if HEADING.search(entry.error or ""):
		without = without_values(entry.error)
		# Frappe uses the message of an unhandled error as its title.
		if entry.method and entry.method in entry.error and entry.method not in without:
			entry.method = _last_error(without)
		entry.error = without
	if metadata := entry.get("metadata"):  # since v16
		entry.metadata = frappe.as_json(_names_only(frappe.parse_json(metadata)))


def without_values(text: str) -> str:
	"""Return a traceback without its variables' values, and without messages that may quote one."""
	lines, source_may_follow = [], False
	for line in text.splitlines():
		if FRAME.match(line):
			lines.append(line)
			source_may_follow = True
			continue
		if source_may_follow and re.match(r"    \S", line):
			lines.append(line)
		elif error := ERROR.match(line):
			about_code = error["name"].rpartition(".")[2] in ABOUT_CODE
			lines.append(line if about_code or line == error["name"] else f"{error['name']}: {WITHHELD}")
		elif HEADING.match(line) or BETWEEN.match(line):
			lines.append(line)
		source_may_follow = False
	return "\n".join(lines)


class WithoutValues(logging.Filter):
	"""Log filter that removes the arguments of the request, and error messages that may quote them, from a record."""

	def filter(self, record: logging.LogRecord) -> bool:
		if isinstance(record.msg, dict):
			record.msg = _without_query(record.msg)
		else:
			record.msg, record.args = self._message(record), ()
		if record.exc_info:
			error = record.exc_info[1]
			record.exc_text = without_values(
				"".join(traceback.format_exception(type(error), error, error.__traceback__))
			)
			record.exc_info = None
		return True

	def _message(self, record: logging.LogRecord) -> str:
		message, arguments, _values = record.getMessage().partition(ARGUMENTS)
		error = sys.exc_info()[1]
		if error and str(error):
			message = message.replace(str(error), f"{type(error).__name__} {WITHHELD}")
		return message + arguments + ", ".join(frappe.local.form_dict) if arguments else message


_filter = WithoutValues()


def _without_query(message: dict[str, Any]) -> dict[str, Any]:
	"""Return the web log's line for a request, without the query string of its address."""
	return {
		key: value.partition("?")[0] if key == "full_path" and isinstance(value, str) else value
		for key, value in message.items()
	}


def _names_only(metadata: dict[str, Any]) -> dict[str, Any]:
	"""Return Frappe's notes about the request or job, with the names of its arguments but not their values."""
	kept = {
		key: ", ".join(value) if key in ("form_dict", "kwargs") and isinstance(value, dict) else value
		for key, value in metadata.items()
	}
	if isinstance(kept.get("referrer"), str):
		kept["referrer"] = kept["referrer"].partition("?")[0]
	return kept


def _last_error(text: str) -> str:
	found = [error["name"] for line in text.splitlines() if (error := ERROR.match(line))]
	return found[-1] if found else "Error"
