"""Tombstones: what a removal leaves behind, so that the request that did it knows it again.

What was removed cannot be found by a repeated attempt. So a removal leaves a tombstone for a
while, in the same transaction and signed as every write is: later requests are answered that
nothing is there, and the one that removed it, sent again, that it is done.
"""

from datetime import datetime, timedelta

from stvos.dynamodb.keys import Key
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Table, Write, put
from stvos.errors import NotFound

KEPT = timedelta(days=2)
"""How long a tombstone stays: longer than an Idempotency-Key may repeat a request."""


def leave(key: Key, kind: str, now: datetime) -> Write:
    """The write that leaves a tombstone; raises NotFound when there is one."""
    return put(key, {"type": kind}, unless_exists=NotFound(), expires=now + KEPT)


def require_own(table: Table, key: Key) -> None:
    """Raises NotFound, unless this very request left the tombstone when it came before."""
    item = table.find(key, consistent=True)
    if item is None or not is_own(item["writer"]):
        raise NotFound
