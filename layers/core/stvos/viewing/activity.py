"""What the stream makes of viewing as it comes: plays and completions of classes.

Every effect may be repeated: a batch that is delivered again, split or out of order counts nothing
twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from aws_lambda_powertools import Logger

from stvos.catalogue.plays import PlayCounts
from stvos.catalogue_search.popularity import renew_popularity
from stvos.clock import Clock, utc_now
from stvos.dynamodb.changes import UNREADABLE, Change, ChangeKind
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.viewing.completions import CompletionCounts
from stvos.viewing.models import Session, Status

logger = Logger(service="stvos")


@dataclass(frozen=True, slots=True)
class Step:
    """What one change of a session says."""

    change: Change
    tenant: ClientId
    user: UserId
    session: Session
    before: Session | None

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self | None:
        """From a record of the stream; None for what is no session, or a removed one."""
        change = Change.of_record(record)
        if change.type != "session" or change.new is None:
            return None
        if change.tenant is None:
            raise ValueError("a session without a tenant")
        return cls(
            change,
            change.tenant,
            UserId(change.new["user_id"]),
            Session.of_item(change.new),
            Session.of_item(change.old) if change.old else None,
        )

    @property
    def started(self) -> bool:
        return self.change.kind is ChangeKind.INSERT

    @property
    def completed(self) -> bool:
        was = self.before.status if self.before else None
        return self.session.status is Status.COMPLETED and was is not Status.COMPLETED


type CountingStep = Callable[[], None]


class ActivityProjection:
    """Follows the sessions of all clients."""

    def __init__(self, table: Table, now: Clock = utc_now) -> None:
        self._table = table
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack())

    def follow(self, records: Iterable[dict[str, Any]]) -> list[Change]:
        """Count what the records say; answers the changes that must be delivered again.

        What cannot be read is passed over: the other reader of the same records sets it aside.
        """
        steps = self._readable(records)
        failed: list[Change] = []
        for kind, group in (
            (PlayCounts, [step for step in steps if step.started]),
            (CompletionCounts, [step for step in steps if step.completed]),
        ):
            failed += self._counted(kind, group)
        for tenant in dict.fromkeys(step.tenant for step in steps if step.started):
            starts = [step for step in steps if step.started and step.tenant == tenant]
            failed += self._done(starts, partial(renew_popularity, tenant))
        return failed

    def _readable(self, records: Iterable[dict[str, Any]]) -> list[Step]:
        steps: list[Step] = []
        for record in records:
            with suppress(*UNREADABLE):
                if _may_begin_or_complete(record) and (step := Step.of(record)):
                    steps.append(step)
        return steps

    def _counted(self, kind: type[PlayCounts], group: list[Step]) -> list[Change]:
        """Count sessions of each client together: a crowd's starts cost one write in ninety."""
        by_tenant: dict[ClientId, list[Step]] = defaultdict(list)
        for step in group:
            by_tenant[step.tenant].append(step)
        failed: list[Change] = []
        for tenant, steps in by_tenant.items():
            sessions = {step.session.id: step.session.class_id for step in steps}
            count = partial(kind(self._table, tenant).count, sessions, self._now())
            failed += self._done(steps, count)
        return failed

    @staticmethod
    def _done(steps: list[Step], work: CountingStep) -> list[Change]:
        """Do a piece of work; the changes it stands for, if it failed."""
        try:
            work()
        except Exception:
            logger.exception("could not follow changes of sessions")
            return [step.change for step in steps]
        return []


def _may_begin_or_complete(record: dict[str, Any]) -> bool:
    """Whether a record is more than a heartbeat, which is seen without reading all of it."""
    if record["eventName"] == ChangeKind.INSERT:
        return True
    return bool(record["dynamodb"]["NewImage"].get("status") == {"S": Status.COMPLETED})
