"""Dated rows: choose the one in force on a given day."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class NoRowInForce(LookupError):
	"""No dated row covers that day, or none of those in force covers that value."""


class Dated(Protocol):
	"""A row with the day from which it applies; None for law that has been passed but not yet commenced."""

	effective_from: date | None


Row = TypeVar("Row", bound=Dated)


def in_force(rows: Iterable[Row], on: date) -> Row:
	"""Return the row with the latest start on or before a day.

	Raises NoRowInForce when no row had begun by then: judging by a rule that did not exist would be worse.
	"""
	begun = [row for row in rows if row.effective_from and row.effective_from <= on]
	if not begun:
		raise NoRowInForce(f"No dated row is in force on {on.isoformat()}.")
	return max(begun, key=lambda row: row.effective_from)
