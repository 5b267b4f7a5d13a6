"""All of the operator's routes in one Lambda, behind /v1/admin/{proxy+}.

They are many and seldom called; a Lambda each would take a quarter of what a stack may hold. Only
the endpoint that is asked for is imported.
"""

from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import unquote

from stvos.api.incoming import Event, request_id_of
from stvos.api.outgoing import cors, refusal
from stvos.errors import NotFound

_ROOT = "/v1/admin/"
# The paths below the root, and by which module each method of them is answered. A test holds them
# against the modules' own first lines.
ROUTES: dict[str, dict[str, str]] = {
    "clients": {"GET": "list_clients", "POST": "create_client"},
    "billing/run": {"POST": "run_billing"},
    "clients/{id}": {"DELETE": "delete_client", "GET": "get_client", "PUT": "change_client"},
    "clients/{id}/api-keys": {"GET": "list_api_keys", "POST": "create_api_key"},
    "clients/{id}/audit": {"GET": "list_audit"},
    "clients/{id}/categories": {"GET": "list_categories", "POST": "create_category"},
    "clients/{id}/classes": {"GET": "list_classes", "POST": "create_class"},
    "clients/{id}/live-classes": {"GET": "list_live_classes", "POST": "create_live_class"},
    "clients/{id}/partners": {"GET": "list_partners", "POST": "create_partner"},
    "clients/{id}/trainers": {"GET": "list_trainers", "POST": "create_trainer"},
    "clients/{id}/uploads": {"POST": "create_upload"},
    "clients/{id}/api-keys/{keyId}": {"DELETE": "delete_api_key"},
    "clients/{id}/categories/{categoryId}": {"DELETE": "delete_category", "PUT": "change_category"},
    "clients/{id}/classes/import": {"POST": "import_classes"},
    "clients/{id}/classes/{classId}": {
        "DELETE": "delete_class",
        "GET": "get_class",
        "PUT": "change_class",
    },
    "clients/{id}/live-classes/{liveId}": {
        "DELETE": "delete_live_class",
        "PUT": "change_live_class",
    },
    "clients/{id}/partners/{partnerId}": {
        "DELETE": "delete_partner",
        "GET": "get_partner",
        "PUT": "change_partner",
    },
    "clients/{id}/trainers/{trainerId}": {"DELETE": "delete_trainer", "PUT": "change_trainer"},
}


def handler(event: Event, context: Any) -> dict[str, Any]:
    """Hand a request to the endpoint of its method and path; there is none: 404."""
    # Not the event's path: behind a custom domain that begins with the domain's base path.
    sent = str((event.get("pathParameters") or {}).get("proxy") or "")
    segments = sent.split("/")
    for path, modules in ROUTES.items():
        found = _parameters(path, segments)
        name = modules.get(str(event.get("httpMethod")))
        if found is not None and name:
            routed = {**event, "resource": _ROOT + path, "pathParameters": found}
            answer: dict[str, Any] = endpoint_of(name).handler(routed, context)
            return answer
    request_id = request_id_of(event, context)
    reply = refusal(NotFound(), request_id)
    headers = reply.headers | {"X-Request-Id": request_id} | cors(event)
    return {"statusCode": reply.status, "headers": headers, "body": reply.body}


@cache
def endpoint_of(name: str) -> ModuleType:
    """The endpoint's module, imported when it is first asked for."""
    return import_module(f"operators.{name}")


def _parameters(path: str, segments: list[str]) -> dict[str, str] | None:
    """The path parameters when the segments are of this path, else None."""
    pattern = path.split("/")
    if len(pattern) != len(segments):
        return None
    found = {}
    for wanted, sent in zip(pattern, segments, strict=True):
        if wanted.startswith("{"):
            found[wanted[1:-1]] = unquote(sent)
        elif wanted != sent:
            return None
    return found
