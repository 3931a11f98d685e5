import frappe

# Decision Request replaces them: it asks one manager, follows absence cover and escalates if no one answers.
GONE = (
	"Mentoring Pairing to Approve",
	"Placement to Agree",
	"Risk Assessment Returned",
	"Risk Assessment to Decide",
)


def execute() -> None:
	"""Remove the standard notifications that Decision Request replaces."""
	for name in GONE:
		frappe.delete_doc("Notification", name, ignore_missing=True, force=True)
