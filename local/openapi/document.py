"""The OpenAPI 3.1 document: one operation for each endpoint."""

import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, TypeAliasType, get_args, get_origin

from pydantic import BaseModel

from local.endpoints import Endpoint
from local.openapi.errors import ENVELOPE, ErrorResponses, code_list
from local.openapi.schemas import Schema, Schemas, without_null
from local.openapi.words import (
    CONFIRMATION,
    DOMAINS,
    HEADERS,
    IDEMPOTENCY_KEY,
    INTRODUCTION,
    PREFER,
    SECURITY,
    SECURITY_SCHEMES,
    WHO,
    WITH_MEMBER_TOKEN,
)
from stvos.api.endpoint import Spec
from stvos.api.spec import FORM
from stvos.errors import all_codes
from stvos.identity.principal import AgentScope
from stvos.ids import MAX_ID
from stvos.replies import Raw, WithStatus
from stvos.settings import VERSION

type Part = dict[str, Any]

_METHODS = ("get", "post", "put", "patch", "delete")
_JSON = "application/json"
_IDS = re.compile(r"(^id|Id)$")


def build(endpoints: Iterable[Endpoint]) -> Part:
    """The document of these endpoints, in the order of domains, paths and methods."""
    ordered = sorted(endpoints, key=_order)
    specs = [endpoint.spec for endpoint in ordered]
    schemas = Schemas(
        asked=[model for spec in specs for model in (spec.body, spec.query) if model],
        answered=[model for spec in specs for model in answer_models(spec)],
    )
    refusals = ErrorResponses(specs)
    paths: dict[str, Part] = {}
    for endpoint in ordered:
        operation = _operation(endpoint, schemas, refusals)
        paths.setdefault(endpoint.spec.path, {})[endpoint.spec.method.lower()] = operation
    queries = {model.__name__ for spec in specs if (model := spec.query)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "sTvOS API", "version": VERSION, "description": INTRODUCTION},
        "servers": [{"url": "/api", "description": "This deployment"}],
        "tags": _tags(ordered),
        "paths": paths,
        "components": {
            "securitySchemes": SECURITY_SCHEMES,
            "parameters": {
                "Idempotency-Key": IDEMPOTENCY_KEY,
                "Prefer": PREFER,
                "X-Confirmation": CONFIRMATION,
            },
            "headers": HEADERS,
            "responses": refusals.components,
            "schemas": {
                "Error": ENVELOPE,
                "ErrorCode": code_list(all_codes()),
                # Queries stand in the operations, field by field.
                **{n: s for n, s in schemas.components.items() if n not in queries},
            },
        },
    }


def answer_models(spec: Spec) -> list[type[BaseModel]]:
    """The models a route answers with: one, several, or none where it answers `Raw`."""
    return [kind for kind in _answers(spec.answer) if issubclass(kind, BaseModel)]


def _answers(hint: Any) -> list[type]:
    if isinstance(hint, TypeAliasType):
        hint = hint.__value__
    if get_origin(hint) is WithStatus or (get_args(hint) and get_origin(hint) is not list):
        return [kind for inner in get_args(hint) for kind in _answers(inner)]
    return [hint] if isinstance(hint, type) else []


def _order(endpoint: Endpoint) -> tuple[int, str, int]:
    spec = endpoint.spec
    place = list(DOMAINS).index(endpoint.file.domain)
    return place, spec.path, _METHODS.index(spec.method.lower())


def _tags(endpoints: list[Endpoint]) -> list[Part]:
    used = {endpoint.file.domain for endpoint in endpoints}
    return [
        {"name": domain, "description": purpose, "x-displayName": title}
        for domain, (title, purpose) in DOMAINS.items()
        if domain in used
    ]


def _operation(endpoint: Endpoint, schemas: Schemas, refusals: ErrorResponses) -> Part:
    spec = endpoint.spec
    example = _example(endpoint)
    operation: Part = {
        "operationId": endpoint.operation_id,
        "tags": [endpoint.file.domain],
        "summary": spec.summary[0].upper() + spec.summary[1:],
    }
    if spec.description:
        operation["description"] = spec.description
    operation["x-who"] = str(spec.who)
    operation["x-callers"] = WHO[spec.who]
    if spec.member_token:
        operation["x-callers"] += "; with a member's token, for that member"
    if spec.public:
        operation["x-public"] = True
    if spec.feature:
        operation["x-feature"] = str(spec.feature)
    operation["security"] = SECURITY[spec.who] + (WITH_MEMBER_TOKEN if spec.member_token else [])
    if parameters := _parameters(spec, schemas):
        operation["parameters"] = parameters
    if body := _request_body(spec, schemas, example):
        operation["requestBody"] = body
    operation["responses"] = _successes(spec, schemas) | refusals.of(spec)
    return operation


