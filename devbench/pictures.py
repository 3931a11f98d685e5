"""The pictures in docs/pictures: which there are, and `./dev pictures`, which takes them all again.

They are taken of a demo of their own, made again each time. `picture_taking.py` takes them, inside the bench's environment.
"""

import subprocess
from dataclasses import dataclass

from devbench import picture_steps as steps
from devbench import services, serving, site
from devbench.bench import Bench
from devbench.console import Problem, say
from devbench.paths import ROOT, SITES
from devbench.picture_steps import Step

SITE = "pictures"
# The site is removed each time, so it has to be ours.
SETTINGS = {"for_pictures": 1, "pause_scheduler": 1}
FOLDER = ROOT / "docs/pictures"
WORDS = FOLDER / "words.json"
Size = tuple[int, int]
TABLET = (1024, 980)
# What a phone shows without scrolling.
SCREEN = (320, 640)
PHONE, DESKTOP = (320, 900), (1280, 1000)
WHOLE_PHONE, WHOLE_DESKTOP = (320, 2700), (1280, 2400)
HOST_PHONE, HOST_DESKTOP = (320, 1300), (1280, 1300)


@dataclass(frozen=True)
class Picture:
	"""One picture: `name` without its ending, whose page it shows, and where.

	`role`: a key of `picture_records.sign_ins()`, or "" for a visitor. `path`: may name records, as {gate}, that
	`picture_records.find` looks up. `size`: width and greatest height; what is below is cut off. `before`: what to do
	first.
	"""

	name: str
	role: str
	path: str
	size: Size
	before: Step = steps.nothing

	@property
	def desk(self) -> bool:
		return self.path.startswith("/app")


def _both(
	name: str,
	role: str,
	path: str,
	before: Step = steps.nothing,
	*,
	phone: Size = PHONE,
	desktop: Size = DESKTOP,
) -> tuple[Picture, Picture]:
	"""Return the pictures of one page on a phone and on a desktop."""
	return (
		Picture(f"{name}-phone", role, path, phone, before),
		Picture(f"{name}-desktop", role, path, desktop, before),
	)


