// The reference stands on the form and can be searched for; here the host and the role need the room.
frappe.listview_settings["Placement"] = { hide_name_column: true };
