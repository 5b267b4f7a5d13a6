"""A schema as the rows of a table: one field a row, nested ones with the path above them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

type Schema = dict[str, Any]

_DEPTH = 5
_FORMATS = {"date": "day YYYY-MM-DD", "date-time": "instant", "time": "time"}


@dataclass(frozen=True)
class Row:
    """One field: `above` is the path of what it lies in, with a dot at the end."""

    above: str
    name: str
    kind: str
    about: str
    required: bool


class Fields:
    """Tables of fields, over the schemas of one document."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self._schemas = schemas

    def rows(self, schema: Schema) -> list[Row]:
        """Every field of a schema, depth first."""
        return list(self._rows(schema, "", 0))

    def _rows(self, schema: Schema, above: str, depth: int) -> Iterator[Row]:
        found = resolve(schema, self._schemas)
        for choice in found.get("anyOf", []):
            yield from self._rows(choice, above, depth)
        if found.get("type") == "array" and depth == 0:
            yield from self._rows(found["items"], "[]." + above, depth + 1)
        required = set(found.get("required", ()))
        for name, field in found.get("properties", {}).items():
            inner = resolve(field, self._schemas)
            about = field.get("description") or inner.get("description", "")
            yield Row(above, name, kind_of(field, self._schemas), about, name in required)
            if depth < _DEPTH:
                yield from self._inside(field, above + name, depth + 1)

    def _inside(self, field: Schema, path: str, depth: int) -> Iterator[Row]:
        for choice in field.get("anyOf", [field]):
            inner = resolve(choice, self._schemas)
            if inner.get("type") == "array":
                yield from self._inside(inner.get("items", {}), path + "[]", depth)
            elif "properties" in inner or "anyOf" in inner:
                yield from self._rows(inner, path + ".", depth)


def resolve(schema: Schema, schemas: dict[str, Schema]) -> Schema:
    """The schema behind a reference, with what stands beside the reference."""
    while "$ref" in schema:
        beside = {name: value for name, value in schema.items() if name != "$ref"}
        schema = schemas[schema["$ref"].rpartition("/")[2]] | beside
    return schema


def kind_of(schema: Schema, schemas: dict[str, Schema]) -> str:
    """A schema's type and bounds in a few words."""
    found = resolve(schema, schemas)
    if "anyOf" in found:
        kinds = dict.fromkeys(kind_of(choice, schemas) for choice in found["anyOf"])
        return " or ".join(kinds)
    if "const" in found:
        return f"`{_literal(found['const'])}`"
    if "enum" in found:
        return " ".join(f"`{_literal(value)}`" for value in found["enum"])
    kind = str(found.get("type", "anything"))
    if kind == "array":
        inner = kind_of(found.get("items", {}), schemas)
        return f"list of {inner}{_span(found, 'Items', ' entries')}"
    if kind == "string":
        kind = _FORMATS.get(found.get("format", ""), "text")
        return kind + _span(found, "Length", " characters") + _default(found)
    if kind in {"integer", "number"}:
        return kind + _range(found) + _default(found)
    return {"boolean": "true or false"}.get(kind, kind) + _default(found)


def _span(schema: Schema, what: str, unit: str) -> str:
    least, most = schema.get(f"min{what}"), schema.get(f"max{what}")
    if most is None:
        return f", at least {least}{unit}" if least else ""
    return f", {least} to {most}{unit}" if least else f", up to {most}{unit}"


def _range(schema: Schema) -> str:
    least = schema.get("minimum", schema.get("exclusiveMinimum"))
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    if least is None or most is None or most >= 2**53 - 1:
        return ""
    return f", {least} to {most}"


def _default(schema: Schema) -> str:
    if schema.get("default") in (None, ""):
        return ""
    return f", default `{_literal(schema['default'])}`"


def _literal(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
