"""Queue of spreadsheets: write a partner's long list to a file and store the link."""

from stvos.exports.worker import SpreadsheetWorker
from stvos.partners.voucher_sheet import VOUCHERS
from stvos.queues.worker import Task, worker
from stvos.usage.sheets import ANALYTICS, MEMBERS

KINDS = (VOUCHERS, MEMBERS, ANALYTICS)


@worker
def handler(task: Task) -> None:
    SpreadsheetWorker.of_stack(KINDS).make(task)
