"""The drawing of the rooms in docs/architecture.md, made from the code's own imports.

Run as a module (`./dev rooms`) it writes the drawing: Mermaid text, which the usual hosts of repositories show
as a picture. The order of the rooms is that of the import contract in pyproject.toml.
"""

import grimp
from importlinter import api

from devbench.paths import APP, ROOT

PAGE = ROOT / "docs/architecture.md"
START = "<!-- Drawn by ./dev rooms -->\n"
END = "<!-- End of the drawing -->\n"


def floors():
	"""Return the layers of the import contract, from top to bottom: a list of rooms for each."""
	contracts = api.read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
	layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
	return [layer.split(" | ") for layer in layers]


def imports():
	"""Return each room that imports from others, and which."""
	graph = grimp.build_graph(APP, cache_dir=None)
	found = {}
	for module in graph.modules:
		room = _room(module)
		others = {_room(imported) for imported in graph.find_modules_directly_imported_by(module)}
		if room:
			found.setdefault(room, set()).update(others - {room, None})
	return found


def _room(module):
	parts = module.split(".")
	return parts[1] if len(parts) > 1 else None


def shortest(found):
	"""Return `found` without imports that also go through another room."""
	below = {}

	def reach(room):
		if room not in below:
			direct = found.get(room, set())
			below[room] = direct.union(*map(reach, direct))
		return below[room]

	return {
		room: {other for other in others if not any(other in reach(between) for between in others)}
		for room, others in found.items()
	}


def drawing():
	"""Return the Mermaid text, in its code block."""
	arrows = shortest(imports())
	lines = ["```mermaid", "flowchart TB"]
	for floor in floors():
		lines += [f"\t{room}" for room in floor]
		lines += [f"\t{room} --> {' & '.join(sorted(arrows[room]))}" for room in floor if arrows.get(room)]
	return "\n".join([*lines, "```", ""])


def redrawn(page):
	"""Return the text of `page` with the drawing as it has to be."""
	before, _start, rest = page.partition(START)
	_old, _end, after = rest.partition(END)
	return f"{before}{START}{drawing()}{END}{after}"


if __name__ == "__main__":
	PAGE.write_text(redrawn(PAGE.read_text()))
