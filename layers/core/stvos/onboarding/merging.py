"""E4: what a newcomer answered becomes their account's, in the transaction that makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stvos.accounts.models import Account, Profile, VoiceConsent
from stvos.clock import Clock, utc_now
from stvos.due.index import due_index
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Table, Write, put
from stvos.errors import Conflict
from stvos.models import Entity
from stvos.onboarding.models import Given, OnboardingSession
from stvos.onboarding.repository import OnboardingSessions, session_hash
from stvos.onboarding.safety import RedFlag


class Onboarded(Entity):
    """What a member answered before they registered, where each answer came from, and what they
    agreed to. It leads to the session, which is removed with the account.
    """

    session_hash: str
    questions: int
    answers: dict[str, Given]
    red_flags: tuple[RedFlag, ...]
    transcript: bool
    recording: bool
    consent_at: datetime | None
    onboarded_at: datetime


@dataclass(frozen=True, slots=True)
class OnboardingTakeover:
    """A session that an account is about to take over."""

    table: Table
    tenant: ClientId
    session: OnboardingSession

    @property
    def name(self) -> str | None:
        return self.session.values.get("name")

    @property
    def coach_id(self) -> int | None:
        return self.session.coach_id

    @property
    def profile(self) -> Mapping[str, Any]:
        fields = Profile.model_fields
        return {name: value for name, value in self.session.values.items() if name in fields}

    @property
    def settings(self) -> Mapping[str, Any]:
        session, settings = self.session, dict[str, Any]()
        if zone := session.values.get("timezone"):
            settings["timezone"] = zone
        if session.consent_at is not None:
            settings["voice_consent"] = VoiceConsent(
                transcript=session.transcript,
                recording=session.recording,
                given_at=session.consent_at,
            )
        return settings

    def joining(self, account: Account) -> tuple[Write, ...]:
        """The writes by which the session is this account's and no other's; the first raises
        SessionChanged. The last one makes the member's first plans due, unless an answer pointed
        to a doctor: then no plan is made that nobody asked for.
        """
        session = self.session
        sessions = OnboardingSessions(self.table, self.tenant)
        onboarded = Onboarded(
            session_hash=session_hash(session.id),
            questions=session.questions,
            answers=session.answers,
            red_flags=session.red_flags,
            transcript=session.transcript,
            recording=session.recording,
            consent_at=session.consent_at,
            onboarded_at=account.created_at,
        )
        keys, user = Keys(self.tenant), UserId(account.id)
        return (
            sessions.taking(session, account.id, account.created_at),
            put(
                keys.onboarded(user),
                onboarded.to_item() | {"type": "onboarded"},
                unless_exists=Conflict(),
            ),
            *self._transcript(account),
            *self._first_plans(account),
        )

    def _first_plans(self, account: Account) -> list[Write]:
        """E12: the item by which the member's first plans are due."""
        if self.session.red_flags:
            return []
        key = Keys(self.tenant).first_plans(UserId(account.id))
        item = {"type": "first_plans", "user_id": account.id}
        return [put(key, item, index=due_index(account.id, account.created_at))]

    def _transcript(self, account: Account) -> list[Write]:
        if not self.session.transcript:
            return []
        # Few newcomers talk.
        from stvos.onboarding.transcripts import Transcripts

        return Transcripts(self.table, self.tenant).taken_over(self.session, account)


def takeover(
    table: Table, tenant: ClientId, session_id: str, now: Clock = utc_now
) -> OnboardingTakeover:
    """The session that a sign-up names; raises InvalidSession for one that is unknown, of another
    brand, expired, or another account's.
    """
    session = OnboardingSessions(table, tenant).require_untaken(session_id, now())
    return OnboardingTakeover(table, tenant, session)
