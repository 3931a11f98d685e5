"""The oldest releases of Frappe that have the published security fixes."""

import click
import frappe
from frappe import _

# Source: the CVE records listed in docs/security.md. Versions after the newest of these have all of them.
OLDEST_FIXED = {15: (15, 121, 0), 16: (16, 34, 0)}


def warn() -> None:
	"""Warn on the terminal, at install and migrate, that this site's Frappe has known security holes."""
	if message := warning(frappe.__version__):
		click.secho(message, fg="red")


def warning(version: str) -> str | None:
	"""Return the warning for `version` of Frappe ("15.103.0"), or None if it has the published fixes."""
	numbers = _numbers(version)
	oldest = OLDEST_FIXED.get(numbers[0])
	if oldest is None or (numbers >= oldest and "dev" not in version):
		return None
	return _(
		"Frappe {0} has published security holes. Update to {1} or newer before the site holds real people's data."
		" See docs/security.md."
	).format(version, ".".join(map(str, oldest)))


def _numbers(version: str) -> tuple[int, ...]:
	return tuple(int(part) for part in version.split("-")[0].split(".")[:3] if part.isdigit())
