"""What the demo is made of: names and texts in JSON, and how they become a council's two years.

Everything is made up: no firm, no person. Real are the wards of Milton Keynes (as they stood from 2014 to 2026), the
sectors of the council's motion and the sources beside each figure. Every choice is drawn from a seeded generator and
every date is counted from one day, so that the same day gives the same demo.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def read(name: str) -> Any:
	"""Return the content of the file `name`.json beside this one."""
	return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
