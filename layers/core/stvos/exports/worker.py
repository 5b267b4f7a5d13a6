"""Makes the spreadsheets that are too long for a request, and stores them in the bucket."""

from collections.abc import Iterable
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import Keys
from stvos.dynamodb.table import Table, delete
from stvos.errors import NotFound
from stvos.exports.csv_files import write
from stvos.exports.jobs import JobState, MadeFile, SpreadsheetJob, SpreadsheetJobs
from stvos.exports.sheets import Order, SheetKind
from stvos.exports.stored_files import SpreadsheetFiles
from stvos.queues.worker import Task

# How often the queue delivers a message before it becomes a dead letter.
DELIVERIES = 3
_IN_MEMORY = 5_000_000


class SpreadsheetWorker:
    """Makes the spreadsheets of every partner."""

    def __init__(self, table: Table, kinds: Iterable[SheetKind], now: Clock = utc_now) -> None:
        self._table = table
        self._kinds = {kind.name: kind for kind in kinds}
        self._now = now

    @classmethod
    def of_stack(cls, kinds: Iterable[SheetKind]) -> Self:
        return cls(Table.of_stack(), kinds)

    def make(self, task: Task) -> None:
        """Make the file, unless the job was replaced or has ended; then delete the message.

        Each delivery stores a file of its own, so a repeated one, even at the same time, never
        changes the file behind a link.
        """
        order = Order(
            tenant=task.tenant,
            partner_id=task.content["partner_id"],
            kind=self._kinds[task.content["kind"]],
            filters=task.content["filters"],
        )
        jobs = SpreadsheetJobs(self._table, order)
        job = jobs.current()
        if job and job.id == task.content["job_id"] and job.state is JobState.RUNNING:
            try:
                self._make(order, jobs, job)
            except Exception:
                if task.delivery >= DELIVERIES:
                    with suppress(NotFound):
                        jobs.fail(job, self._now())
                raise
        self._table.write(delete(Keys(task.tenant).outbox(task.id)))

    def _make(self, order: Order, jobs: SpreadsheetJobs, job: SpreadsheetJob) -> None:
        sheet = order.kind.source(self._table, order, self._now())
        files = SpreadsheetFiles.of(order.tenant, order.partner_id)
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
            rows, sha256 = write(file, sheet.columns, sheet.rows)
            place = files.store(file, order.kind.name)
        try:
            jobs.finish(job, MadeFile(place=place, rows=rows, sha256=sha256), self._now())
        except NotFound:
            files.remove(place)  # Another delivery was faster, or the job was replaced.
