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
		"has_permission": "unlocking_opportunities.council.roles.has_desk_role",
	}
]
export_python_type_annotations = True
require_type_annotated_api_methods = True

after_install = "unlocking_opportunities.setup.install.after_install"
after_migrate = "unlocking_opportunities.setup.install.after_migrate"
before_uninstall = "unlocking_opportunities.setup.uninstall.before_uninstall"

# Constants for the Desk's JavaScript.
extend_bootinfo = "unlocking_opportunities.daily_work.boot.extend"

# Who sees what: see docs/permissions.md.
permission_query_conditions = {
	"Young Person": "unlocking_opportunities.access.row_permissions.young_person_rows",
	"Young Person Identity": "unlocking_opportunities.access.access_log.identity_rows",
	"Young Person Care Record": "unlocking_opportunities.access.access_log.care_record_rows",
	"Young Person Support Profile": "unlocking_opportunities.access.access_log.support_profile_rows",
	"Young Person Risk Addendum": "unlocking_opportunities.access.access_log.addendum_rows",
	"Placement": "unlocking_opportunities.access.row_permissions.placement_rows",
	"Share Release": "unlocking_opportunities.access.row_permissions.share_release_rows",
	"Visit": "unlocking_opportunities.access.row_permissions.visit_rows",
	"Not Here Alert": "unlocking_opportunities.access.row_permissions.not_here_alert_rows",
	"Accident": "unlocking_opportunities.access.row_permissions.accident_rows",
	"Concern Referral": "unlocking_opportunities.access.row_permissions.concern_rows",
	"Placement Request": "unlocking_opportunities.access.row_permissions.placement_request_rows",
	"Placement Feedback": "unlocking_opportunities.access.row_permissions.placement_feedback_rows",
	"Declined Match": "unlocking_opportunities.access.row_permissions.declined_match_rows",
	"Allocation Round": "unlocking_opportunities.access.row_permissions.allocation_round_rows",
	"Allocation Round Person": "unlocking_opportunities.access.row_permissions.round_person_rows",
	"Allocation Round Place": "unlocking_opportunities.access.row_permissions.round_place_rows",
	"Allocation Round Match": "unlocking_opportunities.access.row_permissions.round_match_rows",
	"Mentoring Pairing": "unlocking_opportunities.access.row_permissions.pairing_rows",
	"Mentoring Session": "unlocking_opportunities.access.row_permissions.session_rows",
	"Placement Answer": "unlocking_opportunities.access.row_permissions.answer_rows",
	"Suitability Refusal": "unlocking_opportunities.access.row_permissions.refusal_rows",
	"Unsent Message": "unlocking_opportunities.access.row_permissions.unsent_message_rows",
	"Legal Hold": "unlocking_opportunities.access.row_permissions.legal_hold_rows",
	"Data Rights Request": "unlocking_opportunities.access.row_permissions.data_rights_request_rows",
	"Decision Request": "unlocking_opportunities.access.row_permissions.decision_request_rows",
	"Young Person Interest": "unlocking_opportunities.access.row_permissions.interest_rows",
	"Young Person EET Entry": "unlocking_opportunities.access.access_log.eet_entry_rows",
	"Young Person Support Need": "unlocking_opportunities.access.access_log.support_need_rows",
	"Young Person Restriction": "unlocking_opportunities.access.access_log.restriction_rows",
	"Young Person Risk Factor": "unlocking_opportunities.access.access_log.risk_factor_rows",
	"Placement Schedule Day": "unlocking_opportunities.access.row_permissions.schedule_day_rows",
	"Placement Gate Result": "unlocking_opportunities.access.row_permissions.gate_result_rows",
	"Placement Override": "unlocking_opportunities.access.row_permissions.override_rows",
	"Placement Signature": "unlocking_opportunities.access.row_permissions.signature_rows",
	"Placement Attendance": "unlocking_opportunities.access.row_permissions.attendance_rows",
	"Share Release Item": "unlocking_opportunities.access.row_permissions.share_item_rows",
	"Visit Checklist Item": "unlocking_opportunities.access.row_permissions.checklist_rows",
	"Visit Action": "unlocking_opportunities.access.row_permissions.visit_action_rows",
	# Copies that Frappe keeps have the permissions of their record.
	"Activity Log": "unlocking_opportunities.access.copies.activity_log_rows",
	"Dashboard Chart": "unlocking_opportunities.access.copies.dashboard_chart_rows",
	"Dashboard Settings": "unlocking_opportunities.access.copies.dashboard_settings_rows",
	"Desktop Layout": "unlocking_opportunities.access.copies.desktop_layout_rows",
	"Custom HTML Block": "unlocking_opportunities.access.copies.custom_html_block_rows",
	"Event": "unlocking_opportunities.access.copies.event_rows",
	"Note": "unlocking_opportunities.access.copies.note_rows",
	"Kanban Board": "unlocking_opportunities.access.copies.kanban_board_rows",
	"Notification Settings": "unlocking_opportunities.access.copies.notification_settings_rows",
	"Number Card": "unlocking_opportunities.access.copies.number_card_rows",
	"Report": "unlocking_opportunities.access.copies.report_rows",
	"Access Log": "unlocking_opportunities.access.copies.access_log_rows",
	"Comment": "unlocking_opportunities.access.copies.comment_rows",
	"Communication": "unlocking_opportunities.access.copies.communication_rows",
	"Deleted Document": "unlocking_opportunities.access.copies.deleted_document_rows",
	"Document Follow": "unlocking_opportunities.access.copies.document_follow_rows",
	"Document Share Key": "unlocking_opportunities.access.copies.document_share_key_rows",
	"DocShare": "unlocking_opportunities.access.copies.docshare_rows",
	"Email Queue": "unlocking_opportunities.access.copies.email_queue_rows",
	"Email Unsubscribe": "unlocking_opportunities.access.copies.email_unsubscribe_rows",
	"Energy Point Log": "unlocking_opportunities.access.copies.energy_point_log_rows",
	"Error Log": "unlocking_opportunities.access.copies.error_log_rows",
	"File": "unlocking_opportunities.access.copies.file_rows",
	"Integration Request": "unlocking_opportunities.access.copies.integration_request_rows",
	"List Filter": "unlocking_opportunities.access.copies.list_filter_rows",
	"Notification Log": "unlocking_opportunities.access.copies.notification_log_rows",
	"Reminder": "unlocking_opportunities.access.copies.reminder_rows",
	"Route History": "unlocking_opportunities.access.copies.route_history_rows",
	"Tag Link": "unlocking_opportunities.access.copies.tag_link_rows",
	"ToDo": "unlocking_opportunities.access.copies.todo_rows",
	"Version": "unlocking_opportunities.access.copies.version_rows",
	"View Log": "unlocking_opportunities.access.copies.view_log_rows",
	"Workflow Action": "unlocking_opportunities.access.copies.workflow_action_rows",
	"Auto Email Report": "unlocking_opportunities.access.emailed_reports.rows",
}
has_permission = {
	"Auto Email Report": "unlocking_opportunities.access.emailed_reports.has_permission",
	"File": [
		"unlocking_opportunities.access.copies.has_permission",
		"unlocking_opportunities.access.sharing.can_create_file",
	],
	"Activity Log": "unlocking_opportunities.access.copies.has_permission",
	"Dashboard Chart": "unlocking_opportunities.access.copies.has_permission",
	"Dashboard Settings": "unlocking_opportunities.access.copies.has_permission",
	"Desktop Layout": "unlocking_opportunities.access.copies.has_permission",
	"Custom HTML Block": "unlocking_opportunities.access.copies.has_permission",
	"Event": "unlocking_opportunities.access.copies.has_permission",
	"Note": "unlocking_opportunities.access.copies.has_permission",
	"Kanban Board": "unlocking_opportunities.access.copies.has_permission",
	"Notification Settings": "unlocking_opportunities.access.copies.has_permission",
	"Number Card": "unlocking_opportunities.access.copies.has_permission",
	"Report": "unlocking_opportunities.access.copies.has_permission",
	"Desktop Icon": "unlocking_opportunities.access.workspaces.has_permission",
	"Workspace": "unlocking_opportunities.access.workspaces.has_permission",
	"Workspace Sidebar": "unlocking_opportunities.access.workspaces.has_permission",
	"Access Log": "unlocking_opportunities.access.copies.has_permission",
	"Comment": "unlocking_opportunities.access.copies.has_permission",
	"Communication": "unlocking_opportunities.access.copies.has_permission",
	"Deleted Document": "unlocking_opportunities.access.copies.has_permission",
	"Document Follow": "unlocking_opportunities.access.copies.has_permission",
	"Document Share Key": "unlocking_opportunities.access.copies.has_permission",
	"DocShare": "unlocking_opportunities.access.copies.has_permission",
	"Email Queue": "unlocking_opportunities.access.copies.has_permission",
	"Email Unsubscribe": "unlocking_opportunities.access.copies.has_permission",
	"Energy Point Log": "unlocking_opportunities.access.copies.has_permission",
	"Error Log": "unlocking_opportunities.access.copies.has_permission",
	"Integration Request": "unlocking_opportunities.access.copies.has_permission",
	"List Filter": "unlocking_opportunities.access.copies.has_permission",
	"Notification Log": "unlocking_opportunities.access.copies.has_permission",
	"Reminder": "unlocking_opportunities.access.copies.has_permission",
	"Route History": "unlocking_opportunities.access.copies.has_permission",
	"Tag Link": "unlocking_opportunities.access.copies.has_permission",
	"ToDo": "unlocking_opportunities.access.copies.has_permission",
	"Version": "unlocking_opportunities.access.copies.has_permission",
	"View Log": "unlocking_opportunities.access.copies.has_permission",
	"Workflow Action": "unlocking_opportunities.access.copies.has_permission",
	"Young Person": "unlocking_opportunities.access.row_permissions.has_permission",
	"Young Person Identity": "unlocking_opportunities.access.access_log.has_permission",
	"Young Person Care Record": "unlocking_opportunities.access.access_log.has_permission",
	"Young Person Support Profile": "unlocking_opportunities.access.access_log.has_permission",
	"Young Person Risk Addendum": "unlocking_opportunities.access.access_log.has_permission",
	"Placement": "unlocking_opportunities.access.row_permissions.has_permission",
	"Share Release": "unlocking_opportunities.access.row_permissions.has_permission",
	"Visit": "unlocking_opportunities.access.row_permissions.has_permission",
	"Not Here Alert": "unlocking_opportunities.access.row_permissions.has_permission",
	"Accident": "unlocking_opportunities.access.row_permissions.has_permission",
	"Concern Referral": "unlocking_opportunities.access.row_permissions.has_permission",
	"Placement Request": "unlocking_opportunities.access.row_permissions.has_permission",
	"Placement Feedback": "unlocking_opportunities.access.row_permissions.has_permission",
	"Declined Match": "unlocking_opportunities.access.row_permissions.has_permission",
	"Allocation Round": "unlocking_opportunities.access.row_permissions.has_permission",
	"Mentoring Pairing": "unlocking_opportunities.access.row_permissions.has_permission",
	"Mentoring Session": "unlocking_opportunities.access.row_permissions.has_permission",
	"Placement Answer": "unlocking_opportunities.access.row_permissions.has_permission",
	"Suitability Refusal": "unlocking_opportunities.access.row_permissions.has_permission",
	"Unsent Message": "unlocking_opportunities.access.row_permissions.has_permission",
	"Legal Hold": "unlocking_opportunities.access.row_permissions.has_permission",
	"Data Rights Request": "unlocking_opportunities.access.row_permissions.has_permission",
	"Risk Assessment": "unlocking_opportunities.access.row_permissions.has_permission",
	"Host Agreement": "unlocking_opportunities.access.row_permissions.has_permission",
	"Decision Request": "unlocking_opportunities.access.row_permissions.has_permission",
	"Absence Cover": "unlocking_opportunities.access.row_permissions.has_permission",
}
jinja = {
	"methods": [
		"unlocking_opportunities.placements.prints.first_day_lines",
		"unlocking_opportunities.placements.prints.reference_words",
		"unlocking_opportunities.risk_assessments.matrix.likelihood_words",
		"unlocking_opportunities.risk_assessments.matrix.severity_words",
	]
}
# Pages for people outside (docs/portal-development.md), and the managers' decision page.
page_renderer = [
	"unlocking_opportunities.portal.page.PortalPage",
	"unlocking_opportunities.approvals.page.DecisionPage",
]
role_home_page = {
	"Unlocking Employer": "employer",
	"Unlocking Mentor": "mentor",
	"Unlocking Councillor": "member",
}
# The guard of requests: see docs/security.md.
auth_hooks = [
	"unlocking_opportunities.access.sessions.refuse_named_session",
	"unlocking_opportunities.access.portal_users.confine_portal_users",
	"unlocking_opportunities.access.guard.check_request",
	"unlocking_opportunities.access.doc_methods.require_record_permission",
]
# The access log is written with the response.
after_request = [
	"unlocking_opportunities.access.sessions.remove_session_cookie",
	"unlocking_opportunities.access.portal_users.set_refused_status",
	"unlocking_opportunities.access.access_log.write_for_request",
	"unlocking_opportunities.access.headers.add",
	"unlocking_opportunities.utils.error_log.remove_traceback",
]
after_job = ["unlocking_opportunities.access.access_log.write_for_job"]
before_request = [
	"unlocking_opportunities.utils.error_log.hide_values_in_logs",
	"unlocking_opportunities.access.uploads.keep_large_pictures",
]
before_job = ["unlocking_opportunities.utils.error_log.hide_values_in_logs"]
# Frappe reads and writes a file before its document events.
override_doctype_class = {
	"File": "unlocking_opportunities.access.uploads.StoredFile",
	# Our cron jobs don't wait behind imports.
	"Scheduled Job Type": "unlocking_opportunities.utils.scheduled_jobs.PromptJobType",
}
override_whitelisted_methods = {
	"frappe.model.workflow.apply_workflow": "unlocking_opportunities.approvals.workflow_button.apply_workflow",
	"frappe.core.doctype.user.user.reset_password": "unlocking_opportunities.access.staff_sign_in.reset_password",
	"frappe.www.login.send_login_link": "unlocking_opportunities.access.staff_sign_in.send_login_link",
	"frappe.client.get": "unlocking_opportunities.access.frappe_methods.get",
	"frappe.client.get_count": "unlocking_opportunities.access.frappe_methods.get_count",
	"frappe.client.search_widget": "unlocking_opportunities.access.frappe_methods.search_widget",  # its second name from v16 on
	"frappe.utils.global_search.search": "unlocking_opportunities.access.frappe_methods.search",
	"frappe.desk.doctype.event.event.get_events": "unlocking_opportunities.access.frappe_methods.get_events",
	"frappe.utils.print_format.report_to_pdf": "unlocking_opportunities.access.frappe_methods.report_to_pdf",
	"frappe.desk.search.search_link": "unlocking_opportunities.access.frappe_methods.search_link",
	"frappe.desk.search.search_widget": "unlocking_opportunities.access.frappe_methods.search_widget",
	"frappe.client.validate_link": "unlocking_opportunities.access.frappe_methods.validate_link",
	"frappe.client.validate_link_and_fetch": "unlocking_opportunities.access.frappe_methods.validate_link_and_fetch",
	"frappe.core.doctype.data_import.data_import.download_template": "unlocking_opportunities.access.frappe_methods.download_list",
	"frappe.desk.page.user_profile.user_profile.get_energy_points_list": "unlocking_opportunities.access.frappe_methods.get_energy_points",
	"frappe.desk.like.toggle_like": "unlocking_opportunities.access.frappe_methods.toggle_like",
	"frappe.desk.doctype.tag.tag.add_tags": "unlocking_opportunities.access.frappe_methods.add_tags",
	"frappe.desk.doctype.tag.tag.add_tag": "unlocking_opportunities.access.frappe_methods.add_tag",
	"frappe.desk.doctype.tag.tag.remove_tag": "unlocking_opportunities.access.frappe_methods.remove_tag",
	"frappe.core.doctype.communication.email.make": "unlocking_opportunities.access.frappe_methods.send_email",
	"frappe.desk.doctype.notification_settings.notification_settings.set_seen_value": "unlocking_opportunities.access.frappe_methods.set_seen_value",
	"frappe.desk.search.get_link_title": "unlocking_opportunities.access.frappe_methods.get_link_title",
	"frappe.desk.notifications.get_open_count": "unlocking_opportunities.access.frappe_methods.get_open_count",
	"frappe.desk.form.linked_with.get": "unlocking_opportunities.access.frappe_methods.get_linked_docs",
	"frappe.desk.listview.get_group_by_count": "unlocking_opportunities.access.frappe_methods.get_group_by_count",
	"frappe.desk.query_report.get_data_for_custom_field": "unlocking_opportunities.access.frappe_methods.get_data_for_custom_field",
	"frappe.desk.query_report.run": "unlocking_opportunities.access.frappe_methods.run_report",
	"frappe.desk.query_report.export_query": "unlocking_opportunities.access.frappe_methods.export_report",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "unlocking_opportunities.access.frappe_methods.get_chart",
	"frappe.automation.doctype.assignment_rule.assignment_rule.bulk_apply": "unlocking_opportunities.access.frappe_methods.apply_assignment_rules",
	"frappe.desk.desktop.update_onboarding_step": "unlocking_opportunities.access.frappe_methods.update_onboarding_step",
	"frappe.desk.doctype.kanban_board.kanban_board.update_order": "unlocking_opportunities.access.boards.update_order",
	"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card": "unlocking_opportunities.access.boards.update_order_for_single_card",
	"frappe.desk.doctype.kanban_board.kanban_board.add_card": "unlocking_opportunities.access.boards.add_card",
	"frappe.desk.doctype.workspace.workspace.delete_page": "unlocking_opportunities.access.workspaces.delete_page",
	"frappe.desk.doctype.workspace.workspace.duplicate_page": "unlocking_opportunities.access.workspaces.duplicate_page",
	"frappe.desk.doctype.workspace.workspace.hide_page": "unlocking_opportunities.access.workspaces.hide_page",
	"frappe.desk.doctype.workspace.workspace.new_page": "unlocking_opportunities.access.workspaces.new_page",
	"frappe.desk.doctype.workspace.workspace.save_page": "unlocking_opportunities.access.workspaces.save_page",
	"frappe.desk.doctype.workspace.workspace.unhide_page": "unlocking_opportunities.access.workspaces.unhide_page",
	"frappe.desk.doctype.workspace.workspace.update_page": "unlocking_opportunities.access.workspaces.update_page",
	"frappe.desk.doctype.number_card.number_card.get_result": "unlocking_opportunities.access.frappe_methods.get_card",
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference": "unlocking_opportunities.access.frappe_methods.get_card_change",
	"frappe.desk.doctype.notification_log.notification_log.mark_as_read": "unlocking_opportunities.access.frappe_methods.mark_as_read",
}
doc_events = {
	"*": {"before_validate": "unlocking_opportunities.access.brought_along.guard"},
	"Auto Email Report": {"validate": "unlocking_opportunities.access.emailed_reports.guard"},
	"DocType": {
		"on_update": "unlocking_opportunities.access.guarded.forget",
		"after_delete": "unlocking_opportunities.access.guarded.forget",
	},
	"Comment": {"validate": "unlocking_opportunities.access.sharing.guard_comment"},
	"Communication": {
		"after_insert": "unlocking_opportunities.employers.emailed_offers.match_sender",
		"on_update": "unlocking_opportunities.employers.emailed_offers.check_attachments",
	},
	"DocShare": {"validate": "unlocking_opportunities.access.sharing.refuse_share"},
	"Contact": {
		"on_update": "unlocking_opportunities.portal.addresses.follow_contact",
		"after_delete": "unlocking_opportunities.portal.addresses.follow_contact",
	},
	"Document Follow": {"after_insert": "unlocking_opportunities.access.sharing.delete_follow"},
	"Document Share Key": {"before_insert": "unlocking_opportunities.access.sharing.refuse_share_key"},
	"Email Queue": {
		"before_insert": [
			"unlocking_opportunities.access.sharing.guard_mail",
			"unlocking_opportunities.access.emailed_reports.guard_mail",
		]
	},
	"Error Log": {"before_insert": "unlocking_opportunities.utils.error_log.remove_values_from_entry"},
	"Employer Pledge": {"on_update": "unlocking_opportunities.portal.offer.mails.notify_employer"},
	"Event": {"validate": "unlocking_opportunities.access.sharing.validate_event"},
	"Host Agreement": {"validate": "unlocking_opportunities.access.uploads.check_attached"},
	"Kanban Board": {"validate": "unlocking_opportunities.access.boards.check"},
	"Mentor": {"on_update": "unlocking_opportunities.portal.addresses.follow_mentor"},
	"Prepared Report": {"before_insert": "unlocking_opportunities.access.sharing.refuse_prepared_report"},
	"Tag Link": {"before_insert": "unlocking_opportunities.access.sharing.refuse_tag"},
	"ToDo": {"validate": "unlocking_opportunities.access.sharing.guard_assignment"},
	"User": {
		"validate": "unlocking_opportunities.access.own_account.refuse_sign_in_fields",
		"on_update": "unlocking_opportunities.approvals.handover.offer_when_disabled",
		"after_rename": "unlocking_opportunities.access.renamed_users.rename",
	},
	"Visit": {"on_update": "unlocking_opportunities.portal.employer.mails.tell_of_change"},
	"Young Person Identity": {
		"on_update": "unlocking_opportunities.portal.people.placement_access.revoke_after_contact_change"
	},
	(
		"Allocation Round Match",
		"Allocation Round Person",
		"Allocation Round Place",
		"Child Employment Regime",
		"Council Report Figure",
		"Disposal Review Item",
		"Handover Colleague",
		"Handover Item",
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
	): {"before_validate": "unlocking_opportunities.access.sharing.refuse_lone_row"},
	(
		"Allocation Round",
		"Council Report",
		"Disposal Review",
		"Employer Pledge",
		"Handover",
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
	): {"before_validate": "unlocking_opportunities.access.sharing.guard_rows"},
	# For Administrator, whose permissions Frappe doesn't check.
	(
		"Young Person Care Record",
		"Young Person Identity",
		"Young Person Risk Addendum",
		"Young Person Support Profile",
	): {
		"onload": "unlocking_opportunities.access.access_log.note_document",
		"before_print": "unlocking_opportunities.access.access_log.note_document",
	},
	("Hazard Template", "Sector", "Ward"): {
		"on_trash": "unlocking_opportunities.access.sharing.refuse_while_in_use"
	},
}

