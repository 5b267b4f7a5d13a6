"""GET /v1/trainer/programmes."""

from tests.api.programmes.world import PROGRAMME, new_coach
from tests.world import World
from trainer_portal import list_own_programmes


def test_a_trainer_sees_their_own_programmes_the_newest_first(world: World) -> None:
    coach = new_coach(world)
    new_coach(world).programme()
    older, newer = coach.programme(), coach.programme(name="Next")

    reply = coach.call(list_own_programmes)

    assert reply.status == 200
    assert reply.data["programmes"] == [
        PROGRAMME | {"id": newer, "name": "Next", "weeks": 2},
        PROGRAMME | {"id": older, "weeks": 2},
    ]


def test_members_are_refused(world: World) -> None:
    reply = world.member().call(list_own_programmes)

    assert (reply.status, reply.code) == (403, "FORBIDDEN")
