"""POST /v1/onboarding/select-coach."""

from datetime import timedelta

from onboarding import select_coach
from operators import change_trainer
from stvos.clock import standing, utc_now
from stvos.onboarding.repository import session_hash
from tests.api.onboarding.world import answered
from tests.api.trainers.world import new_trainer
from tests.world import Reply, World


def select(world: World, session: str, coach_id: int) -> Reply:
    return world.call(select_coach, body={"sessionId": session, "coachId": coach_id})


def chosen(world: World, session: str) -> int | None:
    item = world.table.find(world.keys.onboarding_session(session_hash(session)), consistent=True)
    return (item or {}).get("coach_id")


def test_the_chosen_coach_is_kept_with_the_session(world: World) -> None:
    coach, session = new_trainer(world, "Tara Trainer"), answered(world)

    reply = select(world, session, coach.trainer_id)

    assert reply.data["sessionId"] == session
    assert reply.data["coach"] == {"id": coach.trainer_id, "name": "Tara Trainer", "image": None}
    assert chosen(world, session) == coach.trainer_id


def test_a_later_choice_replaces_an_earlier_one_but_not_the_other_way(world: World) -> None:
    first, second = new_trainer(world, "One"), new_trainer(world, "Two")
    session, now = answered(world), utc_now()
    with standing(now):
        select(world, session, second.trainer_id)

    with standing(now - timedelta(seconds=5)):
        select(world, session, first.trainer_id)

    assert chosen(world, session) == second.trainer_id


def test_an_inactive_a_foreign_and_an_unknown_trainer_are_refused(
    world: World, other_world: World
) -> None:
    session, gone = answered(world), new_trainer(world)
    world.operate(change_trainer, trainerId=gone.trainer_id, body={"active": False})

    for coach_id in (gone.trainer_id, new_trainer(other_world).trainer_id, 1):
        reply = select(world, session, coach_id)
        assert (reply.status, reply.code) == (400, "INVALID_COACH")
    assert chosen(world, session) is None


def test_another_brand_s_session_is_refused(world: World, other_world: World) -> None:
    reply = select(world, answered(other_world), new_trainer(world).trainer_id)

    assert (reply.status, reply.code) == (400, "INVALID_SESSION")
