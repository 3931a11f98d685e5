from unlocking_opportunities.portal import links, tokens
import frappe
def test_shot(open_page):
	for size in ("phone","desktop"):
		page = open_page(size); page.goto("/sign-in"); page.get_by_role("button", name="Send me a link").click(); page.screenshot(path=f"/tmp/signin-{size}.png")
def test_spend(frappe_site):
	url = links.issue("Sign In", 1, "/sign-in/link"); t=url.rsplit("/",1)[1]
	print("usable", links.usable(t,"Sign In"))
	l = links.spend(t,"Sign In"); print("spent", l, frappe.db.get_value("Portal Link", l and l.name, "spent_at"))
	print("usable after", links.usable(t,"Sign In"))
	print(frappe.db.last_query if hasattr(frappe.db,'last_query') else '')
