"""Talks with the voice agent: a room of their own, with an end that the brand's budget sets.

A talk is as long as the brand's limit `voiceMinutes` says, from its first token on; its room is
closed then, whoever is in it. With a limit `voiceMinutesPerMonth` each talk takes its minutes from
the month's budget before it begins, so that no number of talks costs more.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from stvos.clients.models import key_hash
from stvos.clients.repository import ClientRepository
from stvos.clock import epoch
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Attr, Table, Write, update
from stvos.errors import TooManyAttempts
from stvos.identity.principal import Principal
from stvos.identity.session_marks import session_mark
from stvos.providers.video_rooms import VoiceAgent
from stvos.rooms.models import STAYS_AFTER, Meeting, Participant, RoomAccess, RoomKind
from stvos.rooms.service import Rooms

AGENT_NAME = "stvos-voice"
_USUAL_MINUTES, _MOST_MINUTES = 15, 120
_KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Agent:
    """For whom an agent acts: the app whose key asked for the talk, and of a coaching talk the
    member, in the sign-in that asked for it.
    """

    tenant: ClientId
    key_hash: str
    user_id: int = 0
    family_id: int = 0
    issued_ms: int = 0

    @classmethod
    def of(cls, principal: Principal, key: str) -> Self:
        """For the caller, who sent this key."""
        return cls(
            principal.client,
            key_hash(key),
            principal.user_id or 0,
            principal.family_id or 0,
            principal.issued_ms,
        )


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk's room and times. `session_id`: by which the agent finds whom it talks with.
    `transcript`: whether they agree to one.
    """

    kind: RoomKind
    session_id: str
    room_id: int
    begins_at: datetime
    ends_at: datetime
    transcript: bool

    def open(self, rooms: Rooms, caller: Participant, agent: Agent) -> RoomAccess:
        """Open the room, in which the agent is once however often this is asked, and let the caller
        in, to speak and hear and nothing else. Raises Ended, VideoUnavailable.
        """
        # The room closes when the talk ends, not some time after.
        ends_at = self.ends_at - STAYS_AFTER
        meeting = Meeting(self.kind, self.room_id, "Voice", self.begins_at, ends_at)
        metadata = {
            "kind": self.kind.value,
            "sessionId": self.session_id,
            "token": self._agent_token(agent),
            "transcript": self.transcript,
        }
        rooms.open(meeting, agent=VoiceAgent(AGENT_NAME, json.dumps(metadata)))
        return rooms.admit(meeting, caller)

    def _agent_token(self, agent: Agent) -> str:
        # With `cryptography`, which it imports, 50 ms.
        from stvos.identity.agent_tokens import AgentClaims, issue

        return issue(
            AgentClaims(
                works_in=self.kind.value,
                client_id=agent.tenant,
                session_mark=session_mark(agent.tenant, self.session_id),
                key_hash=agent.key_hash,
                expires_at=epoch(self.ends_at),
                user_id=agent.user_id,
                family_id=agent.family_id,
                issued_ms=agent.issued_ms,
            )
        )


class VoiceBudget:
    """How long one brand's members and newcomers may talk."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._clients = ClientRepository(table)
        self._tenant = tenant

    def reserve(self, now: datetime) -> tuple[timedelta, list[Write]]:
        """E7: how long a talk that begins now may last, and the write that takes it from the
        month's budget, if there is one; it raises TooManyAttempts when that is used up.
        """
        limits = self._clients.require(self._tenant).limits
        minutes = min(max(limits.get("voiceMinutes", _USUAL_MINUTES), 1), _MOST_MINUTES)
        month, monthly = now.strftime("%Y-%m"), limits.get("voiceMinutesPerMonth")
        taken = Attr("minutes")
        is_left = None
        if monthly is not None:
            is_left = taken.lte(monthly - minutes)
            if minutes <= monthly:
                is_left |= taken.not_exists()
        return timedelta(minutes=minutes), [
            update(
                Keys(self._tenant).voice_minutes(month),
                sets={"type": "voice_minutes", "month": month},
                adds={"minutes": minutes},
                only_if=is_left,
                refusal=TooManyAttempts(epoch(_next_month(now)) - epoch(now)),
                expires=minutes_kept(now),
            )
        ]


def minutes_kept(now: datetime) -> datetime:
    """Until when a month's use of the voice agent is kept."""
    return now + _KEPT


def _next_month(now: datetime) -> datetime:
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)
