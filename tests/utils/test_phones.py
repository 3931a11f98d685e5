import pytest

from unlocking_opportunities.utils import phones


@pytest.mark.parametrize(
	"typed,stored",
	[
		("07700900123", "07700900123"),
		(" 07700 900 982 ", "07700 900 982"),
		("(01908) 691691", "(01908) 691691"),
		("07700–900–123", "07700-900-123"),
		("+44 7700 900123", "+44 7700 900123"),
		("+44 (0)7700 900123", "+44 (0)7700 900123"),
		("0044 7700 900123", "0044 7700 900123"),
		("020 7946 0018", "020 7946 0018"),
		("0800 123456", "0800 123456"),
		("01204 52000", "01204 52000"),
		("+353 1 234 5678", "+353 1 234 5678"),
		# Digits of other scripts.
		("٠٧٧٠٠٩٠٠١٢٣", "07700900123"),
		("०७७०० ९००१२३", "07700 900123"),
		# Extensions.
		("01908 691691 ext. 4", "01908 691691 #4"),
		("01908 691691, extension 1234", "01908 691691 #1234"),
		("01908691691x4", "01908691691 #4"),
		("+44 (0)7700 900123 ext. 4", "07700900123 #4"),
	],
)
def test_numbers_as_stored(typed, stored):
	assert phones.parse(typed) == stored
	assert stored.isascii() and len(stored) <= phones.MOST


@pytest.mark.parametrize(
	"typed",
	[
		"0770090012",
		"077009001234",
		"01908 69169",
		"020 7946 001",
		"+44 7700 90012",
		"7700900123",
		"06700 900123",
		"²07700900123",
		"07700 900123 or 07700 900124",
		"call me",
		"999",
		"+44",
		"ext. 4",
		"",
	],
)
def test_what_is_no_number(typed):
	assert phones.parse(typed) is None


@pytest.mark.parametrize("typed", ["07700 900123", "+44 (0)7700 900123", "0044 7700-900123", "447700900123"])
def test_one_number_is_found_however_it_is_written(typed):
	assert {"07700900123", "+447700900123"} <= phones.ways_to_write(typed)


def test_what_is_no_number_is_found_as_typed():
	assert phones.ways_to_write("robin@people.example") == {"robin@people.example"}
