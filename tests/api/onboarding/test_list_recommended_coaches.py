"""GET /v1/onboarding/recommend-coaches."""

from onboarding import list_recommended_coaches, recommend_coaches
from tests.api.onboarding.world import answered
from tests.api.trainers.world import new_trainer
from tests.world import World


def test_a_session_finds_the_same_coaches_as_by_post(world: World) -> None:
    for name in ("Yoga", "Strength", "Pilates"):
        new_trainer(world, f"{name} trainer", specialisations=[name])
    session = answered(world, fitnessGoal="yoga")

    by_get = world.call(list_recommended_coaches, query={"sessionId": session, "limit": "2"})
    by_post = world.call(recommend_coaches, body={"sessionId": session, "limit": 2})

    assert by_get.data == by_post.data
    assert by_get.data["coaches"][0]["name"] == "Yoga trainer"


def test_another_brand_s_session_is_refused(world: World, other_world: World) -> None:
    session = answered(other_world)

    reply = world.call(list_recommended_coaches, query={"sessionId": session})

    assert (reply.status, reply.code) == (400, "INVALID_SESSION")
