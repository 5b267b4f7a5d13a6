"""A curl call for each route, with the body of its example event or one made from the schema."""

import json
import re
from typing import Any

from local.openapi.fields import resolve

type Schema = dict[str, Any]

_CREDENTIALS = {
    "ClientKey": "X-API-Key: $KEY",
    "UserToken": "Authorization: Bearer $TOKEN",
    "PartnerToken": "Authorization: Bearer $TOKEN",
    "OperatorKey": "X-Admin-Key: $ADMIN_KEY",
}
_SAMPLES = {"date": "2026-03-01", "date-time": "2026-03-01T08:00:00Z", "email": "ada@example.com"}


def curl(path: str, method: str, operation: dict[str, Any], schemas: dict[str, Schema]) -> str:
    """The call, one option a line."""
    url = "$BASE" + re.sub(r"{(\w+)}", _in_path, path.removeprefix("/v1"))
    url += _query(operation, schemas)
    lines = [f'curl -X {method} "{url}"' if method != "GET" else f'curl "{url}"']
    schemes = (operation["security"] or [{}])[0]
    lines += [f'  -H "{_CREDENTIALS[scheme]}"' for scheme in schemes]
    body = operation.get("requestBody")
    if body:
        [(media, content)] = body["content"].items()
        if media == "application/json":
            example = content.get("example", sample(content["schema"], schemas))
            written = json.dumps(example, ensure_ascii=False).replace("'", "'\\''")
            lines += [f'  -H "Content-Type: {media}"', f"  -d '{written}'"]
        else:
            lines += [f'  -H "Content-Type: {media}"', "  --data-binary @file"]
    return " \\\n".join(lines)


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


def _in_path(found: re.Match[str]) -> str:
    return "1234" if re.search(r"(^id|Id)$", found[1]) else f"${found[1].upper()}"


def _query(operation: dict[str, Any], schemas: dict[str, Schema]) -> str:
    needed = [
        f"{parameter['name']}={sample(parameter['schema'], schemas)}"
        for parameter in operation.get("parameters", [])
        if parameter.get("in") == "query" and parameter["required"]
    ]
    return "?" + "&".join(needed) if needed else ""
