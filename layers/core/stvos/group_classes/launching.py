"""The video room of a group class: the trainer launches it, members with a seat join."""

from typing import TYPE_CHECKING, Self

from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden, InvalidState, NotFound
from stvos.group_classes.meetings import meeting_of
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_models import SeatStatus
from stvos.group_classes.seat_repository import SeatRepository
from stvos.rooms.models import Participant, RoomAccess
from stvos.rooms.service import Rooms

if TYPE_CHECKING:
    from stvos.accounts.models import Account

MOST_SEEN = 50
"""In a class of so many seats members are seen and heard; in a larger one they watch."""


class ClassRooms:
    """The rooms of one client's group classes, for one account."""

    def __init__(self, table: Table, rooms: Rooms, account: "Account") -> None:
        tenant = ClientId(account.client_id)
        self._classes = GroupClassRepository(table, tenant)
        self._seats = SeatRepository(table, tenant)
        self._rooms = rooms
        self._account = account

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises VideoNotConfigured."""
        return cls(Table.of_stack(), Rooms.of(ClientId(account.client_id)), account)

    def launch(self, class_id: int) -> RoomAccess:
        """Open the room, once however often it is asked, and let the trainer in. Raises NotFound,
        InvalidState, Ended, VideoUnavailable, and Conflict for a class that is changed meanwhile.
        """
        if self._account.trainer_id is None:
            raise Forbidden
        group_class = self._classes.require(class_id)
        if group_class.trainer_id != self._account.trainer_id:
            raise NotFound
        group_class.require_held()
        host = Participant.trainer(group_class.trainer_id, self._account.name)
        unchanged = self._classes.unchanged(group_class)
        return self._rooms.launch(meeting_of(group_class), host, unchanged)

    def join(self, class_id: int) -> RoomAccess:
        """Let a member with a seat in, once the trainer has launched the room. Raises NotFound for
        one who never had a seat, InvalidState, NotOpenYet, Ended.
        """
        group_class = self._classes.require(class_id)
        [*seats] = self._seats.of_member([group_class], UserId(self._account.id))
        if not seats:
            raise NotFound
        group_class.require_held()
        [(_, seat)] = seats
        if seat.status is not SeatStatus.CONFIRMED:
            allowed = [SeatStatus.CONFIRMED.value]
            raise InvalidState(extra={"status": seat.status.value, "allowed": allowed})
        is_seen = group_class.capacity <= MOST_SEEN
        member = Participant.member(self._account.id, self._account.name, publishes=is_seen)
        return self._rooms.join(meeting_of(group_class), member)
