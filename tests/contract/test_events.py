"""events/: one proxy event for each endpoint, with which `sam local invoke` calls it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from local.events import smallest
from local.openapi.document import build
from local.place import ROOT
from stvos.identity.principal import Principal
from tests.contract.repository import built, problems
from tests.world import World

type Events = Callable[[], dict[str, tuple[Any, Any]]]


def events() -> dict[str, tuple[Any, Any]]:
    """Event file to its endpoint and content; test_names finds the missing ones."""
    return {
        str(endpoint.file.event_file.relative_to(ROOT)): (
            endpoint,
            json.loads(endpoint.file.event_file.read_text("utf-8")),
        )
        for endpoint in built()
        if endpoint.file.event_file.exists()
    }


def generated() -> dict[str, tuple[Any, Any]]:
    """What `python -m local.events` would write for every endpoint."""
    document = build(built())
    return {
        f"generated for {endpoint.file.module_name}": (endpoint, smallest(endpoint, document))
        for endpoint in built()
    }


@pytest.mark.parametrize("of", [events, generated])
def test_every_event_is_for_its_endpoint_s_route(of: Events) -> None:
    found = []
    for file, (endpoint, event) in of().items():
        spec = endpoint.spec
        if (event["httpMethod"], event["resource"]) != (spec.method, spec.path):
            found.append(f"{file}: httpMethod and resource must be {spec.method} {spec.path}")
            continue
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", spec.path)
        match = re.fullmatch(pattern, event["path"])
        wanted = match.groupdict() if match else {}
        if not match or wanted != (event["pathParameters"] or {}):
            found.append(f"{file}: path and pathParameters do not fit {spec.path}")
    assert not found, problems(found)


@pytest.mark.parametrize("of", [events, generated])
def test_every_event_has_what_a_proxy_event_has(of: Events) -> None:
    needed: dict[str, Any] = {
        "headers": dict,
        "queryStringParameters": (dict, type(None)),
        "requestContext": dict,
        "body": (str, type(None)),
        "isBase64Encoded": bool,
    }
    found = [
        f"{file}: {name}"
        for file, (_, event) in of().items()
        for name, kind in needed.items()
        if name not in event or not isinstance(event[name], kind)
    ]
    assert not found, problems(found)


@pytest.mark.parametrize("of", [events, generated])
def test_every_event_comes_from_a_caller_of_the_route(of: Events) -> None:
    for endpoint, event in of().values():
        context = event["requestContext"].get("authorizer") or {}

        Principal.of_context(context, "").require(endpoint.spec.who)


@pytest.mark.parametrize("of", [events, generated])
def test_every_event_is_answered_and_never_with_a_defect(world: World, of: Events) -> None:
    found = []
    for file, (endpoint, event) in of().items():
        answer = endpoint.module.handler(event, None)
        if answer["statusCode"] >= 500 and answer["statusCode"] != 503:
            found.append(f"{file}: {answer['statusCode']} {answer['body']}")
        if answer["statusCode"] == 400 and "VALIDATION_ERROR" in answer["body"]:
            found.append(f"{file}: its request is not valid: {answer['body']}")
    assert not found, problems(found)
