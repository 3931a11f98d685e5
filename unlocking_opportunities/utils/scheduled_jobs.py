"""Frappe's scheduler puts every cron job in the queue `default`, where an import may keep it waiting for hours."""

from frappe.core.doctype.scheduled_job_type.scheduled_job_type import ScheduledJobType

from unlocking_opportunities.utils import jobs


class PromptJobType(ScheduledJobType):
	"""Frappe's Scheduled Job Type (hooks: override_doctype_class). Our cron jobs, the alerts above all, are urgent."""

	def get_queue_name(self) -> str:
		if self.frequency == "Cron" and self.method.startswith("unlocking_opportunities."):
			return jobs.urgent_queue()
		return super().get_queue_name()
