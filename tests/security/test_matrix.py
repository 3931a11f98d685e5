"""Role × DocType × operation: the answer that each must give, and each really tried.

A cell is letters: L list, R read, C create, W write, S submit, X cancel, D delete, P report, E export, T print, M email,
H share. `a/b`: on the reader's own rows / on the others. For a worker "own" is their young people, for an adviser what
they assessed; of risk assessments and host agreements the first are of higher risk, the others are not.

Whoever reads a record can print it: Frappe's print right hides the button, its server asks for read or print. A row of
a child table is written only through its parent, so by itself it is never created, written or deleted. Settings have
no docstatus: Frappe lets whoever writes them "submit" them.
"""

import json

import frappe
import pytest
from frappe.utils import add_days

from tests import factories
from tests.programme.facts.people import council_of
from tests.security.conftest import DESK, PORTAL, call, doctypes_of_the_app
from unlocking_opportunities.programme.facts import sync

OPERATIONS = "LRCWSXDPETMH"
ROLES = DESK
NO_RIGHTS = (*PORTAL, "nobody")

MATRIX = """
                               officer   manager    worker    adviser     lead  analyst  administrator
Employer                       LRCWPETM  LRCWPETM   LRPT      LRPT        LRPT  LRPET    LRPET
Employer Site                  LRCWPETM  LRCWPETM   LRPT      LRPT        LRPT  LRPET    LRPET
Employer Pledge                LRCWPETM  LRCWPETM   LRPT      LRPT        LRPT  LRPET    LRPET
  Pledge Offer                 LRT       LRT        LRT       LRT         LRT   LRT      LRT
Placement Opportunity          LRCWPETM  LRCWPETM   LRPT      LRPT        LRPT  LRPET    LRPET
Steering Group Partner         LRCWPETM  LRCWPETM   LRPT      LRPT        LRPT  LRPET    LRPET
  Steering Group Commitment    LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Steering Group Sector        LRT       LRT        LRT       LRT         LRT   LRT      LRT
Programme Event                LRCWPETM  LRCWPETM   LRPT      LRPT        LRPT  LRPET    LRPET
  Programme Event Attendance   LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Programme Event Member       LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Programme Event Action       LRT       LRT        LRT       LRT         LRT   LRT      LRT
Council Report                 LRCWPETM  LRCWSPETM  LRPT      LRPT        LRPT  LRPET    LRPET
  Council Report Figure        LRT       LRT        LRT       LRT         LRT   LRT      LRT
Mentor                         LRCWPETM  LRCWPETM   LRPT      -           LRPT  -        -
  Mentor Sector                LRT       LRT        LRT       -           LRT   -        -
Sector                         LRPT      LRPT       LRPT      LRPT        LRPT  LRPET    LRCWDPET
Ward                           LRPT      LRPT       LRPT      LRPT        LRPT  LRPET    LRCWDPET
Hazard Template                LRPT      LRPT       LRPT      LRPT        LRPT  LRPET    LRCWDPET
Unlocking Opportunities Settings  RT     RT         RT        RT          RT    RT       RCWSXT
  Population Figure            LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Visit Interval               LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Risk Matrix Band             LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Insurance Limit              LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Minimum Wage Rate            LRT       LRT        LRT       LRT         LRT   LRT      LRT
  School Term                  LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Child Employment Regime      LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Supervisor Frequency Test    LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Work Limit                   LRT       LRT        LRT       LRT         LRT   LRT      LRT
Absence Cover                  LRT       LRCWT      LRT       LRT         LRT   -        -
Handover                       -         LRCWT      -         -           -     -        LRCWT
  Handover Colleague           -         LRT        -         -           -     -        LRT
  Handover Item                -         LRT        -         -           -     -        LRT
Email Preference               -         -          -         -           -     -        -
Callback Request               LRCWPT    LRCWPT     -         -           -     -        -
Employer Notice                -         -          -         -           -     -        -
  Retention Rule               LRT       LRT        LRT       LRT         LRT   LRT      LRT
  Matching Weight              LRT       LRT        LRT       LRT         LRT   LRT      LRT
Setup Load                     -         -          -         -           -     -        -
Offer Draft                    -         -          -         -           -     -        -
Portal Access                  LRCWPT    LRCWPT     -         -           -     -        -
Portal Link                    -         -          -         -           -     -        -
Portal Session                 -         -          -         -           -     -        -
Young Person Fact              LRPT      LRPT       LRPT      LRPT        LRPT  LRPET    LRPET
Placement Fact                 LRPT      LRPT       LRPT      LRPT        LRPT  LRPET    LRPET
Visit Fact                     LRPT      LRPT       LRPT      LRPT        LRPT  LRPET    LRPET
Outcome Fact                   LRPT      LRPT       LRPT      LRPT        LRPT  LRPET    LRPET
Fact Release                   LRPT      LRPT       LRPT      LRPT        LRPT  LRPET    LRPET
Fact Source                    -         -          -         -           -     -        -
Host Agreement                 LRCWPETM  LRCWPETM   LRT       LRWPT/LRPT  LRPT  -        -
Risk Assessment                LRCWPETM  LRCWSPETM  LRT       LRWPT/LRPT  LRPT  -        -
  Risk Assessment Hazard       LRT       LRT        LRT       LRT         LRT   -        -
  Prohibited Work Answer       LRT       LRT        LRT       LRT         LRT   -        -
Young Person                   LRCWPT    LRCWPT     LRCWPT/-  LRT/-       LRPT  -        -
  Young Person Interest        LRT       LRT        LRT/-     LRT/-       LRT   -        -
Young Person Identity          LRCWT     LRCWT      LRCWT/-   -           LRT   -        -
Young Person Care Record       LRT       LRCWT      LRCWT/-   -           LRT   -        -
  Young Person EET Entry       LRT       LRT        LRT/-     -           LRT   -        -
Young Person Support Profile   LRCWT     LRCWT      LRCWT/-   -           LRT   -        -
  Young Person Support Need    LRT       LRT        LRT/-     -           LRT   -        -
  Young Person Restriction     LRT       LRT        LRT/-     -           LRT   -        -
Young Person Risk Addendum     LRCWT     LRCWT      LRCWT/-   LRT/-       LRT   -        -
  Young Person Risk Factor     LRT       LRT        LRT/-     LRT/-       LRT   -        -
Placement                      LRCWPT    LRCWPT     LRCWPT/-  LRT/-       LRPT  -        -
  Placement Schedule Day       LRT       LRT        LRT/-     LRT/-       LRT   -        -
  Placement Gate Result        LRT       LRT        LRT/-     LRT/-       LRT   -        -
  Placement Override           LRT       LRT        LRT/-     LRT/-       LRT   -        -
  Placement Signature          LRT       LRT        LRT/-     LRT/-       LRT   -        -
  Placement Attendance         LRT       LRT        LRT/-     LRT/-       LRT   -        -
Share Release                  LRCWT     LRCWT      LRCWT/-   -           LRT   -        -
  Share Release Item           LRT       LRT        LRT/-     -           LRT   -        -
Visit                          LRCWPT    LRCWPT     LRCWPT/-  LRT/-       LRPT  -        -
  Visit Checklist Item         LRT       LRT        LRT/-     LRT/-       LRT   -        -
  Visit Action                 LRT       LRT        LRT/-     LRT/-       LRT   -        -
Not Here Alert                 LRCWPT    LRCWPT     LRCWPT/-  LRT/-       LRPT  -        -
Accident                       LRCWPT    LRCWPT     LRCWPT/-  LRT/-       LRPT  -        -
Concern Referral               C         C          C         C           LRCWPT  -      -
Placement Request              LRCWPT    LRCWPT     LRPT/-    -           LRT   -        -
Placement Feedback             LRCWPT    LRCWPT     LRCWPT/-  LRT/-       LRPT  -        -
Declined Match                 LRCWPT    LRCWPT     LRCWPT/-  -           LRPT  -        -
Allocation Round               LRCWPT    LRCWPT     -         -           LRPT  -        -
  Allocation Round Person      LRT       LRT        -         -           LRT   -        -
  Allocation Round Place       LRT       LRT        -         -           LRT   -        -
  Allocation Round Match       LRT       LRT        -         -           LRT   -        -
Mentoring Pairing              LRCWPT    LRCWPT     LRCWPT/-  LRT/-       LRPT  -        -
Decision Request               LRPT      LRPT       LRT/-     -           LRT   -        -
Mentoring Session              LRCWPT    LRCWPT     LRPT/-    -           LRPT  -        -
Placement Answer               LRCPT     LRCPT      LRCPT/-   -           LRPT  -        -
Unsent Message                 LRWT      LRWT       -         -           -     -        LRWT
Unsent Content                 -         -          -         -           -     -        -
Suitability Refusal            -         LRT        LRT/-     -           LRT   -        -
Legal Hold                     -         LRCWT      -         -           LRCWT  -       -
Data Rights Request            -         LRCWPT     -         -           LRPT  -        -
Disposal Review                -         LRWPT      -         -           LRPT  -        -
  Disposal Review Item         -         LRT        -         -           LRT   -        -
Record Access Log              -         -          -         -           LRPT  -        -
"""


