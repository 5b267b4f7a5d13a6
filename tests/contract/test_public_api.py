"""An app written for the public API: its requests are understood, its answers as documented."""

import re
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from local.endpoints import Endpoint
from tests.contract.example_requests import example
from tests.contract.furnished import furnish
from tests.contract.repository import built, lines_of, problems
from tests.contract.scene import Scene

HERE = Path(__file__).parent
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@cache
def documented() -> dict[str, dict[str, Any]]:
    entries = yaml.safe_load((HERE / "public_api.yaml").read_text("utf-8"))
    return {entry["route"]: entry for entry in entries}


def route_of(endpoint: Endpoint) -> str:
    return f"{endpoint.spec.method} {endpoint.spec.path.removeprefix('/v1')}"


def endpoints() -> list[Endpoint]:
    return [endpoint for endpoint in built() if endpoint.spec.public]


def differences(shape: Any, value: Any, path: str) -> list[str]:
    """Where a value is not of a shape; what it has beyond the shape is free."""
    match shape:
        case dict():
            if not isinstance(value, dict):
                return [f"{path} is no object"]
            missing = [f"{path}.{name} is missing" for name in shape.keys() - value.keys()]
            inner = [differences(shape[n], value[n], f"{path}.{n}") for n in shape if n in value]
            return missing + list(chain.from_iterable(inner))
        case list():
            if not isinstance(value, list):
                return [f"{path} is no list"]
            if shape and not value:
                return [f"{path} is empty: see tests/contract/furnished.py"]
            inner = [differences(shape[0], item, f"{path}[]") for item in value] if shape else []
            return list(chain.from_iterable(inner))
        case None:
            return [] if value is None else [f"{path} is not null"]
    kind, _, null = shape.partition("|")
    if null and value is None:
        return []
    return [] if is_of(kind, value) else [f"{path} is no {kind}: {value!r}"]


def is_of(kind: str, value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match kind:
        case "integer":
            return number and isinstance(value, int)
        case "number":
            # A whole number is written without `.0`.
            return number and not (isinstance(value, float) and value.is_integer())
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "instant":
            return bool(_INSTANT.fullmatch(str(value))) and bool(datetime.fromisoformat(value))
        case "date":
            return bool(date.fromisoformat(value))
    raise ValueError(kind)


@pytest.mark.parametrize("endpoint", endpoints(), ids=route_of)
def test_a_public_route_answers_as_it_is_documented(cloud: None, endpoint: Endpoint) -> None:
    entry, scene = documented()[route_of(endpoint)], Scene()
    furnish(scene, route_of(endpoint))
    ask = example(endpoint, scene)
    if "body" in entry:
        ask = replace(ask, body=(ask.body or {}) | entry["body"])
    if "query" in entry:
        ask = replace(ask, query=(ask.query or {}) | entry["query"])

    reply = scene.send(endpoint, ask)

    assert reply.status == entry.get("status", 200), reply.text
    if csv := entry.get("csv"):
        assert reply.text.removeprefix("\ufeff").splitlines()[0] == csv
        return
    assert reply.json["success"] is True
    found = differences(entry["data"], reply.data, "data")
    assert not found, problems(found)


def test_every_public_route_is_documented_and_no_other() -> None:
    later = set(lines_of(HERE / "not_yet.txt"))
    wanted = set(lines_of(HERE / "public_routes.txt")) - later
    assert documented().keys() == wanted


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ({"id": "integer"}, {}),
        ({"id": "integer"}, {"id": "5"}),
        ({"id": "integer"}, {"id": True}),
        ({"weight": "number"}, {"weight": 64.0}),
        ({"at": "instant"}, {"at": "2026-03-01T08:00:00.000Z"}),
        (["string"], ["a", None]),
        (None, "x"),
    ],
)
def test_what_differs_is_found(shape: Any, value: Any) -> None:
    assert differences(shape, value, "data")
