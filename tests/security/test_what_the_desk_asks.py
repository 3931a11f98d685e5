"""Every method that Frappe's own pages call is known to the guard, or was checked and stays closed.

Review the list below when Frappe is updated: a method that a new version's pages call is in neither list, and
fails here.
"""

import re
from pathlib import Path

import frappe
import pytest

from tests.security.every_method import whitelisted
from unlocking_opportunities.access import known_methods

NAMED = re.compile(r"frappe(?:\.\w+){2,}")
PAGES = ("*.js", "*.vue", "*.html")
LEFT_OUT = re.compile(r"/(node_modules|dist|tests|cypress)/")

# Called by Frappe's pages, checked, and closed to everyone but System Managers.
CLOSED = {
	# They build or run the site: jobs, logs, backups, imports, permissions, customising, translations, print and page builders.
	*(
		"frappe.core.doctype.data_import.data_import.download_errored_template",
		"frappe.core.doctype.data_import.data_import.download_import_log",
		"frappe.core.doctype.data_import.data_import.get_import_logs",
		"frappe.core.doctype.data_import.data_import.get_import_status",
		"frappe.core.doctype.data_import.data_import.stop_data_import",
		"frappe.core.doctype.deleted_document.deleted_document.bulk_restore",
		"frappe.core.doctype.deleted_document.deleted_document.restore",
		"frappe.core.doctype.doctype.doctype.get_row_size_utilization",
		"frappe.core.doctype.error_log.error_log.clear_error_logs",
		"frappe.core.doctype.installed_applications.installed_applications.get_installed_app_order",
		"frappe.core.doctype.installed_applications.installed_applications.update_installed_apps_order",
		"frappe.core.doctype.log_settings.log_settings.get_log_doctypes",
		"frappe.core.doctype.module_def.module_def.get_installed_apps",
		"frappe.core.doctype.package.package.get_license_text",
		"frappe.core.doctype.prepared_report.prepared_report.enqueue_json_to_csv_conversion",
		"frappe.core.doctype.prepared_report.prepared_report.stop_prepared_report",
		"frappe.core.doctype.recorder.recorder.add_indexes",
		"frappe.core.doctype.recorder.recorder.optimize",
		"frappe.core.doctype.role.role.role_query",
		"frappe.core.doctype.rq_job.rq_job.get_custom_queues",
		"frappe.core.doctype.rq_job.rq_job.remove_failed_jobs",
		"frappe.core.doctype.rq_job.rq_job.stop_job",
		"frappe.core.doctype.server_script.server_script.enabled",
		"frappe.core.doctype.server_script.server_script.get_autocompletion_items",
		"frappe.core.doctype.system_settings.system_settings.load",
		"frappe.core.doctype.user.user.generate_keys",
		"frappe.core.doctype.user.user.get_module_profile",
		"frappe.core.doctype.user.user.get_perm_info",
		"frappe.core.doctype.user.user.get_role_profile",
		"frappe.core.doctype.user.user.impersonate",
		"frappe.core.doctype.user_permission.user_permission.add_user_permissions",
		"frappe.core.doctype.user_permission.user_permission.check_applicable_doc_perm",
		"frappe.core.doctype.user_permission.user_permission.clear_user_permissions",
		"frappe.core.doctype.user_permission.user_permission.get_applicable_for_doctype_list",
		"frappe.core.doctype.user_type.user_type.get_user_id",
		"frappe.core.doctype.user_type.user_type.get_user_linked_doctypes",
		"frappe.core.report.database_storage_usage_by_tables.database_storage_usage_by_tables.optimize_doctype",
		"frappe.core.report.permitted_documents_for_user.permitted_documents_for_user.query_doctypes",
		"frappe.custom.doctype.custom_field.custom_field.get_fields_label",
		"frappe.custom.doctype.custom_field.custom_field.rename_fieldname",
		"frappe.custom.doctype.customize_form.customize_form.get_link_filters_from_doc_without_customisations",
		"frappe.custom.doctype.customize_form.customize_form.get_orphaned_columns",
		"frappe.desk.doctype.form_tour.form_tour.reset_tour",
		"frappe.desk.doctype.global_search_settings.global_search_settings.reset_global_search_settings_doctypes",
		"frappe.desk.doctype.list_view_settings.list_view_settings.save_listview_settings",
		"frappe.desk.doctype.sidebar_item_group.sidebar_item_group.get_reports",
		"frappe.desk.doctype.system_console.system_console.execute_code",
		"frappe.desk.doctype.system_console.system_console.show_processlist",
		"frappe.desk.doctype.system_health_report.system_health_report.get_job_status",
		"frappe.desk.doctype.workspace_sidebar.workspace_sidebar.add_sidebar_items",
		"frappe.desk.page.backups.backups.schedule_files_backup",
		"frappe.desk.page.setup_wizard.setup_wizard.load_languages",
		"frappe.desk.page.setup_wizard.setup_wizard.load_messages",
		"frappe.desk.page.setup_wizard.setup_wizard.load_user_details",
		"frappe.desk.page.setup_wizard.setup_wizard.setup_complete",
		"frappe.email.doctype.email_account.email_account.get_append_to",
		"frappe.email.doctype.email_account.email_account.set_email_password",
		"frappe.email.doctype.email_group.email_group.add_subscribers",
		"frappe.email.doctype.email_group.email_group.import_from",
		"frappe.email.doctype.email_queue.email_queue.bulk_retry",
		"frappe.email.doctype.email_queue.email_queue.retry_sending",
		"frappe.email.doctype.email_queue.email_queue.send_now",
		"frappe.email.doctype.email_queue.email_queue.toggle_sending",
		"frappe.email.doctype.notification.notification.get_documents_for_today",
		"frappe.integrations.doctype.dropbox_settings.dropbox_settings.get_dropbox_authorize_url",
		"frappe.integrations.doctype.dropbox_settings.dropbox_settings.take_backup",
		"frappe.integrations.doctype.geolocation_settings.geolocation_settings.autocomplete",
		"frappe.integrations.doctype.google_drive.google_drive.authorize_access",
		"frappe.integrations.doctype.google_drive.google_drive.take_backup",
		"frappe.integrations.doctype.s3_backup_settings.s3_backup_settings.take_backups_s3",
		"frappe.integrations.doctype.webhook.webhook.get_all_queues",
		"frappe.integrations.frappe_providers.frappecloud_billing.current_site_info",
		"frappe.modules.utils.export_customizations",
		"frappe.printing.doctype.print_format.print_format.make_default",
		"frappe.printing.page.print_format_builder.print_format_builder.create_custom_format",
		"frappe.printing.page.print_format_builder_beta.print_format_builder_beta.get_google_fonts",
		"frappe.recorder.delete",
		"frappe.recorder.export_data",
		"frappe.recorder.get",
		"frappe.recorder.import_data",
		"frappe.recorder.start",
		"frappe.recorder.status",
		"frappe.recorder.stop",
		"frappe.translate.update_translations_for_source",
		"frappe.utils.backups.get_backup_encryption_key",
		"frappe.utils.scheduler.activate_scheduler",
		"frappe.utils.scheduler.get_scheduler_status",
		"frappe.website.doctype.web_page_view.web_page_view.get_page_view_count",
		"frappe.website.doctype.website_settings.google_indexing.authorize_access",
		"frappe.workflow.doctype.workflow.workflow.get_workflow_methods",
		"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
	),
	# They work on other apps' records, for which they are open: trees, linked documents, repeated ones, maps, address books.
	*(
		"frappe.automation.doctype.auto_repeat.auto_repeat.generate_message_preview",
		"frappe.automation.doctype.auto_repeat.auto_repeat.get_auto_repeat_doctypes",
		"frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat",
		"frappe.contacts.doctype.address_template.address_template.get_default_address_template",
		"frappe.contacts.doctype.contact.contact.address_query",
		"frappe.contacts.doctype.contact.contact.download_vcard",
		"frappe.contacts.doctype.contact.contact.download_vcards",
		"frappe.contacts.doctype.contact.contact.invite_user",
		"frappe.desk.form.linked_with.cancel_all_linked_docs",
		"frappe.desk.form.linked_with.get_submitted_linked_docs",
		"frappe.desk.treeview.add_node",
		"frappe.desk.treeview.get_all_nodes",
		"frappe.desk.treeview.get_children",
		"frappe.geo.utils.get_coords",
		"frappe.integrations.doctype.google_contacts.google_contacts.authorize_access",
		"frappe.integrations.doctype.google_contacts.google_contacts.sync",
		"frappe.utils.nestedset.rebuild_tree",
	),
	# They put the council's figures or emails where others see them, without checking permissions.
	*(
		"frappe.desk.doctype.custom_html_block.custom_html_block.get_custom_blocks_for_user",
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.add_chart_to_dashboard",
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_dashboard_chart",
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_report_chart",
		"frappe.desk.doctype.desktop_icon.desktop_icon.add_workspace_to_desktop",
		"frappe.desk.doctype.event.event.delete_communication",
		"frappe.desk.doctype.number_card.number_card.add_card_to_dashboard",
		"frappe.desk.doctype.number_card.number_card.create_number_card",
		"frappe.desk.doctype.number_card.number_card.create_report_number_card",
		"frappe.desk.form.utils.update_comment_publicity",
		"frappe.email.email_body.get_email_html",
		"frappe.email.inbox.create_email_flag_queue",
		"frappe.email.inbox.mark_as_closed_open",
		"frappe.email.inbox.mark_as_spam",
		"frappe.email.inbox.mark_as_trash",
		"frappe.email.inbox.move_email",
		"frappe.email.relink",
		"frappe.templates.includes.comments.comments.add_comment",
		"frappe.social.doctype.energy_point_log.energy_point_log.add_review_points",
		"frappe.social.doctype.energy_point_log.energy_point_log.get_energy_points",
		"frappe.social.doctype.energy_point_log.energy_point_log.review",
	),
	# A visitor could send the council's email to anyone.
	"frappe.www.contact.send_message",
	# They unpack files, or show versions, secrets or tokens, without a record to check.
	*(
		"frappe.core.api.file.move_file",
		"frappe.core.api.file.unzip_file",
		"frappe.core.doctype.prepared_report.prepared_report.delete_prepared_reports",
		"frappe.integrations.doctype.connected_app.connected_app.has_token",
		"frappe.integrations.doctype.google_calendar.google_calendar.authorize_access",
		"frappe.integrations.doctype.google_calendar.google_calendar.sync",
		"frappe.integrations.doctype.ldap_settings.ldap_settings.reset_password",
		"frappe.printing.doctype.network_printer_settings.network_printer_settings.get_network_printer_settings",
		"frappe.utils.diff.get_version_diff",
		"frappe.utils.diff.version_query",
		"frappe.utils.print_format.print_by_server",
		"frappe.www.printview.get_rendered_raw_commands",
		"frappe.www.third_party_apps.delete_client",
	),
}


