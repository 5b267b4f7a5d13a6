"""From the stream's session starts to the order `popular`.

Starts are counted as they come. A catalogue takes the counts over when they are old there and
somebody plays something, so a quiet brand costs nothing.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Self

from stvos.changes import Change, Kind
from stvos.clock import Clock, real_now
from stvos.content.catalogue_store import CatalogueStore
from stvos.content.plays import PlayCounts
from stvos.content.projection import PLAYS_EVERY
from stvos.jobs.queues import QueueName, Queues, SqsQueues
from stvos.keys import ClientId
from stvos.table import Table


class Popularity:
    """Counts the starts of sessions, for all clients."""

    def __init__(
        self,
        table: Table,
        store: Callable[[ClientId], CatalogueStore],
        queues: Queues,
        now: Clock = real_now,
    ) -> None:
        self._table = table
        self._store = store
        self._queues = queues
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack(), CatalogueStore.of, SqsQueues.of_stack())

    def follow(self, changes: Iterable[Change]) -> Change | None:
        """Count what was started; answers the first change of a client that was not counted."""
        first: dict[ClientId, Change] = {}
        started: dict[ClientId, dict[int, int]] = defaultdict(dict)
        for change in changes:
            tenant = change.tenant
            if tenant and change.type == "session" and change.kind is Kind.INSERT:
                first.setdefault(tenant, change)
                started[tenant][change.item["id"]] = change.item["class_id"]
        failed: list[Change] = []
        for tenant, sessions in started.items():
            PlayCounts(self._table, tenant).count(sessions, self._now())
            if self._is_due(tenant) and not self._ask_for_rebuild(tenant):
                failed.append(first[tenant])
        return failed[0] if failed else None

    def _is_due(self, tenant: ClientId) -> bool:
        pointer = self._store(tenant).pointer()
        return pointer is not None and self._now() - pointer.plays_at >= PLAYS_EVERY

    def _ask_for_rebuild(self, tenant: ClientId) -> bool:
        body = json.dumps({"clientId": tenant, "content": {"touched": []}})
        return not self._queues.send(QueueName.CATALOGUE, [body])
