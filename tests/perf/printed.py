"""Print measurements as tables, to read and paste into docs/architecture.md."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter

import frappe


def show(title: str, head: Iterable[str], rows: Iterable[Iterable]) -> None:
	"""Print `rows` under `head` as a table."""
	lines = [[str(cell) for cell in row] for row in (head, *rows)]
	widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
	print(f"\n\n{title}")
	for number, line in enumerate(lines):
		print(
			"  "
			+ "  ".join(
				cell.rjust(width) if column else cell.ljust(width)
				for column, (cell, width) in enumerate(zip(line, widths, strict=True))
			)
		)
		if not number:
			print("  " + "  ".join("-" * width for width in widths))


def seconds(work: Callable[[], object], times: int = 5) -> float:
	"""Return the shortest time that `work` takes: other work on the machine only ever makes it slower."""
	return min(_once(work) for _time in range(times))


def _once(work: Callable[[], object]) -> float:
	begun = perf_counter()
	work()
	return perf_counter() - begun


@contextmanager
def executed() -> Iterator[list[str]]:
	"""Collect every statement with its values, as the database got it, so that it can be sent again."""
	statements: list[str] = []
	send = frappe.db.sql

	def noting(*arguments, **options):
		answer = send(*arguments, **options)
		statements.append(str(frappe.db._cursor._executed))
		return answer

	frappe.db.sql = noting
	try:
		yield statements
	finally:
		frappe.db.sql = send
