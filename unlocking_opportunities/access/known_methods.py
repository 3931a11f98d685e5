"""The framework's methods that may be asked about guarded DocTypes. Whatever is not listed here is refused.

Each was read in Frappe's source on v15 and v16, and belongs to one of the groups below, which say why it is safe. The
guard has by then made sure that names are text, that columns are columns, and that each record of ours that is named
may be read by whoever asks. The Desk's browser tests fail when the Desk calls what is not listed.
"""

from unlocking_opportunities import hooks

# Frappe asks for the right to the record, the list or the report, with our row rules in it.
ASK_PERMISSION = {
	"frappe.client.cancel",
	"frappe.client.delete",
	"frappe.client.get_list",
	"frappe.client.get_single_value",
	"frappe.client.get_value",
	"frappe.client.has_permission",
	"frappe.client.insert",
	"frappe.client.insert_many",
	"frappe.client.is_document_amended",
	"frappe.client.save",
	"frappe.client.set_value",
	"frappe.client.submit",
	"frappe.client.validate_link",
	"frappe.client.validate_link_and_fetch",
	"frappe.core.api.file.zip_files",
	"frappe.core.doctype.communication.email.make",
	"frappe.core.doctype.data_export.exporter.export_data",
	"frappe.core.api.file.get_attached_images",
	"frappe.desk.calendar.get_events",
	"frappe.desk.calendar.update_event",
	"frappe.desk.form.assign_to.add",
	"frappe.desk.form.assign_to.add_multiple",
	"frappe.desk.form.assign_to.close",
	"frappe.desk.form.assign_to.remove",
	"frappe.desk.form.load.get_communications",
	"frappe.desk.form.load.get_docinfo",
	"frappe.desk.form.load.getdoc",
	"frappe.desk.form.save.cancel",
	"frappe.desk.form.save.discard",
	"frappe.desk.form.save.savedocs",
	"frappe.desk.form.utils.add_comment",
	"frappe.desk.form.utils.get_next",
	"frappe.desk.form.utils.remove_attach",
	"frappe.desk.form.utils.update_comment",
	"frappe.desk.form.utils.validate_link",
	"frappe.desk.gantt.update_task",
	"frappe.desk.like.toggle_like",
	"frappe.desk.link_preview.get_preview_data",
	"frappe.desk.query_report.export_query",
	"frappe.desk.query_report.get_script",
	"frappe.desk.reportview.delete_items",
	"frappe.desk.reportview.export_query",
	"frappe.desk.reportview.get",
	"frappe.desk.reportview.get_count",
	"frappe.desk.reportview.get_list",
	"frappe.desk.reportview.get_sidebar_stats",
	"frappe.desk.reportview.get_stats",
	"frappe.model.rename_doc.update_document_title",
	"frappe.model.workflow.bulk_workflow_approval",
	"frappe.model.workflow.get_common_transition_actions",
	"frappe.model.workflow.get_transitions",
	"frappe.realtime.can_subscribe_doc",
	"frappe.realtime.can_subscribe_doctype",
	"frappe.realtime.has_permission",
	"frappe.utils.file_manager.add_attachments",
	"frappe.utils.print_format.download_multi_pdf",
	"frappe.utils.print_format.download_pdf",
	"frappe.utils.weasyprint.download_pdf",
	"frappe.www.printview.get_html_and_style",
	"REST",
	"printview",
	"frappe.client.get_doc_permissions",
	"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
	"run_doc_method",
	"frappe.handler.run_doc_method",
	"runserverobj",
	"upload_file",
	"frappe.handler.upload_file",
	"download_file",
	"frappe.handler.download_file",
	"frappe.core.doctype.file.file.download_file",
}
# What a DocType is made of, and what the caller's own screen remembers of it. No record is read.
NO_RECORD = {
	"frappe.desk.form.document_follow.get_follow_users",
	"frappe.desk.form.document_follow.update_follow",
	"frappe.desk.form.linked_with.get_linked_doctypes",
	"frappe.desk.form.load.getdoctype",
	"frappe.desk.doctype.kanban_board.kanban_board.get_kanban_boards",
	"frappe.desk.doctype.list_view_settings.list_view_settings.get_default_listview_fields",
	"frappe.desk.listview.get_list_settings",
	"frappe.desk.listview.set_list_settings",
	"frappe.desk.reportview.save_report",
	"frappe.desk.reportview.delete_report",
	"frappe.desk.query_report.save_report",
	"frappe.model.utils.user_settings.get",
	"frappe.model.utils.user_settings.save",
	"frappe.model.workflow.can_cancel_document",
	"frappe.printing.page.print.print.get_print_settings_to_show",
	"frappe.email.doctype.email_template.email_template.get_email_template",
	"frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board",
}
# This app's own functions in their place (hooks: override_whitelisted_methods) narrow the question.
REPLACED = {path for path in hooks.override_whitelisted_methods if path.startswith("frappe.")}

