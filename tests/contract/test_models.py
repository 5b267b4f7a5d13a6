"""What may be asked is bounded, and what is answered is typed."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from local.openapi.document import answer_models
from local.openapi.schemas import REF, Schemas
from stvos.api.endpoint import Spec
from stvos.models import Answer, Body, Query
from stvos.replies import Raw
from tests.contract.repository import built, problems

# Longer than anything a single field needs, so that a forgotten bound cannot hide.
LONGEST_TEXT = 100_000
LONGEST_LIST = 1_000


def asked() -> list[type[BaseModel]]:
    specs = [endpoint.spec for endpoint in built()]
    return list(dict.fromkeys(m for s in specs for m in (s.body, s.query) if m))


def answered() -> list[type[BaseModel]]:
    return list(dict.fromkeys(m for e in built() for m in answer_models(e.spec)))


class Walk:
    """Every schema below a model's, each once, with its path."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._seen: set[str] = set()

    def below(self, schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(REF)
            if name in self._seen:
                return
            self._seen.add(name)
            yield from self.below(self._schemas.components[name], name)
            return
        yield path, schema
        for name, field in schema.get("properties", {}).items():
            yield from self.below(field, f"{path}.{name}")
        for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
            yield from self.below(part, path)
        for inner in (schema.get("items"), schema.get("additionalProperties")):
            if isinstance(inner, dict):
                yield from self.below(inner, f"{path}[]")
        for part in schema.get("prefixItems", ()):
            yield from self.below(part, f"{path}[]")


def unbounded(schema: dict[str, Any]) -> str | None:
    """What a schema forgets to say, as the message to its author."""
    if schema.get("enum") or "const" in schema:
        return None
    match schema.get("type"):
        case "string" if schema.get("format") not in {"date", "date-time", "time"}:
            if (
                "pattern" in schema
                and "*" not in schema["pattern"]
                and "+" not in schema["pattern"]
            ):
                return None
            if schema.get("maxLength", LONGEST_TEXT + 1) > LONGEST_TEXT:
                return "a text without max_length: Line120, Text1000, ..."
        case "integer" | "number":
            least = schema.get("minimum", schema.get("exclusiveMinimum"))
            most = schema.get("maximum", schema.get("exclusiveMaximum"))
            if least is None or most is None:
                return "a number without bounds: Annotated[int, Field(ge=..., le=...)]"
        case "array":
            if schema.get("maxItems", LONGEST_LIST + 1) > LONGEST_LIST:
                return "a list without max_length: Annotated[list[...], Field(max_length=...)]"
        case "object" if not schema.keys() & {"properties", "maxProperties"}:
            if schema.get("additionalProperties") is not False:
                return "a free object without a bound: give it a model or max_length"
        case None if not schema.keys() & {"anyOf", "oneOf", "allOf", "$ref"}:
            return "no type at all"
    return None


def test_every_field_of_a_body_or_query_is_bounded() -> None:
    schemas = Schemas(asked(), ())
    walk = Walk(schemas)

    found = [
        f"{path}: {missing}"
        for model in asked()
        for path, schema in walk.below(schemas.asked(model), model.__name__)
        if (missing := unbounded(schema))
    ]
    assert not found, problems(found)


def test_every_field_of_an_answer_has_a_type() -> None:
    schemas = Schemas((), answered())
    walk = Walk(schemas)

    found = [
        f"{path}: a field without a type"
        for model in answered()
        for path, schema in walk.below(schemas.answered(model), model.__name__)
        if not schema.keys() & {"type", "anyOf", "oneOf", "allOf", "enum", "const"}
    ]
    assert not found, problems(found)


def test_bodies_queries_and_answers_are_models_of_their_kind() -> None:
    found = []
    for endpoint in built():
        spec: Spec = endpoint.spec
        where = endpoint.file.shown
        if spec.body and not issubclass(spec.body, Body):
            found.append(f"{where}: body={spec.body.__name__} is no Body")
        if spec.query and not issubclass(spec.query, Query):
            found.append(f"{where}: query={spec.query.__name__} is no Query")
        models = answer_models(spec)
        found += [
            f"{where}: {m.__name__} is no Answer" for m in models if not issubclass(m, Answer)
        ]
        if not models and spec.answer is not Raw:
            found.append(f"{where}: -> {spec.answer} is neither an Answer nor Raw")
        if (
            spec.answer is Raw
            and spec.produces == "application/json"
            and spec.path != "/v1/openapi.json"
        ):
            found.append(f"{where}: say produces=... of a Raw answer")
    assert not found, problems(found)


def test_no_answer_shows_what_is_stored_as_it_is() -> None:
    """A stored item is never returned: answers are made field by field."""
    secret = {"passwordHash", "keyHash", "chainKey", "writer", "pk", "sk", "gsi1pk", "gsi1sk"}
    schemas = Schemas((), answered())

    found = [
        f"{name}.{field}"
        for name, schema in schemas.components.items()
        for field in schema.get("properties", {})
        if field in secret
    ]
    assert not found, problems(found)
