"""Queue of plans."""

from datetime import timedelta
from typing import Any

import pytest

from jobs import make_plan
from stvos.clock import standing, utc_now
from stvos.plans import job_worker
from stvos.plans.jobs import GeneratorName, PlanJobs
from tests.api.members.workers import work_off
from tests.api.plans.test_get_plan_job import asked, job, tasks
from tests.world import World


class Died(BaseException):
    """The process is gone: nothing catches this."""


def dies(*_: object) -> Any:
    raise Died


def breaks(*_: object) -> Any:
    raise RuntimeError("a defect")


def test_a_message_that_comes_twice_and_late_changes_nothing(world: World) -> None:
    job_id = asked(world, "workout")
    told = tasks(world)
    work_off(make_plan, told)
    first = job(world, job_id).json

    with standing(utc_now() + timedelta(hours=3)):
        assert work_off(make_plan, told * 2) == []
    assert job(world, job_id).data == first["data"]


def test_a_worker_that_died_is_followed_by_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = asked(world, "workout")
    with monkeypatch.context() as dying:
        dying.setattr(PlanJobs, "finish", dies)
        with pytest.raises(Died):
            work_off(make_plan, tasks(world))
    assert job(world, job_id).data["status"] == "running"

    work_off(make_plan, tasks(world))
    assert job(world, job_id).data["status"] == "ready"


def test_after_the_last_try_the_job_says_that_it_failed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = asked(world, "workout")
    monkeypatch.setitem(job_worker.GENERATORS, GeneratorName.WORKOUT, breaks)
    statuses = []
    for delivery in range(1, 6):
        work_off(make_plan, tasks(world, delivery))
        statuses.append(job(world, job_id).data["status"])

    assert statuses == [*["running"] * 4, "failed"]
    assert job(world, job_id).data["error"]["code"] == "INTERNAL_ERROR"
