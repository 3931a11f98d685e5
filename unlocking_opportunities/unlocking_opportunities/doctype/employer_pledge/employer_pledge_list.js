// The reference stands on the form and can be searched for; here the name needs the room.
frappe.listview_settings["Employer Pledge"] = { hide_name_column: true };
