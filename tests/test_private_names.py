"""Tests use what a module offers to the rest of the app, so that its inside can change without them."""

import pytest

from devbench.paths import APP, ROOT
from tests.private_names import private_names

TESTS = sorted({*(ROOT / "tests").rglob("*.py"), *(ROOT / APP).rglob("test_*.py")})


def test_no_test_uses_a_private_name_of_the_app():
	assert len(TESTS) > 100
	found = {str(file.relative_to(ROOT)): private_names(file.read_text()) for file in TESTS}
	assert {file: names for file, names in found.items() if names} == {}


IMPORT = "from unlocking_opportunities.employers import merging"


@pytest.mark.parametrize(
	("source", "found"),
	[
		(f"{IMPORT}\nmerging._move()", ["2: merging._move"]),
		(f"{IMPORT} as m\nm.Merge._move", ["2: m.Merge._move"]),
		("import unlocking_opportunities.hooks\nunlocking_opportunities.hooks._x", ["2: unlocking_opportunities.hooks._x"]),
		("from unlocking_opportunities.employers.merging import _move", ["1: _move"]),
		(f"{IMPORT}\nmonkeypatch.setattr(merging, '_move', None)", ["2: merging._move"]),
		(f"{IMPORT}\nwith patch.object(merging.Merge, '_move'): ...", ["2: merging.Merge._move"]),
		(f"{IMPORT}\ngetattr(merging, '_move')", ["2: merging._move"]),
		("patch('unlocking_opportunities.employers.merging._move')", ["1: unlocking_opportunities.employers.merging._move"]),
		# A control: what is public, what Python itself names, and what belongs to someone else.
		(f"{IMPORT}\nmerging.merge\nmerging.__name__\nframe._replace\nfrappe._dict()", []),
	],
)  # fmt: skip
def test_control_each_way_is_found(source, found):
	assert private_names(source) == found
