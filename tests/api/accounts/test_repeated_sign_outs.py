"""A request that ended the sign-in it came with, and comes again because its answer was lost."""

from types import ModuleType
from typing import Any

import pytest

from accounts import end_device, list_devices, logout, me
from members import delete_me
from progress_logs import log_water
from stvos.accounts import active_account
from stvos.accounts.models import Account
from tests.api.accounts.sessions import crashing, family_id, sign_in
from tests.world import PASSWORD, Member, Reply, World

KEY = {"Idempotency-Key": "out"}


def _ways_out(member: Member) -> list[tuple[ModuleType, dict[str, Any]]]:
    """Every request that ends its own sign-in."""
    return [
        (logout, {"body": {}}),
        (logout, {"body": {"allDevices": True}}),
        (logout, {"body": {"refreshToken": member.refresh_token}}),
        (end_device, {"id": family_id(member.refresh_token)}),
    ]


@pytest.fixture(params=range(4), ids=["this device", "all", "by refresh token", "as a device"])
def way_out(world: World, request: pytest.FixtureRequest) -> tuple[Member, ModuleType, Any]:
    member = world.member()
    endpoint, asked = _ways_out(member)[request.param]
    return member, endpoint, asked


def _signed_out(reply: Reply) -> bool:
    return (reply.status, reply.code) == (401, "INVALID_TOKEN")


def test_the_repetition_is_told_that_it_worked(
    way_out: tuple[Member, ModuleType, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    member, endpoint, asked = way_out
    with crashing(monkeypatch):
        member.call(endpoint, **asked, headers=KEY)
    assert _signed_out(member.call(me))

    repeated = member.call(endpoint, **asked, headers=KEY)
    replayed = member.call(endpoint, **asked, headers=KEY)

    assert repeated.status == 200
    assert "Idempotency-Replayed" not in repeated.headers
    assert (replayed.text, replayed.headers["Idempotency-Replayed"]) == (repeated.text, "true")
    assert _signed_out(member.call(me))


def test_what_was_signed_in_since_stays_signed_in(
    world: World, way_out: tuple[Member, ModuleType, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    member, endpoint, asked = way_out
    with crashing(monkeypatch):
        member.call(endpoint, **asked, headers=KEY)
    again = sign_in(world, member)

    assert member.call(endpoint, **asked, headers=KEY).status == 200

    assert again.call(me).status == 200


def test_a_parallel_repetition_waits_for_the_answer(
    way_out: tuple[Member, ModuleType, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first has ended the sign-in and is about to say so."""
    member, endpoint, asked = way_out
    with monkeypatch.context() as patched:
        patched.setattr("stvos.api.idempotency.Idempotency._release", lambda self, attempt: None)
        with crashing(patched):
            member.call(endpoint, **asked, headers=KEY)

    meanwhile = member.call(endpoint, **asked, headers=KEY)

    assert (meanwhile.status, meanwhile.code) == (409, "IDEMPOTENCY_IN_PROGRESS")


def test_the_dead_token_opens_nothing_else(
    world: World, way_out: tuple[Member, ModuleType, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    member, endpoint, asked = way_out
    phone = sign_in(world, member)
    with crashing(monkeypatch):
        member.call(endpoint, **asked, headers=KEY)
    before = world.item_of(member)
    other_way = next(way for way in _ways_out(phone) if way != (endpoint, asked))

    refused = [
        member.call(endpoint, **asked),
        member.call(endpoint, **asked, headers={"Idempotency-Key": "another"}),
        member.call(other_way[0], **other_way[1], headers=KEY),
        member.call(log_water, body={"amountMl": 250}, headers=KEY),
        member.call(list_devices, headers=KEY),
        member.call(delete_me, body={"password": PASSWORD}),
    ]

    assert [reply.text for reply in refused if not _signed_out(reply)] == []
    assert world.item_of(member) == before


@pytest.mark.parametrize("finished", [True, False])
def test_a_request_that_did_not_end_the_sign_in_is_not_repeated_after_it(
    world: World, monkeypatch: pytest.MonkeyPatch, finished: bool
) -> None:
    member = world.member()
    drink = {"body": {"amountMl": 250}, "headers": {"Idempotency-Key": "drink"}}
    if finished:
        member.call(log_water, **drink)
    else:
        with crashing(monkeypatch):
            member.call(log_water, **drink)
    member.call(logout, body={}, headers=KEY)

    assert _signed_out(member.call(log_water, **drink))


def test_another_device_s_token_is_not_let_in_by_the_same_request(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = world.member()
    tablet = sign_in(world, phone)
    tablet.call(logout, body={})
    with crashing(monkeypatch):
        phone.call(logout, body={}, headers=KEY)

    assert _signed_out(tablet.call(logout, body={}, headers=KEY))


def test_a_deleted_account_answers_no_repetition(
    world: World, way_out: tuple[Member, ModuleType, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    member, endpoint, asked = way_out
    with crashing(monkeypatch):
        member.call(endpoint, **asked, headers=KEY)
    sign_in(world, member).call(delete_me, body={"password": PASSWORD})

    assert _signed_out(member.call(endpoint, **asked, headers=KEY))


def test_of_two_sign_outs_at_once_one_says_that_it_did_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both saw the sign-in alive; the one that comes second is too late."""
    member = world.member()
    alive = Account.of_item(world.item_of(member))
    member.call(logout, body={}, headers=KEY)
    monkeypatch.setattr(active_account, "require_active_account", lambda *_: alive)

    late = member.call(logout, body={}, headers={"Idempotency-Key": "late"})

    assert _signed_out(late)
    monkeypatch.undo()
    assert member.call(logout, body={}, headers=KEY).headers["Idempotency-Replayed"] == "true"
