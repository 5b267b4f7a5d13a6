"""DELETE /v1/auth/devices/{id}."""

import pytest

from accounts import end_device, list_devices, me
from tests.api.accounts.sessions import family_id, renew, sign_in
from tests.world import World


def test_a_device_is_signed_out_at_once(world: World) -> None:
    phone = world.member()
    tablet = sign_in(world, phone)

    reply = phone.call(end_device, id=family_id(tablet.refresh_token))

    assert reply.data == {"deleted": True}
    assert tablet.call(me).code == "INVALID_TOKEN"
    assert renew(world, tablet.refresh_token).code == "INVALID_TOKEN"
    assert phone.call(me).status == 200
    assert len(phone.call(list_devices).data["devices"]) == 1


def test_ending_a_device_twice_is_fine(world: World) -> None:
    phone = world.member()
    tablet = family_id(sign_in(world, phone).refresh_token)

    assert phone.call(end_device, id=tablet).status == 200
    assert phone.call(end_device, id=tablet).status == 200


def test_a_member_can_end_the_device_in_their_hand(world: World) -> None:
    member = world.member()
    request = {
        "id": family_id(member.refresh_token),
        "headers": {"Idempotency-Key": "end"},
    }

    first, second = member.call(end_device, **request), member.call(end_device, **request)

    assert (first.status, second.status) == (200, 200)
    assert member.call(me).code == "INVALID_TOKEN"


def test_somebody_elses_device_is_not_found(world: World, other_world: World) -> None:
    mia, eve, far = world.member(), world.member(), other_world.member()

    for other in (mia, far):
        theirs = eve.call(end_device, id=family_id(other.refresh_token))
        missing = eve.call(end_device, id=123)
        assert theirs.status == missing.status == 404
        assert {**theirs.json, "requestId": ""} == {**missing.json, "requestId": ""}
        assert other.call(me).status == 200


@pytest.mark.parametrize(
    "device", ["0", "-1", "1.5", "abc", "9" * 17, str(2**53), "1 ", "١", "1\x00", "1/2"]
)
def test_what_cannot_be_an_id_is_not_found(world: World, device: str) -> None:
    reply = world.member().call(end_device, id=device)

    assert (reply.status, reply.code) == (404, "NOT_FOUND")


def test_only_a_member_can_end_devices(world: World) -> None:
    assert world.call(end_device, id=1).code == "MISSING_TOKEN"
