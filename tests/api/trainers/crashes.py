"""Processes that die between two transactions."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from stvos.dynamodb.table import Table, Write


class Died(BaseException):
    """The process is gone: nothing catches this."""


@contextmanager
def dying_after(transactions: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the process die in here instead of a further transaction; nothing else is refused."""
    left, transact = [transactions], Table.transact

    def dies(table: Table, *writes: Write) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Died
        transact(table, *writes)

    with monkeypatch.context() as dying:
        dying.setattr(Table, "transact", dies)
        try:
            yield
        except Died:
            return
    pytest.fail("it did not come to the transaction in which it was to die")
