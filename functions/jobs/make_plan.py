"""Queue of plans: make one that a caller did not wait for, and keep it or why there is none."""

from stvos.plans.job_worker import PlanJobWorker
from stvos.queues.worker import Task, worker


@worker
def handler(task: Task) -> None:
    PlanJobWorker.of_stack().make(task)
