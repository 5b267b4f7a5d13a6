"""GET /v1/trainer/programmes/{id}."""

from stvos.ids import new_id
from tests.api.programmes.world import new_coach
from tests.world import World
from trainer_portal import delete_programme, get_programme


def test_it_has_all_its_content(world: World) -> None:
    coach = new_coach(world)

    programme = coach.call(get_programme, id=coach.programme()).data["programme"]

    assert [week["week"] for week in programme["weeks"]] == [1, 2]
    assert [day["day"] for day in programme["weeks"][1]["days"]] == [1, 4]


def test_another_trainer_s_or_a_deleted_one_is_not_found(world: World) -> None:
    coach = new_coach(world)
    theirs, deleted = new_coach(world).programme(), coach.programme()
    coach.call(delete_programme, id=deleted)

    for number in (theirs, deleted, new_id()):
        reply = coach.call(get_programme, id=number)
        assert (reply.status, reply.code) == (404, "NOT_FOUND")


def test_members_are_refused(world: World) -> None:
    reply = world.member().call(get_programme, id=new_coach(world).programme())

    assert (reply.status, reply.code) == (403, "FORBIDDEN")
