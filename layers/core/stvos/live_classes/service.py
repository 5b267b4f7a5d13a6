"""Rules of joining a live class, and of launching its room."""

from typing import Self

from stvos.accounts.models import Account
from stvos.catalogue.live_places import LivePlaces
from stvos.catalogue.live_repository import LiveClassRepository
from stvos.catalogue.models import LiveClass
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.rooms.models import Meeting, Participant, RoomAccess, RoomKind
from stvos.rooms.service import Rooms


class LiveRooms:
    """One client's live classes as rooms: the trainer is seen and heard, members watch."""

    def __init__(self, live: LiveClassRepository, places: LivePlaces, rooms: Rooms) -> None:
        self._live = live
        self._places = places
        self._rooms = rooms

    @classmethod
    def of(cls, tenant: ClientId) -> Self:
        """Raises VideoNotConfigured."""
        table = Table.of_stack()
        return cls(LiveClassRepository(table, tenant), LivePlaces(table, tenant), Rooms.of(tenant))

    def join(self, live_id: int, member: Account) -> RoomAccess:
        """Let a member watch, who takes a place where places are limited, and takes it once.

        Raises NotFound, NotOpenYet, Ended, ClassFull.
        """
        live = self._live.require_live_class(live_id)
        meeting = meeting_of(live)
        self._rooms.require_open(meeting)
        self._places.take(live, UserId(member.id))
        guest = Participant.member(member.id, member.name, publishes=False)
        return self._rooms.admit(meeting, guest)


def meeting_of(live: LiveClass) -> Meeting:
    return Meeting(RoomKind.LIVE_CLASS, live.id, live.name, live.starts_at, live.ends_at)
