"""Access control: row permissions, the guard for Frappe's own methods, sharing, uploads and the access log."""
