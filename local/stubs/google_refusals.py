"""How Google refuses a request: google.rpc.Status in JSON."""

from typing import Any

from aiohttp import web

from local.stubs.gemini_request import RefusedError
from local.stubs.marks import marked

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
_CREDENTIALS = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, login"
    " cookie or other valid authentication credential."
)


def require_bearer(request: web.Request) -> None:
    """Refuse a request without a token; any is good."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise RefusedError(_CREDENTIALS, status=401)


def refusal_of(refusal: RefusedError) -> web.Response:
    """What is answered to a request that was refused."""
    error: dict[str, Any] = {
        "code": refusal.status,
        "message": marked(str(refusal)),
        "status": _STATUS[refusal.status],
    }
    if refusal.field:
        violation = {"field": refusal.field, "description": str(refusal)}
        kind = "type.googleapis.com/google.rpc.BadRequest"
        error["details"] = [{"@type": kind, "fieldViolations": [violation]}]
    return web.json_response({"error": error}, status=refusal.status)
