"""What callers of voice rooms are answered."""

from typing import Self

from stvos.clock import epoch, utc_now
from stvos.models import Answer
from stvos.onboarding.hume_chats import ChatAccess
from stvos.onboarding.voice_onboarding import VoiceAccess


class HumeTokenAnswer(Answer):
    """What an app opens a chat with. `customSessionId` goes into the chat's session settings, so
    that its minutes are the member's; `expiresIn`: seconds.
    """

    access_token: str
    expires_in: int
    config_id: str
    custom_session_id: str

    @classmethod
    def of(cls, opened: ChatAccess) -> Self:
        return cls(
            access_token=opened.token,
            expires_in=opened.seconds_left,
            config_id=opened.config_id,
            custom_session_id=opened.custom_session_id,
        )


class VoiceRoomAnswer(Answer):
    """The way into a voice room, by LiveKit's client libraries. `expiresIn`: seconds until the room
    closes.
    """

    session_id: str
    token: str
    url: str
    room_name: str
    expires_in: int

    @classmethod
    def of(cls, entered: VoiceAccess) -> Self:
        access = entered.access
        return cls(
            session_id=entered.session_id,
            token=access.token,
            url=access.url,
            room_name=access.room,
            expires_in=max(0, epoch(access.expires_at) - epoch(utc_now())),
        )
