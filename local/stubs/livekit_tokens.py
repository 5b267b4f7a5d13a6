"""What the token of a participant says to LiveKit's stand-in: of itself, and of its room.

Modelled on livekit/protocol's `auth` and livekit/livekit's `pkg/service`.
"""

import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from aiohttp import web
from google.protobuf.json_format import ParseDict, ParseError
from livekit.protocol import models, room

from local.stubs.livekit_keys import ApiKeys, UnauthorizedError

type TokenClaims = Mapping[str, Any]


def admit(keys: ApiKeys, request: web.Request) -> TokenClaims:
    """The claims of a token for a room, in the header or, of browsers, in the query."""
    header = request.headers.get("Authorization", "")
    claims = keys.claims(header.removeprefix("Bearer ") or request.query.get("access_token", ""))
    granted = claims.get("video") or {}
    if not (granted.get("roomJoin") and granted.get("room") and claims.get("sub")):
        raise UnauthorizedError("permissions denied")
    try:
        room_wanted(claims)
        participant(claims)
    except (ParseError, TypeError, ValueError):
        raise UnauthorizedError("invalid authorization token") from None
    return claims


def room_wanted(claims: TokenClaims) -> room.RoomConfiguration:
    """The room to make if there is none, and the agents to send to it."""
    said = claims.get("roomConfig") or {}
    return ParseDict(said, room.RoomConfiguration(), ignore_unknown_fields=True)


def participant(claims: TokenClaims) -> models.ParticipantInfo:
    """A participant who comes now."""
    granted, kind = claims["video"], str(claims.get("kind", "")).upper()
    publishes = granted.get("canPublish", True)
    return models.ParticipantInfo(
        sid=f"PA_{uuid4().hex[:12]}",
        identity=claims["sub"],
        name=claims.get("name", ""),
        metadata=claims.get("metadata", ""),
        attributes=claims.get("attributes"),
        # A kind of which there is none is no error.
        kind=kind if kind in models.ParticipantInfo.Kind.keys() else None,  # noqa: SIM118
        state=models.ParticipantInfo.JOINED,
        joined_at=int(time.time()),
        joined_at_ms=int(time.time() * 1000),
        permission=models.ParticipantPermission(
            can_subscribe=granted.get("canSubscribe", True),
            can_publish=publishes,
            can_publish_data=granted.get("canPublishData", publishes),
            can_update_metadata=granted.get("canUpdateOwnMetadata", False),
            hidden=granted.get("hidden", False),
            agent=granted.get("agent", False),
        ),
    )
