"""What members and trainers ask of bookings."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from stvos.bookings.models import BookingStatus
from stvos.errors import InvalidInput
from stvos.models import Body, Day, Id, Instant, Text1000
from stvos.paging import CursorQuery
from stvos.trainers.slots import slot_start

# Minutes since 1970, up to the year 2200.
_SlotId = Annotated[int, Field(ge=1, le=121_000_000)]
_Reason = Annotated[Text1000, Field(max_length=500)]


class TimeBody(Body):
    """A slot, by its id or its start."""

    slot_id: _SlotId | None = None
    starts_at: Instant | None = None

    def start(self) -> datetime:
        """The start that is meant. Raises InvalidInput unless there is one."""
        if self.slot_id is None and self.starts_at is None:
            raise InvalidInput.at("body.slotId", "is required, or startsAt")
        if self.slot_id is None:
            assert self.starts_at is not None
            return self.starts_at
        start = slot_start(self.slot_id)
        if self.starts_at not in {None, start}:
            raise InvalidInput.at("body.startsAt", "is not the start of slotId")
        return start


class BookBody(TimeBody):
    """A session of a service."""

    service_id: Id
    notes: Text1000 = ""


class ReasonBody(Body):
    """Why a booking is cancelled, for the other party to read."""

    reason: _Reason = ""


class BookedSessionsQuery(CursorQuery):
    """`upcoming`: not over yet, soonest first. Otherwise the latest first."""

    status: BookingStatus | None = None
    when: Literal["upcoming", "past"] | None = None


class TrainerBookingsQuery(CursorQuery):
    """Bookings of days of the trainer's zone, from today on unless given, soonest first."""

    status: BookingStatus | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
