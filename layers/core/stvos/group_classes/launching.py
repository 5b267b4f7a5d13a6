"""The video room of a group class: the trainer launches it, members with a seat join."""

from typing import TYPE_CHECKING, Self

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden, InvalidState, NotFound
from stvos.group_classes.meetings import meeting_of
from stvos.group_classes.models import ClassStatus, GroupClass
from stvos.group_classes.repository import GroupClassRepository
from stvos.rooms.models import Participant, RoomAccess
from stvos.rooms.service import Rooms

if TYPE_CHECKING:
    from stvos.accounts.models import Account


class ClassRooms:
    """The rooms of one client's group classes, for one account."""

    def __init__(self, classes: GroupClassRepository, rooms: Rooms, account: "Account") -> None:
        self._classes = classes
        self._rooms = rooms
        self._account = account

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises VideoNotConfigured."""
        tenant = ClientId(account.client_id)
        return cls(GroupClassRepository(Table.of_stack(), tenant), Rooms.of(tenant), account)

    def launch(self, class_id: int) -> RoomAccess:
        """Open the room, once however often it is asked, and let the trainer in. Raises NotFound,
        InvalidState, Ended, VideoUnavailable, and Conflict for a class that is changed meanwhile.
        """
        if self._account.trainer_id is None:
            raise Forbidden
        group_class = self._classes.require(class_id)
        if group_class.trainer_id != self._account.trainer_id:
            raise NotFound
        require_held(group_class)
        host = Participant.trainer(group_class.trainer_id, self._account.name)
        unchanged = self._classes.unchanged(group_class)
        return self._rooms.launch(meeting_of(group_class), host, unchanged)


def require_held(group_class: GroupClass) -> None:
    """Raises InvalidState for a class that was cancelled."""
    if group_class.status is not ClassStatus.SCHEDULED:
        raise InvalidState(
            extra={
                "status": group_class.status.value,
                "allowed": [ClassStatus.SCHEDULED.value],
            }
        )