def named_by_pages() -> dict[str, str]:
	"""Return the whitelisted methods that the installed Frappe's pages name, each with one page."""
	root, found = Path(frappe.get_app_path("frappe")), {}
	names = {name for name, function in whitelisted() if name.startswith("frappe.")}
	for pattern in PAGES:
		for file in root.rglob(pattern):
			page = "/" + str(file.relative_to(root))
			if not LEFT_OUT.search(page):
				found |= dict.fromkeys(
					names.intersection(NAMED.findall(file.read_text(errors="replace"))), page
				)
	return found


@pytest.fixture(scope="module")
def asked(connected_site):
	return named_by_pages()


def test_each_is_known_or_closed_on_purpose(asked):
	known = known_methods.FOR_FRAMEWORKS | known_methods.FOR_GUESTS | known_methods.FOR_THE_WEBSITE
	unknown = {name: page for name, page in asked.items() if name not in known | CLOSED}
	assert unknown == {}


def test_no_method_is_on_both_lists(asked):
	known = known_methods.FOR_FRAMEWORKS | known_methods.FOR_GUESTS | known_methods.FOR_THE_WEBSITE
	assert known & CLOSED == set()


def test_control_the_pages_are_found(asked):
	assert len(asked) > 250
	assert "frappe.desk.form.save.savedocs" in asked
