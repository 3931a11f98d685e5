"""`/employer`: the employer's home page, with their tasks."""

from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import home
from unlocking_opportunities.portal.page import Page, Request


def view(request: Request) -> Page:
	visitor = identity.require("Employer")
	return Page({"tasks": [(task, home.format_deadline(task)) for task in home.get_tasks(visitor)]})
