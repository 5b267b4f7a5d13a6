"""DELETE /v1/admin/clients/{id}/api-keys/{keyId}."""

import boto3
import pytest

from accounts import authorize_key
from local import template
from local.place import ROOT
from operators import create_api_key, delete_api_key, list_api_keys
from stvos.accounts import authorizers
from stvos.providers.usage_plans import GatewayUsagePlans
from tests.api.operators.brands import trail
from tests.world import ADMIN_KEY, METHOD_ARN, World


def effect(key: str) -> str:
    event = {"methodArn": METHOD_ARN, "headers": {"X-API-Key": key}}
    answer = authorize_key.handler(event, None)
    return str(answer["policyDocument"]["Statement"][0]["Effect"])


def test_a_revoked_key_opens_nothing_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world.operate(create_api_key, body={"label": "app"}).data
    key_id = made["apiKey"]["id"]
    assert effect(made["key"]) == "Allow"

    reply = world.operate(delete_api_key, keyId=key_id)
    monkeypatch.setattr(authorizers, "_KEPT_SECONDS", 0)  # Some seconds later.

    names = [key["name"] for key in boto3.client("apigateway").get_api_keys(limit=500)["items"]]
    assert (reply.status, reply.data) == (200, {"deleted": True})
    assert effect(made["key"]) == "Deny"
    assert f"client-key-{key_id}" not in names
    assert [key["label"] for key in world.operate(list_api_keys).data["items"]] == ["tests"]
    assert world.operate(delete_api_key, keyId=key_id).status == 404
    entry = trail(world)[0]
    assert (entry["action"], entry["target"]) == ("api_key.revoke", f"api_key/{key_id}")
    assert entry["before"]["label"] == "app"


def test_a_revoked_key_stops_within_a_minute() -> None:
    api = template.load(ROOT / "template.yaml")["Resources"]["Api"]["Properties"]
    by_key = [
        authorizer["Identity"]["ReauthorizeEvery"]
        for name, authorizer in api["Auth"]["Authorizers"].items()
        if name != "Operator"
    ]

    assert max(by_key) + authorizers._KEPT_SECONDS < 60


def test_the_same_request_again_is_answered_as_before(world: World) -> None:
    key_id = world.operate(create_api_key, body={"label": "app"}).data["apiKey"]["id"]
    headers = {"Idempotency-Key": "revoke it"}

    replies = [world.operate(delete_api_key, keyId=key_id, headers=headers) for _ in range(2)]

    assert [reply.data for reply in replies] == [{"deleted": True}] * 2


def test_another_brand_s_key_is_not_found(world: World, other_world: World) -> None:
    made = other_world.operate(create_api_key, body={"label": "theirs"}).data

    theirs = world.operate(delete_api_key, keyId=made["apiKey"]["id"])
    missing = world.operate(delete_api_key, keyId=4711)

    assert theirs.status == missing.status == 404
    assert {**theirs.json, "requestId": ""} == {**missing.json, "requestId": ""}
    assert effect(made["key"]) == "Allow"


def test_a_wrong_key_revokes_nothing(world: World) -> None:
    made = world.operate(create_api_key, body={"label": "app"}).data

    reply = world.operate(delete_api_key, keyId=made["apiKey"]["id"], headers={"X-Admin-Key": "x"})

    assert reply.status == 401
    assert effect(made["key"]) == "Allow"


def test_a_key_is_revoked_though_the_gateway_is_out_of_reach(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world.operate(create_api_key, body={"label": "leaked"}).data
    path = {"id": str(world.client.id), "keyId": str(made["apiKey"]["id"])}
    request = {
        "httpMethod": "DELETE",
        "path": "/v1/admin/clients/{id}/api-keys/{keyId}".format(**path),
        "headers": {"X-Admin-Key": ADMIN_KEY, "Idempotency-Key": "leaked"},
        "pathParameters": path,
        "requestContext": {
            "identity": {"sourceIp": "203.0.113.7"},
            "authorizer": {"kind": "operator"},
        },
    }

    def fails(*_: object) -> None:
        raise ConnectionError("no gateway")

    with monkeypatch.context() as broken:
        broken.setattr(GatewayUsagePlans, "detach", fails)
        assert delete_api_key.handler(request, None)["statusCode"] == 500
    assert effect(made["key"]) == "Deny"
    repeated = delete_api_key.handler(request, None)

    names = [key["name"] for key in boto3.client("apigateway").get_api_keys(limit=500)["items"]]
    assert repeated["statusCode"] == 200
    assert f"client-key-{made['apiKey']['id']}" not in names
