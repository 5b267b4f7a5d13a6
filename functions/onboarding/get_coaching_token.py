"""POST /v1/ai-coach/token: enter a room with the voice coach.

Asked again while a talk lasts, it leads into the same room.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Ended, TooManyAttempts, VideoNotConfigured, VideoUnavailable
from stvos.models import Empty
from stvos.onboarding.coaching_rooms import CoachingRooms
from stvos.onboarding.voice_answers import VoiceRoomAnswer


@endpoint(
    who="U",
    feature="ai_coach",
    body=Empty,
    raises=(TooManyAttempts, Ended, VideoNotConfigured, VideoUnavailable),
)
def handler(request: Request[Empty, Account]) -> VoiceRoomAnswer:
    rooms = CoachingRooms.of(request.principal, request.caller, request.header("X-API-Key"))
    return VoiceRoomAnswer.of(rooms.enter())
