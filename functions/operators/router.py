"""All of the operator's routes in one Lambda, behind /v1/admin/{proxy+}.

They are many and seldom called; a Lambda each would take a quarter of what a stack may hold.
"""

from types import ModuleType
from typing import Any
from urllib.parse import unquote

from operators import (
    change_category,
    change_class,
    change_client,
    change_live_class,
    change_partner,
    change_trainer,
    create_api_key,
    create_category,
    create_class,
    create_client,
    create_live_class,
    create_partner,
    create_trainer,
    create_upload,
    delete_api_key,
    delete_category,
    delete_class,
    delete_client,
    delete_live_class,
    delete_partner,
    delete_trainer,
    get_class,
    get_client,
    get_partner,
    import_classes,
    list_api_keys,
    list_audit,
    list_categories,
    list_classes,
    list_clients,
    list_live_classes,
    list_partners,
    list_trainers,
    run_billing,
)
from stvos.errors import NotFound
from stvos.incoming import Event, request_id_of
from stvos.outgoing import cors, refusal
from stvos.spec import Spec

_ROOT = "/v1/admin/"
_ENDPOINTS: tuple[ModuleType, ...] = (
    change_category,
    change_class,
    change_client,
    change_live_class,
    change_partner,
    change_trainer,
    create_api_key,
    create_category,
    create_class,
    create_client,
    create_live_class,
    create_partner,
    create_trainer,
    create_upload,
    delete_api_key,
    delete_category,
    delete_class,
    delete_client,
    delete_live_class,
    delete_partner,
    delete_trainer,
    get_class,
    get_client,
    get_partner,
    import_classes,
    list_api_keys,
    list_audit,
    list_categories,
    list_classes,
    list_clients,
    list_live_classes,
    list_partners,
    list_trainers,
    run_billing,
)


def handler(event: Event, context: Any) -> dict[str, Any]:
    """Hand a request to the endpoint of its method and path; there is none: 404."""
    # Not the event's path: behind a custom domain that begins with the domain's base path.
    sent = str((event.get("pathParameters") or {}).get("proxy") or "")
    segments = sent.split("/")
    for endpoint in _ENDPOINTS:
        spec: Spec = endpoint.handler.spec
        found = _parameters(spec, segments) if spec.method == event.get("httpMethod") else None
        if found is not None:
            routed = {**event, "resource": spec.path, "pathParameters": found}
            answer: dict[str, Any] = endpoint.handler(routed, context)
            return answer
    request_id = request_id_of(event, context)
    reply = refusal(NotFound(), request_id)
    headers = reply.headers | {"X-Request-Id": request_id} | cors(event)
    return {"statusCode": reply.status, "headers": headers, "body": reply.body}


def _parameters(spec: Spec, segments: list[str]) -> dict[str, str] | None:
    """The path parameters when the path is this endpoint's, else None."""
    pattern = spec.path.removeprefix(_ROOT).split("/")
    if len(pattern) != len(segments):
        return None
    found = {}
    for wanted, sent in zip(pattern, segments, strict=True):
        if wanted.startswith("{"):
            found[wanted[1:-1]] = unquote(sent)
        elif wanted != sent:
            return None
    return found
