"""Queue of due reports: freeze each, store its files and hand on its mail."""

from stvos.billing.freezing import ReportMaker
from stvos.queues.worker import Task, worker


@worker
def handler(task: Task) -> None:
    ReportMaker.of_stack().make(task)
