"""GET /v1/docs: the API reference, drawn from the OpenAPI document, with a console to try it."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.platform_info.reference_page import reference_page
from stvos.replies import Raw


@endpoint(who="-", produces="text/html")
def handler(request: Request[Query]) -> Raw:
    page = reference_page()
    headers = {
        "Cache-Control": "public, max-age=300",
        "Content-Security-Policy": page.security_policy,
        "X-Content-Type-Options": "nosniff",
    }
    return Raw(page.html, "text/html; charset=utf-8", headers)
