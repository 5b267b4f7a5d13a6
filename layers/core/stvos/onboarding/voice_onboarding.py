"""The voice room of a newcomer's session."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.errors import Conflict
from stvos.identity.limits import Limit, Limiter
from stvos.identity.principal import Principal
from stvos.onboarding.models import OnboardingSession
from stvos.onboarding.repository import OnboardingSessions
from stvos.onboarding.service import Onboarding
from stvos.onboarding.voice import Agent, Talk, VoiceBudget
from stvos.rooms.models import Participant, RoomAccess, RoomKind
from stvos.rooms.service import Rooms

# Of one network address at one brand, and of a sixteenth of all addresses there.
TOKENS_FROM = Limit("voice_token_from", 20, timedelta(minutes=1))
TOKENS_AT = Limit("voice_token_at", 500, timedelta(minutes=1))
CALLER = Participant("newcomer", "Newcomer", sources=("microphone",))


@dataclass(frozen=True, slots=True)
class VoiceAccess:
    """A session and the way into its room."""

    session_id: str
    access: RoomAccess


class VoiceOnboarding:
    """One brand's newcomers who talk."""

    def __init__(
        self, table: Table, agent: Agent, address: str, rooms: Rooms, now: Clock = utc_now
    ) -> None:
        tenant = agent.tenant
        self._table = table
        self._agent = agent
        self._onboarding = Onboarding(table, tenant, address, now)
        self._sessions = OnboardingSessions(table, tenant)
        self._budget = VoiceBudget(table, tenant)
        self._limiter = Limiter(table, tenant, now)
        self._address = address
        self._rooms = rooms
        self._now = now

    @classmethod
    def of(cls, principal: Principal, key: str) -> Self:
        """`key`: the one that the app sent. Raises VideoNotConfigured."""
        agent = Agent.of(principal, key)
        return cls(Table.of_stack(), agent, principal.address, Rooms.of(agent.tenant))

    def enter(self, session_id: str | None) -> VoiceAccess:
        """A token for a session's room, of a new session where none is named.

        Raises InvalidSession, TooManyAttempts, Ended once the talk is over, VideoUnavailable.
        """
        self._limiter.charge(TOKENS_FROM, self._address)
        self._limiter.charge_together(TOKENS_AT, self._address)
        if session_id is None:
            session = self._onboarding.start({})
        else:
            session = self._onboarding.show(session_id)
        talk = self._talk(session)
        return VoiceAccess(session.id, talk.open(self._rooms, CALLER, self._agent))

    def _talk(self, session: OnboardingSession) -> Talk:
        """The session's talk, which begins with its first token."""
        begins_at, ends_at = session.voice_from, session.voice_until
        if begins_at is None or ends_at is None:
            begins_at = self._now()
            lasts, taken = self._budget.reserve(begins_at)
            ends_at = begins_at + lasts
            begun = self._sessions.talking(session.id, begins_at, ends_at)
            try:
                self._table.transact(*taken, begun)
            except Conflict:
                # Another call of this moment was faster.
                session = self._sessions.require(session.id, begins_at)
                if session.voice_from is None or session.voice_until is None:
                    raise
                begins_at, ends_at = session.voice_from, session.voice_until
        return Talk(
            RoomKind.ONBOARDING,
            session.id,
            session.room_id,
            begins_at,
            ends_at,
            session.transcript,
        )
