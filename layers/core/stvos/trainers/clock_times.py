"""Times of day as `HH:MM`: minutes of the day in Python."""

import re
from typing import Annotated

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from stvos.trainers.models import CELL_MINUTES

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


def _minutes(value: object) -> int:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must be a time of day such as 09:30, 24:00 for the end of the day")
    minutes = int(match[1]) * 60 + int(match[2]) if match[1] else 24 * 60
    if minutes % CELL_MINUTES:
        raise ValueError("must be a multiple of five minutes")
    return minutes


def written(minutes: int) -> str:
    """Minutes of the day as `HH:MM`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


_SCHEMA = {"type": "string", "pattern": f"^({_TIME.pattern})$"}
# Asked.
ClockTime = Annotated[
    int, PlainValidator(_minutes), WithJsonSchema(_SCHEMA), Field(examples=["09:30"])
]
# Answered, from minutes.
ClockTimeText = Annotated[
    int, PlainSerializer(written, return_type=str), WithJsonSchema({"type": "string"})
]