def cells() -> dict[str, dict[str, str]]:
	"""Return {DocType: {role: its cell}}."""
	header, *lines = MATRIX.strip("\n").splitlines()
	table = {}
	for line in lines:
		words = line.split()
		doctype = " ".join(words[: -len(ROLES)])
		table[doctype] = dict(zip(header.split(), words[-len(ROLES) :], strict=True))
	return table


def in_full(cell: str) -> tuple[str, str]:
	"""Return the letters on own rows and on others', in one order."""
	own, slash, others = cell.partition("/")
	return tuple("".join(filter(side.__contains__, OPERATIONS)) for side in (own, others if slash else own))


def listed(doc):
	return bool(
		call(
			"frappe.client.get_list",
			doctype=doc.doctype,
			parent=doc.get("parenttype"),
			filters={"name": doc.name},
		)
	)


def read(doc):
	if doc.meta.istable:
		return bool(call("frappe.client.get", doctype=doc.doctype, name=doc.name, parent=doc.parenttype))
	return bool(call("frappe.desk.form.load.getdoc", doctype=doc.doctype, name=doc.name).docs)


def created(doc, values):
	return bool(call("frappe.client.insert", doc=json.dumps(values, default=str))) and not doc.meta.istable


def lone_row_created(doc):
	unsaved = {
		"name": f"new-{frappe.scrub(doc.doctype)}-1",
		"creation": None,
		"modified": None,
		"__islocal": 1,
	}
	values = {**doc.as_dict(), **unsaved}
	return saved(values)


