"""The single table, without entities: reads, conditional writes, transactions.

Every write carries the domain error of its own refusal, so that a repository says what a failed
condition means where it states the condition, and a transaction names the write that failed by
its position.

Every stored item is signed with `writer`, a token of the request and the write's number in it.
When a condition fails but the stored item bears our own signature, the write had already
happened (a lost answer, a retry, a repeated attempt after a crash), and that is success.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Self

from botocore.config import Config
from botocore.exceptions import ClientError

from stvos import aws
from stvos.dynamodb.conditions import Attr
from stvos.dynamodb.keys import Key, Span
from stvos.dynamodb.marshal import Item, item_from_wire
from stvos.dynamodb.reads import projection, query_request, sort_key
from stvos.dynamodb.retries import PAUSES, back_off, batch_tries
from stvos.dynamodb.signing import sign, signed
from stvos.dynamodb.writes import (
    Write,
    check,
    delete,
    delete_if_unchanged,
    put,
    replace_if_unchanged,
    unchanged,
    update,
    wire_key,
    wire_request,
)
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

__all__ = [
    "Attr",
    "Item",
    "Slice",
    "Table",
    "Write",
    "check",
    "delete",
    "delete_if_unchanged",
    "place_of",
    "put",
    "replace_if_unchanged",
    "signed",
    "unchanged",
    "update",
]


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of a query's result, and the sort key to go on after (None: that was all)."""

    items: list[Item]
    after: str | None


@lru_cache(maxsize=1)
def client() -> "DynamoDBClient":
    """The process's DynamoDB client. Two tries of 2 s: the gateway gives us 29 s in all.

    Requests are not checked before they are sent: DynamoDB does that, and for large ones botocore
    takes as long as all of ours together.
    """
    config = Config(
        connect_timeout=2,
        read_timeout=5,
        retries={"mode": "standard"},
        parameter_validation=False,
    )
    return aws.client("dynamodb", config)


