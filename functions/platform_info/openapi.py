"""GET /v1/openapi.json: the OpenAPI 3.1 document of every route."""

from pathlib import Path

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.replies import Raw

_DOCUMENT = Path(__file__).with_name("openapi.json")


@endpoint(who="-")
def handler(request: Request[Query]) -> Raw:
    headers = {"Cache-Control": "public, max-age=300"}
    return Raw(_DOCUMENT.read_text("utf-8"), "application/json", headers)
