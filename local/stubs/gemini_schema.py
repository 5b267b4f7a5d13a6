"""The smallest value that satisfies a response schema (Vertex AI's subset of OpenAPI 3.0)."""

import math
from typing import Any

from local.stubs.gemini_request import RefusedError

# The protocol's enum `Type`, which clients write by number.
_TYPES = ("", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL")
_TEXT = "stand-in"
_FORMATS = {
    "date": "2026-01-01",
    "date-time": "2026-01-01T00:00:00Z",
    "time": "00:00:00",
    "duration": "PT0S",
}
_PATH = "generation_config.response_schema"


def value_of(schema: Any) -> Any:
    """A value by the schema, always the same; raises RefusedError for what is no schema."""
    if not isinstance(schema, dict):
        raise RefusedError(f"Invalid value at '{_PATH}' (an object).", _PATH)
    if schema.get("anyOf"):
        return value_of(schema["anyOf"][0])
    match _type(schema.get("type")):
        case "OBJECT":
            return _object(schema)
        case "ARRAY":
            return [value_of(schema.get("items", {})) for _ in range(_whole(schema, "minItems"))]
        case "STRING":
            return _text(schema)
        case "INTEGER":
            number = _number(schema)
            return math.ceil(number) if number > 0 else math.floor(number)
        case "NUMBER":
            return _number(schema)
        case "BOOLEAN":
            return False
        case "NULL":
            return None
    raise RefusedError(f"Invalid value at '{_PATH}.type' (google.cloud.aiplatform.v1.Type).", _PATH)


def _type(written: Any) -> str:
    if isinstance(written, int) and 0 < written < len(_TYPES):
        return _TYPES[written]
    return str(written).upper() if written else ""


def _object(schema: dict[str, Any]) -> dict[str, Any]:
    """Its required properties, in the order that the schema asks for."""
    properties = schema.get("properties") or {}
    required = schema.get("required") or []
    unknown = set(required) - properties.keys()
    if unknown:
        raise RefusedError(
            f"{_PATH}.required: {', '.join(sorted(unknown))} is no property of it.", _PATH
        )
    order = schema.get("propertyOrdering") or list(properties)
    named = sorted(required, key=lambda name: order.index(name) if name in order else len(order))
    return {name: value_of(properties[name]) for name in named}


def _text(schema: dict[str, Any]) -> str:
    if schema.get("pattern"):
        raise RefusedError("This stand-in makes no text for a pattern.", f"{_PATH}.pattern")
    if schema.get("enum"):
        return str(schema["enum"][0])
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    least = _whole(schema, "minLength")
    most = _whole(schema, "maxLength") or max(least, len(_TEXT))
    return _TEXT[:most].ljust(least, ".")


def _number(schema: dict[str, Any]) -> float:
    """The number next to nought."""
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and least > 0:
        return float(least)
    if most is not None and most < 0:
        return float(most)
    return 0.0


def _whole(schema: dict[str, Any], name: str) -> int:
    """A count, which the JSON form of a 64-bit number writes as a string."""
    return int(schema.get(name) or 0)
