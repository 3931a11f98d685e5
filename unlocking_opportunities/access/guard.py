"""The guard before Frappe's own methods: everything is closed, unless `known_methods.py` opens it.

Frappe calls `check_request` for each request, after it knows the user and before any method runs (hooks: auth_hooks). See
docs/security.md.
"""

import inspect
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import cint

from unlocking_opportunities.access import arguments, guarded, known_methods, markup
from unlocking_opportunities.access.copies import COPIES
from unlocking_opportunities.access.guarded import APP, FRAMEWORK, is_ours, lookups
from unlocking_opportunities.access.row_permissions import (
	EVERY_ROW,
	NO_ROW,
	criterion,
	is_readable,
	not_readable,
)
from unlocking_opportunities.council.roles import is_administrator

# They belong to other apps as well, so their methods stay open. A record of theirs that is named must be readable.
CONTACTS = arguments.Lookup(guarded.CONTACTS)
# Key in the site's configuration for more methods that a council opens.
OPENED = "unlocking_open_methods"
WEB_FORM = "frappe.website.doctype.web_form.web_form."
USER = "User"
# What a request runs if it is not a method: the REST API, the print page, any other page.
REST, PRINT_PAGE, PAGE = "REST", "printview", "page"
# Methods whose documents may not be stored yet.
INSERTS = {"frappe.client.insert", "frappe.client.insert_many"}
# This method writes its field. Frappe checks the permission on the record.
WRITES = "frappe.client.set_value"
SAVES = {"frappe.desk.form.save.savedocs"}


class Refused(frappe.PermissionError):
	"""The guard refuses this request."""


@dataclass(frozen=True)
class Asked:
	"""One request: what it would run (a method, REST or a page, and methods in its arguments), and its arguments."""

	methods: tuple[str, ...]
	form: Mapping[str, Any]

	@property
	def method(self) -> str:
		return self.methods[0]


@dataclass(frozen=True)
class About:
	"""What a request names: our DocTypes, Frappe's guarded ones, and whether only another app's."""

	ours: set[str]
	frameworks: set[str]
	another_app: bool
	users: bool


def check_request() -> None:
	"""Refuse a request that would run an unknown method, or that has something else where a name or a column belongs.

	Raises Refused. Runs no SQL for a request that names nothing guarded.
	"""
	_check_size()
	try:
		_check(_asked())
	except arguments.NotUnderstood:
		refuse(_("We could not read this request. Reload the page and try again."))
	except arguments.NameIsNoText:
		refuse(_("The name of a record must be text. Reload the page and try again."))


def _check_size() -> None:
	"""Refuse texts that keep the server busy before any method runs: Frappe parses all that a visitor sends."""
	sent = list(arguments.texts(frappe.form_dict))
	if frappe.session.user == "Guest" and _is_long(sent) and not _app_of(_run(_path(), frappe.form_dict)):
		refuse(_("This is too long. Shorten it and try again."))
	if any(map(markup.is_laborious, sent)):
		refuse(_("This text has too many “<” signs. Remove some of them and try again."))


def _is_long(sent: list[str]) -> bool:
	is_form = frappe.request.form or frappe.request.files
	unread = 0 if is_form else frappe.request.content_length or 0
	return max(unread, sum(map(len, sent))) > known_methods.LONGEST_OF_VISITORS


def _path() -> list[str]:
	"""The parts of the request's path, without the version of the API."""
	path = [part for part in frappe.request.path.split("/") if part]
	if path[:1] == ["api"] and path[1:2] and path[1] in ("v1", "v2"):
		path.pop(1)
	return path


def _check(asked: Asked) -> None:
	arguments.check_names(asked.form, is_document=asked.method == REST)
	if known_methods.REPLACEMENTS & {asked.method, *arguments.texts(asked.form)}:
		refuse(_("You cannot do this with these records. Ask your administrator if you need it."))
	_check_print_page(asked)
	if _is_own(asked) or is_administrator():
		return
	_check_user(asked)
	_check_web_form(asked)
	about = _about(asked)
	_check_rename(asked, about)
	_check_columns(asked, about)
	_check_methods(asked, about)
	if asked.method not in known_methods.ANSWER_NOTHING:
		_check_records(asked)


