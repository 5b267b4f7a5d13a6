"""A model of DynamoDB in memory: items, conditions, transactions, and what AWS bounds.

It takes the requests that the program's `Table` sends and answers as DynamoDB does. What its
documentation gives as a bound is refused here: 100 writes and 4 MB a transaction, 4 KB an
expression, 400 KB an item, and for each partition key 1,000 write units a second. The index counts
by its own keys and is always up to date.

A transaction holds its items while it lasts: another transaction, or a single write, that comes to
one of them in the meantime is cancelled with a conflict. How long a call lasts is no documented
figure but an assumption, `Latency`.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from tests.scale.dynamodb_requests import (
    Place,
    Write,
    cancelled,
    error,
    halves,
    index_key,
    is_conflict,
    only_item,
    place_of,
    projected,
    size_of,
    text_of,
)
from tests.scale.expressions import Wire
from tests.scale.pace import READ_UNITS, WRITE_UNITS, Latency, Meter, Timer

_ITEM, _TRANSACTION = 400 * 1024, 4 * 1024 * 1024
_PAGE = 1024 * 1024
_ENDS = ("first", "last")


def _call[**P, T](answer: Callable[P, T]) -> Callable[P, T]:
    @wraps(answer)
    def measured(*given: P.args, **named: P.kwargs) -> T:
        self: Any = given[0]
        with self._timer.unmeasured():
            return answer(*given, **named)

    return measured


class DynamoDb:
    """One table with its index, as a client of DynamoDB."""

    def __init__(self, timer: Timer, seed: int = 1, latency: Latency | None = None) -> None:
        self._timer = timer
        self._latency = latency or Latency()
        self._chance = random.Random(seed)
        self._items: dict[str, dict[str, Any]] = defaultdict(dict)
        self._index: dict[str, dict[Place, Place]] = defaultdict(dict)
        self._held: dict[Place, float] = {}
        self.writes, self.reads = Meter(WRITE_UNITS), Meter(READ_UNITS)
        self.throttles = True
        self.calls: Counter[str] = Counter()
        self.conflicts: Counter[str] = Counter()
        self.on_call: Callable[[], None] = lambda: None
        self.on_write: Callable[[Wire | None, Wire | None], None] = lambda before, after: None

    @property
    def tried_twice_percent(self) -> float:
        """Of the tries of transactions, how many met another one."""
        return 100 * self.calls["conflict"] / max(1, self.calls["TransactWriteItems"])

    # ------------------------------------------------------------ for the simulation

    def get(self, pk: str, sk: str) -> Wire | None:
        """An item, without a call."""
        found = self._items.get(pk, {}).get(sk)
        if callable(found):
            found = self._items[pk][sk] = found()
        return found

    def put_later(self, place: Place, made: Callable[[], Wire]) -> None:
        """Store an item that is made when it is read: most states of a session never are."""
        self._items[place[0]][place[1]] = made

    def put(self, item: Wire) -> None:
        """Store an item without a call."""
        self._store((item["pk"]["S"], item["sk"]["S"]), item)

    def everything(self) -> Iterator[Wire]:
        return (self.get(pk, sk) or {} for pk, rows in self._items.items() for sk in list(rows))

    # ------------------------------------------------------------ reads

    @_call
    def get_item(self, **request: Any) -> Any:
        self._begin("GetItem", 1)
        place = place_of(request["Key"])
        item = self.get(*place)
        self._read(place[0], item, request.get("ConsistentRead", False))
        self._last(self._latency.read_base, self._latency.read_item, 1)
        return {"Item": item} if item else {}

    @_call
    def batch_get_item(self, RequestItems: Any) -> Any:  # noqa: N803
        ((table, request),) = RequestItems.items()
        places = [place_of(key) for key in request["Keys"]]
        if len(places) > 100 or len(set(places)) < len(places):
            raise error("ValidationException", "BatchGetItem")
        self._begin("BatchGetItem", len(places))
        found = []
        self._last(self._latency.read_base, self._latency.read_item, len(places))
        for place in places:
            item = self.get(*place)
            self._read(place[0], item, request.get("ConsistentRead", False))
            if item:
                found.append(projected(item, request))
        return {"Responses": {table: found}, "UnprocessedKeys": {}}

    @_call
    def query(self, **request: Any) -> Any:
        first, last = (request["ExpressionAttributeValues"][f":{end}"]["S"] for end in _ENDS)
        pk = request["ExpressionAttributeValues"][":pk"]["S"]
        rows = self._rows(pk, request.get("IndexName"), first, last)
        if not request.get("ScanIndexForward", True):
            rows.reverse()
        if (start := request.get("ExclusiveStartKey")) is not None:
            after = [key for key, _ in rows].index(place_of(start))
            rows = rows[after + 1 :]
        page, size = [], 0
        for _, item in rows[: request.get("Limit", len(rows))]:
            size += size_of(item)
            page.append(item)
            if size >= _PAGE:
                break
        self._begin("Query", len(page))
        self.reads.add(pk, math.ceil(size / 4096) / halves(request), self._timer.now())
        self._last(self._latency.read_base, self._latency.read_item, len(page))
        more = len(page) < len(rows)
        answer: Any = {"Count": len(page)}
        if request.get("Select") != "COUNT":
            answer["Items"] = [projected(item, request) for item in page]
        if more:
            names = ("pk", "sk", "gsi1pk", "gsi1sk")
            answer["LastEvaluatedKey"] = {n: page[-1][n] for n in names if n in page[-1]}
        return answer

    def _rows(self, pk: str, index: str | None, first: str, last: str) -> list[tuple[Place, Wire]]:
        if index is None:
            chosen_sks = sorted(sk for sk in self._items.get(pk, {}) if first <= sk <= last)
            return [((pk, sk), self.get(pk, sk) or {}) for sk in chosen_sks]
        places = self._index.get(pk, {})
        chosen = sorted(one for one in places.items() if first <= one[0][0] <= last)
        return [(place, self._items[place[0]][place[1]]) for _, place in chosen]

    # ------------------------------------------------------------ writes

    @_call
    def put_item(self, **request: Any) -> Any:
        return self._single("Put", request, "PutItem")

    @_call
    def delete_item(self, **request: Any) -> Any:
        return self._single("Delete", request, "DeleteItem")

    @_call
    def update_item(self, **request: Any) -> Any:
        return {"Attributes": self._single("Update", request, "UpdateItem")}

    @_call
    def batch_write_item(self, RequestItems: Any) -> Any:  # noqa: N803
        ((_, requests),) = RequestItems.items()
        self._begin("BatchWriteItem", len(requests))
        self._last(self._latency.write_base, self._latency.transaction_item, len(requests))
        for request in requests:
            ((kind, what),) = request.items()
            write = Write(kind.removesuffix("Request"), what)
            self._apply(write, write.result(self.get(*write.place)), 1)
        return {"UnprocessedItems": {}}

    @_call
    def transact_write_items(
        self,
        TransactItems: Any,  # noqa: N803
        ClientRequestToken: str = "",  # noqa: N803
    ) -> Any:
        operation = "TransactWriteItems"
        writes = [Write(*next(iter(one.items()))) for one in TransactItems]
        places = [write.place for write in writes]
        if len(writes) > 100 or len(set(places)) < len(places):
            raise error("ValidationException", operation)
        if sum(size_of(write.request.get("Item", {})) for write in writes) > _TRANSACTION:
            raise error("ValidationException", operation)
        self._begin(operation, len(writes))
        now = self._timer.now()
        reasons = [self._obstacle(write, now) for write in writes]
        if not any(reasons):
            reasons = [self._refusal(write) for write in writes]
        if any(reasons):
            self.calls["conflict"] += any(is_conflict(reason) for reason in reasons)
            self._last(self._latency.transaction_base, 0, 0)
            raise cancelled(reasons)
        lasts = self._latency.of(
            self._latency.transaction_base,
            self._latency.transaction_item,
            len(writes),
            self._chance,
        )
        for place in places:
            self._held[place] = now + lasts
        try:
            self._timer.wait(lasts)
        finally:
            for place in places:
                self._held.pop(place, None)
        for write in writes:
            self._apply(write, write.result(self.get(*write.place)), 2)
        return {}

    def _single(self, kind: str, request: Any, operation: str) -> Wire | None:
        self._begin(operation, 1)
        self._last(self._latency.write_base, 0, 1)
        write = Write(kind, request)
        obstacle = self._obstacle(write, self._timer.now())
        if obstacle:
            throttled = obstacle["Code"] == "ThrottlingError"
            code = "ThrottlingException" if throttled else "TransactionConflictException"
            raise error(code, operation)
        if refusal := self._refusal(write):
            raise error("ConditionalCheckFailedException", operation, **only_item(refusal))
        after = write.result(self.get(*write.place))
        self._apply(write, after, 1)
        return after

    def _obstacle(self, write: "Write", now: float) -> Any:
        if self._held.get(write.place, 0) > now:
            self.conflicts[write.place[0]] += 1
            return {"Code": "TransactionConflict"}
        indexed = self.get(*write.place) or {}
        lists = {text_of(one, "gsi1pk") for one in (indexed, write.request.get("Item", {}))}
        keys = [write.place[0], *(f"gsi1:{pk}" for pk in lists if pk)]
        if self.throttles and any(self.writes.is_full(key, now) for key in keys):
            self.calls["throttled"] += 1
            return {"Code": "ThrottlingError"}
        return None

    def _refusal(self, write: "Write") -> Any:
        stored = self.get(*write.place)
        if write.holds(stored):
            return None
        return {"Code": "ConditionalCheckFailed"} | ({"Item": stored} if stored else {})

    def _apply(self, write: "Write", after: Wire | None, factor: int) -> None:
        before, now = self.get(*write.place), self._timer.now()
        size = max(size_of(before or {}), size_of(after or {}))
        if size > _ITEM:
            raise error("ValidationException", "item too large")
        self.writes.add(write.place[0], factor * max(1, math.ceil(size / 1024)), now)
        if write.kind == "ConditionCheck":
            return
        self._meter_index(before, after, now)
        self._store(write.place, after)
        self.on_write(before, after)

    def _meter_index(self, before: Wire | None, after: Wire | None, now: float) -> None:
        """An item that stays in its place is written once there, one that moves twice."""
        was, is_ = (index_key(item) for item in (before, after))
        for key, item in {was: before, is_: after}.items():
            if key and item and (was != is_ or before != after):
                units = max(1, math.ceil(size_of(item) / 1024))
                self.writes.add(f"gsi1:{key[0]}", units, now)

    def _store(self, place: Place, after: Wire | None) -> None:
        pk, sk = place
        old = index_key(self.get(pk, sk))
        if old:
            del self._index[old[0]][(old[1], sk + pk)]
        if after is None:
            self._items[pk].pop(sk, None)
        else:
            self._items[pk][sk] = after
            if new := index_key(after):
                self._index[new[0]][(new[1], sk + pk)] = place

    # ------------------------------------------------------------

    def _read(self, pk: str, item: Wire | None, consistent: bool) -> None:
        units = max(1, math.ceil(size_of(item or {}) / 4096)) / (1 if consistent else 2)
        self.reads.add(pk, units, self._timer.now())

    def _begin(self, operation: str, items: int) -> None:
        self.calls[operation] += 1
        self.on_call()
        self._timer.compute(items)

    def _last(self, base: float, item: float, items: int) -> None:
        self._timer.wait(self._latency.of(base, item, items, self._chance))
