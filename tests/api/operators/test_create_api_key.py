"""POST /v1/admin/clients/{id}/api-keys."""

import json
import os
from typing import Any

import boto3
import pytest

from accounts import authorize_key, register
from operators import create_api_key, list_api_keys
from stvos.providers.usage_plans import GatewayUsagePlans
from stvos.settings import settings
from tests.api.operators.brands import trail
from tests.world import ADMIN_KEY, METHOD_ARN, PASSWORD, World, call


def usage_keys() -> dict[str, str]:
    """The gateway's own keys: value by name."""
    keys = boto3.client("apigateway").get_api_keys(limit=500, includeValues=True)["items"]
    return {key["name"]: key["value"] for key in keys}


def keys_of(plan: str) -> list[str]:
    plans = {p["name"]: p["id"] for p in boto3.client("apigateway").get_usage_plans()["items"]}
    keys = boto3.client("apigateway").get_usage_plan_keys(usagePlanId=plans[plan], limit=500)
    return [key["name"] for key in keys["items"]]


def test_a_new_key_opens_its_brand(world: World) -> None:
    reply = world.operate(create_api_key, body={"label": "iOS app"})

    made = reply.data["apiKey"]
    assert reply.status == 201
    assert reply.data["key"].startswith("fytos_")
    assert (made["label"], made["kind"], made["plan"]) == ("iOS app", "client", "standard")
    assert made["lastUsedAt"] is None
    joined = call(
        register,
        headers={"X-API-Key": reply.data["key"]},
        body={"email": "ada@example.com", "password": PASSWORD},
    )
    assert joined.status == 201


def test_nothing_that_is_stored_is_the_key(world: World) -> None:
    key = world.operate(create_api_key, body={"label": "app"}).data["key"]

    stored: list[Any] = []
    pages = world.table._dynamodb.get_paginator("scan").paginate(TableName=world.table.name)
    for page in pages:
        stored += page["Items"]
    assert key not in str(stored)
    assert key not in str(usage_keys())
    entry = trail(world)[0]
    assert entry["action"] == "api_key.create"
    assert set(entry["after"]) == {"id", "label", "kind", "plan", "createdAt", "lastUsedAt"}


def test_the_gateway_counts_a_key_by_its_plan(world: World) -> None:
    data = world.operate(create_api_key, body={"label": "test", "plan": "trial"}).data

    event = {"methodArn": METHOD_ARN, "headers": {"X-API-Key": data["key"]}}
    name = f"client-key-{data['apiKey']['id']}"
    assert usage_keys()[name] == authorize_key.handler(event, None)["usageIdentifierKey"]
    assert name in keys_of("trial")
    assert name not in keys_of("standard")


def test_a_universal_key_says_so(world: World) -> None:
    data = world.operate(create_api_key, body={"kind": "universal", "label": "the app"}).data

    event = {"methodArn": METHOD_ARN, "headers": {"X-API-Key": data["key"]}}
    assert data["key"].startswith("fytos_universal_")
    assert authorize_key.handler(event, None)["context"]["universal"] == "true"


def test_the_same_idempotency_key_hands_out_the_same_key_once(world: World) -> None:
    request: dict[str, Any] = {
        "headers": {"Idempotency-Key": "one key please"},
        "body": {"label": "app"},
    }

    first = world.operate(create_api_key, **request)
    again = world.operate(create_api_key, **request)

    assert first.data == again.data
    listed = world.operate(list_api_keys).data["items"]
    assert [key["label"] for key in listed].count("app") == 1


def test_a_repetition_finishes_what_a_failing_gateway_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = GatewayUsagePlans.attach
    headers = {"Idempotency-Key": "again, please"}

    def fails(*_: object) -> None:
        raise ConnectionError("no gateway")

    monkeypatch.setattr(GatewayUsagePlans, "attach", fails)
    broken = _operate_raw(world, headers)
    monkeypatch.setattr(GatewayUsagePlans, "attach", real)
    repaired = world.operate(create_api_key, headers=headers, body={"label": "app"})

    listed = [key for key in world.operate(list_api_keys).data["items"] if key["label"] == "app"]
    assert broken["statusCode"] == 500
    assert [key["id"] for key in listed] == [repaired.data["apiKey"]["id"]]
    assert f"client-key-{listed[0]['id']}" in keys_of("standard")


def _operate_raw(world: World, headers: dict[str, str]) -> dict[str, Any]:
    """A call that may crash, which `world.operate` takes for a failure of the test."""
    answer: dict[str, Any] = create_api_key.handler(
        {
            "httpMethod": "POST",
            "path": f"/v1/admin/clients/{world.client.id}/api-keys",
            "headers": {"Content-Type": "application/json", "X-Admin-Key": ADMIN_KEY} | headers,
            "pathParameters": {"id": str(world.client.id)},
            "requestContext": {
                "identity": {"sourceIp": "203.0.113.7"},
                "authorizer": {"kind": "operator"},
            },
            "body": json.dumps({"label": "app"}),
        },
        None,
    )
    return answer


def test_without_usage_plans_a_key_is_made_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "STVOS_USAGE_PLANS", "")
    settings.cache_clear()
    try:
        data = world.operate(create_api_key, body={"label": "app"}).data
    finally:
        monkeypatch.undo()
        settings.cache_clear()

    assert f"client-key-{data['apiKey']['id']}" not in usage_keys()


def test_a_brand_has_at_most_25_keys(world: World) -> None:
    statuses = [world.operate(create_api_key, body={"label": f"app {n}"}).status for n in range(25)]

    # The first key of a world is there already.
    assert statuses == [201] * 24 + [409]


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    body = {"kind": "master", "label": "", "plan": "gold", "key": "fytos_mine"}

    reply = world.operate(create_api_key, body=body)

    assert reply.status == 400
    assert set(reply.paths) == {"body.kind", "body.label", "body.plan", "body.key"}


def test_an_unknown_brand_is_not_found(world: World) -> None:
    assert world.operate(create_api_key, id=4711, body={"label": "x"}).code == "NOT_FOUND"


def test_a_wrong_key_makes_none(world: World) -> None:
    wrong = world.operate(create_api_key, headers={"X-Admin-Key": ""}, body={"label": "x"})

    assert wrong.status == 401
    assert len(world.operate(list_api_keys).data["items"]) == 1
