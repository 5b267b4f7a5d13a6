"""Rules of exports: a short list is answered directly, a long one is made by a worker meanwhile."""

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

# Rows that are read within a request: 1 to 4 s of its 20, on the laptop stack 7.
MAX_ANSWERED_ROWS = 10_000
# How long a file is handed out again before it is made anew.
FRESH_FOR = timedelta(minutes=10)
# Every delivery of its message has run out by then.
GIVEN_UP = timedelta(hours=1)
RETRY_AFTER = timedelta(seconds=5)
# A partner's, of all kinds and filters.
MAKINGS = Limit("spreadsheets", 60, timedelta(hours=1))


class Spreadsheets:
    """Answers orders of every partner's staff."""

    def __init__(self, table: Table, now: Clock = utc_now) -> None:
        self._table = table
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack())

    def answer(self, order: Order) -> Answered:
        """The file, a link to it, or how far its making is.

        Asked again, the same order finds the same making, whoever of the staff asks. Raises
        TooManyAttempts when a partner has had too many of them made.
        """
        sheet = order.kind.source(self._table, order, self._now())
        files = SpreadsheetFiles.of(order.tenant, order.partner_id)
        if sheet.expected > MAX_ANSWERED_ROWS:
            return self._made(order, files)
        name = order.kind.name
        return answers.answered(files, name, sheet.columns, sheet.rows, self._now())

    def _made(self, order: Order, files: SpreadsheetFiles) -> Answered:
        jobs, now = SpreadsheetJobs(self._table, order), self._now()
        job = jobs.current()
        if job and _went_wrong(job, now):
            with suppress(Conflict):  # Another caller was answered, and it has begun anew.
                jobs.forget(job)
            return answers.failed()
        if job is None or _is_old(job, now):
            self._limiter(order).charge(MAKINGS, str(order.partner_id))
            with suppress(Conflict):  # Somebody else has just begun it.
                jobs.start(job, now)
            return answers.running(RETRY_AFTER)
        return answers.ready(files, job.file, now) if job.file else answers.running(RETRY_AFTER)

    def _limiter(self, order: Order) -> Limiter:
        return Limiter(self._table, order.tenant, self._now)


def _went_wrong(job: SpreadsheetJob, now: datetime) -> bool:
    """Whether no worker will make it any more, be it that the last one died without a word."""
    silent = job.state is JobState.RUNNING and now - job.started_at > GIVEN_UP
    return silent or job.state is JobState.FAILED


def _is_old(job: SpreadsheetJob, now: datetime) -> bool:
    return job.ended_at is not None and now - job.ended_at > FRESH_FOR
