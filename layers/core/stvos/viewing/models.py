"""Sessions and watched days as they are stored."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from stvos.models import Entity
from stvos.partners.attribution import Attribution
from stvos.viewing.stretches import Union, from_flat

_NEAR_THE_END_MS = 10_000


class Status(StrEnum):
    """`completed` means that 90 % were watched, `ended` that the member left before."""

    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED = "ended"


class StreamMark(StrEnum):
    """What the stream does with a session's write: `count` the session, which counts a completion
    too, or count the completion only.
    """

    COUNT = "count"
    COMPLETED = "completed"


class Session(Entity):
    """One viewing of a class by one member.

    Times within the video are whole milliseconds. `duration_seconds` is the video's length, or
    the listed one where `has_exact_length` is false; `ends_at_ms`: where the player said that the
    video ends. `played`: the union of played stretches with the gaps that were closed in it, as
    from, to, from, to; `watched_ms`: what was played of it. `days`: how much was watched on which
    day of the member's zone, `partner_days`: of their partner's. `resumed_at`: when the player
    last opened it again, `away_since`: since when nothing is known of the time before that.
    `put_aside_at`: when the member took the class out of "continue watching". `checked_at`: when
    the sign-in `checked_family` was last seen to stand (`stvos.viewing.sign_in_checks`).
    `stream_mark`: of the last write; `announced_at`: of the last write that was marked to be
    counted (`stvos.viewing.stream_marks`). `version` rises with every write, which is what a write
    is conditional on.
    """

    id: int
    class_id: int
    class_name: str
    category_id: int | None = None
    duration_seconds: int
    has_exact_length: bool = False
    ends_at_ms: int | None = None
    zone: str
    device: str | None = None
    status: Status = Status.ACTIVE
    started_at: datetime
    last_seen_at: datetime
    resumed_at: datetime | None = None
    away_since: datetime | None = None
    completed_at: datetime | None = None
    position_ms: int = 0
    played: tuple[int, ...] = ()
    watched_ms: int = 0
    days: dict[str, int] = Field(default_factory=dict)
    partner: Attribution | None = None
    partner_days: dict[str, int] = Field(default_factory=dict)
    seq: int | None = None
    put_aside_at: datetime | None = None
    checked_at: datetime | None = None
    checked_family: int | None = None
    announced_at: datetime | None = None
    stream_mark: StreamMark | None = None
    version: int = 1

    @property
    def union(self) -> Union:
        return from_flat(self.played)

    @property
    def longest_ms(self) -> int:
        """How long the video is at most: nothing behind it is played."""
        return self.duration_seconds * 1000

    @property
    def duration_ms(self) -> int:
        """How long the video is, as far as it is known: what completion is measured by."""
        return self.longest_ms if self.ends_at_ms is None else self.ends_at_ms

    @property
    def resume_position_ms(self) -> int:
        """Where a player goes on: at the last position, or at the start near the end."""
        left = self.duration_ms - self.position_ms
        return 0 if left < _NEAR_THE_END_MS else self.position_ms

    @property
    def opened_at(self) -> datetime:
        """When the player last opened it: the clock of live heartbeats runs from here."""
        return self.resumed_at or self.started_at

    @property
    def percent_complete(self) -> int:
        """By what was watched, rounded down: 90 means completed."""
        return min(100, 100 * self.watched_ms // max(1, self.duration_ms))


class WatchedDay(Entity):
    """How long a member watched on one of their days, for each session in milliseconds."""

    day: date
    sessions: dict[int, int]

    @property
    def seconds(self) -> int:
        return sum(self.sessions.values()) // 1000