def _about(asked: Asked) -> About:
	ours, frameworks, others = lookups()
	about_ours = ours.named_as_doctype(asked.form) if _app_of(asked.method) else ours.named(asked.form)
	about_frameworks = frameworks.named(asked.form) | _worked_on(asked, frameworks)
	return About(
		ours=about_ours,
		frameworks=about_frameworks,
		another_app=not (about_ours or about_frameworks) and bool(others.named_as_doctype(asked.form)),
		users=USER in frameworks.named_as_doctype(asked.form),
	)


def _asked() -> Asked:
	path = _path()
	form = arguments.decoded({**frappe.form_dict, **_raw_body(path), **_named_in_path(path)})
	run = _run(path, form)
	if run == PAGE:
		# A page uses only these arguments. Words in a search are not DocTypes.
		form = {key: form[key] for key in ("doctype", "name") if key in form}
	if run in known_methods.MAPPERS:
		run, form = _mapped(run, form)
	inner = [text for text in arguments.texts(form) if arguments.METHOD.fullmatch(text)]
	return Asked((run, *inner), form)


def _run(path: list[str], form: Mapping) -> str:
	"""Return the method that Frappe will run, REST, or the kind of page."""
	if form.get("cmd"):
		return str(form["cmd"])
	if path[:1] != ["api"]:
		is_print = (
			path and path[0].removesuffix(".html") == PRINT_PAGE
		)  # Frappe finds a page with the suffix as well
		return PRINT_PAGE if is_print else PAGE
	if path[1:2] != ["method"] or len(path) < 3:
		return REST
	# v1 ignores what follows the method. In v2 a DocType may come before its own method.
	return path[2] if "." in path[2] else ".".join(path[2:])


def _mapped(mapper: str, form: dict) -> tuple[str, dict]:
	"""Return the method that a mapper runs and its arguments, with the names under its first argument."""
	method = str(form.get("method"))
	try:
		first = next(iter(inspect.signature(frappe.get_attr(method)).parameters), None)
	except (ImportError, AttributeError, TypeError, ValueError):
		first = None  # Frappe gives the error itself
	return method, {**form, **({first: form.get(known_methods.MAPPERS[mapper])} if first else {})}


def _raw_body(path: list[str]) -> dict:
	"""Return the JSON body that `/api/resource` reads, whatever its content type."""
	if path[:1] != ["api"] or frappe.form_dict.get("data") is not None or not frappe.request.content_length:
		return {}
	body = arguments.decoded(frappe.safe_decode(frappe.request.get_data()))
	return body if isinstance(body, dict) else {}


def _named_in_path(path: list[str]) -> dict:
	if path[:1] != ["api"] or len(path) < 3:
		return {}
	name = "/".join(path[3:]).partition("/method/")[0].removesuffix("/copy")
	if path[1] in ("resource", "document"):
		return {"doctype": path[2], **({"name": name} if name else {})}
	return {"doctype": path[2]} if path[1] == "doctype" or (path[1] == "method" and len(path) > 3) else {}


def _worked_on(asked: Asked, frameworks: arguments.Lookup) -> set[str]:
	"""Return the guarded DocTypes that the methods belong to."""
	found = set()
	for method in asked.methods:
		parts = method.split(".")
		if "doctype" in parts[:-2]:
			found.add(frameworks.exact(parts[parts.index("doctype") + 1].replace("_", " ")))
		found.update(
			doctype for prefix, doctype in known_methods.WORK_ON.items() if method.startswith(prefix)
		)
	return found - {None}


def _app_of(method: str) -> str | None:
	"""Return the other app that `method` belongs to; None for Frappe's methods and ours."""
	app = method.partition(".")[0]
	is_apps = "." in method and app in frappe.get_installed_apps() and app not in (FRAMEWORK, APP)
	return app if is_apps and not _is_second_name(method) else None


def _is_of_the_site(method: str) -> bool:
	"""Return whether `method` is a Server Script of the site, which Frappe calls by a name without a dot."""
	return "." not in method and not hasattr(frappe.handler, method)


