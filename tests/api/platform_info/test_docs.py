"""GET /v1/docs."""

import re

from platform_info import docs
from tests.world import call


def test_the_reference_is_one_page_that_loads_nothing_from_elsewhere() -> None:
    page = call(docs)

    assert page.status == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert "auth/login" in page.text
    assert not re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="https?:', page.text)
