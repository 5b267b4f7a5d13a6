"""`python -m local.events` writes the example event of every endpoint that has none yet.

The body is the smallest that its schema takes: make a telling one of it by hand. The API reference
shows it, `sam local invoke -e` sends it, the contract tests start from it.
"""

import json
import re
from typing import Any

from local.endpoints import Endpoint, endpoints, make_importable
from local.place import ROOT

type Event = dict[str, Any]

_KEY = {"X-API-Key": "fytos_example"}
_BEARER = {"Authorization": "Bearer example"}
_HEADERS: dict[str, dict[str, str]] = {
    "-": {},
    "K?": _KEY,
    "K": _KEY,
    "U": _KEY | _BEARER,
    "T": _KEY | _BEARER,
    "P": _BEARER,
    "A": {"X-Admin-Key": "example"},
}
_TENANT = {
    "clientId": "1",
    "features": "ai_coach classes coach_connect live_classes nutrition workout_builder",
}
_SIGNED_IN = {"familyId": "4", "issuedMs": "1767225600000", "expiresAt": "4102444800"}
_KEY_CONTEXT = {"kind": "key", "keyId": "2", **_TENANT}
_USER = {"kind": "user", "keyId": "2", **_TENANT, "userId": "3", **_SIGNED_IN}
_CONTEXTS: dict[str, dict[str, str]] = {
    "-": {},
    "K?": _KEY_CONTEXT,
    "K": _KEY_CONTEXT,
    "U": _USER | {"role": "user"},
    "T": _USER | {"role": "trainer"},
    "P": {"kind": "partner", **_TENANT, "staffId": "5", "partnerId": "6", **_SIGNED_IN}
    | {"role": "owner"},
    "A": {"kind": "operator"},
}


def event_of(endpoint: Endpoint, body: Any, query: dict[str, str] | None) -> Event:
    """What API Gateway hands the endpoint for one call, as far as a handler reads it."""
    spec = endpoint.spec
    values = {name: _path_value(name) for name in re.findall(r"{(\w+)}", spec.path)}
    headers = dict(_HEADERS[spec.who])
    if body is not None or spec.media_type != "application/json":
        # Where a form is taken, a JSON body is as well.
        headers["Content-Type"] = spec.media_type if body is None else "application/json"
    path = spec.path.format(**values)
    return {
        "resource": spec.path,
        "path": path,
        "httpMethod": spec.method,
        "headers": headers,
        "queryStringParameters": query or None,
        "pathParameters": values or None,
        "requestContext": {
            "requestId": "example",
            "resourcePath": spec.path,
            "httpMethod": spec.method,
            "path": f"/api{path}",
            "stage": "api",
            "identity": {"sourceIp": "203.0.113.7"},
            "authorizer": _CONTEXTS[spec.who] or None,
        },
        "body": json.dumps(body, ensure_ascii=False) if body is not None else None,
        "isBase64Encoded": False,
    }


def _path_value(name: str) -> str:
    if name == "gtin":
        return "2000000000008"  # Of the numbers that shops give out themselves.
    return "1234" if re.search(r"(^id|Id)$", name) else name.upper()


def main() -> None:
    """Write the missing events."""
    make_importable()
    from local.openapi.document import build

    served = endpoints()
    document = build(served)
    for endpoint in served:
        file = endpoint.file.event_file
        if file.exists():
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(smallest(endpoint, document), indent=2) + "\n", "utf-8")
        print(file.relative_to(ROOT))


def smallest(endpoint: Endpoint, document: dict[str, Any]) -> Event:
    """The smallest event that the endpoint's entry in the OpenAPI document takes."""
    from local.openapi.samples import sample

    operation = document["paths"][endpoint.spec.path][endpoint.spec.method.lower()]
    schemas = document["components"]["schemas"]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = sample(content["schema"], schemas) if content else None
    query = {
        parameter["name"]: str(sample(parameter["schema"], schemas))
        for parameter in operation.get("parameters", ())
        if parameter.get("in") == "query" and parameter["required"]
    }
    return event_of(endpoint, body, query)


if __name__ == "__main__":
    main()
