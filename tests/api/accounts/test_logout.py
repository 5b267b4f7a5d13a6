"""POST /v1/auth/logout."""

import pytest

from accounts import logout, me
from tests.api.accounts.sessions import families, renew, sign_in
from tests.world import World


def test_signing_out_ends_this_device_at_once(world: World) -> None:
    phone = world.member()
    tablet = sign_in(world, phone)

    reply = phone.call(logout, body={})

    assert reply.status == 200
    assert isinstance(reply.data["message"], str)
    assert (phone.call(me).status, phone.call(me).code) == (401, "INVALID_TOKEN")
    assert renew(world, phone.refresh_token).code == "INVALID_TOKEN"
    assert tablet.call(me).status == 200
    assert renew(world, tablet.refresh_token).status == 200
    assert len(families(world, phone)) == 1


def test_no_body_at_all_signs_this_device_out(world: World) -> None:
    member = world.member()

    assert member.call(logout).status == 200
    assert member.call(me).status == 401


def test_a_renewed_token_of_the_device_is_dead_as_well(world: World) -> None:
    member = world.member()
    renewed = renew(world, member.refresh_token).data

    member.call(logout, body={})

    headers = {"Authorization": f"Bearer {renewed['accessToken']}"}
    assert world.call(me, headers=headers).code == "INVALID_TOKEN"
    assert renew(world, renewed["refreshToken"]).code == "INVALID_TOKEN"


def test_a_refresh_token_says_which_device_is_signed_out(world: World) -> None:
    phone = world.member()
    tablet = sign_in(world, phone)

    assert phone.call(logout, body={"refreshToken": tablet.refresh_token}).status == 200

    assert phone.call(me).status == 200
    assert tablet.call(me).code == "INVALID_TOKEN"


def test_all_devices_can_be_signed_out(world: World) -> None:
    phone = world.member()
    others = [sign_in(world, phone) for _ in range(2)]

    assert phone.call(logout, body={"allDevices": True}).status == 200

    for device in (phone, *others):
        assert device.call(me).code == "INVALID_TOKEN"
        assert renew(world, device.refresh_token).code == "INVALID_TOKEN"
    assert sign_in(world, phone).call(me).status == 200


def test_somebody_elses_refresh_token_is_refused(world: World, other_world: World) -> None:
    mia, eve, far = world.member(), world.member(), other_world.member()

    for token in (mia.refresh_token, far.refresh_token, "nonsense"):
        reply = eve.call(logout, body={"refreshToken": token})
        assert (reply.status, reply.code) == (401, "INVALID_TOKEN")

    assert mia.call(me).status == far.call(me).status == eve.call(me).status == 200


def test_signing_out_twice_is_fine_with_an_idempotency_key(world: World) -> None:
    """The first ended the sign-in that the second comes with."""
    member = world.member()
    request = {"body": {}, "headers": {"Idempotency-Key": "out"}}

    first = member.call(logout, **request)
    second = member.call(logout, **request)

    assert (second.status, second.data) == (200, first.data)
    assert second.headers["Idempotency-Replayed"] == "true"


def test_a_kept_answer_is_for_the_very_same_request_alone(world: World) -> None:
    member = world.member()
    member.call(logout, body={}, headers={"Idempotency-Key": "out"})

    other_body = member.call(logout, body={"allDevices": True}, headers={"Idempotency-Key": "out"})
    other_key = member.call(logout, body={}, headers={"Idempotency-Key": "out2"})
    no_key = member.call(logout, body={})

    assert {r.code for r in (other_body, other_key, no_key)} == {"INVALID_TOKEN"}


def test_signing_out_many_times_leaves_no_pile_in_the_account(world: World) -> None:
    member = world.member()
    before = world.item_of(member)

    for _ in range(60):
        sign_in(world, member).call(logout, body={})

    assert world.item_of(member) == before


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"refreshToken": 7}, "body.refreshToken"),
        ({"refreshToken": "x" * 201}, "body.refreshToken"),
        ({"allDevices": "yes"}, "body.allDevices"),
        ({"allDevices": 1}, "body.allDevices"),
    ],
)
def test_a_bad_body_is_refused_by_its_path(
    world: World, body: dict[str, object], path: str
) -> None:
    member = world.member()

    reply = member.call(logout, body=body)

    assert (reply.status, reply.paths) == (400, [path])
    assert member.call(me).status == 200


def test_unknown_fields_are_ignored_and_named(world: World) -> None:
    reply = world.member().call(logout, body={"deviceToken": "x"})

    assert (reply.status, reply.headers["X-Ignored-Fields"]) == (200, "body.deviceToken")


def test_only_a_member_can_sign_out(world: World) -> None:
    assert world.call(logout, body={}).code == "MISSING_TOKEN"
    assert world.call(logout, body={}, context={}).code == "MISSING_TOKEN"
