"""Chats with Hume: tokens for members, and what the webhook says of their chats.

A chat belongs to the member whose `customSessionId` it was opened with: client, member and a
signature, so that no app can have its chats counted for another.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from stvos.accounts.not_erased import not_erased
from stvos.clock import Clock, epoch, real_now, utc_now
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Table, Write, put, update
from stvos.errors import Conflict, InvalidToken
from stvos.identity.limits import Limit, Limiter
from stvos.identity.principal import Principal
from stvos.identity.secrets_store import keyed_hashes
from stvos.ids import MAX_ID
from stvos.onboarding.voice import minutes_kept
from stvos.providers.hume import VALID_SECONDS, Hume, HumeEvent, read_event, tokens_of

TOKENS_OF = Limit("hume_token", 60, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class ChatAccess:
    """What an app opens a chat with."""

    token: str
    seconds_left: int
    config_id: str
    custom_session_id: str


class HumeChats:
    """One member's chats."""

    def __init__(
        self, table: Table, principal: Principal, hume: Hume, now: Clock = utc_now
    ) -> None:
        self._principal = principal
        self._hume = hume
        self._limiter = Limiter(table, principal.client, now)

    @classmethod
    def of(cls, principal: Principal) -> Self:
        """Raises VoiceNotConfigured."""
        return cls(Table.of_stack(), principal, Hume.of_environment())

    def open(self) -> ChatAccess:
        """Raises TooManyAttempts, VoiceUnavailable."""
        tenant, user = self._principal.client, self._principal.user
        self._limiter.charge(TOKENS_OF, str(user))
        token, seconds_left = tokens_of(self._hume).current()
        return ChatAccess(token, seconds_left, self._hume.config_id, chat_name(tenant, user))


class ChatReceivedBefore(InvalidToken):
    """A webhook that was received already, sent again by whoever saw it."""

    sentence = "This event was received before."


class HumeEvents:
    """Hume's webhooks, of every client's chats."""

    def __init__(self, table: Table, hume: Hume, now: Clock = real_now) -> None:
        self._table = table
        self._hume = hume
        self._now = now

    @classmethod
    def of(cls) -> Self:
        """Raises VoiceNotConfigured."""
        return cls(Table.of_stack(), Hume.of_environment())

    def receive(self, body: bytes, timestamp: str, signature: str) -> None:
        """Note what an event says of a member's chat; any other is ignored.

        Raises MissingToken, InvalidToken (also for one that was received before), InvalidInput.
        """
        now = self._now()
        event = read_event(self._hume, body, timestamp, signature, epoch(now))
        member = _member_of(event.custom_session_id or "")
        if member is None:
            return
        keys, user = Keys(member[0]), member[1]
        received = put(
            keys.hume_event(hashlib.sha256(signature.strip().lower().encode()).hexdigest()),
            {"type": "hume_event", "client_id": keys.tenant},
            unless_exists=ChatReceivedBefore(),
            expires=now + timedelta(seconds=3 * VALID_SECONDS),
        )
        try:
            self._table.transact(received, *_noted(keys, user, event, now))
        except ChatReceivedBefore:
            raise
        except Conflict:
            # The chat has ended before, by another message, or the member has left.
            self._table.write(received)


def _noted(keys: Keys, user: UserId, event: HumeEvent, now: datetime) -> list[Write]:
    """E9: what an event changes, in any order of events; an end counts its seconds once."""
    sets = {"type": "hume_chat", "chat_id": event.chat_id}
    lives = not_erased(keys.user(user), Conflict())
    chat = keys.hume_chat(user, event.chat_id)
    match event.event_name:
        case "chat_started":
            return [update(chat, sets=sets, defaults={"started_at": now.isoformat()}), lives]
        case "tool_call":
            return [update(chat, sets=sets, adds={"tool_calls": 1}), lives]
        case "chat_ended":
            seconds = event.duration_seconds or 0
            ended = {"ended_at": now.isoformat(), "seconds": seconds}
            month = now.strftime("%Y-%m")
            return [
                update(chat, sets=sets | ended, only_if=Attr("ended_at").not_exists()),
                lives,
                update(
                    keys.voice_minutes(month),
                    sets={"type": "voice_minutes", "month": month},
                    adds={"chat_seconds": seconds},
                    expires=minutes_kept(now),
                ),
            ]
    return [lives]


def chat_name(tenant: ClientId, user: UserId) -> str:
    """What a member's chat is opened with, so that its events lead back to them."""
    return f"{tenant}-{user}-{keyed_hashes('hume chat', f'{tenant}-{user}')[0][:32]}"


def _member_of(name: str) -> tuple[ClientId, UserId] | None:
    """Whose chat it is; None for a name that is none of ours."""
    tenant, _, rest = name.partition("-")
    user, _, signature = rest.partition("-")
    if not (name.isascii() and tenant.isdigit() and user.isdigit() and len(name) < 80):
        return None
    if not (0 < int(tenant) <= MAX_ID and 0 < int(user) <= MAX_ID):
        return None
    hashes = keyed_hashes("hume chat", f"{int(tenant)}-{int(user)}")
    if not any(hmac.compare_digest(signature, one[:32]) for one in hashes):
        return None
    return ClientId(int(tenant)), UserId(int(user))
