"""“Something is wrong”: whom to ring comes before anything to fill in, on every page where somebody may be worried.

Two steps, so that nobody types while they ought to be ringing: the numbers, then, for what can wait, being rung back.
What is wrong is told to a person and not to a box: nothing about a young person is kept where the whole team reads it.
"""

from collections.abc import Callable

from frappe import _

from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.portal.forms import Field, Form
from unlocking_opportunities.portal.page import GoTo, Page, Request

TEMPLATE = "templates/portal/worry.html"


def get_numbers() -> list[tuple[str, str]]:
	"""Return (when to ring it, number), the most urgent first. 999 is always there."""
	settings = get_settings()
	listed = [
		(_("If someone is in danger now"), "999"),
		(_("If someone may not be safe"), settings.safeguarding_phone),
		(_("If the office is closed"), settings.out_of_hours_phone),
	]
	return [(when, number) for when, number in listed if number]


def show(base: str, back: str) -> Page:
	"""The first step, at `base`: the numbers, and nothing to fill in."""
	return _page("numbers", base, back)


def ask(
	request: Request, base: str, tell: Callable[[Form], bool], questions: tuple[Field, ...] = ()
) -> Page | GoTo:
	"""The second step, at `base`/call-me: `questions`, then a button. `tell` passes it on; whether anybody could be told."""
	form = Form(questions, request)
	if form.valid:
		if tell(form):
			return GoTo(f"{base}/sent")
		form.say(_("We couldn't send your message. Please call one of these numbers."))
	return _page("ask", base, base, form=form)


def sent(base: str, back: str) -> Page:
	return _page("sent", base, back)


def _page(step: str, base: str, back: str, form: Form | None = None) -> Page:
	return Page({"step": step, "numbers": get_numbers(), "base": base, "back": back, "form": form}, TEMPLATE)
