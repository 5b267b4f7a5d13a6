"""Requests that are repeated under one Idempotency-Key, also after a crash half way."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from accounts import (
    authorize_key,
    change_password,
    end_device,
    forgot_password,
    login,
    me,
    refresh,
    register,
    resend_verification,
    reset_password,
    verify_email,
)
from stvos.accounts.repository import AccountRepository
from stvos.clients.models import KeyKind
from stvos.idempotency import Idempotency
from stvos.keys import UserId
from stvos.table import Table
from tests.api.accounts.sessions import families, family_id, later, sign_in
from tests.world import PASSWORD, Member, Reply, World

KEY = {"Idempotency-Key": "the same"}
EMAIL = "ada@example.com"
BODY = {"email": EMAIL, "password": PASSWORD}


class Crash(BaseException):
    """The machine goes away: nothing in the program may catch this."""


@contextmanager
def _crashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Die when the endpoint's work is done and before its answer is stored."""
    run = Idempotency.run

    def dying(self: Idempotency, attempt: Any, work: Callable[[], Any]) -> Any:
        def work_then_die() -> Any:
            work()
            raise Crash

        return run(self, attempt, work_then_die)

    with monkeypatch.context() as patched:
        patched.setattr(Idempotency, "run", dying)
        with pytest.raises(Crash):
            yield


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


def test_a_sign_up_that_died_after_storing_is_finished_by_its_repetition(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _crashing(monkeypatch):
        world.call(register, body=BODY, headers=KEY)
    [stored] = world.table.all(world.keys.users())

    repeated = world.call(register, body=BODY, headers=KEY)

    assert repeated.status == 201
    assert repeated.data["user"]["id"] == stored["id"]
    assert [item["id"] for item in world.table.all(world.keys.users())] == [stored["id"]]
    assert len(world.mails()) == 1
    [family] = world.table.all(world.keys.families(UserId(stored["id"])))
    assert family["id"] == family_id(repeated.data["refreshToken"])
    headers = {"Authorization": f"Bearer {repeated.data['accessToken']}"}
    assert world.call(me, headers=headers).status == 200
    body = {"refreshToken": repeated.data["refreshToken"]}
    assert world.call(refresh, body=body).status == 200
    assert world.call(login, body=BODY).status == 200


def test_a_sign_up_that_died_before_storing_is_done_by_its_repetition(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(Table, "transact", die)
        with pytest.raises(Crash):
            world.call(register, body=BODY, headers=KEY)

    assert world.call(register, body=BODY, headers=KEY).status == 201
    assert len(list(world.table.all(world.keys.users()))) == 1


def test_a_process_that_vanished_holds_its_key_only_for_its_lease(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed by Lambda, it cannot even give its lease back."""
    with monkeypatch.context() as patched:
        patched.setattr(Idempotency, "_release", lambda self, attempt: None)
        with _crashing(patched):
            world.call(register, body=BODY, headers=KEY)

    meanwhile = world.call(register, body=BODY, headers=KEY)
    with later(timedelta(seconds=36)):
        after = world.call(register, body=BODY, headers=KEY)

    assert (meanwhile.status, meanwhile.code) == (409, "IDEMPOTENCY_IN_PROGRESS")
    assert after.status == 201
    assert len(list(world.table.all(world.keys.users()))) == 1


def test_an_address_taken_by_somebody_else_is_not_met_as_ones_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _crashing(monkeypatch):
        world.call(register, body=BODY, headers=KEY)

    other = world.call(register, body=BODY, headers={"Idempotency-Key": "another"})
    none = world.call(register, body=BODY)

    assert (other.code, none.code) == ("USER_EXISTS", "USER_EXISTS")


def _prepared(world: World, endpoint: ModuleType) -> tuple[Callable[..., Reply], Member]:
    """A call that would do its work, and the member that it is about."""
    member = world.member(EMAIL)
    if endpoint is login:
        return lambda **r: world.call(login, body=BODY, **r), member
    if endpoint is refresh:
        body: dict[str, Any] = {"refreshToken": member.refresh_token}
        return lambda **r: world.call(refresh, body=body, **r), member
    if endpoint is forgot_password:
        return lambda **r: world.call(forgot_password, body={"email": EMAIL}, **r), member
    if endpoint is reset_password:
        world.call(forgot_password, body={"email": EMAIL})
        code = world.mails()[-1]["code"]
        body = {"email": EMAIL, "code": code, "newPassword": "a new and longer one"}
        return lambda **r: world.call(reset_password, body=body, **r), member
    if endpoint is verify_email:
        body = {"code": world.mails()[-1]["code"]}
        return lambda **r: member.call(verify_email, body=body, **r), member
    if endpoint is resend_verification:
        return lambda **r: member.call(resend_verification, body={}, **r), member
    if endpoint is change_password:
        body = {"currentPassword": PASSWORD, "newPassword": "a new and longer one"}
        return lambda **r: member.call(change_password, body=body, **r), member
    tablet = family_id(sign_in(world, member).refresh_token)
    return lambda **r: member.call(end_device, id=tablet, **r), member


@pytest.mark.parametrize(
    "endpoint",
    [
        login,
        refresh,
        forgot_password,
        reset_password,
        verify_email,
        resend_verification,
        change_password,
        end_device,
    ],
)
def test_what_died_between_work_and_answer_is_finished_by_its_repetition(
    world: World, monkeypatch: pytest.MonkeyPatch, endpoint: ModuleType
) -> None:
    request, member = _prepared(world, endpoint)
    with _crashing(monkeypatch):
        request(headers=KEY)
    outbox, devices = world.outbox(), families(world, member)

    repeated = request(headers=KEY)

    assert repeated.status == int(endpoint.handler.spec.status), repeated.text
    assert world.outbox() == outbox, "no second mail"
    assert len(families(world, member)) == len(devices), "no second sign-in"
    replayed = request(headers=KEY)
    assert replayed.headers["Idempotency-Replayed"] == "true"
    assert replayed.text == repeated.text


def test_a_key_that_came_with_another_request_is_refused(world: World) -> None:
    world.call(register, body=BODY, headers=KEY)

    other_body = world.call(register, body=BODY | {"name": "Ada"}, headers=KEY)
    other_route = world.call(login, body=BODY, headers=KEY)

    for reply in (other_body, other_route):
        assert (reply.status, reply.code) == (422, "IDEMPOTENCY_MISMATCH")


def test_one_key_of_two_callers_is_two_keys(world: World, other_world: World) -> None:
    first = world.call(register, body=BODY, headers=KEY)
    second = other_world.call(register, body=BODY, headers=KEY)

    assert (first.status, second.status) == (201, 201)
    assert first.data["user"]["id"] != second.data["user"]["id"]
    mia, eve = world.member(), world.member()
    for member in (mia, eve):
        reply = member.call(resend_verification, body={}, headers={"Idempotency-Key": "k"})
        assert "Idempotency-Replayed" not in reply.headers


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
