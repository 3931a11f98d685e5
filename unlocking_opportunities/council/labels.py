"""Stored values of Select fields as people outside read them."""

from frappe import _

from unlocking_opportunities.utils.compat import _lt

# Values that aren't here are shown as they are stored, translated.
LABELS = {
	"Work Experience": _lt("Work experience"),
	"Paid Job": _lt("Paid job"),
	"Internship": _lt("Paid internship"),
	"Talk or Visit": _lt("Talk or visit"),
	"Guaranteed Interview": _lt("Interview"),
	"University Application Support": _lt("Help with applying to university"),
	"Time": _lt("Time or skills"),
	"Funding": _lt("Money"),
	"Very Well": _lt("Very well"),
	"Mixed": _lt("Some good, some bad"),
	"Not Often": _lt("Not often"),
	"Did Not Happen": _lt("We didn't meet"),
	"Council Building": _lt("Council building"),
	"Public Place": _lt("Public place"),
	"Through the Council": _lt("Through us"),
	"Health and Safety": _lt("Safety and first aid"),
	"Horticulture and Allotment": _lt("Gardening and growing"),
	"Every Two Weeks": _lt("Every two weeks"),
}


def label(value: str) -> str:
	"""Return the words for a stored value, translated."""
	return str(LABELS[value]) if value in LABELS else _(value)
