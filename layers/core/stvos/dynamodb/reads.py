"""Reads as DynamoDB takes them: which items, in which direction, and what of each."""

from collections.abc import Sequence
from typing import Any

from stvos.dynamodb.keys import Span


def sort_key(span: Span) -> str:
    """The attribute that says where an item is in a span."""
    return f"{span.index}sk" if span.index else "sk"


def projection(place: Sequence[str], only: Sequence[str]) -> dict[str, Any]:
    """What to read of items beside their place; nothing named is all.

    An item is paid for whole, but reading what is not needed takes its time.
    """
    if not only:
        return {}
    names = {f"#{name}": name for name in (*place, "expires", *only)}
    return {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names}


def query_request(
    span: Span, forward: bool = True, after: str | None = None, only: Sequence[str] = ()
) -> dict[str, Any]:
    """A query request. It goes on by the sort key alone, never by a stored start key: the
    partition is always the one the tenant spells, whatever a cursor holds.
    """
    first, last = span.first, span.last
    if after is not None and forward:
        first = after + " "  # The next possible key: ours hold no character below a blank ...
    elif after is not None:
        last = after[:-1] + chr(ord(after[-1]) - 1) + "~"  # ... and none above the tilde.
    pk, sk = f"{span.index or ''}pk", sort_key(span)
    request: dict[str, Any] = {"ExpressionAttributeNames": {}} | projection((sk,), only)
    request["ExpressionAttributeNames"] |= {f"#{pk}": pk, f"#{sk}": sk}
    request |= {
        "ScanIndexForward": forward,
        "KeyConditionExpression": f"#{pk} = :pk AND #{sk} BETWEEN :first AND :last",
        "ExpressionAttributeValues": {
            ":pk": {"S": span.pk},
            ":first": {"S": first},
            ":last": {"S": max(first, last)},
        },
    }
    if span.index:
        request["IndexName"] = span.index
    return request