def saved(values):
	call("frappe.desk.form.save.savedocs", doc=json.dumps(values, default=str), action="Save")
	return True


def submitted(doc):
	if doc.doctype == "Risk Assessment":
		arguments = {"doc": frappe.as_json(doc), "action": "Approve Assessment"}
		return call("frappe.model.workflow.apply_workflow", **arguments).docstatus == 1
	return call("frappe.client.submit", doc=frappe.as_json(doc))["docstatus"] == 1


def cancelled(doc):
	return call("frappe.client.cancel", doctype=doc.doctype, name=doc.name)["docstatus"] == 2


def deleted(doc):
	call(
		"frappe.client.delete" if not doc.meta.istable else "frappe.desk.reportview.delete_items",
		**_to_delete(doc),
	)
	return not frappe.db.exists(doc.doctype, doc.name)


def _to_delete(doc):
	if doc.meta.istable:
		return {"doctype": doc.doctype, "items": json.dumps([doc.name])}
	return {"doctype": doc.doctype, "name": doc.name}


def reported(doc, report):
	call("frappe.desk.query_report.get_script", report_name=report)
	arguments = {"doctype": doc.doctype, "fields": '["name"]', "filters": json.dumps({"name": doc.name})}
	return bool(call("frappe.desk.reportview.get", view="Report", **arguments))


def exported(doc):
	arguments = {"doctype": doc.doctype, "fields": '["name"]', "filters": json.dumps({"name": doc.name})}
	answer = call("frappe.desk.reportview.export_query", title="x", file_format_type="CSV", **arguments)
	return doc.name in str(answer.get("result") or answer.get("filecontent"))


def printed(doc):
	return bool(call("frappe.www.printview.get_html_and_style", doc=doc.doctype, name=doc.name)["html"])


def emailed(doc):
	arguments = {"doctype": doc.doctype, "name": doc.name, "subject": "x", "content": "x", "send_email": 0}
	return bool(call("frappe.core.doctype.communication.email.make", **arguments))


def shared(doc, user):
	return bool(call("frappe.share.add", doctype=doc.doctype, name=doc.name, user=user))


# The errors of a refusal. Any other error is a bug in the test or the app, and fails.
REFUSED = (
	frappe.PermissionError,
	frappe.exceptions.DocstatusTransitionError,
	frappe.model.workflow.WorkflowTransitionError,
)


@pytest.fixture(scope="module")
def council(world):
	"""The rows to try: `rows[DocType] = (own, others')`, and what to send to create one of each."""
	frappe.set_user("Administrator")
	rows = {doctype: (doc, world.theirs.rows[doctype]) for doctype, doc in world.mine.rows.items()}
	unsent = factories.make("Unsent Message", kind="Email", reference_doctype="Employer", reference_name="x")
	for doc in (
		*facts(),  # before the masters that nothing links to
		an_access(),
		factories.pledge(),
		factories.partner(),
		factories.mentor(),
		factories.programme_event(),
		factories.council_report(),
		factories.callback_request(),
		factories.absence_cover(world.users["other worker"], world.users["officer"]),
		factories.email_preference(world.users["other worker"]),
		factories.employer_notice(),
		factories.offer_draft(),
		factories.handover(world.users["other worker"], colleagues=[{"user": world.users["officer"]}]),
		unsent,
		factories.make("Unsent Content", name=unsent.name, content="{}"),
		factories.portal_access(),
		factories.portal_link(),
		factories.portal_session(),
		factories.make("Hazard Template", sector=factories.sector(), hazard="Unlinked hazard"),
		factories.make("Sector", sector_name="Unlinked Sector"),
		factories.make("Ward", ward_name="Unlinked Ward"),
		factories.settings(),
		factories.disposal_review(world.mine.person.name),
		factories.make("Setup Load", label="History", loaded_on=frappe.utils.now(), records="{}"),
	):
		rows[doc.doctype] = (doc, doc)
	for own, others in list(rows.values()):
		for field in own.meta.get_table_fields():
			rows[field.options] = (own.get(field.fieldname)[0], others.get(field.fieldname)[0])
	return rows, {doctype: a_report_on(doctype) for doctype in rows}


