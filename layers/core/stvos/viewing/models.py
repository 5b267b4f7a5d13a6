"""Sessions as stored, asked for and answered."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field

from stvos.models import Answer, Body, Count, Day, Entity, Id, Instant, Line200
from stvos.paging import CursorPage, CursorQuery
from stvos.partners.attribution import Attribution
from stvos.viewing.playback import Playback
from stvos.viewing.stretches import Union, from_flat

HEARTBEAT_SECONDS = 30

# ---------------------------------------------------------------- stored


class Status(StrEnum):
    """`completed` means that 90 % were watched, `ended` that the member left before."""

    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED = "ended"


class Session(Entity):
    """One viewing of a class by one member.

    Times within the video are whole milliseconds. `played`: the union of played stretches, as
    from, to, from, to. `days`: how much of it was watched on which day of the member's zone,
    `partner_days`: of their partner's. `put_aside_at`: when the member took the class out of
    "continue watching". `version` rises with every write, which is what a write is
    conditional on.
    """

    id: int
    class_id: int
    class_name: str
    category_id: int | None = None
    duration_seconds: int
    zone: str
    device: str | None = None
    status: Status = Status.ACTIVE
    started_at: datetime
    last_seen_at: datetime
    completed_at: datetime | None = None
    position_ms: int = 0
    played: tuple[int, ...] = ()
    watched_ms: int = 0
    days: dict[str, int] = Field(default_factory=dict)
    partner: Attribution | None = None
    partner_days: dict[str, int] = Field(default_factory=dict)
    seq: int | None = None
    put_aside_at: datetime | None = None
    version: int = 1

    @property
    def union(self) -> Union:
        return from_flat(self.played)

    @property
    def duration_ms(self) -> int:
        return self.duration_seconds * 1000

    @property
    def percent_complete(self) -> int:
        """By what was watched, rounded down: 90 means completed."""
        return min(100, 100 * self.watched_ms // max(1, self.duration_ms))


# ---------------------------------------------------------------- asked

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
    """Where the player is. `seq` counts up with each heartbeat, `segments` are the stretches
    played since the last one, as [from, to] in seconds.
    """

    position_seconds: Seconds
    seq: Count | None = None
    segments: Annotated[list[Segment], Field(max_length=100)] | None = None


class CompleteBody(Body):
    position_seconds: Seconds | None = None


class SessionsQuery(CursorQuery):
    """`from` and `to` are days of the member's own zone, both included."""

    status: Status | None = None
    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None


# ---------------------------------------------------------------- answered


class SessionDetail(Answer):
    id: int
    class_id: int
    class_name: str
    status: Status
    started_at: Instant
    last_seen_at: Instant
    completed_at: Instant | None
    position_seconds: int
    watched_seconds: int
    percent_complete: int
    duration_seconds: int

    @classmethod
    def of(cls, session: Session) -> Self:
        return cls(
            id=session.id,
            class_id=session.class_id,
            class_name=session.class_name,
            status=session.status,
            started_at=session.started_at,
            last_seen_at=session.last_seen_at,
            completed_at=session.completed_at,
            position_seconds=session.position_ms // 1000,
            watched_seconds=session.watched_ms // 1000,
            percent_complete=session.percent_complete,
            duration_seconds=session.duration_seconds,
        )


class SessionAnswer(Answer):
    session: SessionDetail

    @classmethod
    def of(cls, session: Session) -> Self:
        return cls(session=SessionDetail.of(session))


class SessionProgressAnswer(Answer):
    """The session after a heartbeat, and when to send the next one."""

    session: SessionDetail
    heartbeat_seconds: int = HEARTBEAT_SECONDS

    @classmethod
    def of(cls, session: Session) -> Self:
        return cls(session=SessionDetail.of(session))


class SessionsAnswer(CursorPage):
    """Newest first. With a `status`, a page may hold fewer than `limit` and still go on."""

    items: list[SessionDetail]


class VideoAnswer(Answer):
    """Where the video plays from, until `expiresAt`."""

    playback_url: str
    kind: Literal["hls", "mp4", "vimeo"]
    expires_at: Instant
    resume_position_seconds: int

    @classmethod
    def of(cls, playback: Playback) -> Self:
        return cls(
            playback_url=playback.url,
            kind=playback.kind,
            expires_at=playback.expires_at,
            resume_position_seconds=playback.resume_position_seconds,
        )


class WatchedDay(Entity):
    """How long a member watched on one of their days, for each session in milliseconds."""

    day: date
    sessions: dict[int, int]

    @property
    def seconds(self) -> int:
        return sum(self.sessions.values()) // 1000


class RemovedAnswer(Answer):
    removed: Literal[True] = True
