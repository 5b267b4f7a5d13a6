"""Whether the voice agent is with a newcomer, and so how the app goes on: by voice or by form.

LiveKit drops a job for which no agent is registered, without a word. Its webhooks say who is in a
room, and the agent's identity there begins with `agent-`, as livekit-agents gives it.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.onboarding.models import OnboardingSession
from stvos.rooms.models import RoomKind
from stvos.rooms.repository import RoomRepository

AGENT_WITHIN = timedelta(seconds=8)
"""How long an app waits for an agent before it goes on by form."""

_AGENT = "agent-"


class VoiceState(StrEnum):
    """`awaited`: the agent may still come. `talking`: it is in the room. `form`: it did not come in
    time, or it left; the app goes on by form.
    """

    AWAITED = "awaited"
    TALKING = "talking"
    FORM = "form"


def voice_state(
    table: Table, tenant: ClientId, session: OnboardingSession, now: datetime
) -> VoiceState | None:
    """K4: how the session's talk goes; None for one that does not talk."""
    if session.voice_from is None or session.voice_until is None:
        return None
    if now >= session.voice_until:
        return VoiceState.FORM
    stays = [
        stay
        for each in RoomRepository(table, tenant).attendance(RoomKind.ONBOARDING, session.room_id)
        if each.identity.startswith(_AGENT)
        for stay in each.stays
    ]
    if any(stay.left_at is None for stay in stays):
        return VoiceState.TALKING
    if stays or now - session.voice_from > AGENT_WITHIN:
        return VoiceState.FORM
    return VoiceState.AWAITED
