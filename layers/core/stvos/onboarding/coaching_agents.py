"""Whether the voice coach may still act for a member: asked at each of its requests."""

from stvos.clock import utc_now
from stvos.dynamodb.keys import Keys
from stvos.dynamodb.table import Table
from stvos.errors import InvalidToken
from stvos.identity.principal import Feature, Principal
from stvos.identity.session_marks import session_mark
from stvos.onboarding.models import CoachingTalk


def require_talk(table: Table, principal: Principal) -> None:
    """E8: raise InvalidToken unless the talk goes on that this agent's token is for, and the brand
    still has a voice coach.
    """
    tenant = principal.client
    item = table.find(Keys(tenant).coaching_talk(principal.user), consistent=True)
    talk = CoachingTalk.of_item(item) if item else None
    if talk is None or talk.voice_until <= utc_now():
        raise InvalidToken
    if session_mark(tenant, talk.session_id) != principal.session_mark:
        raise InvalidToken
    if Feature.AI_COACH not in principal.features:
        raise InvalidToken
