"""The parts of the demo: names and texts in JSON, and code that makes two years of a council from them.

All firms and people are made up. The wards of Milton Keynes (from 2014 to 2026), the sectors of the council's
motion and the sources of figures are real. Every choice comes from a seeded generator and every date is
relative to one day, so the same day gives the same demo.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def read(name: str) -> Any:
	"""Return the content of the file `name`.json in this folder."""
	return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