# Only records that no other app shares. setup/workflows.py installs the workflows and explains why.
fixtures = [
	{"dt": "Role", "filters": [["name", "like", "Unlocking %"]]},
	{"dt": "Custom HTML Block", "filters": [["name", "like", "Unlocking %"]]},
]

doctype_js = {"Data Import": "public/js/data_import.js", "User": "public/js/user.js"}

scheduler_events = {
	"daily_long": ["unlocking_opportunities.daily_work.nightly.nightly"],
	"daily": [
		"unlocking_opportunities.approvals.handover.offer_all",
		"unlocking_opportunities.portal.addresses.close_changed_at_night",
		"unlocking_opportunities.portal.addresses.close_unanswered",
		"unlocking_opportunities.portal.links.delete_expired",
		"unlocking_opportunities.portal.people.placement_access.end_at_18",
	],
	"hourly": ["unlocking_opportunities.daily_work.digest.send_missing"],
	"cron": {
		"*/5 * * * *": [
			"unlocking_opportunities.safeguarding.not_here.alert_again",
			"unlocking_opportunities.safeguarding.concerns.alert_again",
			"unlocking_opportunities.portal.links.send_requested",
			"unlocking_opportunities.messages.outbox.send_urgent",
			"unlocking_opportunities.approvals.handover.resume",
			"unlocking_opportunities.messages.unsent.retry",
			"unlocking_opportunities.messages.bounces.collect",
		]
	},
}
