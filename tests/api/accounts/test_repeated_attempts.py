"""Requests that are repeated under one Idempotency-Key, also after a crash half way."""

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from accounts import (
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
from stvos.api.idempotency import Idempotency
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Table
from tests.api.accounts.sessions import Crash, crashing, families, family_id, later, sign_in
from tests.world import PASSWORD, Member, Reply, World

KEY = {"Idempotency-Key": "the same"}
EMAIL = "ada@example.com"
BODY = {"email": EMAIL, "password": PASSWORD}


def test_a_sign_up_that_died_after_storing_is_finished_by_its_repetition(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with crashing(monkeypatch):
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
        with crashing(patched):
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
    with crashing(monkeypatch):
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


def test_a_request_that_mailed_nothing_mails_nothing_when_it_is_repeated(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one had just mailed the code."""
    world.member(EMAIL)
    body = {"email": EMAIL}
    world.call(forgot_password, body=body)
    with later(timedelta(seconds=3)), crashing(monkeypatch):
        world.call(forgot_password, body=body, headers=KEY)
    outbox = world.outbox()

    assert world.call(forgot_password, body=body, headers=KEY).status == 202

    assert world.outbox() == outbox


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
    with crashing(monkeypatch):
        request(headers=KEY)
    outbox, devices = world.outbox(), families(world, member)

    repeated = request(headers=KEY)

    assert repeated.status == int(endpoint.handler.spec.status), repeated.text
    assert world.outbox() == outbox, "no second mail"
    assert len(families(world, member)) == len(devices), "no second sign-in"
    replayed = request(headers=KEY)
    assert replayed.headers["Idempotency-Replayed"] == "true"
    assert replayed.text == repeated.text
