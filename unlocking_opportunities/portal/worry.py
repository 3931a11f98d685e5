"""“I am worried about somebody”: whom to ring comes before any box, on every page where somebody may be worried.

Two steps, so that nobody types while they ought to be ringing: the numbers, then, for what can wait, a box.
"""

from collections.abc import Callable

from frappe import _

from unlocking_opportunities import law
from unlocking_opportunities.portal.forms import Field, Form
from unlocking_opportunities.portal.page import GoTo, Page, Request

TEMPLATE = "templates/portal/worry.html"
LONGEST = 2000


def numbers() -> list[tuple[str, str]]:
	"""Return (when to ring it, number), the most urgent first. 999 is always there."""
	settings = law.settings()
	listed = [
		(_("Somebody is in danger now"), "999"),
		(_("You are worried about a child or young person"), settings.safeguarding_phone),
		(_("The office is shut"), settings.out_of_hours_phone),
	]
	return [(when, number) for when, number in listed if number]


def show(base: str, back: str) -> Page:
	"""The first step, at `base`: the numbers, and nothing to fill in."""
	return Page({"step": "numbers", "numbers": numbers(), "base": base, "back": back}, TEMPLATE)


def write(request: Request, base: str, back: str, tell: Callable[[Form], None], first: tuple[Field, ...] = ()) -> Page | GoTo:
	"""The second step, at `base`/write: `first` questions, then the box. `tell` records what was written."""
	form = Form(
		[
			*first,
			Field(
				"what",
				_("What has worried you?"),
				"textarea",
				_("Say what you saw or heard, in your own words. You need no proof."),
				required=_("Write what has worried you"),
				max_length=LONGEST,
			),
			Field(
				"phone",
				_("Which number can we ring you on?"),
				"tel",
				_("We ring back the same working day."),
				required=_("Enter the number that we can ring you on"),
				width="20",
			),
		],
		request,
	)
	if form.valid:
		tell(form)
		return GoTo(f"{base}/sent")
	return Page({"step": "write", "numbers": numbers(), "form": form, "base": base, "back": base}, TEMPLATE)


def sent(base: str, back: str) -> Page:
	return Page({"step": "sent", "numbers": numbers(), "base": base, "back": back}, TEMPLATE)