def _parameters(spec: Spec, schemas: Schemas) -> list[Part]:
    found: list[Part] = [
        {"name": name, "in": "path", "required": True, "schema": _path_schema(name)}
        for name in re.findall(r"{(\w+)}", spec.path)
    ]
    if spec.query:
        model = schemas.resolve(schemas.asked(spec.query))
        required = set(model.get("required", ()))
        for name, schema in model.get("properties", {}).items():
            found.append(_query_parameter(name, dict(schema), name in required))
    if spec.changes:
        found.append({"$ref": "#/components/parameters/Idempotency-Key"})
    if spec.later:
        found.append({"$ref": "#/components/parameters/Prefer"})
    if spec.agents is AgentScope.CONFIRMED:
        found.append({"$ref": "#/components/parameters/X-Confirmation"})
    return found


def _path_schema(name: str) -> Schema:
    if _IDS.search(name):
        return {"type": "integer", "minimum": 1, "maximum": MAX_ID}
    return {"type": "string", "minLength": 1, "maxLength": 200}


def _query_parameter(name: str, schema: Schema, required: bool) -> Part:
    # An absent parameter is how a query says null.
    schema = without_null(schema)
    parameter: Part = {"name": name, "in": "query", "required": required}
    if description := schema.pop("description", None):
        parameter["description"] = description
    return parameter | {"schema": schema}


def _request_body(spec: Spec, schemas: Schemas, example: Any) -> Part | None:
    if spec.media_type != _JSON:
        content: Part = {spec.media_type: {"schema": _raw_schema(spec, schemas)}}
        if spec.media_type == FORM and spec.body:
            content[_JSON] = {"schema": schemas.asked(spec.body)}
        return {"required": True, "content": content}
    if spec.body is None:
        return None
    schema = schemas.asked(spec.body)
    content = {"schema": schema} | ({"example": example} if example is not None else {})
    required = bool(schemas.resolve(schema).get("required"))
    return {"required": required, "content": {_JSON: content}}


def _raw_schema(spec: Spec, schemas: Schemas) -> Schema:
    if spec.media_type == FORM:
        image = {"type": "string", "contentMediaType": "application/octet-stream"}
        known = schemas.resolve(schemas.asked(spec.body))["properties"] if spec.body else {}
        # A form cannot say null.
        words = {name: without_null(known[name]) for name in spec.form}
        return {"type": "object", "required": ["image"], "properties": {"image": image, **words}}
    text: Schema = {"type": "string"}
    if spec.body is None:
        return text
    line = schemas.asked(spec.body)["$ref"].rpartition("/")[2]
    return text | {"description": f"One JSON object a line, each a {line}."}


_LOCATION = {
    "Location": {
        "description": "Where the file is, for callers that do not ask for JSON.",
        "schema": {"type": "string", "format": "uri"},
    }
}


def _successes(spec: Spec, schemas: Schemas) -> dict[str, Part]:
    return {
        str(int(status)): {
            "description": status.phrase,
            "headers": _headers(spec, status),
            "content": _content(spec, schemas, status),
        }
        for status in sorted({spec.status, *spec.also})
    }


def _headers(spec: Spec, status: HTTPStatus) -> Part:
    names = ["X-Request-Id"]
    if spec.public:
        names.append("X-Ignored-Fields")
    if spec.changes:
        names.append("Idempotency-Replayed")
    if spec.produces.startswith("text/csv"):
        names += ["X-Row-Count", "X-Content-SHA256"]
    if status is HTTPStatus.ACCEPTED and status in spec.also:
        names.append("Retry-After")
        if spec.later:
            names.append("Preference-Applied")
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return headers | (_LOCATION if status is HTTPStatus.SEE_OTHER else {})


def _content(spec: Spec, schemas: Schemas, status: HTTPStatus) -> Part:
    """A route with both gives `Raw` with its own status and models with the others; one that can
    answer later gives the last of its models with 202.
    """
    models = answer_models(spec)
    if spec.later:
        models = models[-1:] if status is HTTPStatus.ACCEPTED else models[:-1]
    if not models or (Raw in _answers(spec.answer) and status is spec.status):
        media_type = spec.produces.partition(";")[0]
        schema: Schema = {"type": "object"} if media_type == _JSON else {"type": "string"}
        return {media_type: {"schema": schema}}
    refs = [schemas.answered(model) for model in models]
    envelope: Schema = {
        "type": "object",
        "required": ["success", "data"],
        "properties": {
            "success": {"const": True},
            "data": refs[0] if len(refs) == 1 else {"anyOf": refs},
        },
    }
    return {_JSON: {"schema": envelope}}


def _example(endpoint: Endpoint) -> Any:
    """The body of the endpoint's own example event, if it has one."""
    if endpoint.spec.media_type != _JSON or not endpoint.file.event_file.exists():
        return None
    event = json.loads(endpoint.file.event_file.read_text("utf-8"))
    return json.loads(event["body"]) if event.get("body") else None
