"""Queue of due work: have each item's domain do what is due for it."""

from stvos.due.worker import DueWorker
from stvos.queues.worker import Task, worker


@worker
def handler(task: Task) -> None:
    DueWorker.of_stack().do(task)
