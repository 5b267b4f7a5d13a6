"""POST /v1/sessions/{id}/progress: how long it goes on once its sign-in has ended."""

from collections.abc import Callable
from unittest.mock import patch

import pytest

from accounts import change_password, end_device, list_devices, logout
from stvos.clock import epoch_ms
from stvos.identity.families import RefreshToken
from stvos.viewing import sign_in_checks
from stvos.viewing.sign_in_checks import CHECKED_FOR
from tests.api.accounts.sessions import sign_in
from tests.api.viewing.watching import Watching
from tests.aws_calls import recorded
from tests.viewing_samples import stored
from tests.world import PASSWORD, Member, Reply, World
from viewing import record_progress


@pytest.fixture
def watching(world: World) -> Watching:
    return Watching(world, duration=120)


def beat(watching: Watching, seconds: float, member: Member | None = None) -> Reply:
    watcher = member or watching.member
    body = {"positionSeconds": 30}
    return watching.clock.call(watcher, record_progress, seconds, id=watching.id, body=body)


def sign_out_everywhere(watching: Watching) -> None:
    other = sign_in(watching.world, watching.member)
    assert other.call(logout, body={"allDevices": True}).status == 200


def change_the_password(watching: Watching) -> None:
    other = sign_in(watching.world, watching.member)
    body = {"currentPassword": PASSWORD, "newPassword": "another good one"}
    assert other.call(change_password, body=body).status == 200


def end_this_device(watching: Watching) -> None:
    other = sign_in(watching.world, watching.member)
    devices = other.call(list_devices).data["devices"]
    (mine,) = (device["id"] for device in devices if not device["current"])
    assert other.call(end_device, id=mine).status == 200


ENDINGS = [sign_out_everywhere, change_the_password, end_this_device]


@pytest.mark.parametrize("end", ENDINGS)
@pytest.mark.parametrize("every", [1, 30, 44, 290])
def test_heartbeats_go_on_for_five_minutes_at_most(
    watching: Watching, end: Callable[[Watching], None], every: int
) -> None:
    beat(watching, 60)
    end(watching)
    ended_at = watching.clock.at

    while (reply := beat(watching, every)).status == 200:
        assert watching.clock.at - ended_at < CHECKED_FOR

    assert (reply.status, reply.code) == (401, "INVALID_TOKEN")
    watching.clock.at = max(watching.clock.at, ended_at + CHECKED_FOR)
    before = stored(watching.world, watching.member, watching.id)
    assert {beat(watching, every).code for _ in range(12)} == {"INVALID_TOKEN"}
    assert stored(watching.world, watching.member, watching.id) == before


def test_who_keeps_out_of_the_moments_of_the_check_is_checked_too(watching: Watching) -> None:
    with patch.object(sign_in_checks, "is_time", return_value=False):
        beat(watching, 60)
        sign_out_everywhere(watching)

        assert beat(watching, 200).status == 200
        assert beat(watching, 100).code == "INVALID_TOKEN"


def test_another_device_does_not_keep_a_signed_out_one_going(watching: Watching) -> None:
    tablet = sign_in(watching.world, watching.member)
    beat(watching, 60)
    assert watching.member.call(logout, body={}).status == 200

    assert beat(watching, 20, tablet).status == 200
    assert beat(watching, 20).code == "INVALID_TOKEN"
    assert beat(watching, 20, tablet).status == 200


def test_a_player_that_sends_one_every_30_s_is_checked_without_a_further_request(
    watching: Watching,
) -> None:
    token = RefreshToken.parse(watching.member.refresh_token)
    context = {
        "kind": "user",
        "clientId": str(watching.world.client.id),
        "features": "classes",
        "userId": str(watching.member.id),
        "role": "user",
        "familyId": str(token.family),
        "issuedMs": str(epoch_ms(watching.clock.at)),
    }
    kinds = set()
    for number in range(1, 100):
        body = {"positionSeconds": number * 30}
        with watching.clock.later(seconds=30), recorded() as calls:
            watching.member.call(record_progress, id=watching.id, body=body, context=context)
        kinds.add(tuple(calls))

    assert kinds == {("GetItem", "UpdateItem"), ("BatchGetItem", "UpdateItem")}
