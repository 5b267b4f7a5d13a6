"""LiveKit's webhooks: what is signed, and what it says.

The header has a token signed with our secret, without "Bearer"; its claim `sha256` is that of the
body. See docs.livekit.io/home/server/webhooks.
"""

import hashlib
import hmac
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from stvos.clock import epoch
from stvos.errors import InvalidInput, InvalidToken, MissingToken, TokenExpired
from stvos.providers.video_rooms import Livekit

MEDIA_TYPE = "application/webhook+json"
LONGEST_VALIDITY = timedelta(hours=24)
"""LiveKit's tokens are valid for five minutes; no event is remembered longer than this."""

_LEEWAY = timedelta(seconds=60)

_Name = Annotated[str, Field(max_length=256)]
# Seconds since 1970, from 1970 to 2200: protobuf's JSON has them as text.
_Seconds = Annotated[int, Field(ge=0, le=7_258_118_400)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class EventRoom(_Part):
    name: _Name = ""


class EventParticipant(_Part):
    sid: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    identity: _Name = ""
    joined_at: _Seconds = Field(0, validation_alias=AliasChoices("joinedAt", "joined_at"))


class RoomEvent(_Part):
    """What happened in a room. `id`: the server's, or else one made of the body."""

    event: _Name = ""
    id: Annotated[str, Field(max_length=100, pattern=r"^[!-~]*$")] = ""
    created_at: _Seconds = Field(0, validation_alias=AliasChoices("createdAt", "created_at"))
    room: EventRoom = EventRoom()
    participant: EventParticipant = EventParticipant()

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.created_at, UTC)


def read_event(livekit: Livekit, body: bytes, authorization: str, now: datetime) -> RoomEvent:
    """The event that a webhook brings.

    Raises MissingToken, TokenExpired or InvalidToken for one that the server did not sign within
    the last minutes, InvalidInput for a signed body that is no event.
    """
    _check_signature(livekit, body, authorization.strip(), now)
    try:
        event = RoomEvent.model_validate_json(body)
    except ValidationError as error:
        raise InvalidInput.at("body", "is no event of LiveKit's") from error
    if event.id:
        return event
    return event.model_copy(update={"id": hashlib.sha256(body).hexdigest()})


def _check_signature(livekit: Livekit, body: bytes, token: str, now: datetime) -> None:
    # As in `access_token`: with `cryptography`, and no other route of rooms needs it.
    import jwt

    if not token:
        raise MissingToken
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            livekit.api_secret,
            algorithms=["HS256"],
            issuer=livekit.api_key,
            leeway=_LEEWAY,
            options={"require": ["exp", "iss"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise TokenExpired from error
    except (jwt.InvalidTokenError, ValueError) as error:
        raise InvalidToken from error
    if claims["exp"] > epoch(now + LONGEST_VALIDITY):
        raise InvalidToken
    digest, claimed = hashlib.sha256(body).digest(), claims.get("sha256")
    spellings = (b64encode(digest).decode(), digest.hex())
    if not isinstance(claimed, str) or not claimed.isascii():
        raise InvalidToken
    if not any(hmac.compare_digest(claimed, spelling) for spelling in spellings):
        raise InvalidToken
