"""Which of DynamoDB's operations a piece of work uses."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from stvos.dynamodb.table import Table


@contextmanager
def counted(table: Table) -> Iterator[Counter[str]]:
    """Counts the calls by operation while it is open, such as Query or GetItem."""
    calls: Counter[str] = Counter()

    def count(model: Any, **_: Any) -> None:
        calls[model.name] += 1

    events = table._dynamodb.meta.events
    events.register("before-call.dynamodb", count)
    try:
        yield calls
    finally:
        events.unregister("before-call.dynamodb", count)
