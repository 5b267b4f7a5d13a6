"""DynamoDB access patterns Z3 to Z5 of docs/data-model.md: plans that are made in the background.

A caller that prefers not to wait gets an id, by which it asks for the plan later. The id is a
secret of 128 bits: a plan says much about a person, and every app of a brand has the same key.
"""

import json
import zlib
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, Key, Keys
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.table import Attr, Table, put, update
from stvos.errors import Conflict, NotFound, StvosError
from stvos.ids import fingerprint, new_token
from stvos.models import Entity

if TYPE_CHECKING:
    from pydantic import BaseModel

    from stvos.identity.principal import Principal

KEPT = timedelta(days=1)


class GeneratorName(StrEnum):
    """What makes plans in the background."""

    WORKOUT = "workout"
    NUTRITION = "nutrition"
    CLASSES = "classes"


class PlanJobState(StrEnum):
    """How far a plan is."""

    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class StoredRefusal(Entity):
    """Why there is no plan, as the generator would have answered. `fields`: paths and problems."""

    status: int
    code: str
    sentence: str
    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, error: StvosError) -> Self:
        return cls(
            status=int(error.status),
            code=error.code,
            sentence=str(error),
            fields=tuple((field.path, field.message) for field in error.fields),
        )


class PlanJob(Entity):
    """A plan that is asked for. `asked`: the generator's body. `features`: the brand's when it was
    asked. `packed`: the answer, once it is ready.
    """

    generator: GeneratorName
    asked: dict[str, Any]
    features: tuple[str, ...] = ()
    state: PlanJobState = PlanJobState.RUNNING
    packed: str | None = None
    refusal: StoredRefusal | None = None
    started_at: datetime
    ended_at: datetime | None = None

    @property
    def result(self) -> dict[str, Any] | None:
        """What the generator answered."""
        if self.packed is None:
            return None
        answer: dict[str, Any] = json.loads(zlib.decompress(b64decode(self.packed)))
        return answer


class PlanJobs:
    """One brand's plans in the background."""

    def __init__(self, table: Table, tenant: ClientId, now: Clock = utc_now) -> None:
        self._table = table
        self._tenant = tenant
        self._now = now

    @classmethod
    def of(cls, tenant: ClientId) -> Self:
        return cls(Table.of_stack(), tenant)

    def start(self, generator: GeneratorName, body: "BaseModel", principal: "Principal") -> str:
        """Z3: store what is asked with its message to the worker, both or neither. Answers the
        secret id.
        """
        job_id, now = new_token(16), self._now()
        mark = self._mark(job_id)
        job = PlanJob(
            generator=generator,
            asked=body.model_dump(mode="json", by_alias=True, exclude_unset=True),
            features=tuple(sorted(principal.features)),
            started_at=now,
        )
        self._table.transact(
            put(
                self._key(mark),
                job.to_item() | {"type": "plan_job"},
                unless_exists=Conflict(),
                expires=now + KEPT,
            ),
            message(self._tenant, Work.PLAN, {"mark": mark}, now),
        )
        return job_id

    def require(self, job_id: str) -> PlanJob:
        """Z4: raises NotFound for one that is unknown, another brand's, or a day old."""
        job = self.find(self._mark(job_id))
        if job is None:
            raise NotFound
        return job

    def find(self, mark: str) -> PlanJob | None:
        """Z4: the job that a message names."""
        item = self._table.find(self._key(mark), consistent=True)
        return PlanJob.of_item(item) if item else None

    def finish(self, mark: str, answer: "BaseModel") -> None:
        """Z5: keep the plan, unless the job has ended: what was answered once stays."""
        written = answer.model_dump_json(by_alias=True, exclude_none=False)
        packed = b64encode(zlib.compress(written.encode())).decode()
        self._end(mark, PlanJobState.READY, {"packed": packed})

    def fail(self, mark: str, refusal: StoredRefusal) -> None:
        """Z5: keep why there is none, unless the job has ended."""
        self._end(mark, PlanJobState.FAILED, {"refusal": refusal.to_item()})

    # ------------------------------------------------------------

    def _end(self, mark: str, state: PlanJobState, facts: dict[str, Any]) -> None:
        ending = update(
            self._key(mark),
            sets={"state": state.value, "ended_at": self._now().isoformat(), **facts},
            only_if=Attr("state").eq(PlanJobState.RUNNING.value),
            refusal=_Ended(),
        )
        try:
            self._table.write(ending)
        except _Ended:
            return

    def _mark(self, job_id: str) -> str:
        """The secret itself is stored nowhere."""
        return fingerprint("plan job", str(self._tenant), job_id)

    def _key(self, mark: str) -> Key:
        return Keys(self._tenant).plan_job(mark)


class _Ended(Conflict):
    """The job has ended, or is forgotten."""
