"""Transcripts of talks: kept only of those who agreed to it, for as long as their brand says.

The agent sends one at the end of its talk, as an event in LiveKit's form that is signed as
LiveKit's are. Of a newcomer it is stored beside their session and expires with it; once they have
an account it is theirs, in their export, and goes with the account or when the brand's retention
ends.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from stvos.accounts.models import Account
from stvos.accounts.not_erased import NOT_ERASED
from stvos.clients.repository import ClientRepository
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Item, Table, Write, check, delete, put, update
from stvos.errors import Conflict, InvalidInput
from stvos.ids import new_token
from stvos.onboarding.models import OnboardingSession
from stvos.onboarding.repository import session_hash
from stvos.rooms.models import RoomKind, member_of
from stvos.rooms.names import RoomName

# An item holds 400 KB: two hours of talk are about a quarter of this.
_MOST_BYTES = 300_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class Utterance(_Part):
    """What one of the two said."""

    speaker: Literal["caller", "agent"]
    text: Annotated[str, StringConstraints(max_length=4_000)]


def _bounded(lines: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
    if sum(len(line.text.encode()) + 40 for line in lines) > _MOST_BYTES:
        raise ValueError("is too long")
    return lines


class _Spoken(_Part):
    """`session_id`: of a newcomer's talk."""

    lines: Annotated[tuple[Utterance, ...], Field(max_length=5_000), AfterValidator(_bounded)]
    session_id: Annotated[
        str, Field(max_length=100, validation_alias=AliasChoices("sessionId", "session_id"))
    ] = ""


class _Participant(_Part):
    identity: Annotated[str, Field(max_length=256)] = ""


class _TranscriptEvent(_Part):
    transcript: _Spoken
    participant: _Participant = _Participant()


class Transcripts:
    """One client's transcripts."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def taken_over(self, session: OnboardingSession, account: Account) -> list[Write]:
        """E11: the writes by which a session's transcript becomes a member's, or goes where they
        do not agree to it any more as they sign up.
        """
        key = self._keys.session_transcript(session_hash(session.id))
        item, consent = self._table.find(key, consistent=True), account.settings.voice_consent
        if item is None:
            return []
        if consent is None or not consent.transcript:
            return [delete(key)]
        user, room_id = UserId(account.id), item["room_id"]
        return [self._of_member(user, room_id, item["lines"], account.created_at), delete(key)]

    def keep(self, name: RoomName, event: _TranscriptEvent, received: Write, now: datetime) -> bool:
        """E11: store a transcript with `received`, once for each talk; False where its talk is not
        known or nobody agreed to it.
        """
        lines = [line.model_dump() for line in event.transcript.lines]
        if name.kind is RoomKind.AI_COACH:
            user = member_of(event.participant.identity)
            writes = [] if user is None else self._after_coaching(UserId(user), name.id, lines, now)
        else:
            writes = self._after_onboarding(event.transcript.session_id, name.id, lines, now)
        if writes:
            try:
                self._table.transact(received, *writes)
            except Conflict:
                return False
        return bool(writes)

    def _after_coaching(
        self, user: UserId, room_id: int, lines: list[Item], now: datetime
    ) -> list[Write]:
        return [
            check(self._keys.coaching_talk(user), Attr("room_id").eq(room_id), Conflict()),
            self._agreed(user),
            self._of_member(user, room_id, lines, now),
        ]

    def _after_onboarding(
        self, session_id: str, room_id: int, lines: list[Item], now: datetime
    ) -> list[Write]:
        hashed = session_hash(session_id)
        session = self._table.find(self._keys.onboarding_session(hashed), consistent=True)
        if session is None or session["room_id"] != room_id:
            return []
        if session.get("account_id") is not None:
            user = UserId(session["account_id"])
            return [self._agreed(user), self._of_member(user, room_id, lines, now)]
        still_open = Attr("account_id").not_exists() & Attr("transcript").eq(True)
        return [
            # Counted as a change, so that an account that takes the session over takes this too.
            update(
                self._keys.onboarding_session(hashed),
                sets={"changed": new_token(9)},
                only_if=Attr("pk").exists() & still_open,
                refusal=Conflict(),
            ),
            put(
                self._keys.session_transcript(hashed),
                _transcript(room_id, lines, now),
                unless_exists=Conflict(),
                expires=OnboardingSession.of_item(session | {"id": session_id}).expires_at,
            ),
        ]

    def _of_member(self, user: UserId, room_id: int, lines: list[Item], now: datetime) -> Write:
        kept = timedelta(days=ClientRepository(self._table).require(self._tenant).retention_days)
        return put(
            self._keys.voice_transcript(user, room_id),
            _transcript(room_id, lines, now),
            unless_exists=Conflict(),
            expires=now + kept,
        )

    def _agreed(self, user: UserId) -> Write:
        agrees = Attr("settings.voice_consent.transcript").eq(True)
        return check(self._keys.user(user), NOT_ERASED & agrees, Conflict())


def forget_transcripts(table: Table, tenant: ClientId, user: UserId) -> None:
    """E11: remove what was kept of a member who takes their consent back."""
    keys = Keys(tenant)
    stored = table.all(keys.voice_transcripts(user), consistent=True, only=("room_id",))
    table.write_many([delete(keys.voice_transcript(user, item["room_id"])) for item in stored])


def receive(table: Table, name: RoomName, body: bytes, received: Write, now: datetime) -> None:
    """Keep the transcript that an agent's event brings, if its caller agreed to it. Raises
    InvalidInput for one that is none, and what `received` raises.
    """
    try:
        event = _TranscriptEvent.model_validate_json(body)
    except ValidationError as error:
        raise InvalidInput.at("body.transcript", "is no transcript of at most 300 KB") from error
    if name.kind not in {RoomKind.ONBOARDING, RoomKind.AI_COACH} or not (
        # Once more for a session that an account took between reading and storing.
        any(Transcripts(table, name.tenant).keep(name, event, received, now) for _ in range(2))
    ):
        table.write(received)


def _transcript(room_id: int, lines: list[Item], now: datetime) -> Item:
    return {
        "type": "voice_transcript",
        "room_id": room_id,
        "lines": lines,
        "created_at": now.isoformat(),
    }
