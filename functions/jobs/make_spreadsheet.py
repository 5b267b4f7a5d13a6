"""Queue of spreadsheets: write a partner's long list to a file and say where it lies."""

from stvos.exports.spreadsheet_worker import SpreadsheetWorker
from stvos.queues.worker import Task, worker


@worker
def handler(task: Task) -> None:
    SpreadsheetWorker.of_stack().make(task)
