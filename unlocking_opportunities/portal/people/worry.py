"""“I need help”: first the numbers to call, then, if it can wait, a request to be called.

The numbers come first so that no one fills in a form when they should be calling. There is no text box: concerns are told
to a person, and nothing about a young person is stored where the whole team can read it.
"""

from collections.abc import Callable

from frappe import _

from unlocking_opportunities.council import calls
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.portal.forms import Field, Form
from unlocking_opportunities.portal.page import GoTo, Page, Request

TEMPLATE = "templates/portal/worry.html"


def get_numbers() -> list[tuple[str, str]]:
	"""Return (when to call it, number), most urgent first. 999 is always included."""
	settings = get_settings()
	listed = [
		(_("If someone is in danger now"), "999"),
		(_("If someone may not be safe: children's social care"), settings.safeguarding_phone),
		(_("If the office is closed"), settings.out_of_hours_phone),
		(_("For anything else: our team"), settings.programme_phone),
	]
	return [(when, number) for when, number in listed if number]


def show(base: str, back: str) -> Page:
	"""The first step, at `base`: the numbers."""
	return _page("numbers", base, back)


def ask(
	request: Request, base: str, tell: Callable[[Form], bool], questions: tuple[Field, ...] = ()
) -> Page | GoTo:
	"""The second step, at `base`/call-me. `tell` passes the request on and returns whether someone who can act was told."""
	form = Form(questions, request)
	if form.valid:
		if tell(form):
			return GoTo(f"{base}/sent")
		form.add_error(_("Nobody here can read your message yet. Please call one of these numbers now."))
	return _page("ask", base, base, form=form)


def sent(base: str, back: str) -> Page:
	return _page("sent", base, back)


def _page(step: str, base: str, back: str, form: Form | None = None) -> Page:
	context = {"step": step, "numbers": get_numbers(), "base": base, "back": back, "form": form}
	return Page({**context, "promise": calls.promise(calls.call_by())}, TEMPLATE)
