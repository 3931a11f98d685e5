"""Which visits a host is told of, and their day: the same in the emails and on the pages."""

from frappe.query_builder.functions import Coalesce, Date
from pypika.queries import Table
from pypika.terms import Criterion, Term


def get_day(visit: Table) -> Term:
	"""Return the day a visit is booked for or, until then, due."""
	return Coalesce(Date(visit.starts_on), visit.due_on)


def is_to_host(visit: Table) -> Criterion:
	"""Return whether someone comes to the host. The call on the first day is to the young person."""
	return visit.kind != "First-day Call"


def is_coming(visit: Table) -> Criterion:
	"""Return whether someone comes. If it is booked for a day on which nobody works there, it has to be booked again first."""
	return is_to_host(visit) & (visit.status == "Planned") & (visit.off_day == 0)
