"""Makes the plans that are asked for in the background. A message is for one of the generators, so
each is loaded when it is needed.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from stvos.ai.suggestions import suggestions_for
from stvos.dynamodb.table import Table
from stvos.errors import InternalError, StvosError
from stvos.identity.principal import Principal
from stvos.plans.jobs import GeneratorName, PlanJob, PlanJobs, PlanJobState, StoredRefusal
from stvos.queues.worker import Task

if TYPE_CHECKING:
    from pydantic import BaseModel


def _workout(asked: dict[str, Any], principal: Principal) -> "BaseModel":
    from stvos.plans.answers import WorkoutPlanEnvelope
    from stvos.plans.generating import generated, seed_of
    from stvos.plans.requests import WorkoutPlanBody

    body, suggest = WorkoutPlanBody.model_validate(asked), suggestions_for(principal.client, None)
    return WorkoutPlanEnvelope.of(generated(body, seed_of(body), suggest))


def _nutrition(asked: dict[str, Any], principal: Principal) -> "BaseModel":
    from stvos.nutrition.answers import NutritionPlanEnvelope
    from stvos.nutrition.generating import generated, seed_of
    from stvos.nutrition.requests import NutritionPlanBody

    body, suggest = NutritionPlanBody.model_validate(asked), suggestions_for(principal.client, None)
    return NutritionPlanEnvelope.of(generated(body, seed_of(body), suggest))


def _classes(asked: dict[str, Any], principal: Principal) -> "BaseModel":
    from stvos.plans.class_answers import ClassPlanEnvelope
    from stvos.plans.class_generating import ClassPlanner
    from stvos.plans.class_requests import ClassPlanBody
    from stvos.plans.generating import seed_of

    body = ClassPlanBody.model_validate(asked)
    return ClassPlanEnvelope.of(ClassPlanner.of(principal).plan(body, None, seed_of(body)))


GENERATORS: dict[GeneratorName, Callable[[dict[str, Any], Principal], "BaseModel"]] = {
    GeneratorName.WORKOUT: _workout,
    GeneratorName.NUTRITION: _nutrition,
    GeneratorName.CLASSES: _classes,
}


class PlanJobWorker:
    """The worker of plans. It may be given a message twice, late, or after the job is forgotten."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack())

    def make(self, task: Task) -> None:
        """Make the plan and keep it; a refusal of the generator's is kept as its answer, and after
        the last try any other failure too.
        """
        jobs, mark = PlanJobs(self._table, task.tenant), task.content["mark"]
        job = jobs.find(mark)
        if job is None or job.state is not PlanJobState.RUNNING:
            return
        try:
            answer = self._answer(job, task)
        except StvosError as refusal:
            jobs.fail(mark, StoredRefusal.of(refusal))
        except Exception:
            if task.is_last:
                jobs.fail(mark, StoredRefusal.of(InternalError()))
            raise
        else:
            jobs.finish(mark, answer)

    def _answer(self, job: PlanJob, task: Task) -> "BaseModel":
        principal = Principal("key", task.tenant, features=frozenset(job.features))
        return GENERATORS[job.generator](job.asked, principal)
