"""A meeting of a trainer and a member, for the tests of rooms."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from stvos.clock import utc_now
from stvos.dynamodb.keys import Key
from stvos.ids import new_id
from stvos.rooms.models import Meeting, Participant, RoomAccess, RoomKind
from stvos.rooms.records import RoomRecords
from stvos.rooms.service import Rooms
from tests.video import livekit
from tests.world import World

TRAINER = Participant.trainer(7, "Zoë Okafor")
MEMBER = Participant.member(8, "Mia Member")


@dataclass
class MeetingPoint:
    """A meeting that starts in five minutes, and its room."""

    world: World
    meeting: Meeting
    rooms: Rooms
    records: RoomRecords

    @property
    def key(self) -> Key:
        return self.world.keys.room(self.meeting.kind, self.meeting.id)

    @property
    def name(self) -> str:
        return f"{self.world.client.id}-{self.meeting.kind}-{self.meeting.id}"

    def later(self, by: timedelta) -> Meeting:
        """The same meeting at another time."""
        meeting = self.meeting
        return replace(meeting, starts_at=meeting.starts_at + by, ends_at=meeting.ends_at + by)

    def launch(self) -> RoomAccess:
        return self.rooms.launch(self.meeting, TRAINER)

    def join(self) -> RoomAccess:
        return self.rooms.join(self.meeting, MEMBER)


@pytest.fixture
def point(world: World) -> MeetingPoint:
    livekit()
    starts = utc_now() + timedelta(minutes=5)
    ends = starts + timedelta(minutes=45)
    meeting = Meeting(RoomKind.BOOKING, new_id(), "Personal training", starts, ends)
    return MeetingPoint(world, meeting, Rooms.of(world.tenant), RoomRecords.of(world.tenant))
