"""The requests that the model of DynamoDB takes: what a write leaves, sizes, errors."""

from typing import Any

from botocore.exceptions import ClientError

from tests.scale.expressions import Wire, condition, update

type Place = tuple[str, str]

_EXPRESSION = 4 * 1024


class Write:
    """One write of a request."""

    def __init__(self, kind: str, request: Any) -> None:
        self.kind, self.request = kind, request
        self.place = place_of(request["Item"] if kind == "Put" else request["Key"])
        for text in (request.get("ConditionExpression"), request.get("UpdateExpression")):
            if text and len(text.encode()) > _EXPRESSION:
                raise error("ValidationException", "expression too long")

    def holds(self, item: Wire | None) -> bool:
        text = self.request.get("ConditionExpression")
        return text is None or condition(text)(item or {}, *self._given)

    def result(self, item: Wire | None) -> Wire | None:
        match self.kind:
            case "Put":
                stored: Wire = self.request["Item"]
                return stored
            case "Update":
                changed = update(self.request["UpdateExpression"])
                return changed(item or dict(self.request["Key"]), *self._given)
            case "Delete":
                return None
        return item

    @property
    def _given(self) -> tuple[dict[str, str], Wire]:
        names = self.request.get("ExpressionAttributeNames", {})
        return names, self.request.get("ExpressionAttributeValues", {})


def size_of(item: Wire) -> int:
    """An item's size as DynamoDB's documentation counts it."""
    return sum(len(name) + _size(value) for name, value in item.items())


def _size(wire: Any) -> int:
    ((kind, value),) = wire.items()
    match kind:
        case "S":
            return len(value) if value.isascii() else len(value.encode())
        case "N":
            return len(value) // 2 + 1
        case "M":
            return 3 + sum(1 + len(name) + _size(inner) for name, inner in value.items())
        case "L":
            return 3 + sum(1 + _size(inner) for inner in value)
        case "SS":
            return sum(len(one.encode()) for one in value)
        case "B":
            return len(value)
    return 1


def place_of(wire: Wire) -> Place:
    return wire["pk"]["S"], wire["sk"]["S"]


def text_of(item: Wire | None, name: str) -> str | None:
    found: str | None = (item or {}).get(name, {}).get("S")
    return found


def index_key(item: Wire | None) -> Place | None:
    pk, sk = text_of(item, "gsi1pk"), text_of(item, "gsi1sk")
    return (pk, sk) if pk is not None and sk is not None else None


def projected(item: Wire, request: Any) -> Wire:
    wanted = request.get("ProjectionExpression")
    if wanted is None:
        return item
    names = [request["ExpressionAttributeNames"][one] for one in wanted.split(", ")]
    return {name: item[name] for name in names if name in item}


def halves(request: Any) -> int:
    return 1 if request.get("ConsistentRead") else 2


def is_conflict(reason: Any) -> bool:
    return bool(reason) and reason["Code"] != "ConditionalCheckFailed"


def only_item(refusal: Any) -> Any:
    return {"Item": refusal["Item"]} if "Item" in refusal else {}


def error(code: str, operation: str, **more: Any) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": operation}, **more}
    return ClientError(answer, operation)


def cancelled(reasons: list[Any]) -> ClientError:
    found = [reason or {"Code": "None"} for reason in reasons]
    return error("TransactionCanceledException", "TransactWriteItems", CancellationReasons=found)
