"""GET /v1/exercises/{id}."""

import pytest

from progress_logs import get_exercise, list_exercises
from tests.world import World


def test_an_exercise_is_shown_by_its_id_as_in_the_list(world: World) -> None:
    listed = world.call(list_exercises, query={"search": "single-leg glute bridge"}).data["items"]

    reply = world.call(get_exercise, id=listed[0]["id"])

    assert reply.status == 200
    assert reply.data == {"exercise": listed[0]}
    assert reply.data["exercise"]["unilateral"] is True


@pytest.mark.parametrize(
    "unknown", [0, 1, 999_999, 2**53, 2**64, "-1", "1001.0", "1e3", "mini-squat", "١٠٠١", "1001/x"]
)
def test_an_id_of_no_exercise_is_not_found(world: World, unknown: object) -> None:
    reply = world.call(get_exercise, id=unknown)

    assert (reply.status, reply.code) == (404, "NOT_FOUND")


def test_a_query_it_does_not_know_is_refused(world: World) -> None:
    reply = world.call(get_exercise, id=1001, query={"verbose": "1"})

    assert (reply.status, reply.paths) == (400, ["query.verbose"])
