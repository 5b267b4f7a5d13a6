"""The lines of an import: newline-delimited JSON, one class a line."""

from codecs import BOM_UTF8

from pydantic import ValidationError

from stvos.errors import (
    MOST_FIELDS,
    FieldError,
    InvalidInput,
    PayloadTooLarge,
    UnsupportedMediaType,
)
from stvos.invalid_fields import field_error, problems_of
from stvos.operators.catalogue_requests import CreateClassBody
from stvos.pictures import TENANT

MEDIA_TYPE = "application/x-ndjson"
MOST_LINES = 1000
# Lambda takes 6 MB with the event around the body.
MOST_BYTES = 5_000_000


def read_lines(
    content_type: str, body: bytes, client_id: int | None = None
) -> list[CreateClassBody]:
    """The classes; every problem names its line, counted from 0 with the blank ones, as `lines[n]`.
    A byte order mark and blank lines, which editors and spreadsheets leave, say nothing.

    `client_id`: whose uploads they may name.
    """
    if content_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise UnsupportedMediaType(details=f"Send {MEDIA_TYPE}.")
    if len(body) > MOST_BYTES:
        raise PayloadTooLarge
    written = enumerate(body.removeprefix(BOM_UTF8).split(b"\n"))
    lines = [(number, line) for number, line in written if line.strip()]
    if not 1 <= len(lines) <= MOST_LINES:
        raise InvalidInput.at("lines", f"must be 1 to {MOST_LINES}")
    bodies: list[CreateClassBody] = []
    problems: list[FieldError] = []
    for number, line in lines:
        try:
            bodies.append(_class_of(line, client_id))
        except ValidationError as error:
            root = f"lines[{number}]"
            problems += [field_error(root, problem) for problem in problems_of(error)]
        if len(problems) >= MOST_FIELDS:
            break
    if problems:
        raise InvalidInput.of(problems)
    return bodies


def _class_of(line: bytes, client_id: int | None) -> CreateClassBody:
    return CreateClassBody.model_validate_json(line, strict=True, context={TENANT: client_id})
