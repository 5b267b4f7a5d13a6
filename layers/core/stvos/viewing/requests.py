"""What a player asks: to start, go on and complete a session, and to list them."""

from typing import Annotated

from pydantic import AfterValidator, Field

from stvos.models import Body, Count, Day, Id, Instant, Line200
from stvos.paging import CursorQuery
from stvos.viewing.models import Status

# No video is longer than a day.
Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


def _forward(segment: tuple[float, float]) -> tuple[float, float]:
    if segment[0] > segment[1]:
        raise ValueError("must not end before it begins")
    return segment


Segment = Annotated[tuple[Seconds, Seconds], AfterValidator(_forward)]


class StartBody(Body):
    """`device` is shown nowhere; support reads it."""

    class_id: Id
    device: Line200 | None = None


class ProgressBody(Body):
    """Where the player is. `seq` counts up with each heartbeat and orders the positions,
    `segments` are the stretches played since the last one, as [from, to] in seconds. `playedAt`:
    when the last of it was played, for an app that was offline; at most 7 days ago.
    """

    position_seconds: Seconds
    seq: Count | None = None
    segments: Annotated[list[Segment], Field(max_length=100)] | None = None
    played_at: Instant | None = None


class CompleteBody(Body):
    position_seconds: Seconds | None = None


class SessionsQuery(CursorQuery):
    """`from` and `to` are days of the member's own zone, both included."""

    status: Status | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
