"""Idempotency keys: whose they are, and when tokens are not answered again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts import (
    change_password,
    forgot_password,
    login,
    logout,
    me,
    refresh,
    register,
    resend_verification,
)
from members import delete_me
from partners import remove_staff, staff_login
from progress_logs import log_water
from tests.api.accounts.sessions import crashing, families, later
from tests.api.partners.world import new_partner
from tests.world import PASSWORD, Member, World, call

KEY = {"Idempotency-Key": "the same"}
EMAIL = "ada@example.com"
BODY = {"email": EMAIL, "password": PASSWORD}


def test_a_signed_in_caller_s_key_that_came_with_another_request_is_refused(world: World) -> None:
    member = world.member()
    member.call(log_water, body={"amountMl": 250}, headers=KEY)

    other_body = member.call(log_water, body={"amountMl": 300}, headers=KEY)
    other_route = member.call(resend_verification, body={}, headers=KEY)

    for reply in (other_body, other_route):
        assert (reply.status, reply.code) == (422, "IDEMPOTENCY_MISMATCH")


def test_people_with_one_app_and_the_same_key_do_not_meet(world: World) -> None:
    """The brand's key in every app proves nobody: what a request holds does."""
    ada, eve = world.member(EMAIL), world.member("eve@example.com")

    replies = [
        world.call(login, body=BODY | {"email": member.email}, headers=KEY) for member in (ada, eve)
    ]
    other_route = world.call(forgot_password, body={"email": EMAIL}, headers=KEY)

    assert [reply.data["user"]["id"] for reply in replies] == [ada.id, eve.id]
    assert other_route.status == 202


def test_whoever_has_not_the_password_is_not_answered_with_the_tokens(world: World) -> None:
    world.member(EMAIL)
    world.call(login, body=BODY, headers=KEY)

    reply = world.call(login, body=BODY | {"password": "not this one"}, headers=KEY)

    assert reply.code == "INVALID_CREDENTIALS"


def test_a_repetition_from_another_network_is_found(world: World) -> None:
    """A phone leaves the house between the two."""
    owner = new_partner(world)
    body = {"email": owner.email, "password": PASSWORD}

    first, second = (
        call(staff_login, body=body, headers=KEY, address=address)
        for address in ("192.0.2.1", "198.51.100.9")
    )

    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.text == second.text


def _sign_out(member: Member) -> None:
    member.call(logout, body={})


def _sign_out_everywhere(member: Member) -> None:
    member.call(logout, body={"allDevices": True})


def _change_password_elsewhere(member: Member) -> None:
    data = call(login, headers={"X-API-Key": member.key}, body=BODY).data
    other = replace(member, access_token=data["accessToken"])
    for current, new in ((PASSWORD, "a new and longer one"), ("a new and longer one", PASSWORD)):
        body = {"currentPassword": current, "newPassword": new}
        assert other.call(change_password, body=body).status == 200


@pytest.mark.parametrize("end", [_sign_out, _sign_out_everywhere, _change_password_elsewhere])
def test_tokens_of_a_sign_in_that_ended_are_not_answered_again(
    world: World, end: Callable[[Member], None]
) -> None:
    member = world.member(EMAIL)
    first = world.call(login, body=BODY, headers=KEY)
    end(replace(member, access_token=first.data["accessToken"]))

    anew = world.call(login, body=BODY, headers=KEY)
    again = world.call(login, body=BODY, headers=KEY)

    assert "Idempotency-Replayed" not in anew.headers
    signed_in = replace(member, access_token=anew.data["accessToken"])
    assert signed_in.call(me).status == 200
    assert (again.headers["Idempotency-Replayed"], again.text) == ("true", anew.text)


def test_a_sign_up_that_is_over_is_not_answered_again(world: World) -> None:
    first = world.call(register, body=BODY, headers=KEY)
    headers = {"Authorization": f"Bearer {first.data['accessToken']}"}
    world.call(logout, body={}, headers=headers)

    assert world.call(register, body=BODY, headers=KEY).code == "USER_EXISTS"


def test_a_deleted_account_is_not_answered_again(world: World) -> None:
    first = world.call(register, body=BODY, headers=KEY)
    signed_in = world.call(login, body=BODY, headers=KEY)
    headers = {"Authorization": f"Bearer {signed_in.data['accessToken']}"}
    assert world.call(delete_me, body={"password": PASSWORD}, headers=headers).status == 200

    assert world.call(login, body=BODY, headers=KEY).code == "INVALID_CREDENTIALS"
    anew = world.call(register, body=BODY, headers=KEY)
    assert (anew.status, "Idempotency-Replayed" in anew.headers) == (201, False)
    assert anew.data["user"]["id"] != first.data["user"]["id"]


def test_a_refresh_is_not_answered_again_after_the_end(world: World) -> None:
    member = world.member(EMAIL)
    body = {"refreshToken": member.refresh_token}
    world.call(refresh, body=body, headers=KEY)
    member.call(logout, body={})

    assert world.call(refresh, body=body, headers=KEY).code == "INVALID_TOKEN"


def test_a_removed_staff_member_s_sign_in_is_not_answered_again(world: World) -> None:
    owner = new_partner(world)
    viewer = owner.colleague("viewer")
    body = {"email": viewer.email, "password": PASSWORD}
    first = call(staff_login, body=body, headers=KEY)
    assert call(staff_login, body=body, headers=KEY).text == first.text
    owner.call(remove_staff, id=viewer.id)

    assert call(staff_login, body=body, headers=KEY).code == "INVALID_CREDENTIALS"


def test_tokens_are_answered_again_when_they_have_expired(world: World) -> None:
    """The refresh token beside them has not."""
    world.member(EMAIL)
    first = world.call(login, body=BODY, headers=KEY)

    with later(timedelta(hours=23)):
        again = world.call(login, body=BODY, headers=KEY)

    assert (again.headers["Idempotency-Replayed"], again.text) == ("true", first.text)


def test_a_crash_while_it_is_done_anew_leaves_one_sign_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world.member(EMAIL)
    first = world.call(login, body=BODY, headers=KEY)
    _sign_out_everywhere(replace(member, access_token=first.data["accessToken"]))
    with crashing(monkeypatch):
        world.call(login, body=BODY, headers=KEY)
    before = [family["id"] for family in families(world, member)]

    assert world.call(login, body=BODY, headers=KEY).status == 200

    assert [family["id"] for family in families(world, member)] == before


def test_one_key_of_two_callers_is_two_keys(world: World, other_world: World) -> None:
    first = world.call(register, body=BODY, headers=KEY)
    second = other_world.call(register, body=BODY, headers=KEY)

    assert (first.status, second.status) == (201, 201)
    assert first.data["user"]["id"] != second.data["user"]["id"]
    mia, eve = world.member(), world.member()
    for member in (mia, eve):
        reply = member.call(resend_verification, body={}, headers={"Idempotency-Key": "k"})
        assert "Idempotency-Replayed" not in reply.headers
