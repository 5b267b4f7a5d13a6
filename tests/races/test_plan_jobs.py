"""A plan in the background that several workers and requests get hold of in the same moment."""

import json
from functools import partial

from plans import generate_workout_plan, get_plan_job
from stvos.plans.job_worker import PlanJobWorker
from stvos.queues.worker import Task
from tests.api.members.workers import records
from tests.races.conftest import all_at_once
from tests.world import World

BODY = {"preferences": {"duration": "1 week"}}


def tasks(world: World) -> list[Task]:
    return [Task.of_record(record) for record in records(world, "plan")]


def test_of_many_workers_on_a_job_one_answer_stays(race_world: World) -> None:
    headers = race_world.headers | {"Prefer": "respond-async"}
    started = race_world.call(generate_workout_plan, headers=headers, body=BODY)
    [task] = tasks(race_world)
    all_at_once([partial(PlanJobWorker(race_world.table).make, task) for _ in range(8)])

    asked = partial(race_world.call, get_plan_job, id=started.data["jobId"])
    answers = {json.dumps(reply.data, sort_keys=True) for reply in all_at_once([asked] * 8)}
    [answer] = answers
    assert json.loads(answer)["status"] == "ready"


def test_requests_with_one_key_start_one_job(race_world: World) -> None:
    headers = race_world.headers | {"Prefer": "respond-async", "Idempotency-Key": "once"}
    call = partial(race_world.call, generate_workout_plan, headers=headers, body=BODY)
    replies = all_at_once([call] * 8)

    assert {reply.status for reply in replies} <= {202, 409}
    assert len({reply.data["jobId"] for reply in replies if reply.status == 202}) == 1
    assert len(tasks(race_world)) == 1
