"""The video room of a booking: the trainer launches it, the member joins."""

from typing import TYPE_CHECKING, Self

from stvos.bookings.meetings import meeting_of
from stvos.bookings.models import Booking, BookingStatus, Party
from stvos.bookings.repository import BookingRepository
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden, InvalidState, NotFound
from stvos.rooms.models import Participant, RoomAccess
from stvos.rooms.service import Rooms

if TYPE_CHECKING:
    from stvos.accounts.models import Account

# A session that was closed early by mistake can still be entered until its end.
_MEETS = (BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.NO_SHOW)


class BookingRooms:
    """The rooms of one client's bookings, for one account."""

    def __init__(self, bookings: BookingRepository, rooms: Rooms, account: "Account") -> None:
        self._bookings = bookings
        self._rooms = rooms
        self._account = account

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises VideoNotConfigured."""
        tenant = ClientId(account.client_id)
        return cls(BookingRepository(Table.of_stack(), tenant), Rooms.of(tenant), account)

    def launch(self, booking_id: int) -> RoomAccess:
        """Open the room, once however often it is asked, and let the trainer in. Raises NotFound,
        InvalidState, Ended, VideoUnavailable.
        """
        if self._account.trainer_id is None:
            raise Forbidden
        booking = self._require(booking_id, Party.TRAINER)
        trainer = Participant.trainer(booking.trainer_id, self._account.name)
        return self._rooms.launch(meeting_of(booking), trainer)

    def join(self, booking_id: int) -> RoomAccess:
        """Let the member in, once the trainer has launched the room. Raises NotFound, InvalidState,
        NotOpenYet, Ended.
        """
        booking = self._require(booking_id, Party.MEMBER)
        member = Participant.member(self._account.id, self._account.name)
        return self._rooms.join(meeting_of(booking), member)

    def _require(self, booking_id: int, party: Party) -> Booking:
        booking = self._bookings.require(booking_id)
        is_own = (
            booking.user_id == self._account.id
            if party is Party.MEMBER
            else booking.trainer_id == self._account.trainer_id
        )
        if not is_own:
            raise NotFound
        if booking.status not in _MEETS:
            raise InvalidState(
                extra={"status": booking.status.value, "allowed": [s.value for s in _MEETS]}
            )
        return booking
