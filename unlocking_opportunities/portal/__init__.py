"""What people outside the council may see and do: their only door. See docs/portal-development.md."""
