"""A DynamoDB that makes up one partner's vouchers and members, which nobody has stored.

It is put in where botocore would send. Its items are what the program stores, with one number in
place of another.
"""

import json
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from local.bench import exports_stored as stored

if TYPE_CHECKING:
    from stvos.dynamodb.table import Write

JOB = 7
_LIKE = "LIKE"


class MadeUp:
    """So many vouchers and members. `wait`: seconds a call is on its way, while others go on.

    `making`: the processor's seconds that went into the answers, which are none of the program's.
    """

    def __init__(self, rows: int, wait: float = 0.0) -> None:
        self.making, self.calls = 0.0, 0
        self._rows = rows
        self._wait = wait
        self._counting = threading.Lock()
        _, voucher = stored.voucher_writes(10**15, _LIKE)
        card, use, _, _, by_name = stored.member_writes(stored.FIRST_MEMBER)
        puts = {
            "VOUCHER": voucher,
            "VOUCHERS": stored.voucher_count(rows),
            "MEMBERSHIP": card,
            "USE": use,
            "NAME": by_name,
            "MEMBERS": stored.member_count(rows),
            "PARTNER": stored.partner(),
        }
        self._items = {kind: _wire_item(put) for kind, put in puts.items()}
        made_at = stored.MADE_AT.isoformat()
        self._items["SPREADSHEET"] = {"id": {"N": str(JOB)}, "started_at": {"S": made_at}}
        self._texts: dict[tuple[str, str], str] = {}

    def answer(self, request: Any, event_name: str, **_: Any) -> Any:
        """What botocore takes for the network's answer."""
        from botocore.awsrequest import AWSResponse

        if self._wait:
            time.sleep(self._wait)
        started = time.thread_time()
        body = self._told(event_name.rpartition(".")[2], json.loads(request.body)).encode()
        answer = AWSResponse(request.url, 200, cast("Any", {}), _Raw(body))
        with self._counting:
            self.making += time.thread_time() - started
            self.calls += 1
        return answer

    def _told(self, operation: str, asked: Any) -> str:
        match operation:
            case "GetItem":
                return f'{{"Item":{self._item(asked["Key"], asked)}}}'
            case "BatchGetItem":
                [(table, wanted)] = asked["RequestItems"].items()
                items = ",".join(filter(None, (self._item(k, wanted) for k in wanted["Keys"])))
                return f'{{"Responses":{{"{table}":[{items}]}}}}'
            case "Query" if "IndexName" in asked:
                return self._page(asked)
            case "Query":
                return f'{{"Count":1,"Items":[{self._text("VOUCHERS", asked)}]}}'
        return '{"Attributes":{}}'

    def _item(self, key: Any, asked: Any) -> str:
        kind, _, shard = key["sk"]["S"].partition("#")
        if kind in {"MEMBERSHIP", "USE"}:
            return _of_number(self._text(kind, asked), int(key["pk"]["S"][-16:]))
        return "" if kind == "MEMBERS" and shard != "0" else self._text(kind, asked)

    def _page(self, asked: Any) -> str:
        """Rows from a place on. Places are in the order of a number, so one tells which is next."""
        values, limit = asked["ExpressionAttributeValues"], asked["Limit"]
        partition, digits = values[":pk"]["S"], "".join(filter(str.isdigit, values[":first"]["S"]))
        if "#MEMBERS" in partition:
            like = self._text("NAME" if partition.endswith("#NAME") else "MEMBERSHIP", asked)
            start = int(digits[-16:]) + 1 - stored.FIRST_MEMBER if digits else 0
            listed = [_of_number(like, stored.FIRST_MEMBER + n) for n in self._some(start, limit)]
        else:
            like = self._text("VOUCHER", asked)
            start = int(digits) + 1 if digits else 0
            listed = [like.replace(_LIKE, stored.code_of(n)) for n in self._some(start, limit)]
        more = ',"LastEvaluatedKey":{"gsi1sk":{"S":"more"}}' if start + limit < self._rows else ""
        return f'{{"Count":{len(listed)},"Items":[{",".join(listed)}]{more}}}'

    def _text(self, kind: str, asked: Any) -> str:
        """What is wanted of an item."""
        projection = asked.get("ProjectionExpression", "")
        if (kind, projection) not in self._texts:
            item = self._items[kind]
            if projection:
                names = [asked["ExpressionAttributeNames"][n] for n in projection.split(", ")]
                item = {name: item[name] for name in names if name in item}
            self._texts[kind, projection] = json.dumps(item)
        return self._texts[kind, projection]

    def _some(self, start: int, limit: int) -> range:
        return range(start, min(start + limit, self._rows))


def _wire_item(put: "Write") -> dict[str, Any]:
    from stvos.dynamodb.writes import wire_request

    item: dict[str, Any] = wire_request(put, "a-writer-signature")["Item"]
    return item


def _of_number(like: str, member_id: int) -> str:
    return like.replace(str(stored.FIRST_MEMBER), str(member_id))


class _Raw:
    """A body as urllib3 hands it out."""

    def __init__(self, content: bytes) -> None:
        self.read = BytesIO(content).read

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.read()
