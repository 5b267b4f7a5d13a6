"""GET /v1/onboarding/profile."""

from onboarding import get_profile
from tests.api.onboarding.world import answered, show
from tests.world import World


def test_a_session_is_shown_as_it_is(world: World) -> None:
    session = answered(world, age=36, workoutDays=["mon"])

    data = show(world, session).data

    assert data["sessionId"] == session
    assert data["profile"] == {"age": 36, "workoutDays": ["mon"]}
    assert data["questionsVersion"] == 1


def test_a_session_of_another_brand_is_as_unknown_as_none(world: World, other_world: World) -> None:
    foreign = show(world, answered(other_world, age=36))
    unknown = show(world, "A" * 32)

    assert foreign.status == unknown.status == 400
    assert foreign.json["error"] == unknown.json["error"]
    assert foreign.code == unknown.code == "INVALID_SESSION"


def test_a_call_without_a_session_is_refused(world: World) -> None:
    reply = world.call(get_profile)

    assert (reply.status, reply.paths) == (400, ["query.sessionId"])
