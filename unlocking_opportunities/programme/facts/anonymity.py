"""k-anonymity: no combination of published values covers fewer than k people.

The method is top-down specialisation with local recoding: Mondrian (LeFevre, DeWitt and Ramakrishnan 2006) along fixed
hierarchies (Fung, Wang and Yu 2005). All records start in one group, with the most general values. Each step makes one
field more precise by one level, in a fixed order, for each group separately. Values that cover too few are pooled and keep
the more general value. If the pool covers too few, a few records of the most frequent value join it. So a value is replaced
only by one that includes it, the result doesn't depend on the order of the records, and records are withheld only if all
of them together cover too few.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

Path = tuple[str, ...]  # a value from its most general form to its most precise
Step = tuple[str, int]  # a field and the level of its path that it may reach


@dataclass(frozen=True)
class Record:
	"""One record: the path of each field that others may know, and its subjects (a young person and perhaps a host)."""

	paths: dict[str, Path]
	subjects: tuple[Hashable, ...]


@dataclass
class _Group:
	members: list[Record]
	levels: dict[str, int] = field(default_factory=dict)


def generalise(
	records: Sequence[Record], steps: Sequence[Step], least: tuple[int, ...]
) -> list[dict[str, str] | None]:
	"""Return the value of each field for each record, so that every combination covers `least` of each kind of subject.

	Returns None for every record if all of them together cover fewer: they must be withheld.
	"""
	if not _covers(records, least):
		return [None] * len(records)
	groups = [_Group(sorted(records, key=_content))]
	for name, level in steps:
		groups = [part for group in groups for part in _split(group, name, level, least)]
	levels = {id(record): group.levels for group in groups for record in group.members}
	return [_shown(record, levels[id(record)]) for record in records]


def _content(record: Record) -> str:
	"""Return the sort key of a record, so that the result does not depend on the order they arrive in."""
	return repr((record.subjects, sorted(record.paths.items())))


def _shown(record: Record, levels: dict[str, int]) -> dict[str, str]:
	return {name: path[levels.get(name, 0)] for name, path in record.paths.items()}


def _covers(records: Sequence[Record], least: tuple[int, ...]) -> bool:
	"""Return whether `records` are about at least `least` different subjects of each kind."""
	kinds = zip(*(one.subjects for one in records), strict=True)
	return bool(records) and all(len(set(kind)) >= enough for kind, enough in zip(kinds, least, strict=True))


def _split(group: _Group, name: str, level: int, least: tuple[int, ...]) -> list[_Group]:
	if group.levels.get(name, 0) != level - 1:
		return [group]  # pooled at an earlier level of this field
	by_value = defaultdict(list)
	for record in group.members:
		by_value[record.paths[name][level]].append(record)
	kept = {value: members for value, members in by_value.items() if _covers(members, least)}
	pooled = [record for value, members in by_value.items() if value not in kept for record in members]
	if pooled:
		_top_up(pooled, kept, least)
	parts = [_Group(members, {**group.levels, name: level}) for members in kept.values()]
	return [*parts, _Group(pooled, group.levels)] if pooled else parts


def _top_up(pooled: list[Record], kept: dict[str, list[Record]], least: tuple[int, ...]) -> None:
	"""Move records of the most frequent values into the pool, as few as needed for the pool to cover `least`."""
	while not _covers(pooled, least):
		value = max(kept, key=lambda value: (len(kept[value]), value))
		members = kept[value]
		seen = [set(kind) for kind in zip(*(one.subjects for one in pooled), strict=True)]
		new = [sum(one not in known for one, known in zip(r.subjects, seen, strict=True)) for r in members]
		pooled.append(members.pop(new.index(max(new))))
		if not _covers(members, least):
			pooled += kept.pop(value)
