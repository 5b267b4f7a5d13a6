"""What the stream makes of viewing: watched days of members, plays and completions of classes.

Every effect may be repeated: a batch that is delivered again, split or out of order counts nothing
twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Self

from aws_lambda_powertools import Logger

from stvos.catalogue.plays import PlayCounts
from stvos.catalogue_search.popularity import renew_popularity
from stvos.clock import Clock, utc_now
from stvos.dynamodb.changes import UNREADABLE, Change, ChangeKind
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.queues.concurrency import run_concurrently
from stvos.queues.dead_letters import set_aside
from stvos.viewing.completions import CompletionCounts
from stvos.viewing.models import Session, Status
from stvos.viewing.watched_days import WatchedDays

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

    def watched(self) -> list[tuple[date, int]]:
        """The days on which more was watched than before."""
        known = self.before.days if self.before else {}
        return [
            (date.fromisoformat(day), watched_ms)
            for day, watched_ms in self.session.days.items()
            if watched_ms != known.get(day)
        ]


type Work = Callable[[], None]


class ActivityProjection:
    """Follows the sessions of all clients."""

    def __init__(
        self,
        table: Table,
        set_aside: Callable[[dict[str, Any]], None],
        now: Clock = utc_now,
    ) -> None:
        self._table = table
        self._set_aside = set_aside
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack(), set_aside)

    def follow(self, records: Iterable[dict[str, Any]]) -> list[Change]:
        """Count what the records say; answers the changes that must be delivered again.

        A record that cannot be read is set aside, so that it holds up none behind it.
        """
        steps = self._readable(records)
        of_member: dict[tuple[ClientId, UserId], list[Step]] = defaultdict(list)
        for step in steps:
            if step.watched():
                of_member[step.tenant, step.user].append(step)
        pieces = [
            partial(self._done, group, partial(self._count_days, group))
            for group in of_member.values()
        ]
        failed = [change for changes in run_concurrently(pieces) for change in changes]
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
            try:
                step = Step.of(record)
            except UNREADABLE:
                logger.exception("unreadable change of a session")
                self._set_aside(record)
                continue
            if step:
                steps.append(step)
        return steps

    def _count_days(self, steps: list[Step]) -> None:
        """One member's steps: what a session gained in several is one write."""
        most: dict[tuple[date, int], int] = {}
        for step in steps:
            for day, watched_ms in step.watched():
                place = day, step.session.id
                most[place] = max(watched_ms, most.get(place, 0))
        days = WatchedDays(self._table, steps[0].tenant, steps[0].user)
        for (day, session_id), watched_ms in most.items():
            days.raise_to(day, session_id, watched_ms)

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
    def _done(steps: list[Step], work: Work) -> list[Change]:
        """Do a piece of work; the changes it stands for, if it failed."""
        try:
            work()
        except Exception:
            logger.exception("could not follow changes of sessions")
            return [step.change for step in steps]
        return []