class Table:
    """The table of this stack. Knows keys, items and conditions, and no entity."""

    def __init__(self, name: str, dynamodb: "DynamoDBClient") -> None:
        self.name = name
        self._dynamodb = dynamodb

    @classmethod
    def of_stack(cls) -> Self:
        return cls(settings().table, client())

    # ------------------------------------------------------------ reads

    def find(self, key: Key, *, consistent: bool = False) -> Item | None:
        """One item, or None. An expired one is None too: TTL deletes up to days late."""
        answer = self._dynamodb.get_item(
            TableName=self.name, Key=wire_key(key), ConsistentRead=consistent
        )
        return _live(answer.get("Item"))

    def find_many(
        self, keys: Sequence[Key], *, consistent: bool = False, only: Sequence[str] = ()
    ) -> list[Item | None]:
        """Many items in the order of their keys, a hundred a call. `only`: the attributes that
        are wanted of each beside its key; unless given, all.
        """
        items: dict[Key, Item] = {}
        how: Any = {"ConsistentRead": consistent} | projection(("pk", "sk"), only)
        distinct = list(dict.fromkeys(keys))
        for start in range(0, len(distinct), 100):
            wanted: Any = [wire_key(key) for key in distinct[start : start + 100]]
            for _ in batch_tries():
                answer = self._dynamodb.batch_get_item(
                    RequestItems={self.name: how | {"Keys": wanted}}
                )
                for wire in answer["Responses"].get(self.name, []):
                    key = Key.of_wire(wire)
                    if item := _live(wire):
                        items[key] = item
                left: Any = answer.get("UnprocessedKeys", {})
                if not left:
                    break
                wanted = left[self.name]["Keys"]
        return [items.get(key) for key in keys]

    def query(
        self,
        span: Span,
        *,
        limit: int,
        forward: bool = True,
        after: str | None = None,
        consistent: bool = False,
        only: Sequence[str] = (),
    ) -> Slice:
        """Up to `limit` live items of a span, starting behind the sort key `after`. `only`: the
        attributes that are wanted of each beside its place; unless given, all.

        Expired items do not count, so it asks on until the page is full or the span ends.
        """
        items: list[Item] = []
        start = after
        while len(items) <= limit:
            request = query_request(span, forward, start, only) | {"TableName": self.name}
            if consistent and not span.index:
                request["ConsistentRead"] = True
            answer = self._dynamodb.query(**request, Limit=limit + 1 - len(items))
            items.extend(item for wire in answer["Items"] if (item := _live(wire)))
            last = answer.get("LastEvaluatedKey")
            if last is None:
                break
            start = last[sort_key(span)]["S"]
        more = len(items) > limit
        return Slice(items[:limit], items[limit - 1][sort_key(span)] if more else None)

    def all(
        self,
        span: Span,
        *,
        forward: bool = True,
        after: str | None = None,
        consistent: bool = False,
        only: Sequence[str] = (),
    ) -> Iterator[Item]:
        """Every live item of a span, in order, fetched a megabyte at a time."""
        read = partial(self.query, span, limit=1000, forward=forward, only=only)
        while True:
            page = read(after=after, consistent=consistent)
            yield from page.items
            if page.after is None:
                return
            after = page.after

    def count(self, span: Span, *, most: int | None = None) -> int:
        """How many items a span holds, without reading them out; no more than `most` count."""
        request = query_request(span) | {"TableName": self.name}
        total = 0
        while True:
            answer = self._dynamodb.query(**request, Select="COUNT")
            total += answer["Count"]
            if most is not None and total >= most:
                return most
            if "LastEvaluatedKey" not in answer:
                return total
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def skip(self, span: Span, number: int) -> str | None:
        """The sort key behind a span's first `number` items, without reading them out; None when
        that is the end. What has expired counts until it is removed.
        """
        request = query_request(span) | {"TableName": self.name}
        while True:
            answer = self._dynamodb.query(**request, Select="COUNT", Limit=number)
            number -= answer["Count"]
            last = answer.get("LastEvaluatedKey")
            if last is None or number == 0:
                return last[sort_key(span)]["S"] if last else None
            request["ExclusiveStartKey"] = last

    # ------------------------------------------------------------ writes

    def write(self, write: Write) -> Item | None:
        """Do one write; answers the item after an update. Raises the write's refusal."""
        # A plain removal needs no signature and takes no number: a repetition may leave it out.
        plain = write.kind == "Delete" and write.condition is None
        writer = "" if plain else sign()
        request = wire_request(write, writer) | {"TableName": self.name}
        pauses = iter(PAUSES)
        while True:
            try:
                return self._send(write.kind, request)
            except ClientError as error:
                if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                    stored: Any = error.response.get("Item")
                    if not _is_ours(stored, writer):
                        raise write.refusal from error
                    return item_from_wire(stored) if stored and write.kind == "Update" else None
                back_off(error, pauses)

    def transact(self, *writes: Write) -> None:
        """All writes or none. Raises the refusal of the first write whose condition failed.

        Each is of another item: DynamoDB refuses a second one, its stand-ins for tests may not.
        """
        if len({write.key for write in writes}) < len(writes):
            raise ValueError("a transaction writes an item once")
        signatures = [sign() for _ in writes]
        requests: Any = [
            {write.kind: wire_request(write, writer) | {"TableName": self.name}}
            for write, writer in zip(writes, signatures, strict=True)
        ]
        pauses = iter(PAUSES)
        while True:
            try:
                self._dynamodb.transact_write_items(TransactItems=requests)
            except ClientError as error:
                reasons: list[Any] = error.response.get("CancellationReasons") or []
                refused = [r.get("Code") == "ConditionalCheckFailed" for r in reasons]
                if any(
                    _is_ours(reason.get("Item"), writer)
                    for reason, writer in zip(reasons, signatures, strict=False)
                ):
                    return  # All or nothing: one write of ours there means that all are.
                if any(refused):
                    raise writes[refused.index(True)].refusal from error
                back_off(error, pauses)
            else:
                return

    def write_many(self, writes: Sequence[Write]) -> None:
        """Unconditional puts and deletes, 25 a call, for bulk work that may be repeated."""
        for start in range(0, len(writes), 25):
            wanted: Any = [_batch_request(write) for write in writes[start : start + 25]]
            for _ in batch_tries():
                answer = self._dynamodb.batch_write_item(RequestItems={self.name: wanted})
                wanted = answer.get("UnprocessedItems", {}).get(self.name, [])
                if not wanted:
                    break

    def _send(self, kind: str, request: Any) -> Item | None:
        match kind:
            case "Put":
                self._dynamodb.put_item(**request)
            case "Delete":
                self._dynamodb.delete_item(**request)
            case _:
                answer = self._dynamodb.update_item(**request, ReturnValues="ALL_NEW")
                return item_from_wire(answer["Attributes"])
        return None


def place_of(item: Item, span: Span) -> str:
    """Where an item is in a span: what a query goes on after."""
    return str(item[sort_key(span)])


def _live(wire: dict[str, Any] | None) -> Item | None:
    if not wire or ("expires" in wire and int(wire["expires"]["N"]) <= time.time()):
        return None
    return item_from_wire(wire)


def _batch_request(write: Write) -> dict[str, Any]:
    if write.condition is not None or write.kind not in {"Put", "Delete"}:
        raise ValueError("a batch holds unconditional puts and deletes only")
    if write.kind == "Put":
        return {"PutRequest": {"Item": wire_request(write, sign())["Item"]}}
    return {"DeleteRequest": {"Key": wire_key(write.key)}}


def _is_ours(stored: dict[str, Any] | None, writer: str) -> bool:
    return bool(stored) and stored is not None and stored.get("writer", {}).get("S") == writer
