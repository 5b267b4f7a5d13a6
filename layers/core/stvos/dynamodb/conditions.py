"""Conditions of writes, spelled as DynamoDB's expressions.

The names are those of `boto3.dynamodb.conditions`, which cannot be imported without the whole of
boto3 (decision 0008).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stvos.dynamodb.marshal import to_wire


@dataclass(frozen=True, slots=True)
class Condition:
    """A form with its operands: attributes, conditions, and anything else is a value."""

    form: str
    operands: tuple[Any, ...]

    def __and__(self, other: "Condition") -> "Condition":
        return Condition("({} AND {})", (self, other))

    def __or__(self, other: "Condition") -> "Condition":
        return Condition("({} OR {})", (self, other))

    def __invert__(self) -> "Condition":
        return Condition("(NOT {})", (self,))

    def spell(self, names: dict[str, str], values: dict[str, Any]) -> str:
        """The expression; what its placeholders stand for is added to `names` and `values`."""
        return self.form.format(*(_operand(part, names, values) for part in self.operands))


def all_missing(names: Iterable[str]) -> Condition:
    """That an item has none of these attributes; one flat expression, for many of them."""
    attributes = tuple(Attr(name) for name in names)
    return Condition(" AND ".join(["attribute_not_exists({})"] * len(attributes)), attributes)


class _Comparable:
    """What can stand before a comparison."""

    __slots__ = ()

    def eq(self, value: Any) -> Condition:
        return Condition("{} = {}", (self, value))

    def lt(self, value: Any) -> Condition:
        return Condition("{} < {}", (self, value))

    def lte(self, value: Any) -> Condition:
        return Condition("{} <= {}", (self, value))

    def gt(self, value: Any) -> Condition:
        return Condition("{} > {}", (self, value))

    def gte(self, value: Any) -> Condition:
        return Condition("{} >= {}", (self, value))

    def between(self, first: Any, last: Any) -> Condition:
        """From `first` to `last`, both included."""
        return Condition("{} BETWEEN {} AND {}", (self, first, last))


@dataclass(frozen=True, slots=True)
class Size(_Comparable):
    """How much an attribute holds: characters, bytes or elements."""

    name: str


@dataclass(frozen=True, slots=True)
class Attr(_Comparable):
    """An attribute of the stored item; a dotted name reaches into a map."""

    name: str

    def exists(self) -> Condition:
        return Condition("attribute_exists({})", (self,))

    def not_exists(self) -> Condition:
        return Condition("attribute_not_exists({})", (self,))

    def ne(self, value: Any) -> Condition:
        return Condition("{} <> {}", (self, value))

    def contains(self, value: Any) -> Condition:
        """A set or list holds the value, or a text holds it as a part."""
        return Condition("contains({}, {})", (self, value))

    def size(self) -> Size:
        return Size(self.name)


def _operand(part: Any, names: dict[str, str], values: dict[str, Any]) -> str:
    match part:
        case Condition():
            return part.spell(names, values)
        case Attr():
            return _path(part.name, names)
        case Size():
            return f"size({_path(part.name, names)})"
    placeholder = f":c{len(values)}"
    values[placeholder] = to_wire(part)
    return placeholder


def _path(name: str, names: dict[str, str]) -> str:
    placeholders = []
    for step in name.split("."):
        placeholders.append(f"#c{len(names)}")
        names[placeholders[-1]] = step
    return ".".join(placeholders)
