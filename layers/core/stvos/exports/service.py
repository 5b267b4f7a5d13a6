"""Rules of exports: a short list is answered directly, a long one is made by a worker."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.errors import Conflict
from stvos.exports import answers
from stvos.exports.answers import Answered
from stvos.exports.jobs import JobState, SpreadsheetJob, SpreadsheetJobs
from stvos.exports.sheets import Order
from stvos.exports.stored_files import SpreadsheetFiles
from stvos.identity.limits import Limit, Limiter

# Reading so many rows takes 1 to 4 s of a request's 20; on the laptop stack 7.
MAX_INLINE_ROWS = 10_000
# How long a file is answered again before it is made again.
FRESH_FOR = timedelta(minutes=10)
# By then, every delivery of the job's message has timed out.
GIVE_UP_AFTER = timedelta(hours=1)
RETRY_AFTER = timedelta(seconds=5)
# For each partner, over all kinds and filters.
EXPORTS_STARTED = Limit("spreadsheets", 60, timedelta(hours=1))


class Spreadsheets:
    """Answers the orders of every partner's staff."""

    def __init__(self, table: Table, now: Clock = utc_now) -> None:
        self._table = table
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack())

    def answer(self, order: Order) -> Answered:
        """The file, a link to it, or how far its job is.

        The same order finds the same job again, whichever staff member asks. Raises
        TooManyAttempts when a partner has started too many jobs.
        """
        sheet = order.kind.source(self._table, order, self._now())
        files = SpreadsheetFiles.of(order.tenant, order.partner_id)
        if sheet.expected > MAX_INLINE_ROWS:
            return self._by_job(order, files)
        name = order.kind.name
        return answers.answered(files, name, sheet.columns, sheet.rows, self._now())

    def _by_job(self, order: Order, files: SpreadsheetFiles) -> Answered:
        jobs, now = SpreadsheetJobs(self._table, order), self._now()
        job = jobs.current()
        if job and _has_failed(job, now):
            with suppress(Conflict):  # Another request has already restarted it.
                jobs.forget(job)
            return answers.failed()
        if job is None or _is_old(job, now):
            self._limiter(order).charge(EXPORTS_STARTED, str(order.partner_id))
            with suppress(Conflict):  # Another request has just started it.
                jobs.start(job, now)
            return answers.running(RETRY_AFTER)
        return answers.ready(files, job.file, now) if job.file else answers.running(RETRY_AFTER)

    def _limiter(self, order: Order) -> Limiter:
        return Limiter(self._table, order.tenant, self._now)


def _has_failed(job: SpreadsheetJob, now: datetime) -> bool:
    """Whether no worker will finish it any more, for example because it died."""
    silent = job.state is JobState.RUNNING and now - job.started_at > GIVE_UP_AFTER
    return silent or job.state is JobState.FAILED


def _is_old(job: SpreadsheetJob, now: datetime) -> bool:
    return job.ended_at is not None and now - job.ended_at > FRESH_FOR
