"""POST /v1/onboarding/token: enter the voice room of an onboarding session, or of a new one.

The voice agent comes to the room once, however often this is asked. The token lets its bearer speak
and hear until the talk's time is over, and nothing else.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import (
    Ended,
    InvalidSession,
    TooManyAttempts,
    VideoNotConfigured,
    VideoUnavailable,
)
from stvos.onboarding.requests import VoiceTokenBody
from stvos.onboarding.voice_answers import VoiceRoomAnswer
from stvos.onboarding.voice_onboarding import VoiceOnboarding


@endpoint(
    who="K",
    body=VoiceTokenBody,
    raises=(InvalidSession, TooManyAttempts, Ended, VideoNotConfigured, VideoUnavailable),
)
def handler(request: Request[VoiceTokenBody]) -> VoiceRoomAnswer:
    voice = VoiceOnboarding.of(request.principal, request.header("X-API-Key"))
    return VoiceRoomAnswer.of(voice.enter(request.body.session_id))
