app_name = "unlocking_opportunities"
app_title = "Unlocking Opportunities"
app_publisher = "Unlocking Opportunities contributors"
app_description = "Work experience, jobs and mentors for looked-after children and care leavers"
app_email = "maintainers@unlocking-opportunities.example"
app_license = "mit"
required_apps = []
add_to_apps_screen = [
	{
		"name": "unlocking_opportunities",
		"logo": "/assets/unlocking_opportunities/images/logo.svg",
		"title": "Unlocking Opportunities",
		"route": "/app/unlocking-opportunities",
		"has_permission": "unlocking_opportunities.roles.works_in_the_desk",
	}
]
export_python_type_annotations = True
require_type_annotated_api_methods = True

after_install = "unlocking_opportunities.setup.install.after_install"
after_migrate = "unlocking_opportunities.setup.install.after_migrate"
before_uninstall = "unlocking_opportunities.setup.uninstall.before_uninstall"

# Who sees what: see docs/permissions.md.
permission_query_conditions = {
	"Young Person": "unlocking_opportunities.permissions.young_person_rows",
	"Young Person Identity": "unlocking_opportunities.access_log.identity_rows",
	"Young Person Care Record": "unlocking_opportunities.access_log.care_record_rows",
	"Young Person Support Profile": "unlocking_opportunities.access_log.support_profile_rows",
	"Young Person Risk Addendum": "unlocking_opportunities.access_log.addendum_rows",
	"Placement": "unlocking_opportunities.permissions.placement_rows",
	"Share Release": "unlocking_opportunities.permissions.share_release_rows",
	"Visit": "unlocking_opportunities.permissions.visit_rows",
	"Not Here Alert": "unlocking_opportunities.permissions.not_here_alert_rows",
	"Accident": "unlocking_opportunities.permissions.accident_rows",
	"Concern Referral": "unlocking_opportunities.permissions.concern_rows",
	"Placement Request": "unlocking_opportunities.permissions.placement_request_rows",
	"Placement Feedback": "unlocking_opportunities.permissions.placement_feedback_rows",
	"Declined Match": "unlocking_opportunities.permissions.declined_match_rows",
	"Allocation Round": "unlocking_opportunities.permissions.allocation_round_rows",
	"Allocation Round Person": "unlocking_opportunities.permissions.round_person_rows",
	"Allocation Round Place": "unlocking_opportunities.permissions.round_place_rows",
	"Allocation Round Match": "unlocking_opportunities.permissions.round_match_rows",
	"Mentoring Pairing": "unlocking_opportunities.permissions.pairing_rows",
	"Mentoring Session": "unlocking_opportunities.permissions.session_rows",
	"Placement Answer": "unlocking_opportunities.permissions.answer_rows",
	"Legal Hold": "unlocking_opportunities.permissions.legal_hold_rows",
	"Data Rights Request": "unlocking_opportunities.permissions.data_rights_request_rows",
	"Decision Request": "unlocking_opportunities.permissions.decision_request_rows",
	"Young Person Interest": "unlocking_opportunities.permissions.interest_rows",
	"Young Person EET Entry": "unlocking_opportunities.access_log.eet_entry_rows",
	"Young Person Support Need": "unlocking_opportunities.access_log.support_need_rows",
	"Young Person Restriction": "unlocking_opportunities.access_log.restriction_rows",
	"Young Person Risk Factor": "unlocking_opportunities.access_log.risk_factor_rows",
	"Placement Schedule Day": "unlocking_opportunities.permissions.schedule_day_rows",
	"Placement Gate Result": "unlocking_opportunities.permissions.gate_result_rows",
	"Placement Override": "unlocking_opportunities.permissions.override_rows",
	"Placement Signature": "unlocking_opportunities.permissions.signature_rows",
	"Placement Attendance": "unlocking_opportunities.permissions.attendance_rows",
	"Share Release Item": "unlocking_opportunities.permissions.share_item_rows",
	"Visit Checklist Item": "unlocking_opportunities.permissions.checklist_rows",
	"Visit Action": "unlocking_opportunities.permissions.visit_action_rows",
	"File": "unlocking_opportunities.permissions.file_rows",
	"Workflow Action": "unlocking_opportunities.permissions.workflow_action_rows",
}
has_permission = {
	"File": "unlocking_opportunities.sharing.file_may_be_made",
	"Young Person": "unlocking_opportunities.permissions.has_permission",
	"Young Person Identity": "unlocking_opportunities.access_log.has_permission",
	"Young Person Care Record": "unlocking_opportunities.access_log.has_permission",
	"Young Person Support Profile": "unlocking_opportunities.access_log.has_permission",
	"Young Person Risk Addendum": "unlocking_opportunities.access_log.has_permission",
	"Placement": "unlocking_opportunities.permissions.has_permission",
	"Share Release": "unlocking_opportunities.permissions.has_permission",
	"Visit": "unlocking_opportunities.permissions.has_permission",
	"Not Here Alert": "unlocking_opportunities.permissions.has_permission",
	"Accident": "unlocking_opportunities.permissions.has_permission",
	"Concern Referral": "unlocking_opportunities.permissions.has_permission",
	"Placement Request": "unlocking_opportunities.permissions.has_permission",
	"Placement Feedback": "unlocking_opportunities.permissions.has_permission",
	"Declined Match": "unlocking_opportunities.permissions.has_permission",
	"Allocation Round": "unlocking_opportunities.permissions.has_permission",
	"Mentoring Pairing": "unlocking_opportunities.permissions.has_permission",
	"Mentoring Session": "unlocking_opportunities.permissions.has_permission",
	"Placement Answer": "unlocking_opportunities.permissions.has_permission",
	"Legal Hold": "unlocking_opportunities.permissions.has_permission",
	"Data Rights Request": "unlocking_opportunities.permissions.has_permission",
	"Risk Assessment": "unlocking_opportunities.permissions.has_permission",
	"Host Agreement": "unlocking_opportunities.permissions.has_permission",
	"Decision Request": "unlocking_opportunities.permissions.has_permission",
	"Absence Cover": "unlocking_opportunities.permissions.has_permission",
}
jinja = {
	"methods": [
		"unlocking_opportunities.printed.first_day_lines",
		"unlocking_opportunities.printed.reference_words",
	]
}
# What people outside see: see docs/portal-development.md. The other page is a manager's, for a phone.
page_renderer = [
	"unlocking_opportunities.portal.page.PortalPage",
	"unlocking_opportunities.decisions.page.DecisionPage",
]
role_home_page = {
	"Unlocking Employer": "employer",
	"Unlocking Mentor": "mentor",
	"Unlocking Councillor": "member",
}
auth_hooks = ["unlocking_opportunities.auth.confine_portal_users"]
# Who read what, written with the answer.
after_request = ["unlocking_opportunities.access_log.write_for_request"]
after_job = ["unlocking_opportunities.access_log.write_for_job"]
before_request = [
	"unlocking_opportunities.doors.names_are_text",
	"unlocking_opportunities.uploads.keep_large_pictures",
]
# Frappe reads and writes a file before its document events.
override_doctype_class = {"File": "unlocking_opportunities.uploads.StoredFile"}
override_whitelisted_methods = {
	"frappe.model.workflow.apply_workflow": "unlocking_opportunities.workflow.apply.apply_workflow",
	"frappe.client.get": "unlocking_opportunities.doors.get",
	"frappe.client.get_count": "unlocking_opportunities.doors.get_count",
	"frappe.client.search_widget": "unlocking_opportunities.doors.search_widget",  # its second name from v16 on
	"frappe.desk.search.search_link": "unlocking_opportunities.doors.search_link",
	"frappe.desk.search.search_widget": "unlocking_opportunities.doors.search_widget",
	"frappe.desk.search.get_link_title": "unlocking_opportunities.doors.get_link_title",
	"frappe.desk.notifications.get_open_count": "unlocking_opportunities.doors.get_open_count",
	"frappe.desk.form.linked_with.get": "unlocking_opportunities.doors.get_linked_docs",
	"frappe.desk.listview.get_group_by_count": "unlocking_opportunities.doors.get_group_by_count",
	"frappe.desk.query_report.get_data_for_custom_field": "unlocking_opportunities.doors.get_data_for_custom_field",
}
doc_events = {
	"Comment": {"validate": "unlocking_opportunities.sharing.guard_comment"},
	"Communication": {
		"after_insert": "unlocking_opportunities.emailed_offers.take_in",
		"on_update": "unlocking_opportunities.emailed_offers.check_attachments",
	},
	"DocShare": {"validate": "unlocking_opportunities.sharing.refuse_share"},
	"Document Follow": {"after_insert": "unlocking_opportunities.sharing.drop_follow"},
	"Document Share Key": {"before_insert": "unlocking_opportunities.sharing.refuse_share_key"},
	"Email Queue": {"before_insert": "unlocking_opportunities.sharing.guard_mail"},
	"Employer Pledge": {"on_update": "unlocking_opportunities.portal.pledge_mails.tell_the_employer"},
	"File": {
		"validate": [
			"unlocking_opportunities.sharing.guard_file",
			"unlocking_opportunities.uploads.refuse_later",
		],
	},
	"Host Agreement": {"validate": "unlocking_opportunities.uploads.check_attached"},
	"Prepared Report": {"before_insert": "unlocking_opportunities.sharing.refuse_prepared_report"},
	"Tag Link": {"before_insert": "unlocking_opportunities.sharing.refuse_tag"},
	"ToDo": {"validate": "unlocking_opportunities.sharing.guard_assignment"},
	(
		"Allocation Round Match",
		"Allocation Round Person",
		"Allocation Round Place",
		"Child Employment Regime",
		"Council Report Figure",
		"Disposal Review Item",
		"Insurance Limit",
		"Matching Weight",
		"Mentor Sector",
		"Minimum Wage Rate",
		"Placement Attendance",
		"Placement Gate Result",
		"Placement Override",
		"Placement Schedule Day",
		"Placement Signature",
		"Pledge Offer",
		"Population Figure",
		"Programme Event Action",
		"Programme Event Attendance",
		"Programme Event Member",
		"Prohibited Work Answer",
		"Retention Rule",
		"Risk Assessment Hazard",
		"Risk Matrix Band",
		"School Term",
		"Share Release Item",
		"Steering Group Commitment",
		"Steering Group Sector",
		"Supervisor Frequency Test",
		"Visit Action",
		"Visit Checklist Item",
		"Visit Interval",
		"Work Limit",
		"Young Person EET Entry",
		"Young Person Interest",
		"Young Person Restriction",
		"Young Person Risk Factor",
		"Young Person Support Need",
	): {"before_validate": "unlocking_opportunities.sharing.refuse_lone_row"},
	(
		"Allocation Round",
		"Council Report",
		"Disposal Review",
		"Employer Pledge",
		"Mentor",
		"Placement",
		"Programme Event",
		"Risk Assessment",
		"Share Release",
		"Steering Group Partner",
		"Visit",
		"Young Person",
		"Young Person Care Record",
		"Young Person Risk Addendum",
		"Young Person Support Profile",
	): {"before_validate": "unlocking_opportunities.sharing.guard_rows"},
	# Administrator, of whom no permission is asked.
	(
		"Young Person Care Record",
		"Young Person Identity",
		"Young Person Risk Addendum",
		"Young Person Support Profile",
	): {
		"onload": "unlocking_opportunities.access_log.note_document",
		"before_print": "unlocking_opportunities.access_log.note_document",
	},
	("Hazard Template", "Sector", "Ward"): {
		"on_trash": "unlocking_opportunities.sharing.refuse_while_in_use"
	},
	# What facts are made of: the sources, and what else a fact says something about.
	(
		"Employer",
		"Employer Site",
		"Mentoring Pairing",
		"Placement",
		"Risk Assessment",
		"Visit",
		"Young Person",
		"Young Person Identity",
	): {
		"on_change": "unlocking_opportunities.facts.sync.changed",
		"after_delete": "unlocking_opportunities.facts.sync.changed",
	},
}

# Only what is ours alone; workflows are installed by setup/workflows.py, where the reason stands.
fixtures = [
	{"dt": "Role", "filters": [["name", "like", "Unlocking %"]]},
	{"dt": "Custom HTML Block", "filters": [["name", "like", "Unlocking %"]]},
]

doctype_js = {"Data Import": "public/js/data_import.js"}

scheduler_events = {
	"daily_long": ["unlocking_opportunities.tasks.nightly"],
	"daily": ["unlocking_opportunities.portal.links.forget_old"],
	"cron": {
		"*/5 * * * *": [
			"unlocking_opportunities.not_here.alert_again",
			"unlocking_opportunities.concerns.alert_again",
			"unlocking_opportunities.portal.links.send_all_asked_for",
			"unlocking_opportunities.data_protection.mail_purge.purge",
		]
	},
}
