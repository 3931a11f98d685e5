from tests.browser.conftest import check
PAGES = ("/opportunities", "/community", "/accessibility", "/privacy", "/privacy/complaint", "/call-me","/opportunities/offer")
def test_shots(open_page):
	for size in ("phone","desktop"):
		page = open_page(size)
		for path in PAGES:
			page.goto(path)
			for d in page.locator("details").all(): d.locator("summary").click()
			page.screenshot(path=f"/tmp/s-{size}{path.replace('/','-')}.png", full_page=True)
			try: check(page)
			except AssertionError as e: print("BAD", path, size, str(e)[:600])
