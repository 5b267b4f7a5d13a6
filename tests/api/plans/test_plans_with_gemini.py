"""Plans for which a model chooses among what it is offered, by its own client and wire."""

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from foods import create_nutrition_plan, generate_nutrition_plan
from jobs import make_plan
from local.stubs.servers import StandIns
from local.stubs.vertex import Scripted
from plans import (
    create_class_plan,
    create_workout_plan,
    generate_class_plan,
    generate_workout_plan,
    get_plan_job,
)
from stvos.dynamodb.table import update
from tests.api.content.stock import Stock
from tests.api.members.workers import records, work_off
from tests.gemini import answers, as_model
from tests.world import Reply, World

VEGAN = {"userProfile": {"dietaryRestrictions": ["vegan"], "allergies": ["nuts"]}}
KNEE = {"userProfile": {"injuries": ["knee"], "equipment": ["dumbbells"], "workoutDays": ["mon"]}}
CASES: dict[str, tuple[ModuleType, ModuleType, dict[str, Any], str]] = {
    "workout": (generate_workout_plan, create_workout_plan, KNEE, "workoutPlan"),
    "nutrition": (generate_nutrition_plan, create_nutrition_plan, VEGAN, "nutritionPlan"),
    "classes": (generate_class_plan, create_class_plan, {}, "classPlan"),
}


@pytest.fixture
def gemini(stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch) -> StandIns:
    as_model(stand_ins, monkeypatch)
    return stand_ins


@pytest.fixture
def stocked(world: World) -> World:
    stock = Stock.of(world)
    for number in range(8):
        stock.fitness_class(f"Flow {number}")
    stock.changed()
    return world


def offered(gemini: StandIns) -> list[int]:
    """The ids that the model was offered last."""
    sent = json.loads(gemini.gemini.questions[-1].body)
    [part] = sent["contents"][0]["parts"]
    listed = part["text"].split("\n\n")[1]
    return [int(line.partition(":")[0]) for line in listed.splitlines()]


def chosen(ids: list[int]) -> str:
    return json.dumps({"ids": ids})


def ids_in(plan: dict[str, Any]) -> Iterator[int]:
    """Exercises, dishes or classes of a plan."""
    for week in plan.get("weeks", ()):
        for day in week["days"]:
            yield from (one["exerciseId"] for one in day.get("exercises", ()))
            if "classId" in day:
                yield day["classId"]


def plan_of(world: World, name: str) -> dict[str, Any]:
    endpoint, _, body, field = CASES[name]
    reply = world.call(endpoint, body=body)
    assert reply.status == 200, reply.text
    plan: dict[str, Any] = reply.data[field]
    return plan


@pytest.mark.parametrize("name", CASES)
def test_what_the_model_chooses_goes_into_the_plan(
    stocked: World, gemini: StandIns, name: str
) -> None:
    answers(gemini, chosen([]))
    plain = plan_of(stocked, name)
    assert plain["generatedBy"] == "planner"
    picked = offered(gemini)[::2]
    answers(gemini, chosen(picked))
    plan = plan_of(stocked, name)

    assert plan["generatedBy"] == "vertex"
    assert plan != plain
    if name == "classes":
        first = [day["classId"] for day in plan["weeks"][0]["days"]]
        assert set(first) <= set(picked)


@pytest.mark.parametrize("name", CASES)
def test_a_member_s_plan_is_kept_with_who_made_it(
    stocked: World, gemini: StandIns, name: str
) -> None:
    _, endpoint, body, field = CASES[name]
    answers(gemini, chosen([]))
    plan_of(stocked, name)
    answers(gemini, chosen(offered(gemini)[:20]))
    reply = stocked.member().call(endpoint, body=body)

    assert (reply.status, reply.data[field]["generatedBy"]) == (201, "vertex")


def test_only_what_the_member_may_do_is_offered(stocked: World, gemini: StandIns) -> None:
    answers(gemini, chosen([]), chosen([]))
    world = stocked
    world.call(generate_workout_plan, body={})
    everything = set(offered(gemini))
    world.call(generate_workout_plan, body=KNEE)

    assert set(offered(gemini)) != everything
    assert set(ids_in(plan_of(world, "workout"))) <= set(offered(gemini))


ADVERSARIAL = {
    "unknown": chosen([1, 10**15, -5]),
    "repeated": chosen([7] * 400),
    "other types": '{"ids": ["1", null]}',
    "another schema": '{"weeks": [{"days": []}]}',
    "no JSON": "I would rather not.",
    "too many": chosen(list(range(501))),
    "empty": "",
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("said", ADVERSARIAL.values(), ids=ADVERSARIAL.keys())
def test_what_was_not_offered_is_nothing(
    stocked: World, gemini: StandIns, name: str, said: str
) -> None:
    answers(gemini, said, said)
    plan = plan_of(stocked, name)

    answers(gemini, chosen([]))
    plan_of(stocked, name)
    assert set(ids_in(plan)) <= set(offered(gemini))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_where_the_model_is_away_the_planner_makes_the_plan(
    stocked: World, gemini: StandIns, name: str, status: int
) -> None:
    gemini.gemini.script.append(Scripted(status=status))

    assert plan_of(stocked, name)["generatedBy"] == "planner"
    assert len(gemini.gemini.questions) == 1


def test_beyond_the_budget_no_model_is_asked_and_the_planner_makes_the_plan(
    stocked: World, gemini: StandIns
) -> None:
    limits = {"aiTokensPerDay": 100}
    stocked.table.write(update(stocked.keys.client(), sets={"limits": limits}))

    assert plan_of(stocked, "workout")["generatedBy"] == "planner"
    assert gemini.gemini.questions == []


@pytest.mark.parametrize(
    ("endpoint", "body"),
    [
        (generate_workout_plan, {"preferences": {"daysPerWeek": 8}}),
        (generate_nutrition_plan, {"userProfile": {"allergies": ["unobtainium"]}}),
        (generate_class_plan, {"preferences": {"duration": "forever"}}),
    ],
)
def test_for_what_is_refused_no_model_is_asked(
    stocked: World, gemini: StandIns, endpoint: ModuleType, body: dict[str, Any]
) -> None:
    assert stocked.call(endpoint, body=body).status == 400
    assert gemini.gemini.questions == []


def test_in_the_background_the_model_chooses_too(stocked: World, gemini: StandIns) -> None:
    answers(gemini, chosen([]))
    plan_of(stocked, "workout")
    headers = stocked.headers | {"Prefer": "respond-async"}
    started: Reply = stocked.call(generate_workout_plan, headers=headers, body=KNEE)
    answers(gemini, chosen(offered(gemini)[:20]))
    assert work_off(make_plan, records(stocked, "plan")) == []

    job = stocked.call(get_plan_job, id=started.data["jobId"]).data
    assert job["result"]["workoutPlan"]["generatedBy"] == "vertex"
