"""Video rooms: what we ask of the provider, and LiveKit as the one that is set up.

Tokens and webhooks are made and checked here with PyJWT alone. LiveKit's own client library, which
takes longer to import than everything else of a request, is loaded where a room is made or
deleted (`stvos.providers.livekit_rooms`).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlencode

from stvos.clock import epoch
from stvos.errors import VideoNotConfigured

MEET = "https://meet.livekit.io/custom"
"""LiveKit's own page that joins any server's room: the address of LiveKit Meet."""


@dataclass(frozen=True, slots=True)
class VoiceAgent:
    """An agent that the server sends to a room. `metadata` is for the agent alone."""

    name: str
    metadata: str


class VideoRooms(Protocol):
    """Rooms on the provider's servers. Both methods may be repeated.

    Raises VideoUnavailable when the provider does not answer or refuses.
    """

    def create_room(
        self,
        name: str,
        *,
        metadata: str,
        empty_for: timedelta,
        agent: "VoiceAgent | None" = None,
    ) -> None:
        """Make a room unless there is one of this name; it stays while empty for so long. `agent`
        is sent to a room that is made, not to one that is there.
        """
        ...

    def delete_room(self, name: str) -> None:
        """Put everybody out and remove the room; one that is not there is fine."""
        ...


@dataclass(frozen=True, slots=True)
class Livekit:
    """Which server, and the key and secret by which it and we know each other."""

    url: str
    api_key: str
    api_secret: str

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> "Livekit":
        """Raises VideoNotConfigured unless all three are there: an empty secret signs nothing."""
        names = ("LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET")
        url, key, secret = (environment.get(name, "").strip() for name in names)
        if not (url and key and secret):
            raise VideoNotConfigured
        return cls(url, key, secret)

    def meet_link(self, token: str) -> str:
        """A link by which a browser enters with this token, where a brand has no page for it."""
        return f"{MEET}?{urlencode({'liveKitUrl': self.url, 'token': token})}"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token lets its bearer do in one room, under one identity."""

    room: str
    identity: str
    name: str
    publishes: bool
    moderates: bool
    expires_at: datetime
    sources: tuple[str, ...] = ()


def access_token(livekit: Livekit, grant: Grant, now: datetime) -> str:
    """A token by which an app enters a room; see docs.livekit.io/home/get-started/authentication.

    It ends admission, not presence: who is in the room stays until the room is deleted.
    """
    # With `cryptography`, which it imports, 50 ms that not every route of rooms needs.
    import jwt

    video: dict[str, Any] = {
        "room": grant.room,
        "roomJoin": True,
        "canSubscribe": True,
        "canPublish": grant.publishes,
        "canPublishData": grant.publishes,
    }
    if grant.sources:
        video |= {"canPublishData": False, "canPublishSources": list(grant.sources)}
    if grant.moderates:
        video["roomAdmin"] = True
    claims = {
        "iss": livekit.api_key,
        "sub": grant.identity,
        "name": grant.name,
        "nbf": epoch(now),
        "exp": epoch(grant.expires_at),
        "video": video,
    }
    return jwt.encode(claims, livekit.api_secret, algorithm="HS256")
