"""DynamoDB access patterns E1 to E6 of docs/data-model.md: onboarding sessions."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from stvos.clock import epoch, epoch_ms
from stvos.dynamodb.conditions import Condition
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Attr, Item, Table, Write, delete, put, update
from stvos.errors import Conflict, InvalidSession, SessionChanged
from stvos.ids import fingerprint, new_token
from stvos.onboarding.models import Given, OnboardingSession


class OnboardingSessions:
    """One client's onboarding sessions. The tenant is fixed here, so no read can leave it."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)

    def add(self, session: OnboardingSession) -> None:
        """E1: store a new session, which expires."""
        self._table.write(
            put(
                self._keys.onboarding_session(session_hash(session.id)),
                session.to_item() | {"type": "onboarding_session"},
                unless_exists=Conflict(),
                expires=session.expires_at,
            )
        )

    def require(self, session_id: str, now: datetime) -> OnboardingSession:
        """E2: a session that can still be changed; raises InvalidSession."""
        key = self._keys.onboarding_session(session_hash(session_id))
        item = self._table.find(key, consistent=True)
        session = OnboardingSession.of_item(item | {"id": session_id}) if item else None
        if session is None or session.account_id is not None or session.expires_at <= now:
            raise InvalidSession
        return session

    def require_untaken(self, session_id: str, now: datetime) -> OnboardingSession:
        """E2: a session that an account may take over; also the one that this very request took
        when it came before. Raises InvalidSession.
        """
        key = self._keys.onboarding_session(session_hash(session_id))
        item = self._table.find(key, consistent=True)
        if item and item.get("account_id") is not None and is_own(item["writer"]):
            return OnboardingSession.of_item(item | {"id": session_id})
        return self.require(session_id, now)

    def taking(self, session: OnboardingSession, account_id: int, now: datetime) -> Write:
        """E4: the write by which an account takes a session over as it was read, the only one
        ever; raises SessionChanged, also for one that another account took.
        """
        return update(
            self._keys.onboarding_session(session_hash(session.id)),
            sets={"account_id": account_id, "taken_at": now.isoformat()},
            only_if=_is_open(now) & Attr("changed").eq(session.changed),
            refusal=SessionChanged(),
        )

    def talking(self, session_id: str, begins_at: datetime, ends_at: datetime) -> Write:
        """E6: the write by which a session's talk begins, once; raises Conflict."""
        return update(
            self._keys.onboarding_session(session_hash(session_id)),
            sets={"voice_from": begins_at.isoformat(), "voice_until": ends_at.isoformat()},
            only_if=_is_open(begins_at) & Attr("voice_from").not_exists(),
            refusal=Conflict(),
        )

    def answer(
        self, session_id: str, given: Mapping[str, Given], now: datetime
    ) -> OnboardingSession:
        """E3: store answers, each as an attribute of its own, so that others stay; raises
        InvalidSession. One that was given later than this one is kept: this request came late.
        """
        if not given:
            return self.require(session_id, now)
        is_latest = _is_open(now)
        for field, answer in given.items():
            at = Attr(f"answers.{field}.at")
            is_latest &= at.not_exists() | at.lte(answer.at)
        sets = {f"answers.{field}": answer.to_item() for field, answer in given.items()}
        try:
            return self._change(session_id, sets, is_latest)
        except InvalidSession:
            stored = self.require(session_id, now).answers
        return self.answer(session_id, _not_older(given, stored), now)

    def consent(self, session_id: str, sets: Item, now: datetime) -> OnboardingSession:
        """E3, E11: store what is agreed to; a later word of the newcomer's is kept. A transcript
        goes with the consent to it.
        """
        said = Attr("consent_at")
        is_latest = _is_open(now) & (said.not_exists() | said.lte(now.isoformat()))
        sets = sets | {"consent_at": now.isoformat()}
        kept = self._keys.session_transcript(session_hash(session_id))
        with suppress(InvalidSession):
            if sets.get("transcript") is not False:
                return self._change(session_id, sets, is_latest)
            self._table.transact(self._changing(session_id, sets, is_latest), delete(kept))
        return self.require(session_id, now)

    def choose(self, session_id: str, coach_id: int, now: datetime) -> OnboardingSession:
        """E3: store the coach that was chosen; a later choice is kept."""
        at = epoch_ms(now)
        chosen = Attr("coach_at")
        is_latest = _is_open(now) & (chosen.not_exists() | chosen.lte(at))
        try:
            return self._change(session_id, {"coach_id": coach_id, "coach_at": at}, is_latest)
        except InvalidSession:
            return self.require(session_id, now)

    def _change(self, session_id: str, sets: Item, only_if: Condition) -> OnboardingSession:
        item = self._table.write(self._changing(session_id, sets, only_if))
        return OnboardingSession.of_item((item or {}) | {"id": session_id})

    def _changing(self, session_id: str, sets: Item, only_if: Condition) -> Write:
        return update(
            self._keys.onboarding_session(session_hash(session_id)),
            sets=sets | {"changed": new_token(9)},
            only_if=only_if,
            refusal=InvalidSession(),
        )


def session_hash(session_id: str) -> str:
    """What is stored of a session's id."""
    return fingerprint("onboarding", session_id)


def _is_open(now: datetime) -> Condition:
    return Attr("pk").exists() & Attr("account_id").not_exists() & Attr("expires").gt(epoch(now))


def _not_older(given: Mapping[str, Given], stored: Mapping[str, Given]) -> dict[str, Given]:
    """Those of the given answers that no later one has taken the place of."""
    return {
        field: answer
        for field, answer in given.items()
        if field not in stored or stored[field].at <= answer.at
    }
