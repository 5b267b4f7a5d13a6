"""POST /v1/partner-auth/logout."""

import pytest

from partners import create_vouchers, remove_staff, staff_logout, staff_me, staff_refresh
from tests.api.accounts.sessions import crashing
from tests.api.partners.world import new_partner
from tests.world import World, call

KEY = {"Idempotency-Key": "out"}


def test_signing_out_kills_the_access_token(world: World) -> None:
    owner = new_partner(world)

    owner.call(staff_logout)

    assert owner.call(staff_me).code == "INVALID_TOKEN"
    assert call(staff_refresh, body={"refreshToken": owner.refresh_token}).status == 401


def test_a_repetition_whose_answer_was_lost_is_told_that_it_worked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(world)
    with crashing(monkeypatch):
        owner.call(staff_logout, headers=KEY)

    repeated = owner.call(staff_logout, headers=KEY)

    assert repeated.status == 200
    assert owner.call(staff_logout, headers=KEY).headers["Idempotency-Replayed"] == "true"


def test_the_dead_token_opens_nothing_but_that_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(world)
    with crashing(monkeypatch):
        owner.call(staff_logout, headers=KEY)

    refused = [
        owner.call(staff_logout),
        owner.call(staff_logout, headers={"Idempotency-Key": "another"}),
        owner.call(create_vouchers, body={"quantity": 1}, headers=KEY),
        owner.call(staff_me, headers=KEY),
    ]

    assert {(reply.status, reply.code) for reply in refused} == {(401, "INVALID_TOKEN")}


def test_a_removed_person_gets_no_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = new_partner(world)
    viewer = owner.colleague("viewer")
    with crashing(monkeypatch):
        viewer.call(staff_logout, headers=KEY)
    owner.call(remove_staff, id=viewer.id)

    assert viewer.call(staff_logout, headers=KEY).code == "INVALID_TOKEN"
