"""The API reference in a real browser: it loads nothing from elsewhere and calls the API."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from local.browser import opened
from tests.end_to_end.conftest import LaptopStack


def test_the_reference_shows_a_route_and_calls_it_with_the_reader_s_key(stack: LaptopStack) -> None:
    complaints: list[str] = []
    hosts: set[str] = set()
    route = "/v1/content/categories"
    with opened("about:blank") as page:
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.goto(f"{stack.base_url}/docs#tag/content/GET{route}")
        page.get_by_role("button", name=f"Test Request (get {route})").click()
        console = page.get_by_role("dialog")
        console.locator("input[type=text]").first.fill(stack.demo["clientKey"])
        with page.expect_response(lambda response: response.url.endswith(route)) as answer:
            console.get_by_role("button", name="Send Request").click()
        shown = console.get_by_text("success").first
        expect(shown).to_be_visible()
        assert answer.value.status == 200
        assert answer.value.json()["data"]["categories"]

    assert hosts == {urlsplit(stack.base_url).netloc}
    assert not complaints, "the page's policy, or a file that is missing"
