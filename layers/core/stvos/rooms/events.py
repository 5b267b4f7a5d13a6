"""What LiveKit says of our rooms: each event is noted once, whatever the order they come in.

The voice agent, which knows LiveKit's secret as we do, sends its transcripts as such events; a
function of a later ring, named here and loaded when it is called, keeps them.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Self

from stvos.clock import Clock, real_now
from stvos.dynamodb.table import Table, Write
from stvos.errors import Conflict, InvalidToken
from stvos.providers.livekit_webhooks import LONGEST_VALIDITY, RoomEvent, read_event
from stvos.providers.video_rooms import Livekit
from stvos.rooms.models import Connection
from stvos.rooms.names import RoomName
from stvos.rooms.repository import RoomRepository

_JOINED, _LEFT = "participant_joined", "participant_left"

type Receiver = Callable[[Table, RoomName, bytes, Write, datetime], None]

RECEIVERS = {"agent_transcript": "stvos.onboarding.transcripts:receive"}
"""By the event's name: `stvos.<domain>.<module>:<function>`, which notes the event by the write
that it is given.
"""


class ReceivedBefore(InvalidToken):
    """An event that was noted already, sent again by the server or by someone who saw it."""

    sentence = "This event was received before."


class RoomEvents:
    """The server's events, of every client's rooms."""

    def __init__(self, table: Table, livekit: Livekit, now: Clock = real_now) -> None:
        self._table = table
        self._livekit = livekit
        self._now = now

    @classmethod
    def of(cls) -> Self:
        """Raises VideoNotConfigured."""
        return cls(Table.of_stack(), Livekit.of_environment())

    def receive(self, body: bytes, authorization: str) -> None:
        """Note what an event says about a room of ours; one of another room is nothing to us.

        Raises MissingToken, TokenExpired, InvalidToken (also for one that was received before) and
        InvalidInput. The signature says that the server named the room, and so the client.
        """
        now = self._now()
        event = read_event(self._livekit, body, authorization, now)
        name = RoomName.parse(event.room.name)
        if name is None:
            return
        rooms = RoomRepository(self._table, name.tenant)
        room = rooms.find_room(name.kind, name.id)
        if room is None:
            return
        until = now + 2 * LONGEST_VALIDITY
        if event.event in RECEIVERS:
            noted = rooms.noting_event(event.id, until, ReceivedBefore())
            _receiver(event.event)(self._table, name, body, noted, now)
            return
        connection = _connection(event)
        if connection is None:
            rooms.note_event(event.id, until, ReceivedBefore())
            return
        try:
            rooms.note_connection(event.id, until, ReceivedBefore(), room, connection)
        except Conflict:
            # More connections of one participant than are noted.
            return


def _receiver(event: str) -> Receiver:
    module, _, function = RECEIVERS[event].partition(":")
    receiver: Receiver = getattr(import_module(module), function)
    return receiver


def _connection(event: RoomEvent) -> Connection | None:
    """What an event says of a connection. The end of one names its beginning too, so that either
    event alone, or both in any order, tell the same.
    """
    who = event.participant
    if event.event not in {_JOINED, _LEFT} or not (who.sid and who.identity):
        return None
    joined_at = datetime.fromtimestamp(who.joined_at, UTC) if who.joined_at else None
    if event.event == _JOINED:
        return Connection(who.identity, who.sid, joined_at or event.at, None)
    return Connection(who.identity, who.sid, joined_at, event.at)
