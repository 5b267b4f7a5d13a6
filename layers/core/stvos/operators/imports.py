"""The lines of an import: newline-delimited JSON, one class a line."""

from pydantic import ValidationError

from stvos.errors import FieldError, InvalidInput, PayloadTooLarge, UnsupportedMediaType
from stvos.operators.content_models import CreateClassBody

MEDIA_TYPE = "application/x-ndjson"
MOST_LINES = 1000
# Lambda takes 6 MB with the event around the body.
MOST_BYTES = 5_000_000
_MOST_PROBLEMS = 50


def read_lines(content_type: str, body: bytes) -> list[CreateClassBody]:
    """The classes; every problem names its line, counted from 0, as `lines[n]`."""
    if content_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise UnsupportedMediaType(details=f"Send {MEDIA_TYPE}.")
    if len(body) > MOST_BYTES:
        raise PayloadTooLarge
    lines = body.removesuffix(b"\n").split(b"\n") if body else []
    if not 1 <= len(lines) <= MOST_LINES:
        raise InvalidInput.at("lines", f"must be 1 to {MOST_LINES}")
    bodies: list[CreateClassBody] = []
    problems: list[FieldError] = []
    for number, line in enumerate(lines):
        try:
            bodies.append(CreateClassBody.model_validate_json(line, strict=True))
        except ValidationError as error:
            problems += _problems(f"lines[{number}]", error)
        if len(problems) >= _MOST_PROBLEMS:
            break
    if problems:
        raise InvalidInput(
            details=f"{problems[0].path}: {problems[0].message}",
            fields=tuple(problems[:_MOST_PROBLEMS]),
        )
    return bodies


def _problems(root: str, error: ValidationError) -> list[FieldError]:
    found = error.errors(include_url=False, include_input=False)
    return [
        FieldError(_path(root, problem["loc"]), problem["msg"].removeprefix("Value error, "))
        for problem in found
    ]


def _path(root: str, location: tuple[int | str, ...]) -> str:
    text = root
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return "".join(c if " " <= c <= "~" else "?" for c in text)[:200]
