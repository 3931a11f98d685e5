"""Load finished records: demo data, and a council's history from before this app.

A record cannot be inserted in a later status, and its moves cannot be repeated years later. So each record is
built here in its final form, and its controller then treats it as saved again unchanged: it derives and checks
the same as for a form. Only the move to its status is not checked. The caller supplies what the moves would
have created (visits, counts, hashes of what was signed). At the end the nightly invariants are checked. No one
is notified and nothing is emailed.

Everything is in one transaction of the caller's: if it is interrupted, nothing is left. One Setup Load record
lists everything that was loaded, by reference. It is in the same transaction and the same backups as the
records, and unlike a mark on each record it also covers users, child tables and other apps' DocTypes. `remove`
deletes exactly what is on the list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.naming import is_autoincremented
from frappe.sessions import clear_sessions
from frappe.utils import now_datetime
from frappe.utils.global_search import rebuild_for_doctype

from unlocking_opportunities.daily_work import invariants
from unlocking_opportunities.programme.facts import sync

CHUNK = 500
LOAD = "Setup Load"
LINKS = ("Link", "Dynamic Link")
NUMBERS = ("Check", "Currency", "Float", "Int", "Percent")
# DocTypes of Frappe whose controllers do more than derive and check (User clears every cache): written as given.
AS_GIVEN = ("DocShare", "Notification Settings", "User")

# What Frappe keeps about a record, with the fields that name the record. Deleted with it.
ABOUT = (
	("Comment", "reference_doctype", "reference_name"),
	("Communication", "reference_doctype", "reference_name"),
	("DocShare", "share_doctype", "share_name"),
	("Document Follow", "ref_doctype", "ref_docname"),
	("Email Queue", "reference_doctype", "reference_name"),
	("File", "attached_to_doctype", "attached_to_name"),
	("Notification Log", "document_type", "document_name"),
	("Tag Link", "document_type", "document_name"),
	("ToDo", "reference_type", "reference_name"),
	("Version", "ref_doctype", "docname"),
	("View Log", "reference_doctype", "reference_name"),
	("Workflow Action", "reference_doctype", "reference_name"),
	("__global_search", "doctype", "name"),
	("__Auth", "doctype", "name"),
)
# What Frappe keeps for a user.
OF_A_USER = (
	("Activity Log", "user"),
	("Contact", "user"),
	("DefaultValue", "parent"),
	("DocShare", "user"),
	("Notification Log", "for_user"),
	("Notification Settings", "name"),
	("ToDo", "allocated_to"),
	("__UserSettings", "user"),
)


class LoadRefused(frappe.ValidationError):
	"""The loader was called from the wrong place, or its records break an invariant."""


class Loader:
	"""Collects records and writes them all at once.

	    loader = Loader("History 2019 to 2025")
	    employer = loader.add("Employer", {"employer_name": …}, by="officer@council.example", at=datetime(2020, 3, 2, 9))
	    loader.add("Employer Site", {"employer": employer.name, …})
	    loader.finish()

	A record gets its name when it is added and may be changed until `finish`. DocTypes are written in the order
	in which they were first added. Raises LoadRefused unless called by Administrator from a command line or a
	job.
	"""

	def __init__(self, label: str, progress: Callable[[float, str], None] | None = None):
		_refuse_outsiders()
		if frappe.db.exists(LOAD, label):
			frappe.throw(_("{0} has already been loaded. Remove it first.").format(label), LoadRefused)
		self.label = label
		self.progress = progress or (lambda part, doctype: None)
		self.documents: dict[str, dict[str, Document]] = {}
		self.seals: dict[str, Callable[[Document], None]] = {}
		self.series: dict[str, list[int]] = {}
		self.rows: dict[str, list[str]] = {}
		self.singles: dict[str, dict[str, list]] = {}
		self.single_rows: dict[str, dict[str, list[dict]]] = {}

	def add(
		self, doctype: str, values: dict[str, Any], *, by: str = "Administrator", at: datetime | None = None
	) -> Document:
		"""Add a record in its final form, made by the user `by` at the time `at`; return it with its name.

		The name is `values["name"]`, or the next in its naming series in the year of `at`, or what its
		`autoname` gives.
		"""
		document = frappe.get_doc({"doctype": doctype, **values})
		document.set("__islocal", True)  # from v15 on, only new records get defaults
		document._set_defaults()
		document.set("__islocal", False)
		at = at or now_datetime()
		stamp = {"owner": by, "modified_by": by, "creation": str(at), "modified": str(at)}
		document.update(stamp)
		document.name = values.get("name") or self._next_name(document, at.year)
		_name_children(document)
		self.documents.setdefault(doctype, {})[document.name] = document
		return document

	def extend(self, document: Document, table: str, rows: Iterable[dict[str, Any]]) -> None:
		"""Append `rows` to a child table of a record that was added."""
		for row in rows:
			document.append(table, row)
		_name_children(document)

	def seal(self, doctype: str, how: Callable[[Document], None]) -> None:
		"""Call `how` on each record of `doctype` after its links are fetched and before it is checked."""
		self.seals[doctype] = how

	def set_single(
		self, doctype: str, values: dict[str, Any], rows: dict[str, list[dict]] | None = None
	) -> None:
		"""Set fields of a single DocType and add `rows` to its tables.

		`remove` deletes the rows and restores the old values of the fields that still hold `values`.
		"""
		self.single_rows[doctype] = rows or {}
		self.singles[doctype] = {
			field: [frappe.db.get_single_value(doctype, field), value] for field, value in values.items()
		}

	def finish(self, settle: Callable[[], None] = lambda: None) -> None:
		"""Write everything, then call `settle` to work out what follows from the stored records.

		Raises what a controller raises, or LoadRefused for a broken invariant; then nothing is kept.
		"""
		frappe.db.savepoint("setup_load")
		already_broken = invariants.check()
		_forget_cached(self.documents)  # an interrupted load may have left some behind
		try:
			for done, (doctype, documents) in enumerate(self.documents.items()):
				self.progress(done / len(self.documents), doctype)
				self._write(doctype, list(documents.values()))
			self._write_singles()
			self._write_series()
			self._write_list()
			settle()
			_assert_invariants(already_broken)
		except BaseException:
			frappe.db.rollback(save_point="setup_load")
			raise
		finally:
			_forget_cached(self.documents)
		_search_again(self.documents)
		sync.rebuild_after_commit()

	def _next_name(self, document: Document, year: int) -> str:
		if is_autoincremented(document.doctype, document.meta):
			return frappe.db.get_next_sequence_val(document.doctype)
		series = document.get("naming_series")
		if not series:
			document.run_method("autoname")
			by_field = document.get((document.meta.autoname or "").removeprefix("field:"))
			return document.name or by_field or frappe.generate_hash(length=10)
		key, _dot, digits = series.replace(".YYYY.", f".{year}.").rpartition(".")
		key = key.replace(".", "")
		if key not in self.series:
			table = frappe.qb.DocType("Series")
			stored = (
				frappe.qb.from_(table)
				.select(table.current)
				.where(table.name == key)
				.for_update()
				.run(pluck=True)
			)
			self.series[key] = [stored[0] if stored else 0] * 2
		self.series[key][1] += 1
		return f"{key}{self.series[key][1]:0{len(digits)}}"

	def _write(self, doctype: str, documents: list[Document]) -> None:
		self._follow_links(documents)
		for wave in _waves(documents):
			rows = defaultdict(list)
			for document in wave:
				_as_read_back(document)
				if doctype in self.seals:
					self.seals[doctype](document)
				if doctype not in AS_GIVEN:
					_check_as_saved_again(document)
				_name_children(document)
				for row in (document, *document.get_all_children()):
					rows[row.doctype].append(row)
			for row_doctype, row_documents in rows.items():
				_insert(row_doctype, row_documents)
		self.rows[doctype] = [document.name for document in documents]

	def _follow_links(self, documents: list[Document]) -> None:
		"""Check every link and fetch the values it fetches, with one query for each linked DocType."""
		uses = defaultdict(lambda: defaultdict(list))
		for document in documents:
			for row in (document, *document.get_all_children()):
				for field in row.meta.get("fields", {"fieldtype": ("in", LINKS)}):
					if name := row.get(field.fieldname):
						target = field.options if field.fieldtype == "Link" else row.get(field.options)
						uses[target][name].append((row, field.fieldname))
		for doctype, by_name in uses.items():
			sources = self._sources(doctype, by_name)
			if missing := sorted(by_name.keys() - sources.keys()):
				frappe.throw(
					_("Could not find {0}").format(f"{_(doctype)}: {', '.join(missing)}"),
					frappe.LinkValidationError,
				)
			for name, rows in by_name.items():
				for row, fieldname in rows:
					_fetch(row, fieldname, sources[name])

	def _sources(self, doctype: str, uses: dict[str, list]) -> dict[str, Any]:
		loaded = self.documents.get(doctype, {})
		found = {name: loaded[name] for name in uses if name in loaded}
		elsewhere = uses.keys() - found.keys()
		if elsewhere:
			fields = {
				field.fetch_from.partition(".")[2]
				for rows in uses.values()
				for row, fieldname in rows
				for field in row.meta.get_fields_to_fetch(fieldname)
			}
			rows = frappe.get_all(
				doctype, filters={"name": ["in", list(elsewhere)]}, fields=["name", *fields]
			)
			found.update({row.name: row for row in rows})
		return found

	def _write_singles(self) -> None:
		for doctype, values in self.singles.items():
			single = frappe.get_doc(doctype)
			single.update({field: after for field, (_before, after) in values.items()})
			added = [
				single.append(table, row) for table, rows in self.single_rows[doctype].items() for row in rows
			]
			single.flags.notifications = []
			single.save(ignore_version=True)
			for row in added:
				self.rows.setdefault(row.doctype, []).append(row.name)

	def _write_series(self) -> None:
		for key, (_before, after) in self.series.items():
			_set_series(key, after)

	def _write_list(self) -> None:
		records = {"records": self.rows, "series": self.series, "singles": self.singles}
		load = frappe.get_doc({"doctype": LOAD, "label": self.label, "loaded_on": now_datetime()})
		load.records = frappe.as_json(records, indent=None)
		load.insert()


def is_loaded(label: str) -> bool:
	"""Return whether the load called `label` is on this site."""
	return bool(frappe.db.exists(LOAD, label))


def records_of(label: str) -> dict[str, list[str]]:
	"""Return the names of the records of the load called `label`, by DocType."""
	return _list_of(label)["records"]


def built_on(label: str) -> dict[str, list[str]]:
	"""Return the records, by DocType, that people have since made on top of the load called `label`.

	These are records that link to a loaded record, and records that link to those. Users and reference data
	that only name a loaded user don't count.
	"""
	ours = {doctype: set(names) for doctype, names in records_of(label).items()}
	found: dict[str, set[str]] = defaultdict(set)
	grown = True
	while grown:
		grown = False
		for doctype, fieldname, target in _links_between_records(ours.keys() | found.keys()):
			known = ours.get(doctype, set()) | found[doctype]
			names = set(_linking(doctype, fieldname, ours.get(target, set()) | found[target])) - known
			found[doctype] |= names
			grown = grown or bool(names)
	return {doctype: sorted(names) for doctype, names in found.items() if names}


def remove(label: str, with_dependent_records: bool = False) -> dict[str, int]:
	"""Delete exactly what the load called `label` added, and Frappe's copies of it; return counts by DocType.

	Raises LoadRefused if people have made records that depend on it, unless these may be deleted too.
	"""
	_refuse_outsiders()
	listed = _list_of(label)
	records = {doctype: list(names) for doctype, names in listed["records"].items()}
	on_top = built_on(label)
	if on_top and not with_dependent_records:
		counts = ", ".join(f"{_(doctype)}: {len(names)}" for doctype, names in on_top.items())
		frappe.throw(
			_(
				"Other records depend on it now ({0}). Confirm that they may be removed too, or remove them first."
			).format(counts),
			LoadRefused,
		)
	for doctype, names in on_top.items():
		records[doctype] = records.get(doctype, []) + names
	for doctype, names in records.items():
		_delete(doctype, names)
	_put_back(listed)
	_delete(LOAD, [label])
	_forget_cached(records)
	sync.rebuild_after_commit()
	return {doctype: len(names) for doctype, names in records.items()}


def _refuse_outsiders() -> None:
	if getattr(frappe.local, "request", None):
		frappe.throw(
			_("You can load or remove records only with a job or from the command line."), LoadRefused
		)
	if frappe.session.user != "Administrator":
		frappe.throw(_("Only Administrator may load or remove records in bulk."), LoadRefused)


def _waves(documents: list[Document]) -> list[list[Document]]:
	"""Group records of one DocType so that the records each one links to are stored before it."""
	wave_of: dict[str, int] = {}
	waves: list[list[Document]] = []
	for document in documents:
		own = [
			field.fieldname for field in document.meta.get_link_fields() if field.options == document.doctype
		]
		wave = max((wave_of.get(document.get(field), -1) for field in own), default=-1) + 1
		wave_of[document.name] = wave
		if wave == len(waves):
			waves.append([])
		waves[wave].append(document)
	return waves


def _as_read_back(document: Document) -> None:
	# A number that was left out is 0 once it is stored, and controllers calculate with stored values.
	for row in (document, *document.get_all_children()):
		for field in row.meta.fields:
			if field.fieldtype in NUMBERS and row.get(field.fieldname) is None:
				row.set(field.fieldname, 0)


def _check_as_saved_again(document: Document) -> None:
	# A controller compares with the stored document. Comparing with itself means that nothing has changed.
	document._doc_before_save = document
	document.flags.ignore_permissions = True  # loading as Administrator, for others
	document.flags.notifications = []
	document._action = "save"
	for step in ("before_validate", "validate", "before_save"):
		document.run_method(step)
	document._validate()


def _name_children(document: Document) -> None:
	document.set_parent_in_children()
	for child in document.get_all_children():
		if not child.name:
			child.name = frappe.generate_hash(length=10)
			child.update(
				{field: document.get(field) for field in ("owner", "modified_by", "creation", "modified")}
			)
		child.set("__islocal", False)


def _fetch(row: Document, fieldname: str, source: Any) -> None:
	for field in row.meta.get_fields_to_fetch(fieldname):
		if not (field.get("fetch_if_empty") and row.get(field.fieldname)):
			row.set(field.fieldname, source.get(field.fetch_from.partition(".")[2]))


def _insert(doctype: str, documents: list[Document]) -> None:
	columns = frappe.get_meta(doctype).get_valid_columns()
	rows = (document.get_valid_dict(convert_dates_to_str=True, ignore_virtual=True) for document in documents)
	frappe.db.bulk_insert(
		doctype, columns, ([row.get(column) for column in columns] for row in rows), chunk_size=CHUNK
	)


def _assert_invariants(already_broken: list[invariants.Problem]) -> None:
	broken = [problem for problem in invariants.check() if problem not in already_broken]
	if broken:
		lines = [
			f"{problem.message} ({_(problem.doctype)}: {', '.join(problem.names[:5])})" for problem in broken
		]
		frappe.throw(_("Nothing was loaded:") + " " + " ".join(lines), LoadRefused)


def _list_of(label: str) -> dict[str, dict]:
	records = frappe.db.get_value(LOAD, label, "records")
	if not records:
		frappe.throw(_("{0} has not been loaded.").format(label), frappe.DoesNotExistError)
	return frappe.parse_json(records)


def _links_between_records(doctypes: Iterable[str]) -> Iterator[tuple[str, str, str]]:
	"""Yield each link (DocType, field, linked DocType) from this app's records to one of `doctypes`, users left out."""
	module = frappe.get_meta(LOAD).module
	for doctype in frappe.get_all(
		"DocType", filters={"module": module, "istable": 0, "issingle": 0}, pluck="name"
	):
		for field in frappe.get_meta(doctype).get_link_fields():
			if field.options in doctypes and field.options != "User":
				yield doctype, field.fieldname, field.options


