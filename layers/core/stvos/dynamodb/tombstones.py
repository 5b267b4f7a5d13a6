"""Removals, each known again by the request that did it.

What was removed cannot be found by a repeated attempt. So a removal leaves a mark for a while, in
the same transaction and signed as every write is: whoever comes later is told that nothing is
there, and the request that removed it, sent again, that it is done.
"""

from datetime import datetime, timedelta

from stvos.dynamodb.keys import Key
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Table, Write, put
from stvos.errors import NotFound

KEPT = timedelta(days=2)
"""How long a mark stays: longer than an Idempotency-Key may repeat a request."""


def mark(place: Key, kind: str, now: datetime) -> Write:
    """The write that leaves a mark; raises NotFound when there is one."""
    return put(place, {"type": kind}, unless_exists=NotFound(), expires=now + KEPT)


def require_own(table: Table, place: Key) -> None:
    """Raises NotFound, unless this very request left the mark when it came before."""
    item = table.get(place, consistent=True)
    if item is None or not is_own(item["writer"]):
        raise NotFound
