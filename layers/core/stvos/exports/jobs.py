"""DynamoDB access patterns X1 to X4 of docs/data-model.md: spreadsheets that a worker makes."""

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

# As long as the file itself is kept.
_KEPT = timedelta(days=1)


class JobState(StrEnum):
    """How far a spreadsheet is."""

    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class MadeFile(Entity):
    """A spreadsheet in the bucket: where it is stored, and how to verify that it is whole."""

    place: str
    rows: int
    sha256: str


class SpreadsheetJob(Entity):
    """One making of a spreadsheet; `file` once it is ready."""

    id: int
    state: JobState = JobState.RUNNING
    started_at: datetime
    ended_at: datetime | None = None
    file: MadeFile | None = None


class SpreadsheetJobs:
    """The making of one order: at most one at a time."""

    def __init__(self, table: Table, order: Order) -> None:
        self._table = table
        self._order = order
        self._keys = Keys(order.tenant)
        self._key = self._keys.spreadsheet(order.partner_id, order.kind.name, order.filters_hash)

    def current(self) -> SpreadsheetJob | None:
        """X1: the latest making, if it was within a day."""
        item = self._table.get(self._key, consistent=True)
        return SpreadsheetJob.of_item(item) if item else None

    def start(self, before: SpreadsheetJob | None, now: datetime) -> SpreadsheetJob:
        """X2: begin to make it anew and hand it to the worker, both or neither.

        Raises Conflict when the latest making is not `before` any more.
        """
        job = SpreadsheetJob(id=new_id(), started_at=now)
        # TTL takes its time: what has expired is in no one's way.
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
        """X3: say that the file is ready. Raises NotFound when that is no longer wanted."""
        self._end(job, JobState.READY, now, {"file": file.to_item()})

    def fail(self, job: SpreadsheetJob, now: datetime) -> None:
        """X3: say that it could not be made. Raises NotFound when that is no longer wanted."""
        self._end(job, JobState.FAILED, now, {})

    def forget(self, job: SpreadsheetJob) -> None:
        """X4: let whoever asks next begin anew. Raises Conflict when another caller just has."""
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
