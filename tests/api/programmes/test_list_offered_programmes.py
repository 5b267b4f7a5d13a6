"""GET /v1/trainers/{id}/programmes."""

from programmes import list_offered_programmes
from stvos.dynamodb.table import update
from stvos.ids import new_id
from tests.api.programmes.world import PROGRAMME, new_coach
from tests.world import World
from trainer_portal import delete_programme


def test_members_see_what_a_trainer_offers_without_its_content(world: World) -> None:
    coach = new_coach(world)
    older = coach.programme()
    newer = coach.programme(name="Strong in one", weeks=PROGRAMME["weeks"][:1], price=0)

    reply = world.member().call(list_offered_programmes, id=coach.trainer_id)

    assert reply.status == 200
    assert reply.data["programmes"] == [
        PROGRAMME | {"id": newer, "name": "Strong in one", "price": 0, "weeks": 1},
        PROGRAMME | {"id": older, "weeks": 2},
    ]


def test_what_was_deleted_is_offered_no_more(world: World) -> None:
    coach = new_coach(world)
    coach.call(delete_programme, id=coach.programme())

    assert world.member().call(list_offered_programmes, id=coach.trainer_id).data == {
        "programmes": []
    }


def test_trainers_who_are_unknown_or_not_active_are_not_found(world: World) -> None:
    coach, member = new_coach(world), world.member()
    coach.programme()
    key = world.keys.content_trainer(coach.trainer_id)
    world.table.write(update(key, sets={"active": False}))

    for trainer_id in (coach.trainer_id, new_id()):
        reply = member.call(list_offered_programmes, id=trainer_id)
        assert (reply.status, reply.code) == (404, "NOT_FOUND")
