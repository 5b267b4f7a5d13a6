"""Small values that fit a schema, for the example events."""

from typing import Any

type Schema = dict[str, Any]

_SAMPLES = {"date": "2026-03-01", "date-time": "2026-03-01T08:00:00Z", "email": "ada@example.com"}


def sample(schema: Schema, schemas: dict[str, Schema]) -> Any:
    """A small value that fits: required fields only."""
    found = resolve(schema, schemas)
    if "anyOf" in found:
        return sample(found["anyOf"][0], schemas)
    if found.get("examples"):
        return found["examples"][0]
    for name in ("const", "default"):
        if found.get(name) is not None:
            return found[name]
    if "enum" in found:
        return found["enum"][0]
    match found.get("type"):
        case "object":
            fields = found.get("properties", {})
            return {name: sample(fields[name], schemas) for name in found.get("required", ())}
        case "array":
            least = found.get("minItems", 0)
            return [sample(found["items"], schemas) for _ in range(least)]
        case "integer" | "number":
            return found.get("minimum", 1)
        case "boolean":
            return True
        case "string":
            return _SAMPLES.get(found.get("format", ""), "text")
    return None


def resolve(schema: Schema, schemas: dict[str, Schema]) -> Schema:
    """The schema behind a reference, with what stands beside the reference."""
    while "$ref" in schema:
        beside = {name: value for name, value in schema.items() if name != "$ref"}
        schema = schemas[schema["$ref"].rpartition("/")[2]] | beside
    return schema
