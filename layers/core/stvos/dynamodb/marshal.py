"""Python values to DynamoDB's wire form and back.

boto3's own serializer refuses floats and returns every number as `Decimal`; models want int and
float, so this is the same mapping with numbers as Python's JSON has them. Money is stored in
integer minor units and never meets a float.
"""

from decimal import Decimal
from typing import Any

type Item = dict[str, Any]


def to_wire(value: Any) -> dict[str, Any]:
    """One attribute value. Sets must hold strings; anything else unknown is a programming error."""
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int() | Decimal():
            return {"N": str(value)}
        case float():
            return {"N": repr(value)}
        case None:
            return {"NULL": True}
        case dict():
            return {"M": {str(key): to_wire(inner) for key, inner in value.items()}}
        case list() | tuple():
            return {"L": [to_wire(inner) for inner in value]}
        case bytes():
            return {"B": value}
        case set() | frozenset():
            return {"SS": sorted(value)}
    raise TypeError(f"cannot store a {type(value).__name__}")


def from_wire(wire: dict[str, Any]) -> Any:
    """The value of one attribute as DynamoDB returned it."""
    ((kind, value),) = wire.items()
    match kind:
        case "S" | "BOOL" | "B":
            return value
        case "N":
            return int(value) if value.lstrip("-").isdigit() else float(value)
        case "M":
            return {key: from_wire(inner) for key, inner in value.items()}
        case "L":
            return [from_wire(inner) for inner in value]
        case "SS":
            return set(value)
        case "NULL":
            return None
    raise TypeError(f"cannot read a {kind}")


def item_to_wire(item: Item) -> dict[str, Any]:
    return {name: to_wire(value) for name, value in item.items()}


def item_from_wire(wire: dict[str, Any]) -> Item:
    return {name: from_wire(value) for name, value in wire.items()}
