"""The model of DynamoDB answers as DynamoDB Local does, to the requests that `Table` sends."""

import random
import secrets
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local import dynamodb_local as emulator
from stvos.dynamodb.keys import IndexKey, Key, Span
from stvos.dynamodb.signing import signed
from stvos.dynamodb.table import Attr, Item, Table, Write, check, delete, put, update
from stvos.dynamodb.writes import wire_request
from stvos.errors import Conflict, StvosError
from tests.scale.dynamodb import DynamoDb
from tests.scale.simulation import Simulation


@pytest.fixture(scope="module")
def local() -> Iterator[Table]:
    with emulator.running() as running:
        name = f"model-{secrets.token_hex(4)}"
        running.create_table(name)
        yield Table(name, running.client())


@pytest.fixture
def model() -> Table:
    return Table("model", DynamoDb(Simulation(0)))  # type: ignore[arg-type]


class Chance:
    """Random writes over few items, so that conditions hold and fail."""

    def __init__(self, pk: str, seed: int) -> None:
        self._pk = pk
        self._random = random.Random(seed)

    def key(self) -> Key:
        return Key(f"{self._pk}#{self._random.randrange(2)}", f"N#{self._random.randrange(4)}")

    def write(self, key: Key) -> Write:
        pick = self._random
        number, condition = pick.randrange(4), self.condition()
        index = (
            IndexKey(f"{self._pk}#LIST", f"P#{pick.randrange(9)}") if pick.random() < 0.5 else None
        )
        match pick.randrange(5):
            case 0:
                return put(
                    key,
                    {"n": number, "m": {"a": 1}, "tags": {"x", str(number)}, "none": None},
                    only_if=condition,
                    index=index,
                )
            case 1:
                sets = {"text": "é" * number, "m": {"a": number, "b": [1, "two", True]}}
                defaults = {"first": number}
                return update(
                    key, sets=sets, adds={"sum": number, "n": 1}, defaults=defaults,
                    removes=["none"], only_if=condition, index=index,
                )  # fmt: skip
            case 2:
                there = Attr("m").exists() & (condition or Attr("pk").exists())
                return update(key, sets={"m.a": number}, adds={"n": -1}, only_if=there)
            case 3:
                return delete(key, only_if=condition)
        return check(key, condition or Attr("pk").exists(), Conflict())

    def condition(self) -> Any:
        number = self._random.randrange(4)
        return self._random.choice(
            [
                None,
                Attr("pk").not_exists(),
                Attr("n").eq(number) | Attr("sum").gt(number),
                ~Attr("m.a").lt(number) & Attr("pk").exists(),
                Attr("n").between(0, number),
                Attr("text").size().gte(number),
                Attr("tags").contains("x") & (Attr("n").ne(number) | Attr("first").lte(number)),
            ]
        )


@pytest.mark.parametrize("seed", range(4))
def test_random_writes_leave_the_same_and_are_refused_alike(
    local: Table, model: Table, seed: int
) -> None:
    pk = f"RANDOM#{secrets.token_hex(4)}"
    chance, pick = Chance(pk, seed), random.Random(seed)
    for step in range(80):
        keys = {chance.key() for _ in range(pick.choice([1, 1, 2, 3]))}
        writes = [chance.write(key) for key in sorted(keys, key=lambda key: (key.pk, key.sk))]
        if len(writes) == 1 and writes[0].kind == "ConditionCheck":
            continue
        answers = [outcome(table, writes, f"{pk}.{step}") for table in (local, model)]
        assert answers[0] == answers[1], (step, writes)

    spans = [Span.prefix(f"{pk}#{n}", "N#") for n in range(2)]
    spans.append(Span.prefix(f"{pk}#LIST", "P#", index="gsi1"))
    for span in spans:
        for forward in (True, False):
            first, second = (list(table.all(span, forward=forward)) for table in (local, model))
            # Places of an index may be taken twice, in no order of their own.
            assert sorted(first, key=_place) == sorted(second, key=_place)
        assert local.count(span) == model.count(span)
    every = [Key(f"{pk}#{a}", f"N#{b}") for a in range(2) for b in range(4)]
    assert local.find_many(every, consistent=True) == model.find_many(every, consistent=True)


def outcome(table: Table, writes: list[Write], token: str) -> Any:
    """What a write answers, or which refusal it raises."""
    with signed(token):
        try:
            if len(writes) == 1:
                return table.write(writes[0])
            table.transact(*writes)
        except StvosError as refusal:
            return type(refusal)
        except ClientError as error:
            return error.response["Error"]["Code"]
    return None


def test_two_transactions_at_the_same_time_on_one_item_are_a_conflict() -> None:
    simulation = Simulation(0)
    model = DynamoDb(simulation)
    table = Table("model", model)  # type: ignore[arg-type]
    ended: list[float] = []

    def add(*keys: str) -> None:
        table.transact(*(update(Key(key, "N"), adds={"n": 1}) for key in keys))

    for keys in (("a", "b"), ("b", "c"), ("d", "e")):
        simulation.at(0.001, partial(simulation.start, partial(add, *keys), ended.append))
    simulation.run()

    assert model.calls["conflict"] == 1
    assert len(ended) == 3
    assert [table.find(Key(key, "N"))["n"] for key in "abcde"] == [1, 2, 1, 1, 1]  # type: ignore[index]


@pytest.mark.parametrize(
    "what",
    ["a transaction of 101 writes", "an item of 400 KB", "an expression of 4 KB"],
)
def test_what_dynamodb_bounds_is_refused(local: Table, model: Table, what: str) -> None:
    pk = f"BOUND#{secrets.token_hex(4)}"
    long_condition = Attr("pk").exists()
    for number in range(150):
        long_condition &= Attr(f"name{number}").not_exists()
    writes = {
        "a transaction of 101 writes": [put(Key(pk, f"N#{n}"), {}) for n in range(101)],
        "an item of 400 KB": [put(Key(pk, "N"), {"text": "x" * 400 * 1024})],
        "an expression of 4 KB": [put(Key(pk, "N"), {}, only_if=long_condition)],
    }[what]

    assert [outcome(table, writes, pk) for table in (local, model)] == ["ValidationException"] * 2


def test_an_item_twice_in_a_transaction_is_refused(local: Table, model: Table) -> None:
    """By DynamoDB and its model; our own table does not send it."""
    key = Key(f"BOUND#{secrets.token_hex(4)}", "N")
    for table in (local, model):
        writes: Any = [
            {"Put": wire_request(put(key, {}), "w") | {"TableName": table.name}},
            {"Delete": wire_request(delete(key), "w") | {"TableName": table.name}},
        ]
        with pytest.raises(ClientError, match="ValidationException"):
            table._dynamodb.transact_write_items(TransactItems=writes)


def test_units_are_counted_by_key_and_second() -> None:
    simulation = Simulation(0)
    model = DynamoDb(simulation)
    table = Table("model", model)  # type: ignore[arg-type]
    table.write(put(Key("a", "N"), {"text": "x" * 1500}, index=IndexKey("LIST", "1")))
    table.transact(put(Key("a", "M"), {}), put(Key("b", "M"), {}))
    table.write(update(Key("a", "N"), sets={"n": 1}, index=IndexKey("LIST", "2")))
    table.find(Key("a", "N"), consistent=True)
    table.find(Key("a", "N"))

    assert model.writes.peaks == {"a": 2 + 2 + 2, "b": 2, "gsi1:LIST": 2 + 2 + 2}
    assert model.reads.total == 1.5


def _place(item: Item) -> tuple[str, str]:
    return item["pk"], item["sk"]
