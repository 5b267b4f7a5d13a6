"""Queue of spreadsheets: write a partner's long list to a file and say where it lies."""

from stvos.jobs.worker import Task, worker
from stvos.partners.spreadsheet_worker import SpreadsheetWorker


@worker
def handler(task: Task) -> None:
    SpreadsheetWorker.of_stack().make(task)
