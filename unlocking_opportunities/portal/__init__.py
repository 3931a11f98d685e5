"""Everything people outside the council can see and do. See docs/portal-development.md."""