def _is_second_name(method: str) -> bool:
	"""Return whether `method` is a function of Frappe's that is imported under another name."""
	if "." not in method:
		return False
	try:
		function = frappe.get_attr(method)
	except (ImportError, AttributeError, ValueError):
		return False  # Frappe gives the error itself
	first_name = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '')}"
	return first_name.startswith(f"{FRAMEWORK}.") and first_name != method


def _is_own(asked: Asked) -> bool:
	"""Return whether the request runs one of our own functions, which check their arguments themselves."""
	own = asked.method.startswith(f"{APP}.") and not _is_second_name(asked.method)
	return own and len(asked.methods) == 1


def _check_print_page(asked: Asked) -> None:
	"""Refuse markup in the address of a print page: Frappe writes parts of it into the page as they were sent."""
	if asked.method == PRINT_PAGE:
		sent = (value for key, value in frappe.form_dict.items() if key != "settings")
		if any(set('<>"') & set(str(value)) for value in sent):
			refuse(_("You can't print this address. Open the record and print it from there."))


def _check_user(asked: Asked) -> None:
	"""Refuse a `user` argument that names someone else: a method of Frappe's would show or change what is theirs."""
	if not asked.method.startswith(f"{FRAMEWORK}.") or asked.method in known_methods.ABOUT_A_COLLEAGUE:
		return
	if asked.form.get("user") not in (None, "", frappe.session.user) and not _is_opened(asked.method):
		refuse(_("You can do this only for yourself."))


def _check_web_form(asked: Asked) -> None:
	"""Refuse a visitor's call of a web form that names a record: the answer would show whether it exists."""
	if frappe.session.user != "Guest" or not asked.method.startswith(WEB_FORM):
		return
	data = asked.form.get("data")
	if asked.form.get("docname") or (isinstance(data, dict) and data.get("name")):
		refuse(_("Sign in to change something you have already sent."))


def _check_rename(asked: Asked, about: About) -> None:
	"""Refuse to rename a user, because the access log uses the name, and to merge two records."""
	if asked.method == known_methods.RENAME and (about.users or cint(asked.form.get("merge"))):
		refuse(_("Only your administrator can rename a user or merge records. Ask them to do it."))


def _check_columns(asked: Asked, about: About) -> None:
	if arguments.EXPANDS & set(asked.form) and not _is_opened("expand"):
		refuse(_("You cannot read linked records together with a record. Read each one separately."))
	form = asked.form
	if asked.method in known_methods.REPORTS:
		form = {key: value for key, value in form.items() if key != "filters"}
	for text in arguments.columns(form):
		fields = arguments.fields_of(text)
		if arguments.has_sub_query(text) or not (about.another_app or arguments.is_column(text)):
			refuse(_("You cannot use an expression here. Choose a field of the list."))
		of_colleagues = asked.method != WRITES and _is_of_users(text, about)
		if fields & known_methods.SECRET_COLUMNS or (
			of_colleagues and arguments.field_of(text) not in known_methods.OF_USERS
		):
			refuse(_("You cannot use this field here. Choose another one."))


def _is_of_users(text: str, about: About) -> bool:
	"""Return whether the column belongs to a user: in a list of users, or through a link (`officer.last_ip`)."""
	link, _dot, field = text.partition(".")
	if not field or about.users:  # of users also `roles.role` and the like
		return about.users
	return any(
		found and found.fieldtype == "Link" and found.options == USER
		for doctype in about.ours | about.frameworks
		for found in [frappe.get_meta(doctype).get_field(link.strip(" `"))]
	) or link.strip(" `") in ("owner", "modified_by")


def _check_methods(asked: Asked, about: About) -> None:
	turned_off = known_methods.NOBODY_SENDS & set(asked.form) and not _app_of(asked.method)
	if turned_off or _named_frameworks(asked) & known_methods.CLOSED:
		refuse(_("You cannot do this with these records. Ask your administrator if you need it."))
	for method in asked.methods:
		closed = not (method in _known(about) or _is_opened(method))
		if closed and not _is_untouched(method, about):
			refuse(_("You cannot do this with these records. Ask your administrator if you need it."))


