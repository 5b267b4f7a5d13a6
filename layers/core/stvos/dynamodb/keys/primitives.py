"""What keys are made of: the place of an item, a run of places, and parts that sort."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NewType, Self

ClientId = NewType("ClientId", int)
UserId = NewType("UserId", int)

# An id that no client and no one else has: what is done for a known address, code or person is done
# there for an unknown one, so that the duration reveals nothing.
NOBODY = ClientId(1)

# The attributes by which an item appears in the index: without them it does not.
INDEX_ATTRIBUTES = ("gsi1pk", "gsi1sk")
# All that makes an item findable and says nothing about it.
KEY_ATTRIBUTES = frozenset({"pk", "sk", *INDEX_ATTRIBUTES})

# Sorts after every character that a sort key of ours contains.
END = "~"
# Of a name or word in a key: enough to distinguish names, far below what a key may hold.
_TEXT_BYTES = 120


@dataclass(frozen=True, slots=True)
class Key:
    """The primary key of one item."""

    pk: str
    sk: str

    @classmethod
    def of_wire(cls, wire: Mapping[str, Any]) -> Self:
        """The key of an item as DynamoDB and its stream write it."""
        return cls(wire["pk"]["S"], wire["sk"]["S"])

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Self:
        """The key of an item that was read."""
        return cls(item["pk"], item["sk"])


@dataclass(frozen=True, slots=True)
class Span:
    """A run of sort keys in one partition of the table or of its index `gsi1`."""

    pk: str
    first: str
    last: str
    index: str | None = None

    @classmethod
    def prefix(cls, pk: str, prefix: str, index: str | None = None) -> "Span":
        return cls(pk, prefix, prefix + END, index)

    def holds(self, sk: str) -> bool:
        """Whether a sort key is in this run; a cursor that does not is refused."""
        return self.first <= sk <= self.last


@dataclass(frozen=True, slots=True)
class IndexKey:
    """Where an item also appears: its place in the index `gsi1`."""

    pk: str
    sk: str

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Self:
        """The place in the index of an item that was read there."""
        return cls(item["gsi1pk"], item["gsi1sk"])


def padded(number: int) -> str:
    return f"{number:016d}"


def sortable(text: str) -> str:
    """A text of any script within a key: in hexadecimal it keeps its order and its beginnings."""
    return text.encode()[:_TEXT_BYTES].hex()
