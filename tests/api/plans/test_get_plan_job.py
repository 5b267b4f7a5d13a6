"""GET /v1/ai/jobs/{id}, and `Prefer: respond-async` on the generators."""

import json
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from foods import generate_nutrition_plan
from jobs import make_plan
from plans import generate_class_plan, generate_workout_plan, get_plan_job
from stvos.clock import utc_now
from stvos.dynamodb.table import update
from stvos.ids import new_id
from tests.api.content.stock import Stock
from tests.api.members.workers import records, work_off
from tests.contract.stored import everything_stored
from tests.world import Reply, World

LATER = {"Prefer": "respond-async"}
PROFILE = {"userProfile": {"injuries": ["knee"], "equipment": ["dumbbells"]}}
VEGAN = {"userProfile": {"dietaryRestrictions": ["vegan"], "allergies": ["nuts"]}}
GENERATORS: dict[str, tuple[ModuleType, dict[str, Any]]] = {
    "workout": (generate_workout_plan, PROFILE),
    "nutrition": (generate_nutrition_plan, VEGAN),
    "classes": (generate_class_plan, {"preferences": {"daysPerWeek": 2}}),
}


def ask(world: World, name: str, **more: str) -> Reply:
    endpoint, body = GENERATORS[name]
    return world.call(endpoint, headers=world.headers | LATER | more, body=body)


def asked(world: World, name: str) -> str:
    """The id of a plan that is asked for."""
    reply = ask(world, name)
    assert (reply.status, reply.headers["Preference-Applied"]) == (202, "respond-async")
    return str(reply.data["jobId"])


def tasks(world: World, delivery: int = 1) -> list[dict[str, Any]]:
    """The messages to the worker, as the stream's function hands them on."""
    attributes = {"ApproximateReceiveCount": str(delivery)}
    return [record | {"attributes": attributes} for record in records(world, "plan")]


def job(world: World, job_id: str) -> Reply:
    return world.call(get_plan_job, id=job_id)


@pytest.fixture
def stocked(world: World) -> World:
    stock = Stock.of(world)
    for number in range(3):
        stock.fitness_class(f"Flow {number}")
    stock.changed()
    return world


@pytest.mark.parametrize("name", GENERATORS)
def test_the_plan_is_that_which_would_have_been_answered(stocked: World, name: str) -> None:
    endpoint, body = GENERATORS[name]
    job_id = asked(stocked, name)
    assert job(stocked, job_id).data["status"] == "running"
    assert "result" not in job(stocked, job_id).data
    assert work_off(make_plan, tasks(stocked)) == []

    found = job(stocked, job_id).data
    assert (found["jobId"], found["status"]) == (job_id, "ready")
    assert found["result"] == stocked.call(endpoint, body=body).data


def test_what_leaves_no_plan_is_the_job_s_answer_as_it_would_have_been(world: World) -> None:
    body = {"userProfile": {"allergies": ["unobtainium"]}}
    now = world.call(generate_nutrition_plan, body=body)
    later = world.call(generate_nutrition_plan, headers=world.headers | LATER, body=body)
    work_off(make_plan, tasks(world))

    found = job(world, later.data["jobId"]).data
    assert found["status"] == "failed"
    error = found["error"]
    assert (error["status"], error["code"]) == (now.status, now.code) == (400, "VALIDATION_ERROR")
    assert [field["path"] for field in error["fields"]] == now.paths


def test_a_body_that_is_wrong_is_refused_immediately_and_no_job_is_made(world: World) -> None:
    body = {"preferences": {"daysPerWeek": 8}}
    reply = world.call(generate_workout_plan, headers=world.headers | LATER, body=body)

    assert (reply.status, reply.paths) == (400, ["body.preferences.daysPerWeek"])
    assert tasks(world) == []


def test_the_same_key_answers_the_same_job(world: World) -> None:
    first, second = (ask(world, "workout", **{"Idempotency-Key": "once"}) for _ in range(2))

    assert first.data == second.data
    assert len(tasks(world)) == 1


def test_each_other_request_is_a_job_of_its_own(world: World) -> None:
    assert asked(world, "workout") != asked(world, "workout")


@pytest.mark.parametrize("preference", ["wait=10, Respond-Async", "respond-async; x=1"])
def test_a_preference_among_others_is_read(world: World, preference: str) -> None:
    assert ask(world, "workout", Prefer=preference).status == 202


@pytest.mark.parametrize("preference", ["", "return=minimal", "no-respond-async"])
def test_without_it_the_plan_is_the_answer(world: World, preference: str) -> None:
    assert ask(world, "workout", Prefer=preference).status == 200


def test_jobs_of_others_and_made_up_ones_are_unknown(world: World, other_world: World) -> None:
    job_id = asked(world, "workout")

    assert job(other_world, job_id).status == 404
    for other in ("made-up", job_id[:-1], job_id.swapcase(), f"{new_id()}"):
        assert job(world, other).status == 404


def test_the_secret_is_not_stored(world: World) -> None:
    job_id = asked(world, "workout")

    assert job_id not in str(everything_stored())


def test_a_day_later_it_is_forgotten(world: World) -> None:
    job_id = asked(world, "workout")
    mark = json.loads(tasks(world)[0]["body"])["content"]["mark"]
    key = world.keys.plan_job(mark)
    expires = int(world.table.find(key)["expires"])  # type: ignore[index]
    assert abs(expires - (utc_now() + timedelta(days=1)).timestamp()) < 10
    world.table.write(update(key, sets={"expires": int(utc_now().timestamp()) - 1}))

    assert job(world, job_id).status == 404
    assert work_off(make_plan, tasks(world)) == []