def _linking(doctype: str, fieldname: str, targets: Iterable[str]) -> Iterator[str]:
	for chunk in _chunks(targets):
		yield from frappe.get_all(doctype, filters={fieldname: ["in", chunk]}, pluck="name")


def _delete(doctype: str, names: list[str]) -> None:
	for chunk in _chunks(names):
		for table in frappe.get_meta(doctype).get_table_fields():
			frappe.db.delete(table.options, {"parenttype": doctype, "parent": ["in", chunk]})
		for about, doctype_field, name_field in ABOUT:
			_delete_about(about, {doctype_field: doctype, name_field: ["in", chunk]})
		if doctype == "User":
			_delete_of_users(chunk)
		frappe.db.delete(doctype, {"name": ["in", chunk]})


def _delete_about(doctype: str, filters: dict[str, Any]) -> None:
	if doctype.startswith("__"):
		frappe.db.delete(doctype, filters)
		return
	names = frappe.get_all(doctype, filters=filters, pluck="name")
	if doctype == "File":
		for name in names:
			frappe.delete_doc("File", name, ignore_permissions=True, force=True)  # deletes its file too
		return
	for table in frappe.get_meta(doctype).get_table_fields():
		if names:
			frappe.db.delete(table.options, {"parenttype": doctype, "parent": ["in", names]})
	if names:
		frappe.db.delete(doctype, {"name": ["in", names]})


