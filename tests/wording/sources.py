"""Sources of words: the catalogue of the present sources, and the product's own files."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from devbench import catalogue as devbench_catalogue
from devbench.paths import ROOT

PACKAGE = ROOT / "unlocking_opportunities"
# Not shown as our text: made-up people, and patches.
NOT_SHOWN = {"demo_data", "dist", "node_modules", "patches"}


@lru_cache(maxsize=1)
def catalogue() -> list[tuple[list[str], str]]:
	"""Return every message of the present sources, with its files."""
	return [
		(sorted({name for name, _line in message.locations}), message.id)
		for message in devbench_catalogue.collect()
		if message.id
	]


def of_the_product(ending: str) -> Iterator[Path]:
	"""Return the product's files with this ending, without tests."""
	for file in sorted(PACKAGE.rglob(f"*.{ending}")):
		if not file.name.startswith("test_") and not NOT_SHOWN & set(file.parts):
			yield file
