"""Rules of an onboarding session: answers come one by one, in any order, and are corrected."""

from datetime import timedelta
from typing import Self

from stvos.clock import Clock, epoch_ms, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden
from stvos.identity.limits import Limit, Limiter
from stvos.identity.principal import Principal
from stvos.ids import new_id, new_token
from stvos.onboarding.models import AnswerSource, Given, OnboardingSession
from stvos.onboarding.repository import OnboardingSessions
from stvos.onboarding.requests import ConsentBody, SaveProfileBody
from stvos.onboarding.voice_presence import VoiceState, voice_state

# Of one network address at one brand, and of a sixteenth of all addresses there.
NEW_FROM = Limit("onboarding_from", 100, timedelta(hours=1))
NEW_AT = Limit("onboarding_at", 5_000, timedelta(hours=1))
# 192 random bits.
_ID_BYTES = 24


class Onboarding:
    """The sessions of one brand, for a caller without an account, or for the voice agent that
    talks with them (`by_agent`).
    """

    def __init__(
        self,
        table: Table,
        tenant: ClientId,
        address: str,
        now: Clock = utc_now,
        *,
        by_agent: bool = False,
    ) -> None:
        self._table = table
        self._tenant = tenant
        self._sessions = OnboardingSessions(table, tenant)
        self._limiter = Limiter(table, tenant, now)
        self._address = address
        self._now = now
        self._by_agent = by_agent

    @classmethod
    def of(cls, principal: Principal) -> Self:
        tenant, by_agent = principal.client, principal.is_agent
        return cls(Table.of_stack(), tenant, principal.address, by_agent=by_agent)

    def save(self, body: SaveProfileBody) -> OnboardingSession:
        """Add answers to a session, or to a new one; an agent's were heard, whatever they say.
        Raises InvalidSession, TooManyAttempts.
        """
        now = self._now()
        if self._by_agent:
            body = body.model_copy(update={"source": AnswerSource.VOICE})
        given = {
            field: Given(
                value=value, source=body.source, confirmed=body.is_confirmed, at=epoch_ms(now)
            )
            for field, value in body.answers.items()
        }
        if body.session_id is None:
            return self.start(given)
        if given:
            return self._sessions.answer(body.session_id, given, now)
        return self.show(body.session_id)

    def start(self, given: dict[str, Given]) -> OnboardingSession:
        """A new session, with its first answers. Raises TooManyAttempts."""
        self._limiter.charge(NEW_FROM, self._address)
        self._limiter.charge_together(NEW_AT, self._address)
        session = OnboardingSession(
            id=new_token(_ID_BYTES), room_id=new_id(), answers=given, created_at=self._now()
        )
        self._sessions.add(session)
        return session

    def show(self, session_id: str) -> OnboardingSession:
        """A session as it is; raises InvalidSession."""
        return self._sessions.require(session_id, self._now())

    def read(self, session_id: str) -> tuple[OnboardingSession, VoiceState | None]:
        """A session, and how its talk goes where it has one; raises InvalidSession."""
        session = self.show(session_id)
        return session, voice_state(self._table, self._tenant, session, self._now())

    def consent(self, body: ConsentBody) -> OnboardingSession:
        """Note what the newcomer agrees to or takes back, or show it where nothing is said. Raises
        InvalidSession, and Forbidden for an agent that would agree in the newcomer's place.
        """
        said = body.model_dump(by_alias=False, exclude_none=True, exclude={"session_id"})
        if self._by_agent and any(said.values()):
            raise Forbidden
        if not said:
            return self.show(body.session_id)
        return self._sessions.consent(body.session_id, said, self._now())
