"""POST /v1/progress/water."""

from typing import Any

import pytest

from members import update_me
from progress_logs import log_water
from tests.world import World


def test_water_adds_up_over_the_day(world: World) -> None:
    member = world.member(profile={"weight": 80})

    member.call(log_water, body={"amountMl": 250})
    reply = member.call(log_water, body={"amountMl": 330})

    assert reply.status == 201
    assert reply.data["entry"]["amountMl"] == 330
    assert reply.data["day"] == {"loggedMl": 580, "goalMl": 2800}


@pytest.mark.parametrize(
    ("profile", "goal"),
    [({}, 2000), ({"weight": 70}, 2450), ({"weight": 61.5}, 2150), ({"weight": 300}, 5000)],
)
def test_the_goal_goes_by_body_weight(world: World, profile: dict[str, Any], goal: int) -> None:
    reply = world.member(profile=profile).call(log_water, body={"amountMl": 100})

    assert reply.data["day"]["goalMl"] == goal


def test_a_goal_of_the_member_s_own_comes_first(world: World) -> None:
    member = world.member(profile={"weight": 70})
    member.call(update_me, body={"settings": {"waterGoalMl": 3100}})

    reply = member.call(log_water, body={"amountMl": 100})

    assert reply.data["day"]["goalMl"] == 3100


@pytest.mark.parametrize("amount", [0, -5, 10_001, 2.5, "2.5", None])
def test_an_amount_has_bounds(world: World, amount: object) -> None:
    reply = world.member().call(log_water, body={"amountMl": amount})

    assert (reply.status, reply.paths) == (400, ["body.amountMl"])
