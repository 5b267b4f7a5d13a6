"""A write that meets others on its item is tried again, and in the end told to come back."""

from uuid import uuid4

import pytest

from stvos.dynamodb.keys import Key
from stvos.dynamodb.retries import PAUSES
from stvos.dynamodb.table import Attr, Table, put, update
from stvos.errors import Conflict, InvalidCode, RateLimited
from tests import crowd


@pytest.fixture
def table(cloud: None) -> Table:
    return Table.of_stack()


@pytest.fixture
def key() -> Key:
    return Key(f"TEST#{uuid4()}", "A")


@pytest.fixture(autouse=True)
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, instead of making them."""
    pauses: list[float] = []
    monkeypatch.setattr("stvos.dynamodb.retries.time.sleep", pauses.append)
    return pauses


def test_a_write_is_done_once_the_others_are_through(
    table: Table, key: Key, waited: list[float]
) -> None:
    others = crowd.writers(3)

    with others.present():
        item = table.write(update(key, adds={"n": 1}))

    assert item is not None
    assert (item["n"], others.calls, len(waited)) == (1, 4, 3)


def test_a_transaction_is_done_once_the_others_are_through(table: Table, key: Key) -> None:
    with crowd.transactions(3).present():
        table.transact(update(key, adds={"n": 1}))

    stored = table.find(key, consistent=True)
    assert stored is not None
    assert stored["n"] == 1


def test_who_never_gets_through_is_told_to_come_again_and_has_changed_nothing(
    table: Table, key: Key, waited: list[float]
) -> None:
    with crowd.transactions(100).present(), pytest.raises(RateLimited) as refused:
        table.transact(update(key, adds={"n": 1}))

    assert refused.value.headers == {"Retry-After": "1"}
    assert table.find(key, consistent=True) is None
    assert len(waited) == len(PAUSES)
    assert all(pause <= made <= 2 * pause for pause, made in zip(PAUSES, waited, strict=True))


def test_a_refusal_is_no_contention(table: Table, key: Key, waited: list[float]) -> None:
    table.write(put(key, {"n": 1}))

    with pytest.raises(Conflict):
        table.transact(put(key, {"n": 2}, unless_exists=Conflict()))
    with pytest.raises(InvalidCode):
        table.write(update(key, only_if=Attr("n").eq(9), refusal=InvalidCode()))

    assert waited == []
