"""events/: one proxy event for each endpoint, with which `sam local invoke` calls it."""

import json
import re
from typing import Any

from local.place import ROOT
from stvos.identity.principal import Principal
from tests.contract.repository import built, problems
from tests.world import World


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


def test_every_event_is_for_its_endpoint_s_route() -> None:
    found = []
    for file, (endpoint, event) in events().items():
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


def test_every_event_has_what_a_proxy_event_has() -> None:
    needed: dict[str, Any] = {
        "headers": dict,
        "queryStringParameters": (dict, type(None)),
        "requestContext": dict,
        "body": (str, type(None)),
        "isBase64Encoded": bool,
    }
    found = [
        f"{file}: {name}"
        for file, (_, event) in events().items()
        for name, kind in needed.items()
        if name not in event or not isinstance(event[name], kind)
    ]
    assert not found, problems(found)


def test_every_event_comes_from_a_caller_of_the_route() -> None:
    for endpoint, event in events().values():
        context = event["requestContext"].get("authorizer") or {}

        Principal.of_context(context, "").require(endpoint.spec.who)


def test_every_event_is_answered_and_never_with_a_defect(world: World) -> None:
    found = []
    for file, (endpoint, event) in events().items():
        answer = endpoint.module.handler(event, None)
        if answer["statusCode"] >= 500 and answer["statusCode"] != 503:
            found.append(f"{file}: {answer['statusCode']} {answer['body']}")
        if answer["statusCode"] == 400 and "VALIDATION_ERROR" in answer["body"]:
            found.append(f"{file}: its request is not valid: {answer['body']}")
    assert not found, problems(found)
