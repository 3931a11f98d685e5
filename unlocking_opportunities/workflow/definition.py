"""The parts of a workflow: statuses, moves and guards. approvals/workflows.py lists the definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
	from frappe.model.document import Document

Guard = Callable[["Document"], None]


@dataclass(frozen=True)
class State:
	"""A status and how the Desk shows it. `edit` is the role that may edit in the Desk; the server's guards decide."""

	name: str
	edit: str
	style: str = ""
	submitted: bool = False


@dataclass(frozen=True)
class Move:
	"""A named step from one status to another and the roles that may take it.

	`condition` is Frappe's: an expression over `doc` that hides the button if the move makes no sense.
	"""

	action: str
	source: str
	target: str
	roles: tuple[str, ...]
	condition: str = ""


@dataclass(frozen=True)
class Definition:
	"""One workflow. `guards` maps a status to the checks before a record enters it, however it is saved."""

	name: str
	doctype: str
	states: tuple[State, ...]
	moves: tuple[Move, ...]
	guards: Mapping[str, tuple[Guard, ...]] = field(default_factory=dict)

	@property
	def initial(self) -> str:
		return self.states[0].name

	@property
	def state_names(self) -> frozenset[str]:
		return frozenset(state.name for state in self.states)

	def moves_between(self, source: str, target: str) -> list[Move]:
		return [move for move in self.moves if (move.source, move.target) == (source, target)]

	def targets_from(self, source: str) -> list[str]:
		return [move.target for move in self.moves if move.source == source]


def moves(
	action: str, sources: str | tuple[str, ...], target: str, *by: str, condition: str = ""
) -> tuple[Move, ...]:
	"""Return the same move from each of `sources`."""
	sources = (sources,) if isinstance(sources, str) else sources
	return tuple(Move(action, source, target, by, condition) for source in sources)
