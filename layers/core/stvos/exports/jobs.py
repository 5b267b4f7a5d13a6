"""DynamoDB access patterns X1 to X4 of docs/data-model.md: export jobs."""

from datetime import datetime, timedelta
from enum import StrEnum

from stvos.clock import epoch
from stvos.dynamodb.keys import Keys
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.table import Attr, Item, Table, delete, put, update
from stvos.errors import Conflict, NotFound
from stvos.exports.sheets import Order
from stvos.ids import new_id
from stvos.models import Entity

# The bucket keeps the file as long.
_KEPT = timedelta(days=1)


class JobState(StrEnum):
    """How far a spreadsheet is."""

    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class MadeFile(Entity):
    """A spreadsheet in the bucket: its object key, and what shows that it is complete."""

    place: str
    rows: int
    sha256: str


class SpreadsheetJob(Entity):
    """One export job; `file` is set once it is ready."""

    id: int
    state: JobState = JobState.RUNNING
    started_at: datetime
    ended_at: datetime | None = None
    file: MadeFile | None = None


class SpreadsheetJobs:
    """The jobs of one order, of which at most one runs at a time."""

    def __init__(self, table: Table, order: Order) -> None:
        self._table = table
        self._order = order
        self._keys = Keys(order.tenant)
        self._key = self._keys.spreadsheet(order.partner_id, order.kind.name, order.filters_hash)

    def current(self) -> SpreadsheetJob | None:
        """X1: the latest job, if it started within a day."""
        item = self._table.find(self._key, consistent=True)
        return SpreadsheetJob.of_item(item) if item else None

    def start(self, before: SpreadsheetJob | None, now: datetime) -> SpreadsheetJob:
        """X2: store a new job and its message to the worker, both or neither.

        Raises Conflict when the latest job is not `before` any more.
        """
        job = SpreadsheetJob(id=new_id(), started_at=now)
        # TTL deletes late: a job that has expired does not count.
        unmoved = Attr("pk").not_exists() | Attr("expires").lte(epoch(now))
        if before:
            unmoved |= Attr("id").eq(before.id)
        task = {
            "partner_id": self._order.partner_id,
            "kind": self._order.kind.name,
            "filters": dict(self._order.filters),
            "job_id": job.id,
        }
        self._table.transact(
            put(
                self._key,
                job.to_item() | {"type": "spreadsheet"},
                only_if=unmoved,
                refusal=Conflict(),
                expires=now + _KEPT,
            ),
            message(self._keys.tenant, Work.SPREADSHEET, task, now),
        )
        return job

    def finish(self, job: SpreadsheetJob, file: MadeFile, now: datetime) -> None:
        """X3: the job's file is ready. Raises NotFound when the job was replaced or has ended."""
        self._end(job, JobState.READY, now, {"file": file.to_item()})

    def fail(self, job: SpreadsheetJob, now: datetime) -> None:
        """X3: the job failed. Raises NotFound when the job was replaced or has ended."""
        self._end(job, JobState.FAILED, now, {})

    def forget(self, job: SpreadsheetJob) -> None:
        """X4: remove a job; the next request starts one. Raises Conflict when it was replaced."""
        self._table.write(delete(self._key, only_if=Attr("id").eq(job.id), refusal=Conflict()))

    def _end(
        self, job: SpreadsheetJob, state: JobState, now: datetime, facts: dict[str, Item]
    ) -> None:
        self._table.write(
            update(
                self._key,
                sets={"state": state.value, "ended_at": now.isoformat(), **facts},
                only_if=Attr("id").eq(job.id) & Attr("state").eq(JobState.RUNNING.value),
                refusal=NotFound(),
            )
        )
