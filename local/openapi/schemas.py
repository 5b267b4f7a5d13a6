"""JSON Schemas of the models, as readers of the document want them: no noise, short names."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import (
    CoreModeRef,
    DefsRef,
    GenerateJsonSchema,
    JsonSchemaMode,
    JsonSchemaValue,
    models_json_schema,
)
from pydantic_core.core_schema import DataclassField, ModelField, TypedDictField

REF = "#/components/schemas/"
type Schema = dict[str, Any]
type Field = ModelField | DataclassField | TypedDictField


class _Generator(GenerateJsonSchema):
    """Answers always carry every field, but for those that are left out when empty. Models of
    one name in two domains are distinguished by the domain.
    """

    def get_defs_ref(self, core_mode_ref: CoreModeRef) -> DefsRef:
        ref = super().get_defs_ref(core_mode_ref)
        choices = self._prioritized_defsref_choices[ref]
        domain = core_mode_ref[0].removeprefix("stvos.").partition(".")[0]
        prefix = "".join(part.capitalize() for part in domain.split("_"))
        if choices[0] != ref and not choices[1].startswith(prefix):
            choices.insert(1, DefsRef(f"{prefix}{choices[0]}"))
        return ref

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def field_is_required(self, field: Field, total: bool) -> bool:
        if self.mode == "serialization":
            return field.get("serialization_exclude_if") is None
        return super().field_is_required(field, total)

    def model_field_schema(self, schema: ModelField) -> JsonSchemaValue:
        found = super().model_field_schema(schema)
        if self.mode == "serialization":
            found = {name: value for name, value in found.items() if name != "default"}
            if schema.get("serialization_exclude_if") is not None:
                return without_null(found)
        elif "default" in found and found["default"] is None:
            del found["default"]
        return found


class Schemas:
    """The schemas of all models that the routes ask for and answer."""

    def __init__(
        self, asked: Iterable[type[BaseModel]], answered: Iterable[type[BaseModel]]
    ) -> None:
        wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = []
        wanted += [(model, "validation") for model in dict.fromkeys(asked)]
        wanted += [(model, "serialization") for model in dict.fromkeys(answered)]
        self._refs, whole = models_json_schema(
            wanted, by_alias=True, ref_template=REF + "{model}", schema_generator=_Generator
        )
        self.components: dict[str, Schema] = {
            name: _tidy(schema) for name, schema in sorted(whole.get("$defs", {}).items())
        }

    def asked(self, model: type[BaseModel]) -> Schema:
        """A reference to the schema of a body or query."""
        return dict(self._refs[model, "validation"])

    def answered(self, model: type[BaseModel]) -> Schema:
        """A reference to the schema of an answer."""
        return dict(self._refs[model, "serialization"])

    def resolve(self, schema: Schema) -> Schema:
        """The schema behind a reference."""
        while "$ref" in schema:
            schema = self.components[schema["$ref"].removeprefix(REF)]
        return schema


def without_null(schema: Schema) -> Schema:
    """The same schema without the choice of null."""
    choices = schema.get("anyOf")
    if not choices:
        return schema
    left = [choice for choice in choices if choice != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**left[0], **rest} if len(left) == 1 else {**rest, "anyOf": left}


def _tidy(schema: Any) -> Any:
    """Without titles, which only repeat names, and with descriptions on one line."""
    if isinstance(schema, list):
        return [_tidy(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    tidy: Schema = {}
    for name, value in schema.items():
        if name == "title" and isinstance(value, str):
            continue
        if name == "description" and isinstance(value, str):
            value = " ".join(value.split())
        if name in {"properties", "$defs"} and isinstance(value, dict):
            tidy[name] = {inner: _tidy(content) for inner, content in value.items()}
        elif name in {"const", "enum", "default", "examples"}:
            tidy[name] = value
        else:
            tidy[name] = _tidy(value)
    return tidy
