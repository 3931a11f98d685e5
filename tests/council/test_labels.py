from unlocking_opportunities.council.labels import LABELS, label


def test_labels_are_in_sentence_case(frappe_site):
	for value in LABELS:
		assert label(value)[1:] == label(value)[1:].lower(), value


def test_a_value_without_a_label_is_shown_as_it_is(frappe_site):
	assert (label("Workplace"), label("Every Two Weeks")) == ("Workplace", "Every two weeks")