def _is_untouched(method: str, about: About) -> bool:
	"""Return whether an unknown method concerns only another app, by its code or by what it is about."""
	if about.another_app:
		return not _is_second_name(method)
	return not about.ours and bool(_app_of(method) or _is_of_the_site(method))


def _named_frameworks(asked: Asked) -> set[str]:
	"""Return Frappe's guarded DocTypes that a request names, ignoring the rows when a user saves their own record."""
	form, doc = asked.form, asked.form.get("doc")
	if asked.method in SAVES and isinstance(doc, dict) and doc.get("doctype") == USER:
		form = {**form, "doc": {key: value for key, value in doc.items() if not isinstance(value, list)}}
	return lookups()[1].named(form)


def _is_opened(method: str) -> bool:
	return method in (frappe.conf.get(OPENED) or ())


def _known(about: About) -> set[str]:
	website = set() if about.ours or about.frameworks else known_methods.FOR_THE_WEBSITE
	if frappe.session.user == "Guest":
		return set() if about.ours else known_methods.FOR_GUESTS | website
	return (known_methods.FOR_OURS if about.ours else known_methods.FOR_FRAMEWORKS) | website


def _check_records(asked: Asked) -> None:
	"""Refuse a request that names a record the user may not read, in the same words as for one that doesn't exist."""
	wanted = defaultdict(set)
	for doctype, name in _named(asked):
		wanted[doctype].add(name)
	for doctype, names in wanted.items():
		if not _may_read(doctype, names):
			refuse(not_readable(doctype))


def _named(asked: Asked) -> Iterator[tuple[str, str]]:
	ours, frameworks, _others = lookups()
	for lookup in (ours, frameworks, CONTACTS):
		for doctype, name, where in lookup.records(asked.form, known_methods.NAMES_IN.get(asked.method)):
			if not _is_new(asked, doctype, name, where):
				yield doctype, name
	if asked.method in known_methods.NAMED_ALONE:
		argument, doctype = known_methods.NAMED_ALONE[asked.method]
		yield from ((doctype, name) for name in arguments.names(asked.form.get(argument)))
	if _app_of(asked.method):
		yield from ours.called(asked.form)
		yield from (copy for copy in frameworks.called(asked.form) if _is_stored_copy(*copy))


def _is_stored_copy(doctype: str, name: str) -> bool:
	"""Return whether the copy exists: another app may use words like `comment` or `event` for something else."""
	return doctype in COPIES and bool(frappe.db.exists(doctype, name))


def _is_new(asked: Asked, doctype: str, name: str, where: Mapping) -> bool:
	"""Return whether the name is not one of a stored record, but of a new document or something else."""
	if asked.method in known_methods.NAME_ANOTHER and where is asked.form:
		return True
	if where.get("name") != name or where.get("doctype") != doctype:
		return False
	unsaved = arguments.UNSAVED.fullmatch(name) is not None
	return unsaved or asked.method in INSERTS or (asked.method in SAVES and bool(where.get("__islocal")))


def _may_read(doctype: str, names: set[str]) -> bool:
	return _may_read_all(doctype, names) if is_ours(doctype) else _may_read_copies(doctype, names)


def _may_read_all(doctype: str, names: set[str]) -> bool:
	rows = criterion(doctype)
	if rows is EVERY_ROW or rows is NO_ROW:
		return rows is EVERY_ROW
	table = frappe.qb.DocType(doctype)
	found = frappe.qb.from_(table).select(Count(table.name)).where(table.name.isin(sorted(names))).where(rows)
	return found.run()[0][0] == len(names)


def _may_read_copies(doctype: str, names: set[str]) -> bool:
	asked_for = COPIES | guarded.CONTACTS | {named for _argument, named in known_methods.NAMED_ALONE.values()}
	return doctype not in asked_for or all(is_readable(doctype, name) for name in names)


def refuse(message: str) -> None:
	"""Raise Refused with `message`."""
	frappe.flags.unlocking_refused = True  # makes the response a 403: portal_users.set_refused_status
	frappe.throw(message, Refused)
