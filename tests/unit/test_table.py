"""The table on moto: pages, conditions, transactions, signatures."""

from datetime import timedelta
from uuid import uuid4

import pytest

from stvos.clock import real_now
from stvos.dynamodb.keys import IndexKey, Key, Span
from stvos.dynamodb.table import Attr, Table, check, delete, put, signed, update
from stvos.errors import Conflict, InvalidCode, NotFound, UserExists

GONE = real_now() - timedelta(hours=1)


@pytest.fixture
def table(cloud: None) -> Table:
    return Table.of_stack()


@pytest.fixture
def pk() -> str:
    return f"TEST#{uuid4()}"


def _fill(table: Table, pk: str, number: int, expired: frozenset[int] = frozenset()) -> Span:
    for n in range(number):
        item = {"n": n}
        table.write(put(Key(pk, f"N#{n:03d}"), item, expires=GONE if n in expired else None))
    return Span.prefix(pk, "N#")


def test_of_items_only_what_is_wanted_is_read(table: Table, pk: str) -> None:
    keys = [Key(pk, f"N#{n}") for n in range(3)]
    place = IndexKey(f"{pk}#LIST", "PLACE")
    table.write(put(keys[0], {"name": "a", "size": 1, "status": "on"}, index=place))
    table.write(put(keys[1], {"name": "b"}, expires=GONE))

    found = table.find_many(keys, only=("name", "size"))
    listed = table.query(Span.prefix(place.pk, "P", index="gsi1"), limit=9, only=("status",))
    by_key = table.query(Span.prefix(pk, "N#"), limit=9, only=("name",))

    assert found == [{"pk": pk, "sk": "N#0", "name": "a", "size": 1}, None, None]
    assert listed.items == [{"gsi1sk": "PLACE", "status": "on"}]
    assert by_key.items == [{"sk": "N#0", "name": "a"}]


def _pages(table: Table, span: Span, limit: int, *, forward: bool) -> list[list[int]]:
    pages, after = [], None
    while True:
        page = table.query(span, limit=limit, forward=forward, after=after)
        pages.append([item["n"] for item in page.items])
        after = page.after
        if after is None:
            return pages


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("limit", [1, 3, 4, 7, 12, 13])
def test_pages_hold_everything_once_in_order(
    table: Table, pk: str, limit: int, forward: bool
) -> None:
    span = _fill(table, pk, 12)

    pages = _pages(table, span, limit, forward=forward)

    order = list(range(12)) if forward else list(range(11, -1, -1))
    assert [n for page in pages for n in page] == order
    assert all(len(page) == limit for page in pages[:-1])
    assert pages[-1], "no empty last page"


@pytest.mark.parametrize("forward", [True, False])
def test_what_has_expired_is_no_part_of_a_page(table: Table, pk: str, forward: bool) -> None:
    span = _fill(table, pk, 12, expired=frozenset({0, 3, 4, 5, 6, 11}))

    pages = _pages(table, span, 2, forward=forward)

    alive = [1, 2, 7, 8, 9, 10]
    assert [n for page in pages for n in page] == (alive if forward else alive[::-1])
    assert [len(page) for page in pages] == [2, 2, 2]
    assert table.find(Key(pk, "N#003")) is None
    assert table.find_many([Key(pk, "N#003"), Key(pk, "N#001")])[0] is None
    assert [item["n"] for item in table.all(span)] == alive


def test_a_span_is_counted_and_skipped_without_reading_it_out(table: Table, pk: str) -> None:
    span = _fill(table, pk, 12)

    assert (table.count(span), table.count(span, most=20), table.count(span, most=5)) == (12, 12, 5)
    assert table.skip(span, 5) == "N#004"
    assert [item["n"] for item in table.all(span, after="N#004")] == [5, 6, 7, 8, 9, 10, 11]
    assert table.skip(span, 13) is None


def test_many_items_come_in_the_order_of_their_keys(table: Table, pk: str) -> None:
    _fill(table, pk, 5)
    keys = [Key(pk, f"N#{n:03d}") for n in (4, 9, 0, 4)]

    found = table.find_many(keys)

    assert [item and item["n"] for item in found] == [4, None, 0, 4]


def test_a_write_says_what_its_failed_condition_means(table: Table, pk: str) -> None:
    key = Key(pk, "A")
    table.write(put(key, {"n": 1}, unless_exists=UserExists()))

    with pytest.raises(UserExists):
        table.write(put(key, {"n": 2}, unless_exists=UserExists()))
    with pytest.raises(InvalidCode):
        table.write(update(key, sets={"n": 3}, only_if=Attr("n").eq(9), refusal=InvalidCode()))
    with pytest.raises(NotFound):
        table.write(delete(key, only_if=Attr("n").eq(9), refusal=NotFound()))
    stored = table.find(key, consistent=True)
    assert stored is not None
    assert stored["n"] == 1


def test_a_transaction_names_the_write_that_was_refused_and_does_none(
    table: Table, pk: str
) -> None:
    a, b, c = (Key(pk, name) for name in "ABC")
    table.write(put(a, {"n": 1}))

    with pytest.raises(InvalidCode):
        table.transact(
            put(b, {"n": 1}, unless_exists=UserExists()),
            check(a, Attr("n").eq(9), InvalidCode()),
            delete(c, only_if=Attr("pk").exists(), refusal=NotFound()),
        )
    with pytest.raises(NotFound):
        table.transact(
            put(b, {"n": 1}, unless_exists=UserExists()),
            check(a, Attr("n").eq(1), InvalidCode()),
            delete(c, only_if=Attr("pk").exists(), refusal=NotFound()),
        )

    assert table.find(b, consistent=True) is None


def test_a_repeated_write_meets_itself_and_is_done(table: Table, pk: str) -> None:
    key = Key(pk, "A")
    for _ in range(2):
        with signed("request"):
            table.write(put(key, {"n": 1}, unless_exists=UserExists()))
    with signed("another"), pytest.raises(UserExists):
        table.write(put(key, {"n": 1}, unless_exists=UserExists()))


def test_a_repeated_transaction_meets_itself_and_is_done_once(table: Table, pk: str) -> None:
    mark, counter = Key(pk, "MARK"), Key(pk, "COUNTER")
    writes = (put(mark, {}, unless_exists=Conflict()), update(counter, adds={"n": 1}))
    for _ in range(3):
        with signed("request"):
            table.transact(*writes)

    stored = table.find(counter, consistent=True)
    assert stored is not None
    assert stored["n"] == 1
    with pytest.raises(Conflict):
        table.transact(*writes)


def test_a_transaction_writes_an_item_once(table: Table, pk: str) -> None:
    key = Key(pk, "A")
    with pytest.raises(ValueError, match="once"):
        table.transact(update(key, adds={"n": 1}), update(key, adds={"m": 1}))
    assert table.find(key) is None


def test_an_update_sets_adds_defaults_and_removes(table: Table, pk: str) -> None:
    key = Key(pk, "A")
    table.write(put(key, {"map": {"x": 1, "y": 2}, "old": 1, "kept": "mine"}))

    item = table.write(
        update(
            key,
            sets={"map.x": 5, "name": "new"},
            adds={"n": 2},
            defaults={"kept": "default", "made": "default"},
            removes=["old", "map.y"],
        )
    )

    assert item is not None
    shown = {name: item.get(name) for name in ("map", "old", "kept", "made", "name", "n")}
    assert shown == {
        "map": {"x": 5},
        "old": None,
        "kept": "mine",
        "made": "default",
        "name": "new",
        "n": 2,
    }
