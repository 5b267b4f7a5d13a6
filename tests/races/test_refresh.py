"""A refresh token used at the same moment by a phone's parallel calls."""

from accounts import logout, me, refresh
from tests.races.conftest import all_at_once
from tests.world import Reply, World


def test_parallel_refreshes_get_the_same_successor(race_world: World) -> None:
    for _ in range(5):
        token = race_world.member().refresh_token

        replies = all_at_once([lambda: _renew(race_world, token)] * 2)  # noqa: B023

        assert [reply.status for reply in replies] == [200, 200]
        [successor] = {reply.data["refreshToken"] for reply in replies}
        assert _renew(race_world, successor).status == 200


def test_ten_parallel_refreshes_get_the_same_successor(race_world: World) -> None:
    token = race_world.member().refresh_token

    replies = all_at_once([lambda: _renew(race_world, token)] * 10)

    assert {reply.status for reply in replies} == {200}
    assert len({reply.data["refreshToken"] for reply in replies}) == 1


def test_a_sign_out_beats_every_refresh_at_the_same_moment(race_world: World) -> None:
    for _ in range(5):
        member = race_world.member()

        replies = all_at_once(
            [
                lambda: member.call(logout, body={}),  # noqa: B023
                lambda: _renew(race_world, member.refresh_token),  # noqa: B023
            ]
        )

        out, renewed = replies
        assert out.status == 200
        assert member.call(me).code == "INVALID_TOKEN"
        if renewed.status == 200:
            headers = {"Authorization": f"Bearer {renewed.data['accessToken']}"}
            assert race_world.call(me, headers=headers).code == "INVALID_TOKEN"
            assert _renew(race_world, renewed.data["refreshToken"]).code == "INVALID_TOKEN"


def _renew(world: World, token: str) -> Reply:
    return world.call(refresh, body={"refreshToken": token})
