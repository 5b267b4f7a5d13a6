"""POST /v1/webhooks/livekit: what LiveKit says happens in the rooms.

`Authorization` is LiveKit's token without "Bearer", which signs the body. An event that was
received before, one whose signature is wrong and one that is unsigned are refused, and change
nothing.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidToken, MissingToken, TokenExpired, VideoNotConfigured
from stvos.models import Query
from stvos.providers.livekit_webhooks import MEDIA_TYPE
from stvos.rooms.answers import ReceivedAnswer
from stvos.rooms.events import RoomEvents


@endpoint(
    who="-",
    media_type=MEDIA_TYPE,
    raises=(MissingToken, InvalidToken, TokenExpired, VideoNotConfigured),
)
def handler(request: Request[Query]) -> ReceivedAnswer:
    RoomEvents.of().receive(request.raw_body, request.header("Authorization"))
    return ReceivedAnswer()
