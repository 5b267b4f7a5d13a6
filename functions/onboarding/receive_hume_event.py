"""POST /v1/webhooks/hume: what Hume says of chats: started, tool called, ended.

`X-Hume-AI-Webhook-Signature` signs the body and `X-Hume-AI-Webhook-Timestamp`, which may be three
minutes old. An event that was received before, one whose signature is wrong and one that is
unsigned are refused, and change nothing.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidToken, MissingToken, VoiceNotConfigured
from stvos.models import Query
from stvos.onboarding.hume_chats import HumeEvents
from stvos.rooms.answers import ReceivedAnswer


@endpoint(who="-", raises=(MissingToken, InvalidToken, VoiceNotConfigured))
def handler(request: Request[Query]) -> ReceivedAnswer:
    HumeEvents.of().receive(
        request.raw_body,
        request.header("X-Hume-AI-Webhook-Timestamp"),
        request.header("X-Hume-AI-Webhook-Signature"),
    )
    return ReceivedAnswer()
