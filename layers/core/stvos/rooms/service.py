"""Rules of video rooms, the same for bookings, group classes and live classes.

A domain hands over its `Meeting` as it stands now, and answers the `RoomAccess` it gets:

    rooms = Rooms.of(principal.client, app_url)
    meeting = Meeting(RoomKind.BOOKING, booking.id, title, booking.starts_at, booking.ends_at)
    rooms.launch(meeting, Participant.trainer(trainer.id, trainer.name))   # the host
    rooms.join(meeting, Participant.member(account.id, account.name))      # a guest

Whether this person belongs to the meeting is for the domain to say, before it asks. When a meeting
is moved or called off, writes of `stvos.rooms.records` go into the same transaction.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import Conflict, Ended, NotOpenYet
from stvos.providers.video_rooms import Grant, Livekit, VideoRooms, VoiceAgent, access_token
from stvos.rooms.models import Meeting, Participant, Room, RoomAccess
from stvos.rooms.names import RoomName
from stvos.rooms.records import room_of
from stvos.rooms.repository import RoomRepository
from stvos.settings import settings


def livekit_rooms() -> VideoRooms:
    """This deployment's server; for functions with the layer `rooms`."""
    from stvos.providers.livekit_rooms import LivekitRooms

    return LivekitRooms.of_environment()


class Rooms:
    """One client's video rooms. `app_url`: of the app that has a page for each room, if any."""

    def __init__(
        self,
        tenant: ClientId,
        rooms: RoomRepository,
        livekit: Livekit,
        server: Callable[[], VideoRooms] = livekit_rooms,
        app_url: str = "",
        now: Clock = utc_now,
    ) -> None:
        self._tenant = tenant
        self._rooms = rooms
        self._livekit = livekit
        self._server = server
        self._app_url = app_url
        self._now = now

    @classmethod
    def of(cls, tenant: ClientId, app_url: str | None = None) -> Self:
        """Raises VideoNotConfigured. `app_url`: the brand's own."""
        rooms = RoomRepository(Table.of_stack(), tenant)
        link = app_url or settings().app_url
        return cls(tenant, rooms, Livekit.of_environment(), app_url=link)

    def launch(self, meeting: Meeting, host: Participant, *preceding: Write) -> RoomAccess:
        """Open the room, once however often it is asked, and let the host in.

        A host may come any time before the end. `preceding`: writes of the caller's that go with
        the first launch. Raises Ended, VideoUnavailable.
        """
        self.open(meeting, *preceding)
        return self._access(meeting, host, moderates=True)

    def open(self, meeting: Meeting, *preceding: Write, agent: VoiceAgent | None = None) -> None:
        """Open the room as `launch` does, and let no one in. `agent`: which one the server sends to
        the room when it makes it, hence once.
        """
        now = self._now()
        if now >= meeting.closes_at:
            raise Ended
        try:
            self._store_launch(meeting, now, *preceding)
        except Conflict:
            # Another press was faster, or something that `preceding` refuses.
            self._store_launch(meeting, now, *preceding)
        # Each time: a press may have died before it, and the server makes a name once.
        self._server().create_room(
            self._name(meeting),
            metadata=meeting.title,
            empty_for=meeting.closes_at - now,
            agent=agent,
        )

    def join(self, meeting: Meeting, guest: Participant) -> RoomAccess:
        """Let a guest in: from ten minutes before the start, once a host has launched the room,
        until fifteen minutes after the end. Raises NotOpenYet, Ended.
        """
        self.require_open(meeting)
        return self.admit(meeting, guest)

    def admit(self, meeting: Meeting, guest: Participant) -> RoomAccess:
        """Let a guest in after `require_open`, where the caller does something in between."""
        return self._access(meeting, guest)

    def require_open(self, meeting: Meeting) -> None:
        """Raise NotOpenYet or Ended unless guests may enter now."""
        now = self._now()
        if now >= meeting.closes_at:
            raise Ended
        if now < meeting.opens_at:
            raise NotOpenYet
        room = self._rooms.find_room(meeting.kind, meeting.id)
        if room is None or room.launched_at is None or room.starts_at != meeting.starts_at:
            raise NotOpenYet
        if now >= room.closes_at:
            raise Ended

    def _store_launch(self, meeting: Meeting, now: datetime, *preceding: Write) -> None:
        before = self._rooms.find_room(meeting.kind, meeting.id, consistent=True)
        if before and before.launched_at and _same_times(before, meeting):
            return
        self._rooms.store(before, room_of(meeting, launched_at=now, now=now), *preceding)

    def _access(
        self, meeting: Meeting, participant: Participant, *, moderates: bool = False
    ) -> RoomAccess:
        name = self._name(meeting)
        grant = Grant(
            room=name,
            identity=participant.identity,
            name=participant.name,
            publishes=participant.publishes,
            moderates=moderates,
            sources=participant.sources,
            expires_at=meeting.closes_at,
        )
        token = access_token(self._livekit, grant, self._now())
        link = room_page(self._app_url, name) or self._livekit.meet_link(token)
        return RoomAccess(name, token, self._livekit.url, link, meeting.closes_at)

    def _name(self, meeting: Meeting) -> str:
        return str(RoomName(self._tenant, meeting.kind, meeting.id))


def room_page(app_url: str, room_name: str) -> str | None:
    """The app's page of a room, which asks for a token itself; the same for everyone."""
    if not app_url:
        return None
    scheme, host, path, query, fragment = urlsplit(app_url)
    return urlunsplit((scheme, host, f"{path.rstrip('/')}/rooms/{room_name}", query, fragment))


def _same_times(room: Room, meeting: Meeting) -> bool:
    return (room.starts_at, room.ends_at) == (meeting.starts_at, meeting.ends_at)
