"""What those who enter a room are answered."""

from typing import Literal, Self

from stvos.models import Answer, Instant
from stvos.rooms.models import RoomAccess


class RoomAccessAnswer(Answer):
    """A room's name, the token to enter it, the server to connect to, and until when."""

    room: str
    token: str
    url: str
    expires_at: Instant

    @classmethod
    def of(cls, access: RoomAccess) -> Self:
        return cls.model_validate(access)


class MeetingAccessAnswer(RoomAccessAnswer):
    """The same, with a link that opens the room in an app or browser, for this caller alone."""

    meeting_link: str


class RoomNameAnswer(Answer):
    name: str


class LaunchedAnswer(Answer):
    """The host's way into a room that they launched."""

    room: RoomNameAnswer
    token: str
    url: str
    meeting_link: str
    expires_at: Instant

    @classmethod
    def of(cls, access: RoomAccess) -> Self:
        return cls(
            room=RoomNameAnswer(name=access.room),
            token=access.token,
            url=access.url,
            meeting_link=access.meeting_link,
            expires_at=access.expires_at,
        )


class ReceivedAnswer(Answer):
    """What the server of an event is answered."""

    received: Literal[True] = True
