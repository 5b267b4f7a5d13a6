"""The API in this process as a WSGI application: what API Gateway does, without a socket."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from local.api_definition import Route
from local.endpoints import Endpoint
from local.routing import MalformedPathError, Router, UnsafePathError, segments_of
from tests.world import authorize

type Environ = dict[str, Any]
type Start = Callable[[str, list[tuple[str, str]]], object]

STAGE = "/api"


class Gateway:
    """Routes a request to its endpoint, asks the route's authorizer, hands on the answer."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._endpoints = {f"{e.spec.method} {e.spec.path}": e for e in endpoints}
        self._router = Router.of(Route(e.spec.method, e.spec.path) for e in endpoints)
        # Each call comes from another address: limits on guessing have tests of their own.
        self._addresses = (f"2001:db8::{number:x}" for number in count(1))

    def __call__(self, environ: Environ, start: Start) -> list[bytes]:
        status, headers, text = self._answer(environ)
        start(f"{status} -", list(headers.items()))
        return [text.encode()]

    def _answer(self, environ: Environ) -> tuple[int, dict[str, str], str]:
        target = str(environ["REQUEST_URI"]).partition("?")[0]
        try:
            segments = segments_of(target.removeprefix(STAGE))
        except (UnsafePathError, MalformedPathError):
            return _refusal(404, "NOT_FOUND")
        found = self._router.find(environ["REQUEST_METHOD"], segments)
        if found is None:
            return _refusal(404, "NOT_FOUND")
        route, parameters = found
        endpoint = self._endpoints[f"{route.method} {route.path}"]
        headers = _headers(environ)
        context, refused = authorize(endpoint.spec.who, headers)
        if refused:
            return _refusal(401, refused.code)
        body = environ["wsgi.input"].read() if environ.get("CONTENT_LENGTH") else b""
        event = {
            "httpMethod": route.method,
            "path": target.removeprefix(STAGE),
            "resource": route.path,
            "headers": headers,
            "queryStringParameters": dict(
                parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
            ),
            "pathParameters": parameters,
            "requestContext": {
                "requestId": str(uuid4()),
                "identity": {"sourceIp": next(self._addresses)},
                "authorizer": context,
            },
            "body": b64encode(body).decode() if body else None,
            "isBase64Encoded": bool(body),
        }
        answer = endpoint.module.handler(event, None)
        return answer["statusCode"], answer["headers"], answer["body"]


def _headers(environ: Environ) -> dict[str, str]:
    sent = {
        name.removeprefix("HTTP_").replace("_", "-").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    return sent | {"Content-Type": environ.get("CONTENT_TYPE", "")}


def _refusal(status: int, code: str) -> tuple[int, dict[str, str], str]:
    envelope = {"error": code, "code": code, "details": "", "requestId": str(uuid4())}
    headers = {"Content-Type": "application/json", "X-Request-Id": envelope["requestId"]}
    return status, headers, json.dumps(envelope)
