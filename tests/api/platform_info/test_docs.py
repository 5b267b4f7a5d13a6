"""GET /v1/docs."""

import base64
import hashlib
import re

from platform_info import docs
from tests.world import Reply, call


def policy(page: Reply) -> dict[str, list[str]]:
    rules = (rule.split() for rule in page.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in rules}


def test_the_reference_is_one_page_that_loads_nothing_from_elsewhere() -> None:
    page = call(docs)

    assert page.status == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert 'url: "openapi.json"' in page.text
    assert not re.findall(r"<(?:script|link|img)[^>]*(?:src|href)=[\"']?(?:https?:|//)", page.text)


def test_its_policy_allows_its_own_scripts_and_requests_to_the_api_only() -> None:
    page = call(docs)

    # A script that held the tag's end would end there, for the browser as for this.
    scripts = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL | re.IGNORECASE)
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert len(scripts) == 2
    assert policy(page)["script-src"] == [f"'sha256-{value}'" for value in hashes]
    assert policy(page)["connect-src"] == ["'self'"]
    assert policy(page)["default-src"] == ["'none'"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_it_fits_into_a_lambda_s_answer() -> None:
    assert len(call(docs).text.encode()) < 5_500_000
