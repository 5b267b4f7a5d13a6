"""Video rooms as the domains ask for them, and as stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from stvos.ids import MAX_ID
from stvos.models import Entity

OPENS_BEFORE = timedelta(minutes=10)
STAYS_AFTER = timedelta(minutes=15)
RETURNING_FOR = timedelta(minutes=12)
"""How long someone who was put out may come back with the token that the server gave them inside,
which is valid for ten minutes, and a minute of clocks that differ.
"""


class RoomKind(StrEnum):
    """What a room is for."""

    BOOKING = "booking"
    GROUP_CLASS = "group_class"
    LIVE_CLASS = "live_class"
    ONBOARDING = "onboarding"
    AI_COACH = "ai_coach"


CLOSINGS = 2
"""How often a room is deleted on the server."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What meets in a room, as its domain knows it now. `id`: of the booking or class."""

    kind: RoomKind
    id: int
    title: str
    starts_at: datetime
    ends_at: datetime

    @property
    def opens_at(self) -> datetime:
        """When guests may enter."""
        return self.starts_at - OPENS_BEFORE

    @property
    def closes_at(self) -> datetime:
        """When the room is closed, and no token is valid any more."""
        return self.ends_at + STAYS_AFTER


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who enters. `identity` is theirs in the room: who enters again under one that is
    there puts the earlier connection out.

    `publishes`: whether they are seen and heard, or only see and hear. `sources`: the only ones
    that they may publish, and then no data; none named means all.
    """

    identity: str
    name: str
    publishes: bool = True
    sources: tuple[str, ...] = ()

    @classmethod
    def member(cls, user_id: int, name: str, *, publishes: bool = True) -> "Participant":
        return cls(member_identity(user_id), name, publishes)

    @classmethod
    def trainer(cls, trainer_id: int, name: str) -> "Participant":
        return cls(trainer_identity(trainer_id), name)


def member_identity(user_id: int) -> str:
    return f"member-{user_id}"


def member_of(identity: str) -> int | None:
    """The member of an identity in a room; None for anybody else's."""
    kind, _, number = identity.partition("-")
    is_id = kind == "member" and number.isascii() and number.isdigit() and len(number) <= 16
    return int(number) if is_id and 0 < int(number) <= MAX_ID else None


def trainer_identity(trainer_id: int) -> str:
    return f"trainer-{trainer_id}"


@dataclass(frozen=True, slots=True)
class RoomAccess:
    """What an app needs to enter a room.

    `meeting_link` opens the room in an app or browser, for this participant alone.
    """

    room: str
    token: str
    url: str
    meeting_link: str
    expires_at: datetime


class Room(Entity):
    """The room of a meeting, from its launch on.

    `launched_at` is missing after the meeting was moved to another start: a host launches it
    again. `closings`: how often the room was deleted on the server, of `CLOSINGS`.
    """

    kind: RoomKind
    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    launched_at: datetime | None = None
    closings: int = 0
    updated_at: datetime

    @property
    def due_at(self) -> datetime | None:
        """When the room is to be deleted on the server next; None once it was, twice."""
        match self.closings:
            case 0:
                return self.closes_at
            case 1:
                return self.closes_at + RETURNING_FOR
        return None


@dataclass(frozen=True, slots=True)
class Connection:
    """What one event says of a participant's connection. `id`: the server's own of it."""

    identity: str
    id: str
    joined_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stay:
    """One connection to a room; `left_at` is None while it lasts, or if nothing said its end."""

    joined_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attendance:
    """When one participant was in a room, in the order in which they came."""

    identity: str
    stays: tuple[Stay, ...]

    def time_between(self, first: datetime, last: datetime) -> timedelta:
        """How long they were there in this time; two devices together count once.

        A connection whose end is unknown lasts until `last`.
        """
        total, counted_to = timedelta(), first
        for stay in self.stays:
            begins = max(stay.joined_at, counted_to)
            ends = min(stay.left_at or last, last)
            if ends > begins:
                total += ends - begins
                counted_to = ends
        return total