# Asked about a record that the caller may not read, these answer as if there were none. A link on a form names such a
# record now and then; nobody is stopped there by an error.
ANSWER_NOTHING = {
	"frappe.client.validate_link",
	"frappe.client.validate_link_and_fetch",
	"frappe.core.api.file.get_attached_images",
	"frappe.desk.search.get_link_title",
	"frappe.realtime.can_subscribe_doc",
	"frappe.realtime.has_permission",
}

FOR_OURS = ASK_PERMISSION | NO_RECORD | REPLACED

# They touch the caller's own rows of the DocType that they belong to, or none.
OWN_ROWS = {
	"frappe.core.api.file.create_new_folder",
	"frappe.desk.doctype.dashboard_settings.dashboard_settings.create_dashboard_settings",
	"frappe.desk.doctype.dashboard_settings.dashboard_settings.save_chart_config",
	"frappe.core.api.file.get_files_by_search_text",
	"frappe.core.api.file.get_files_in_folder",
	"frappe.core.api.file.get_max_file_size",
	"frappe.core.doctype.user.user.get_all_roles",
	"frappe.core.doctype.user.user.get_email_awaiting",
	"frappe.core.doctype.user.user.get_roles",
	"frappe.core.doctype.user.user.get_timezones",
	"frappe.core.doctype.user.user.has_email_account",
	"frappe.core.doctype.user.user.switch_theme",
	"frappe.core.doctype.user.user.test_password_strength",
	"frappe.core.doctype.user.user.update_password",
	"frappe.core.doctype.user.user.user_query",
	"frappe.core.doctype.user.user.verify_password",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_dashboard_chart",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_report_chart",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.add_chart_to_dashboard",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get_charts_for_user",
	"frappe.desk.doctype.event.event.get_events",
	"frappe.desk.doctype.notification_log.notification_log.get_notification_logs",
	"frappe.desk.doctype.notification_log.notification_log.mark_all_as_read",
	"frappe.desk.doctype.notification_log.notification_log.trigger_indicator_hide",
	"frappe.desk.doctype.number_card.number_card.add_card_to_dashboard",
	"frappe.desk.doctype.number_card.number_card.create_number_card",
	"frappe.desk.doctype.number_card.number_card.create_report_number_card",
	"frappe.desk.doctype.number_card.number_card.get_cards_for_user",
	"frappe.desk.doctype.route_history.route_history.deferred_insert",
	"frappe.desk.doctype.route_history.route_history.frequently_visited_links",
	"frappe.desk.doctype.todo.todo.new_todo",
	"frappe.automation.doctype.reminder.reminder.create_new_reminder",
}
FOR_FRAMEWORKS = FOR_OURS | OWN_ROWS

# A visitor signs in, signs up where the site lets them, asks for a new password, and reads files that are public.
FOR_GUESTS = {
	"frappe.core.doctype.user.user.reset_password",
	"frappe.core.doctype.user.user.sign_up",
	"frappe.core.doctype.user.user.test_password_strength",
	"frappe.core.doctype.user.user.update_password",
	"frappe.core.api.file.get_max_file_size",
	"download_file",
	"frappe.handler.download_file",
	"frappe.core.doctype.file.file.download_file",
	"upload_file",
	"frappe.handler.upload_file",
}

# What people on the staff see of each other. Frappe lets everybody with a desk list users by any other column as well.
OF_USERS = {
	*("name", "owner", "creation", "modified", "docstatus", "idx", "*"),
	*(
		"email",
		"enabled",
		"first_name",
		"full_name",
		"last_name",
		"language",
		"time_zone",
		"user_image",
		"user_type",
	),
	*("username", "value", "description"),
}
# No request of any kind chooses, sorts or filters by these.
SECRET_COLUMNS = {
	"reset_password_key",
	"api_key",
	"api_secret",
	"password",
	"new_password",
	"encryption_key",
	"sid",
}

# Frappe's modules outside the folder of a DocType whose methods work on its records.
WORK_ON = {
	"frappe.core.api.file": "File",
	"frappe.utils.file_manager": "File",
	"frappe.email.inbox": "Communication",
	"frappe.email.relink": "Communication",
	"frappe.desk.form.document_follow": "Document Follow",
	"frappe.utils.diff": "Version",
	"frappe.share": "DocShare",
	"frappe.twofactor": "User",
	"frappe.recorder": "Recorder",
	"frappe.utils.global_search": "Version",
}
