"""GET /v1/docs: the API reference, as a page made from the OpenAPI document."""

from pathlib import Path

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.replies import Raw

_PAGE = Path(__file__).with_name("docs.html")


@endpoint(who="-", produces="text/html")
def handler(request: Request[Query]) -> Raw:
    headers = {"Cache-Control": "public, max-age=300"}
    return Raw(_PAGE.read_text("utf-8"), "text/html; charset=utf-8", headers)
