"""Changes of the table, as its stream delivers them to the two functions that read it.

The stream delivers each change at least once, in order for one item. A batch that fails is
delivered again from the first change that was not processed.
"""

from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from stvos.dynamodb.keys import ClientId, Key, tenant_of
from stvos.dynamodb.marshal import Item, from_wire

type StreamEvent = dict[str, Any]

UNREADABLE = (KeyError, TypeError, ValueError)
"""What reading a record raises that is no such change. Delivering it again would not help."""


class ChangeKind(StrEnum):
    """What happened to an item."""

    INSERT = "INSERT"
    MODIFY = "MODIFY"
    REMOVE = "REMOVE"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one item, as it was (`old`) and is now (`new`).

    `sequence` is the stream's number for it, `expired` whether TTL removed the item: it had been
    dead for readers since its `expires`.
    """

    kind: ChangeKind
    key: Key
    old: Item | None
    new: Item | None
    sequence: str
    expired: bool = False

    @classmethod
    def of_record(cls, record: StreamEvent) -> Self:
        """A change from one record of a stream event."""
        image = record["dynamodb"]
        by = record.get("userIdentity") or {}
        return cls(
            kind=ChangeKind(record["eventName"]),
            key=Key.of_wire(image["Keys"]),
            old=_item(image.get("OldImage")),
            new=_item(image.get("NewImage")),
            sequence=image["SequenceNumber"],
            expired=by.get("principalId") == "dynamodb.amazonaws.com",
        )

    @property
    def item(self) -> Item:
        """The item now, or what it was before it was removed."""
        return self.new or self.old or {}

    @property
    def type(self) -> str:
        return str(self.item.get("type", ""))

    @property
    def tenant(self) -> ClientId | None:
        """Whose item it is; None for one of the directory."""
        return tenant_of(self.key)


def changes_of(event: StreamEvent) -> Iterator[Change]:
    """The changes of a stream event, in order."""
    return (Change.of_record(record) for record in event["Records"])


def earliest(changes: Iterable[Change]) -> Change | None:
    """The change that the stream delivered first: sequence numbers are decimal, of any length."""
    return min(changes, key=lambda change: (len(change.sequence), change.sequence), default=None)


def failed_from(change: Change | None) -> dict[str, list[dict[str, str]]]:
    """A consumer's answer: all was processed (None), or deliver again from this change on."""
    failures = [{"itemIdentifier": change.sequence}] if change else []
    return {"batchItemFailures": failures}


def _item(image: dict[str, Any] | None) -> Item | None:
    return {name: from_wire(_decoded(wire)) for name, wire in image.items()} if image else None


def _decoded(wire: dict[str, Any]) -> dict[str, Any]:
    """An attribute with its bytes as bytes: a Lambda event carries them in base64."""
    ((kind, value),) = wire.items()
    match kind:
        case "B":
            return {"B": value if isinstance(value, bytes) else b64decode(value)}
        case "M":
            return {"M": {name: _decoded(inner) for name, inner in value.items()}}
        case "L":
            return {"L": [_decoded(inner) for inner in value]}
    return wire
