"""DynamoDB access patterns C13 and C14 of docs/data-model.md: how often classes were started.

Fed by the stream, which may deliver a session's start twice: a session is counted in the same
transaction that marks it as counted. The counts are spread over shards, so a class that 50,000
members start within a minute heats no partition.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched

from stvos.dynamodb.keys import ClientId, Key, Keys
from stvos.dynamodb.table import Table, put, update
from stvos.errors import Conflict

# Items over which a class's count is spread: few for most classes, so that all are read quickly,
# and many for one that a crowd starts, so that the stream's workers rarely meet on one.
SHARDS, CROWD_SHARDS = 4, 32
_CROWD = 3
# Longer than a change may wait in the stream and among the failed batches, so that a late
# repetition is still known.
_MARK_KEPT = timedelta(days=20)
# A transaction takes 100 writes: the marks and one count.
_BATCH_SIZE = 99
_TRIES = 5


class PlayCounts:
    """One client's counts. The tenant is fixed here, so no count can leave it."""

    counted = "plays"

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)

    def count(self, started: Mapping[int, int], now: datetime) -> None:
        """C13: count sessions, given as session id to class id, each once, however often it is
        delivered.
        """
        sessions_of: dict[int, list[int]] = defaultdict(list)
        for session, class_id in started.items():
            sessions_of[class_id].append(session)
        for class_id, sessions in sorted(sessions_of.items()):
            for part in batched(sorted(sessions), _BATCH_SIZE):
                self._count(class_id, part, now)

    def totals(self) -> dict[int, int]:
        """C14: for each class of the client how often it was started."""
        totals: Counter[int] = Counter()
        for shard in range(CROWD_SHARDS):
            for item in self._table.all(self._keys.all_plays(shard)):
                totals[item["class_id"]] += item.get(self.counted, 0)
        return dict(totals)

    def mark(self, session_id: int) -> Key:
        """The item that says that a session was counted."""
        return self._keys.counted_play(session_id)

    def _count(self, class_id: int, sessions: Sequence[int], now: datetime) -> None:
        for _ in range(_TRIES):
            new = self._uncounted(sessions)
            if not new:
                return
            marks = [
                put(
                    self.mark(session),
                    {"type": "counted_play"},
                    unless_exists=Conflict(),
                    expires=now + _MARK_KEPT,
                )
                for session in new
            ]
            shards = SHARDS if len(new) < _CROWD else CROWD_SHARDS
            count = update(
                self._keys.plays(class_id, new[0] % shards),
                adds={self.counted: len(new)},
                defaults={"type": "plays", "class_id": class_id},
            )
            try:
                self._table.transact(*marks, count)
                return
            except Conflict:
                continue  # Another process counted one of them meanwhile: read which are left.
        raise RuntimeError("a play was counted by others in every try")

    def _uncounted(self, sessions: Sequence[int]) -> list[int]:
        marks = self._table.find_many([self.mark(session) for session in sessions], consistent=True)
        return [session for session, mark in zip(sessions, marks, strict=True) if mark is None]