DESK = (
	Picture("officer-home", "officer", "/app/unlocking-opportunities", (1280, 860), steps.wait_for_queue),
	Picture("manager-decisions", "manager", "/app/decisions", (1200, 900), steps.wait_for_queue),
	Picture("worker-home", "worker", "/app/my-young-people", (1200, 900), steps.wait_for_queue),
	Picture("adviser-home", "hs_adviser", "/app/higher-risk-places", (1200, 700), steps.wait_for_queue),
	Picture("lead-home", "safeguarding", "/app/safeguarding-watch", (1200, 700), steps.wait_for_queue),
	Picture("analyst-home", "analyst", "/app/programme-figures", (1200, 800), steps.wait_for_chart),
	Picture("placement-list", "officer", "/app/placement", (1280, 860), steps.wait_for_list),
	Picture(
		"placement-diary",
		"officer",
		"/app/placement/view/calendar/default",
		(1200, 800),
		steps.wait_for_diary,
	),
	Picture(
		"visit-calendar", "officer", "/app/visit/view/calendar/default", (1280, 860), steps.show_next_month
	),
	Picture(
		"pledge-board",
		"officer",
		"/app/employer-pledge/view/kanban/Pledge Board",
		(1200, 760),
		steps.wait_for_board,
	),
	Picture("pledge-form", "officer", "/app/employer-pledge/{pledge}", (1280, 860), steps.wait_for_form),
	Picture("start-gate", "officer", "/app/placement/{closed}", (1280, 860), steps.open_start_gate),
	Picture("follow-up", "officer", "/app/placement/{running}", (1280, 760), steps.open_follow_up),
	Picture("visit-on-site", "officer", "/app/visit/{visit}", TABLET, steps.record_on_site),
	Picture("risk-matrix", "officer", "/app/risk-assessment/{draft}", (1200, 800), steps.open_matrix),
	Picture("sites-by-ward", "officer", "/app/sites-by-ward", (1200, 800), steps.wait_for_map),
	Picture("find-a-place", "officer", "/app/young-person/{person}", (1280, 1000), steps.compare_two_places),
	Picture(
		"risk-assessment-print",
		"officer",
		"/printview?doctype=Risk%20Assessment&name={approved}",
		(1280, 860),
	),
)
MANAGER = (
	Picture("decide", "manager", "/decide/{decision}", SCREEN),
	Picture("return", "manager", "/decide/{decision}", SCREEN, steps.give_a_reason),
	Picture("decided", "manager", "/decide/{decision}", SCREEN, steps.approve),
)
EMPLOYER = (
	*_both("employer-home", "employer", "/employer", desktop=(1280, 900)),
	*_both("employer-checks", "new_host", "/employer/checks", phone=HOST_PHONE, desktop=HOST_DESKTOP),
	*_both(
		"employer-placement",
		"employer",
		"/employer/placements/{hosted}",
		phone=HOST_PHONE,
		desktop=(1280, 1100),
	),
	Picture("employer-attendance-phone", "employer", "/employer/attendance", (320, 1100)),
)
PEOPLE = (
	*_both("people-mentor", "mentor", "/mentor", phone=WHOLE_PHONE, desktop=WHOLE_DESKTOP),
	Picture("people-session-phone", "mentor", "/mentor/session/{pairing}", WHOLE_PHONE, steps.save_too_soon),
	Picture("people-worried-phone", "mentor", "/mentor/worried", WHOLE_PHONE),
	Picture("people-introduce-desktop", "member", "/member/introduce", WHOLE_DESKTOP),
	Picture("people-member-phone", "member", "/member/introduce", WHOLE_PHONE, steps.introduce),
	Picture("people-link-phone", "young_person", "/placement-link", WHOLE_PHONE),
	Picture("people-share-phone", "young_person", "/placement-link/share", WHOLE_PHONE),
	Picture("people-sign-phone", "young_person", "/placement-link/sign", WHOLE_PHONE),
	Picture("people-first-day-desktop", "young_person", "/placement-link/first-day", WHOLE_DESKTOP),
)
PUBLIC = (
	*_both("portal-campaign", "", "/opportunities"),
	*_both("portal-offer-kind", "", "/opportunities/offer"),
	*_both("portal-offer-error", "", "/opportunities/offer", steps.offer_with_an_error),
	*_both("portal-offer-where", "", "/opportunities/offer", steps.offer_where),
	*_both("portal-offer-contact", "", "/opportunities/offer", steps.offer_contact),
	*_both("portal-offer-check", "", "/opportunities/offer", steps.offer_answers),
	*_both("portal-community", "", "/community"),
	*_both("portal-call-me", "", "/call-me"),
	*_both("portal-sign-in", "", "/sign-in"),
	*_both("portal-accessibility", "", "/accessibility"),
	*_both("portal-privacy", "", "/privacy"),
	*_both("portal-complaint", "", "/privacy/complaint"),
)
PICTURES = (*DESK, *MANAGER, *EMPLOYER, *PEOPLE, *PUBLIC)


def take_all() -> int:
	"""Make the site, take every picture of it, and stop serving it; return the exit code."""
	bench = Bench("test")
	with services.used(bench) as ports, site.lock(SITE):
		_make_site(bench, ports)
		try:
			address = serving.serve(bench, SITE, background=False)
			command = [bench.python, "-m", "devbench.picture_taking", SITE, address]
			code = subprocess.call([str(part) for part in command], cwd=SITES, env=site.env(bench, SITE))
		finally:
			serving.stop(SITE)
	services.stop_if_unused()
	if not code:
		say("Look at each picture, and at its caption, before you commit it.")
	return code


def _make_site(bench: Bench, ports: dict[str, int]) -> None:
	if site.exists(SITE) and not site.config(SITE).get("for_pictures"):
		raise Problem(f"The site “{SITE}” wasn't made by ./dev pictures, which would remove it.")
	serving.stop(SITE)
	site.drop(SITE)
	site.ensure(
		bench,
		ports,
		SITE,
		prepare=lambda name: bench.frappe("Loading the demo data", "load_demo", name, log="pictures-data"),
		settings=SETTINGS,
	)
