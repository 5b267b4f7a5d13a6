"""The first plans of a member who registered with an onboarding session."""

from typing import Any

import pytest

from accounts import register
from foods import create_nutrition_plan, delete_nutrition_plan, get_nutrition_plan
from members import delete_me
from plans import create_workout_plan, get_workout_plan, list_workout_plans
from stvos.clock import utc_now
from stvos.due.handlers import handler_of
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Item
from tests.api.accounts.sessions import crashing
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.test_handle_due import handle, sweep
from tests.api.onboarding.world import EVERYTHING, answered
from tests.world import PASSWORD, Member, World

KEY = {"Idempotency-Key": "the same"}


def member_of(world: World, data: Any) -> Member:
    tokens = data["accessToken"], data["refreshToken"]
    return Member(data["user"]["id"], data["user"]["email"], *tokens, world.key, world.tenant)


def signed_up(world: World, **answers: Any) -> Member:
    body = {"email": "ada@example.com", "password": PASSWORD}
    data = world.call(register, body=body | {"sessionId": answered(world, **answers)}).data
    return member_of(world, data)


def waiting(world: World, member: Member) -> Item | None:
    return world.table.find(world.keys.first_plans(UserId(member.id)), consistent=True)


def make(world: World, member: Member) -> None:
    handler_of("first_plans")(world.table, world.keys.first_plans(UserId(member.id)), utc_now())


def statuses(member: Member) -> list[int]:
    return [member.call(get_workout_plan).status, member.call(get_nutrition_plan).status]


def test_they_arrive_within_a_minute_and_go_by_the_answers(
    world: World, queues: TestQueues
) -> None:
    member = signed_up(world, **EVERYTHING | {"workoutDays": ["tue", "sat"]})
    before = statuses(member)

    handle(sweep(queues, utc_now()), utc_now())

    workout = member.call(get_workout_plan).data["workoutPlan"]
    nutrition = member.call(get_nutrition_plan)
    assert (before, nutrition.status) == ([404, 404], 200)
    assert {day["day"] for day in workout["weeks"][0]["days"]} == {2, 6}
    assert waiting(world, member) is None
    assert sweep(queues, utc_now()) == []


def test_making_them_again_makes_no_second_ones(world: World, queues: TestQueues) -> None:
    member = signed_up(world, **EVERYTHING)
    due = sweep(queues, utc_now())
    handle(due, utc_now())
    first = member.call(get_workout_plan).text, member.call(get_nutrition_plan).text

    handle(due, utc_now())
    make(world, member)

    assert (member.call(get_workout_plan).text, member.call(get_nutrition_plan).text) == first
    assert member.call(list_workout_plans).data["items"] == []


def test_who_died_between_the_two_makes_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = signed_up(world, **EVERYTHING)

    def dying(self: Any) -> None:
        raise RuntimeError("the process dies")

    with monkeypatch.context() as patched:
        patched.setattr("stvos.plans.first_plans.NutritionPlans.create_first", dying)
        with pytest.raises(RuntimeError):
            make(world, member)
    half = statuses(member)
    make(world, member)

    assert (half, statuses(member)) == ([200, 404], [200, 200])
    assert member.call(list_workout_plans).data["items"] == []


def test_what_the_member_made_or_ended_meanwhile_stays(world: World, queues: TestQueues) -> None:
    member = signed_up(world, **EVERYTHING)
    own = member.call(create_workout_plan, body={"preferences": {"duration": "2 weeks"}}).data
    member.call(create_nutrition_plan, body={})
    member.call(delete_nutrition_plan)

    handle(sweep(queues, utc_now()), utc_now())

    assert member.call(get_workout_plan).data == own
    assert member.call(get_nutrition_plan).status == 404


@pytest.mark.parametrize(
    ("features", "made"),
    [(("workout_builder",), [200, 403]), (("nutrition",), [403, 200]), (("classes",), [403, 403])],
)
def test_only_what_the_brand_has_is_made(
    cloud: None, queues: TestQueues, features: tuple[str, ...], made: list[int]
) -> None:
    world = World.with_client(enabled_features=features)
    member = signed_up(world, **EVERYTHING)

    handle(sweep(queues, utc_now()), utc_now())

    assert statuses(member) == made
    stored = {item["type"] for item in world.table.all(world.keys.everything_of(UserId(member.id)))}
    assert ("workout_plan" in stored, "nutrition_plan" in stored) == (
        "workout_builder" in features,
        "nutrition" in features,
    )


def test_an_answer_that_allows_no_plan_keeps_the_other_from_nothing(
    world: World, queues: TestQueues
) -> None:
    member = signed_up(world, **EVERYTHING | {"injuries": ["an old quarrel with my cat"]})

    handle(sweep(queues, utc_now()), utc_now())

    assert statuses(member) == [404, 200]
    assert waiting(world, member) is None


@pytest.mark.parametrize(
    "answer",
    [
        {"injuries": ["chest pain"]},
        {"preferences": ["I am pregnant"]},
        {"fitnessGoal": "I had an eating disorder"},
    ],
)
def test_who_was_pointed_to_a_doctor_is_made_none_unasked(
    world: World, queues: TestQueues, answer: dict[str, Any]
) -> None:
    member = signed_up(world, **EVERYTHING | answer)

    assert waiting(world, member) is None
    assert sweep(queues, utc_now()) == []
    assert member.call(create_nutrition_plan, body={}).status == 201


def test_of_who_left_none_is_made(world: World, queues: TestQueues) -> None:
    member = signed_up(world, **EVERYTHING)
    due = sweep(queues, utc_now())
    member.call(delete_me, body={})

    handle(due, utc_now())

    kept = world.table.all(world.keys.everything_of(UserId(member.id)))
    assert not [item for item in kept if item["type"] in {"workout_plan", "nutrition_plan"}]


def test_a_sign_up_without_a_session_has_none(world: World, queues: TestQueues) -> None:
    member = world.member()

    assert sweep(queues, utc_now()) == []
    assert waiting(world, member) is None


def test_a_sign_up_that_died_and_is_repeated_has_them_once(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = answered(world, **EVERYTHING)
    body = {"email": "ada@example.com", "password": PASSWORD, "sessionId": session}
    with crashing(monkeypatch):
        world.call(register, body=body, headers=KEY)
    handle(sweep(queues, utc_now()), utc_now())

    member = member_of(world, world.call(register, body=body, headers=KEY).data)
    handle(sweep(queues, utc_now()), utc_now())

    assert statuses(member) == [200, 200]
    assert member.call(list_workout_plans).data["items"] == []
