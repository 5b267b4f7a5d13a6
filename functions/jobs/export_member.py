"""Queue of exports: write a member's archive and tell them that it is ready."""

from stvos.jobs.worker import Task, worker
from stvos.members.exports import ExportWorker


@worker
def handler(task: Task) -> None:
    ExportWorker.of_stack().export(task)