def facts():
	council_of(sync.SMALLEST_GROUP)
	sync.rebuild(within_a_week=True)
	kinds = (*(fact.doctype for fact in sync.FACTS), "Fact Release", "Fact Source")
	return [frappe.get_last_doc(doctype) for doctype in kinds]


def an_access():
	values = {
		"read_on": frappe.utils.now(),
		"user": "x",
		"how": "API",
		"record_type": "Young Person Identity",
	}
	line = frappe.get_doc({"doctype": "Record Access Log", **values})
	line.db_insert()
	return line


def a_report_on(doctype):
	kind = {"report_type": "Report Builder", "is_standard": "No"}
	return factories.make("Report", report_name=f"Try {doctype}", ref_doctype=doctype, **kind).name


def to_create(world, doc, side):
	"""Return what a browser would send to make another record like `doc`, for the person on that side."""
	values = frappe.copy_doc(doc).as_dict() | {"doctype": doc.doctype}
	for field in ("sector_name", "ward_name"):
		if values.get(field):
			values[field] = "Another " + values[field]
	if doc.doctype == "Portal Access":  # no one gets access twice for the same record
		values["email"] = "another@host.example"
	if doc.doctype in ("Young Person Identity", "Young Person Care Record", "Young Person Support Profile"):
		values["young_person"] = side.bare_person.name
	if doc.doctype in ("Share Release", "Young Person Risk Addendum"):
		values |= {"placement": side.spare_placement.name, "young_person": None}
	if doc.doctype == "Placement Request":
		values |= {"kind": "End Early"}
	if doc.doctype == "Absence Cover":  # one cover at a time
		values |= {"from_date": add_days(doc.to_date, 1), "to_date": add_days(doc.to_date, 2)}
	if doc.doctype == "Placement Feedback":
		values |= {"party": "Officer"}
	return values


def try_everything(world, doc, side, report) -> str:
	table = doc.meta.istable
	attempts = {
		"L": lambda: listed(doc),
		"R": lambda: read(doc),
		"C": lambda: lone_row_created(doc) if table else created(doc, to_create(world, doc, side)),
		"W": lambda: saved(frappe.get_doc(doc.doctype, doc.name).as_dict()),
		"S": lambda: submitted(side.submitted_assessment if doc.doctype == "Risk Assessment" else doc),
		"X": lambda: cancelled(side.approved_assessment if doc.doctype == "Risk Assessment" else doc),
		"D": lambda: deleted(doc),
		"P": lambda: reported(doc, report),
		"E": lambda: exported(doc),
		"T": lambda: printed(doc),
		"M": lambda: emailed(doc),
		"H": lambda: shared(doc, world.users["other worker"]),
	}
	return "".join(letter for letter in OPERATIONS if succeeds(attempts[letter], doc))


def succeeds(attempt, doc) -> bool:
	# Settings have no table to list, and Frappe sends no email about a row of a table.
	only_here = {"issingle": frappe.db.TableMissingError, "istable": frappe.ValidationError}
	refused = (*REFUSED, *(error for kind, error in only_here.items() if doc.meta.get(kind)))
	frappe.db.savepoint("cell")
	try:
		return attempt()
	except refused:
		return False
	finally:
		frappe.db.rollback(save_point="cell")


def test_every_doctype_of_the_app_is_in_the_matrix():
	assert sorted(cells()) == doctypes_of_the_app()


@pytest.mark.parametrize("kind", [*ROLES, *NO_RIGHTS])
def test_what_each_role_may_do(world, council, kind):
	rows, reports = council
	wanted, found = {}, {}
	for doctype, by_role in cells().items():
		wanted[doctype] = in_full(by_role.get(kind, "-"))
		own, others = rows[doctype]
		frappe.set_user(world.users[kind])
		mine = try_everything(world, own, world.mine, reports[doctype])
		theirs = mine if others is own else try_everything(world, others, world.theirs, reports[doctype])
		found[doctype] = (mine, theirs)
	assert {key: value for key, value in found.items() if value != wanted[key]} == {
		key: value for key, value in wanted.items() if value != found[key]
	}
