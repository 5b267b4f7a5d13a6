"""Queue of exports: write a member's archive and mail them that it is ready."""

from stvos.members.exports import ExportWorker
from stvos.queues.worker import Task, worker


@worker
def handler(task: Task) -> None:
    ExportWorker.of_stack().export(task)
