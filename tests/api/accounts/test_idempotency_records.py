"""What is kept under idempotency keys, and for how long."""

import json
from typing import Any

import pytest

from accounts import (
    authorize_key,
    login,
    me,
    register,
)
from stvos.accounts.repository import AccountRepository
from stvos.clients.models import KeyKind
from tests.world import PASSWORD, World

KEY = {"Idempotency-Key": "the same"}
EMAIL = "ada@example.com"
BODY = {"email": EMAIL, "password": PASSWORD}


def _record(world: World) -> dict[str, Any]:
    """The one idempotency record of this world."""
    pages = world.table._dynamodb.get_paginator("scan").paginate(TableName=world.table.name)
    [found] = [
        wire
        for page in pages
        for wire in page["Items"]
        if wire.get("type", {}).get("S") == "idempotency"
        and wire["pk"]["S"].startswith(world.keys.client().pk)
    ]
    return dict(found)


def test_a_refusal_is_kept_as_well(world: World) -> None:
    world.member(EMAIL)

    first = world.call(register, body=BODY, headers=KEY)
    second = world.call(register, body=BODY, headers=KEY)

    assert first.code == second.code == "USER_EXISTS"
    assert second.headers["Idempotency-Replayed"] == "true"


def test_a_failure_of_ours_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the table is away")

    with monkeypatch.context() as patched:
        patched.setattr(AccountRepository, "add", fail)
        event_reply = _raw_register(world)
    assert event_reply["statusCode"] == 500
    assert json.loads(event_reply["body"])["code"] == "INTERNAL_ERROR"
    assert "table is away" not in event_reply["body"]

    assert world.call(register, body=BODY, headers=KEY).status == 201


def _raw_register(world: World) -> dict[str, Any]:
    """Past the tests' own look at answers, which no 500 passes."""
    headers = {"X-API-Key": world.key, "Content-Type": "application/json"} | KEY
    context = authorize_key.handler(
        {"methodArn": "arn:aws:execute-api:eu-west-1:1:a/api/POST/v1/x", "headers": headers}, None
    )["context"]
    event = {
        "httpMethod": "POST",
        "path": "/v1/auth/register",
        "headers": headers,
        "body": json.dumps(BODY),
        "requestContext": {"authorizer": context, "identity": {"sourceIp": "203.0.113.7"}},
    }
    response: dict[str, Any] = register.handler(event, None)
    return response


def test_after_a_day_a_key_is_new_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.call(register, body=BODY, headers=KEY)
    record = _record(world)
    kept = int(record["expires"]["N"]) - int(record["started"]["N"]) // 1000
    assert kept == 24 * 3600
    world.table._dynamodb.update_item(
        TableName=world.table.name,
        Key={"pk": record["pk"], "sk": record["sk"]},
        UpdateExpression="SET expires = :past",
        ExpressionAttributeValues={":past": {"N": "1"}},
    )

    fresh = world.call(register, body=BODY, headers=KEY)

    assert fresh.code == "USER_EXISTS"
    assert "Idempotency-Replayed" not in fresh.headers
    assert world.call(register, body=BODY, headers=KEY).headers["Idempotency-Replayed"] == "true"


def test_whoever_reads_the_table_cannot_read_the_answer(world: World) -> None:
    reply = world.call(register, body=BODY, headers=KEY)

    stored = str(_record(world))

    for secret in (
        reply.data["accessToken"],
        reply.data["refreshToken"],
        EMAIL,
        KEY["Idempotency-Key"],
    ):
        assert secret not in stored
        assert secret.encode() not in _record(world)["answer"]["B"]
    assert len(_record(world)["answer"]["B"]) > 500


@pytest.mark.parametrize("key", ["x" * 256, "a\x00b", "a\nb", "é\u200b"])
def test_a_key_is_1_to_255_printable_signs(world: World, key: str) -> None:
    reply = world.call(register, body=BODY, headers={"Idempotency-Key": key})

    assert (reply.status, reply.paths) == (400, ["header.Idempotency-Key"])
    assert list(world.table.all(world.keys.users())) == []


def test_on_a_route_that_changes_nothing_the_key_means_nothing(world: World) -> None:
    member = world.member()

    replies = [member.call(me, headers=KEY) for _ in range(2)]

    assert all("Idempotency-Replayed" not in reply.headers for reply in replies)


def test_with_the_universal_key_a_repetition_is_found_as_well(world: World) -> None:
    world.member("universal-repeat@example.com")
    headers = KEY | {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}
    body = {"email": "universal-repeat@example.com", "password": PASSWORD}

    first, second = (world.call(login, body=body, headers=headers) for _ in range(2))

    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.data == second.data
