"""The methods of Frappe that may be called. Any other is refused, unless it is about another app's records.

We have read each in Frappe's source on v15 and v16. The groups below say why it is safe. By then the guard has
made sure that names are text, that columns are columns, and that the user may read each record of ours that is
named. The Desk's browser tests fail if the Desk calls a method that is not listed.
"""

from unlocking_opportunities import hooks

# Frappe checks the permission on the record, list or report, including our row rules.
ASK_PERMISSION = {
	"frappe.automation.doctype.reminder.reminder.create_new_reminder",
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
	"frappe.contacts.doctype.address.address.address_query",
	"frappe.contacts.doctype.address.address.get_address_display",
	"frappe.contacts.doctype.contact.contact.get_contact_details",
	"frappe.core.doctype.prepared_report.prepared_report.download_attachment",
	"frappe.core.doctype.prepared_report.prepared_report.make_prepared_report",
	"frappe.desk.doctype.tag.tag.get_documents_for_tag",
	"frappe.desk.form.assign_to.remove_multiple",
	"frappe.email.doctype.auto_email_report.auto_email_report.download",
	"frappe.email.doctype.auto_email_report.auto_email_report.send_now",
	"frappe.utils.print_format.download_multi_pdf_async",
	"frappe.contacts.doctype.contact.contact.contact_query",
	"frappe.core.api.file.zip_files",
	"frappe.core.doctype.communication.email.make",
	"frappe.core.doctype.data_export.exporter.export_data",
	"frappe.core.api.file.get_attached_images",
	"frappe.core.doctype.submission_queue.submission_queue.get_latest_submissions",
	"frappe.desk.calendar.get_events",
	"frappe.desk.calendar.update_event",
	"frappe.desk.doctype.kanban_board.kanban_board.add_card",
	"frappe.desk.doctype.kanban_board.kanban_board.add_column",
	"frappe.desk.doctype.kanban_board.kanban_board.archive_restore_column",
	"frappe.desk.doctype.kanban_board.kanban_board.save_settings",
	"frappe.desk.doctype.kanban_board.kanban_board.set_indicator",
	"frappe.desk.doctype.kanban_board.kanban_board.update_column_order",
	"frappe.desk.doctype.kanban_board.kanban_board.update_order",
	"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card",
	"frappe.desk.doctype.tag.tag.get_tags",
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
	"frappe.share.add",
	"frappe.share.get_users",
	"frappe.share.set_permission",
	"frappe.utils.file_manager.add_attachments",
	"frappe.utils.print_format.download_multi_pdf",
	"frappe.utils.global_search.search",
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
# About DocTypes and the user's own settings. They read no record.
NO_RECORD = {
	"frappe.utils.print_format.render_letterhead_for_print",
	"frappe.contacts.address_and_contact.filter_dynamic_link_doctypes",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get_parent_doctypes",
	"frappe.desk.form.document_follow.follow_document",
	"frappe.desk.form.document_follow.unfollow_document",
	"frappe.core.doctype.access_log.access_log.make_access_log",
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
# Replaced by our own functions (hooks: override_whitelisted_methods).
REPLACED = {path for path in hooks.override_whitelisted_methods if path.startswith("frappe.")}
# Our replacements may not be called by their own names: the guard would not recognise them.
REPLACEMENTS = set(hooks.override_whitelisted_methods.values())

# For a record that the user may not read, these answer as if it did not exist. A link on a form may name such a record, and
# that must not cause an error.
ANSWER_NOTHING = {
	"frappe.client.validate_link",
	"frappe.client.validate_link_and_fetch",
	"frappe.core.api.file.get_attached_images",
	"frappe.desk.search.get_link_title",
}

# Never accepted from a request: they turn permissions off, or show the SQL.
NOBODY_SENDS = {"debug", "ignore_permissions", "run"}

# Characters in one request of a visitor, without files. A question of the portal takes 5,000 at most.
LONGEST_OF_VISITORS = 100_000

# They use only the user's own rows of their DocType, or none.
OWN_ROWS = {
	"frappe.core.doctype.user.user.clear_session",
	"frappe.desk.doctype.workspace.workspace.sort_pages",
	"frappe.core.doctype.prepared_report.prepared_report.get_reports_in_queued_state",
	"frappe.twofactor.reset_otp_secret",
	"frappe.core.api.file.create_new_folder",
	"frappe.desk.doctype.dashboard_settings.dashboard_settings.create_dashboard_settings",
	"frappe.desk.doctype.dashboard_settings.dashboard_settings.save_chart_config",
	"frappe.core.api.file.get_files_by_search_text",
	"frappe.core.api.file.get_files_in_folder",
	"frappe.core.api.file.get_max_file_size",
	"frappe.core.doctype.user.user.get_all_roles",
	"frappe.core.doctype.user.user.get_email_awaiting",
	"frappe.core.doctype.user.user.get_timezones",
	"frappe.core.doctype.user.user.has_email_account",
	"frappe.core.doctype.user.user.switch_theme",
	"frappe.core.doctype.user.user.test_password_strength",
	"frappe.core.doctype.user.user.update_password",
	"frappe.core.doctype.user.user.user_query",
	"frappe.core.doctype.user.user.verify_password",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get_charts_for_user",
	"frappe.desk.doctype.event.event.get_events",
	"frappe.desk.doctype.notification_log.notification_log.get_notification_logs",
	"frappe.desk.doctype.notification_log.notification_log.mark_all_as_read",
	"frappe.desk.doctype.notification_log.notification_log.trigger_indicator_hide",
	"frappe.desk.doctype.number_card.number_card.get_cards_for_user",
	"frappe.desk.doctype.route_history.route_history.deferred_insert",
	"frappe.desk.doctype.route_history.route_history.frequently_visited_links",
	"frappe.desk.doctype.todo.todo.new_todo",
}
# What the Desk needs to load: the page, its texts, the user's session, settings and recent pages.
THE_DESK = {
	"login",
	"logout",
	"web_logout",
	"ping",
	"frappe.ping",
	"frappe.handler.ping",
	"frappe.handler.logout",
	"frappe.handler.web_logout",
	"frappe.apps.get_apps",
	"frappe.apps.get_incomplete_setup_route",
	"frappe.apps.set_app_as_default",
	"frappe.auth.get_logged_user",
	"frappe.client.get_js",
	"frappe.client.get_time_zone",
	"frappe.core.doctype.log_settings.log_settings.has_unseen_error_log",
	"frappe.core.doctype.session_default_settings.session_default_settings.get_session_default_values",
	"frappe.core.doctype.user_permission.user_permission.get_user_permissions",
	"frappe.desk.leaderboard.get_energy_point_leaderboard",
	"frappe.desk.page.leaderboard.leaderboard.get_leaderboard_config",
	"frappe.integrations.doctype.google_settings.google_settings.get_file_picker_settings",
	"frappe.core.doctype.session_default_settings.session_default_settings.set_session_default_values",
	"frappe.desk.desk_page.get",
	"frappe.desk.desk_page.getpage",
	"frappe.desk.desktop.get_desktop_page",
	"frappe.desk.desktop.get_installed_apps",
	"frappe.desk.desktop.get_onboarding_data",
	"frappe.desk.desktop.get_workspace_sidebar_items",
	"frappe.desk.doctype.dashboard.dashboard.get_permitted_cards",
	"frappe.desk.doctype.dashboard.dashboard.get_permitted_charts",
	"frappe.desk.doctype.dashboard_chart_source.dashboard_chart_source.get_config",
	"frappe.desk.doctype.desktop_layout.desktop_layout.delete_layout",
	"frappe.desk.doctype.desktop_layout.desktop_layout.save_layout",
	"frappe.desk.doctype.form_tour.form_tour.update_user_status",
	"frappe.desk.doctype.note.note.mark_as_seen",
	"frappe.desk.doctype.note.note.reset_notes",
	"frappe.desk.doctype.notification_settings.notification_settings.get_subscribed_documents",
	"frappe.desk.doctype.onboarding_step.onboarding_step.get_onboarding_steps",
	"frappe.desk.doctype.tag.tag.get_tags_list_for_awesomebar",
	"frappe.desk.form.load.get_user_info_for_viewers",
	"frappe.desk.notifications.get_notification_info",
	"frappe.desk.notifications.get_notifications",
	"frappe.desk.page.user_profile.user_profile.get_energy_points_heatmap_data",
	"frappe.desk.page.user_profile.user_profile.get_energy_points_percentage_chart_data",
	"frappe.desk.page.user_profile.user_profile.get_user_rank",
	"frappe.desk.page.user_profile.user_profile.update_profile_info",
	"frappe.desk.search.get_names_for_mentions",
	"frappe.email.get_contact_list",
	"frappe.email.get_communication_doctype",
	"frappe.geo.country_info.get_country_timezone_info",
	"frappe.integrations.oauth2.approve",
	"frappe.integrations.oauth2.openid_profile",
	"frappe.onboarding.get_onboarding_status",
	"frappe.onboarding.update_user_onboarding_status",
	"frappe.printing.doctype.print_settings.print_settings.is_print_server_enabled",
	"frappe.push_notification.subscribe",
	"frappe.push_notification.unsubscribe",
	"frappe.realtime.get_user_info",
	"frappe.social.doctype.energy_point_log.energy_point_log.get_user_energy_and_review_points",
	"frappe.sessions.clear",
	"frappe.sessions.get_boot_assets_json",
	"frappe.translate.get_all_languages",
	"frappe.translate.get_messages",
	"frappe.utils.change_log.get_versions",
	"frappe.utils.change_log.show_update_popup",
	"frappe.utils.change_log.update_last_known_versions",
	"frappe.utils.pdf.is_wkhtmltopdf_valid",
	"frappe.utils.print_format.report_to_pdf",
	"frappe.utils.telemetry.pulse.client.bulk_capture",
	"frappe.utils.telemetry.pulse.client.capture",
	"frappe.utils.telemetry.pulse.client.is_enabled",
	"frappe.website.doctype.web_page_view.web_page_view.make_view_log",
	"page",
}
RENAME = "frappe.model.rename_doc.update_document_title"
# They run the method in `method` with these names as its first argument. The guard checks that method.
MAPPERS = {
	"frappe.model.mapper.make_mapped_doc": "source_name",
	"frappe.model.mapper.map_docs": "source_names",
}

# Their arguments may have the same name as a DocType, for example a page or a workspace.
FOR_OURS = ASK_PERMISSION | NO_RECORD | REPLACED | ANSWER_NOTHING | THE_DESK | set(MAPPERS)
FOR_FRAMEWORKS = FOR_OURS | OWN_ROWS

# For the site's own website: help pages and web forms. Only for DocTypes that hold nothing of ours.
FOR_THE_WEBSITE = {
	"frappe.templates.includes.likes.likes.like",
	"frappe.website.doctype.discussion_reply.discussion_reply.delete_message",
	"frappe.website.doctype.discussion_topic.discussion_topic.submit_discussion",
	"frappe.website.doctype.help_article.help_article.add_feedback",
	"frappe.website.doctype.web_form.web_form.delete",
	"frappe.website.doctype.web_form.web_form.delete_multiple",
	"frappe.www.list.get",
	"frappe.www.list.get_list_data",
}

# For visitors: sign in, ask for a new password, read public files, use the site's website.
FOR_GUESTS = {
	"login",
	"logout",
	"web_logout",
	"ping",
	"page",
	"printview",
	"frappe.ping",
	"frappe.handler.ping",
	"frappe.handler.logout",
	"frappe.handler.web_logout",
	"frappe.client.get_time_zone",
	"frappe.core.api.file.get_max_file_size",
	"frappe.core.api.user_invitation.accept_invitation",
	"frappe.core.doctype.file.file.download_file",
	"frappe.core.doctype.user.user.reset_password",
	"frappe.core.doctype.user.user.sign_up",
	"frappe.core.doctype.user.user.test_password_strength",
	"frappe.core.doctype.user.user.update_password",
	"frappe.email.queue.unsubscribe",
	"frappe.geo.country_info.get_country_timezone_info",
	"frappe.handler.download_file",
	"frappe.handler.upload_file",
	"frappe.integrations.doctype.ldap_settings.ldap_settings.login",
	"frappe.integrations.oauth2.authorize",
	"frappe.integrations.oauth2.get_token",
	"frappe.integrations.oauth2.introspect_token",
	"frappe.integrations.oauth2.openid_configuration",
	"frappe.integrations.oauth2.revoke_token",
	"frappe.integrations.oauth2_logins.custom",
	"frappe.integrations.oauth2_logins.login_via_facebook",
	"frappe.integrations.oauth2_logins.login_via_fairlogin",
	"frappe.integrations.oauth2_logins.login_via_frappe",
	"frappe.integrations.oauth2_logins.login_via_github",
	"frappe.integrations.oauth2_logins.login_via_google",
	"frappe.integrations.oauth2_logins.login_via_keycloak",
	"frappe.integrations.oauth2_logins.login_via_office365",
	"frappe.integrations.oauth2_logins.login_via_salesforce",
	"frappe.push_notification.auth_webhook",
	"frappe.realtime.get_user_info",
	"frappe.search.web_search",
	"frappe.translate.get_all_languages",
	"frappe.utils.global_search.web_search",
	"frappe.website.doctype.web_form.web_form.accept",
	"frappe.website.doctype.web_form.web_form.get_form_data",
	"frappe.website.doctype.web_form.web_form.get_link_options",
	"frappe.website.doctype.web_form.web_form.get_web_form_filters",
	"frappe.website.doctype.web_page_view.web_page_view.make_view_log",
	"frappe.website.doctype.website_settings.website_settings.get_auto_account_deletion",
	"frappe.www.login.login_via_key",
	"frappe.www.login.login_via_token",
	"frappe.www.login.send_login_link",
	"frappe.www.search.get_search_results",
	"download_file",
	"upload_file",
}

# Columns of User that colleagues may see. Frappe lets every Desk user list users by any column.
OF_USERS = {
	*("name", "owner", "creation", "modified", "docstatus", "idx"),
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
# No request may read, sort or filter by these columns.
SECRET_COLUMNS = {
	"reset_password_key",
	"api_key",
	"api_secret",
	"password",
	"new_password",
	"encryption_key",
	"sid",
}

# Their filters are a report's own, which may call one of them `group_by`: what they say is the report's to check.
REPORTS = {
	"frappe.core.doctype.prepared_report.prepared_report.get_reports_in_queued_state",
	"frappe.core.doctype.prepared_report.prepared_report.make_prepared_report",
	"frappe.desk.query_report.export_query",
	"frappe.desk.query_report.run",
}
# Method: argument with the names of records, besides the usual ones.
NAMES_IN = {"frappe.desk.form.utils.get_next": "value", "frappe.desk.reportview.delete_items": "items"}
# Method: argument with the name of a record, and its DocType, which the request doesn't say.
NAMED_ALONE = dict.fromkeys(
	(
		"frappe.desk.doctype.kanban_board.kanban_board.add_card",
		"frappe.desk.doctype.kanban_board.kanban_board.add_column",
		"frappe.desk.doctype.kanban_board.kanban_board.archive_restore_column",
		"frappe.desk.doctype.kanban_board.kanban_board.save_settings",
		"frappe.desk.doctype.kanban_board.kanban_board.set_indicator",
		"frappe.desk.doctype.kanban_board.kanban_board.update_column_order",
		"frappe.desk.doctype.kanban_board.kanban_board.update_order",
		"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card",
	),
	("board_name", "Kanban Board"),
) | {
	"frappe.contacts.doctype.address.address.get_address_display": ("address_dict", "Address"),
	"frappe.contacts.doctype.contact.contact.get_contact_details": ("contact", "Contact"),
	"frappe.desk.doctype.note.note.mark_as_seen": ("note", "Note"),
}
# These may name a colleague as `user`: the person a record is shared with, or whose profile page is open. In every other
# method `user` must be the person who is signed in.
ABOUT_A_COLLEAGUE = {
	"frappe.desk.page.user_profile.user_profile.get_energy_points_heatmap_data",
	"frappe.desk.page.user_profile.user_profile.get_energy_points_list",
	"frappe.desk.page.user_profile.user_profile.get_energy_points_percentage_chart_data",
	"frappe.desk.page.user_profile.user_profile.get_user_rank",
	"frappe.core.doctype.user.user.reset_password",
	"frappe.share.add",
	"frappe.share.set_permission",
	"frappe.social.doctype.energy_point_log.energy_point_log.get_user_energy_and_review_points",
}
# Methods whose name, next to a DocType, is not a record but a saved report.
NAME_ANOTHER = {"frappe.desk.reportview.save_report", "frappe.desk.query_report.save_report"}
# Tables on User, with every user's roles and addresses; and Frappe's own export and erasure of a person's data, which
# knows nothing of our periods and holds.
CLOSED = {
	*("Has Role", "User Email", "User Social Login", "Block Module", "DefaultValue"),
	*("Personal Data Deletion Request", "Personal Data Download Request"),
}

# Modules of Frappe whose methods work on the records of a DocType, but are outside its folder.
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
}