def _delete_of_users(users: list[str]) -> None:
	for user in users:
		clear_sessions(user=user, force=True)
		frappe.clear_cache(user=user)
	for doctype, field in OF_A_USER:
		_delete_about(doctype, {field: ["in", users]})


def _put_back(listed: dict[str, dict]) -> None:
	for doctype, fields in listed["singles"].items():
		for field, (before, after) in fields.items():
			if frappe.db.get_single_value(doctype, field) == after:
				frappe.db.set_single_value(doctype, field, before)
	for key, (before, after) in listed["series"].items():
		# Only if no record was named since: a name is never used twice.
		if frappe.db.get_value("Series", key, "current", order_by="name") == after:
			_set_series(key, before)


def _set_series(key: str, current: int) -> None:
	table = frappe.qb.DocType("Series")
	frappe.qb.from_(table).delete().where(table.name == key).run()
	if current:
		frappe.qb.into(table).columns(table.name, table.current).insert(key, current).run()


def _forget_cached(doctypes: Iterable[str]) -> None:
	for doctype in doctypes:
		frappe.clear_document_cache(doctype)


def _search_again(doctypes: Iterable[str]) -> None:
	for doctype in doctypes:
		if frappe.get_meta(doctype).get_global_search_fields():
			rebuild_for_doctype(doctype)


def _chunks(names: Iterable[str]) -> Iterator[list[str]]:
	iterator = iter(names)
	while chunk := list(islice(iterator, CHUNK)):
		yield chunk
