"""The coaching room of a signed-in member, in which the voice agent is their coach."""

from datetime import timedelta
from typing import Self

from stvos.accounts.models import Account
from stvos.accounts.not_erased import not_erased
from stvos.clock import Clock, epoch_ms, utc_now
from stvos.dynamodb.keys import Key, Keys, UserId
from stvos.dynamodb.table import Attr, Table, put
from stvos.errors import Conflict
from stvos.identity.principal import Principal
from stvos.ids import new_id, new_token
from stvos.onboarding.models import CoachingTalk
from stvos.onboarding.voice import Agent, Talk, VoiceBudget
from stvos.onboarding.voice_onboarding import VoiceAccess
from stvos.rooms.models import Participant, RoomKind, member_identity
from stvos.rooms.service import Rooms


class CoachingRooms:
    """One member's talks with the coach: one at a time, each in a room of its own."""

    def __init__(
        self, table: Table, agent: Agent, account: Account, rooms: Rooms, now: Clock = utc_now
    ) -> None:
        tenant = agent.tenant
        self._table = table
        self._agent = agent
        self._keys = Keys(tenant)
        self._account = account
        self._budget = VoiceBudget(table, tenant)
        self._rooms = rooms
        self._now = now

    @classmethod
    def of(cls, principal: Principal, account: Account, key: str) -> Self:
        """`key`: the one that the app sent. Raises VideoNotConfigured."""
        agent = Agent.of(principal, key)
        return cls(Table.of_stack(), agent, account, Rooms.of(agent.tenant))

    def enter(self) -> VoiceAccess:
        """A token for the talk that is under way, or for a new one. Raises TooManyAttempts,
        VideoUnavailable.
        """
        stored = self._under_way() or self._begun()
        consent = self._account.settings.voice_consent
        talk = Talk(
            RoomKind.AI_COACH,
            stored.session_id,
            stored.room_id,
            stored.voice_from,
            stored.voice_until,
            consent is not None and consent.transcript,
        )
        caller = Participant(
            member_identity(self._account.id), self._account.name, sources=("microphone",)
        )
        return VoiceAccess(stored.session_id, talk.open(self._rooms, caller, self._agent))

    def _under_way(self) -> CoachingTalk | None:
        """E8: the member's talk, if it is not over."""
        item = self._table.find(self._key, consistent=True)
        talk = CoachingTalk.of_item(item) if item else None
        return talk if talk and talk.voice_until > self._now() else None

    def _begun(self) -> CoachingTalk:
        """E8: a new talk, unless another call of this moment has begun one: then that."""
        now = self._now()
        lasts, taken = self._budget.reserve(now)
        talk = CoachingTalk(
            session_id=new_token(24), room_id=new_id(), voice_from=now, voice_until=now + lasts
        )
        account = self._keys.user(UserId(self._account.id))
        begun = put(
            self._key,
            talk.to_item() | {"type": "coaching_talk", "until": epoch_ms(talk.voice_until)},
            only_if=Attr("until").not_exists() | Attr("until").lte(epoch_ms(now)),
            refusal=Conflict(),
            # Its transcript arrives when it is over.
            expires=talk.voice_until + timedelta(hours=1),
        )
        try:
            self._table.transact(*taken, begun, not_erased(account))
        except Conflict:
            stored = self._under_way()
            if stored is None:
                raise
            return stored
        return talk

    @property
    def _key(self) -> Key:
        return self._keys.coaching_talk(UserId(self._account.id))
