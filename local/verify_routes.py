"""Whether a deployed API answers on its routes, and on no other, to who has no credentials."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from local.verdicts import Problems

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient

    from local.endpoints import Endpoint

_ANYONE = {"-", "K?"}
_SIDE_BY_SIDE = 8
_SECONDS = 30
# Of a route that anyone may call: an answer of the function, also that it misses something.
_ANSWERED = {200, 201, 202, 204, 302, 303, 400, 415, 422}
_REFUSED = {401, 403}

type Ask = Callable[[str, str], tuple[int, str]]
"""Method and path below /v1 to the status and the code of the envelope, empty without one."""


class _NoRedirect(HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *_: object) -> None:
        return None


def over_http(base_url: str) -> Ask:
    """Asks a deployed API. Raises OSError when nothing answers."""
    opener = build_opener(_NoRedirect)

    def ask(method: str, path: str) -> tuple[int, str]:
        body = b"{}" if method in {"POST", "PUT", "PATCH"} else None
        headers = {"Content-Type": "application/json"}
        request = Request(base_url + path, body, headers, method=method)  # noqa: S310
        try:
            with opener.open(request, timeout=_SECONDS) as answer:
                return answer.status, _code(answer.read())
        except HTTPError as refusal:
            with refusal:
                return refusal.code, _code(refusal.read())

    return ask


def _code(content: bytes) -> str:
    try:
        said = json.loads(content)
    except ValueError:
        return ""
    return str(said.get("code", "")) if isinstance(said, dict) else ""


def unanswered(endpoints: Sequence["Endpoint"], ask: Ask) -> Problems:
    """The routes that do not answer as they should to a caller without credentials."""
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        answers = pool.map(lambda one: ask(one.spec.method, path_of(one.spec.path)), endpoints)
        for one, (status, code) in zip(endpoints, answers, strict=True):
            anyone = one.spec.who.value in _ANYONE
            # A code in the path that leads nowhere is an answer of the function.
            found = _ANSWERED | ({404} if "{" in one.spec.path else set())
            # Of a webhook, whose caller signs its body: a refusal that the route declares.
            is_declared = anyone and status in _REFUSED and code in one.spec.errors()
            if not is_declared and status not in (found if anyone else _REFUSED):
                yield f"{one.spec.method} {one.spec.path} answers {status} {code}".rstrip()


def path_of(template: str) -> str:
    """A route's path below /v1, with something in the place of its parameters."""
    return re.sub(r"\{[^}]+\}", "1", template).removeprefix("/v1")


def unknown_route(ask: Ask) -> Problems:
    """Whether a path of no route gets the envelope's 404."""
    if (answer := ask("GET", "/no/such/route")) != (404, "NOT_FOUND"):
        yield f"GET /v1/no/such/route answers {answer[0]} {answer[1]}".rstrip()


def differences(live: set[str], described: Iterable[str]) -> Problems:
    """Routes that are live and not in the template, and the other way round."""
    wanted = set(described)
    yield from (f"{route} is live and not in the template" for route in sorted(live - wanted))
    yield from (f"{route} is in the template and not live" for route in sorted(wanted - live))


def live_routes(gateway: "APIGatewayClient", api_id: str) -> set[str]:
    """The routes of the API's resources, without the preflights that SAM adds."""
    pages = gateway.get_paginator("get_resources").paginate(restApiId=api_id, embed=["methods"])
    return {
        f"{method} {resource['path']}"
        for page in pages
        for resource in page["items"]
        for method in resource.get("resourceMethods", {})
        if method != "OPTIONS"
    }


def described_routes(endpoints: Iterable["Endpoint"]) -> list[str]:
    """The routes of the template, which are those of the endpoints."""
    return [
        f"{method} {one.spec.path}"
        for one in endpoints
        for method in (one.spec.method, *(["HEAD"] if one.spec.head else []))
    ]
