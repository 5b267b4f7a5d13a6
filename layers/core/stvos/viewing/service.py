"""Use cases of viewing: start, heartbeat, end, history, access to the video."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from stvos.accounts.active_account import require_active_account, require_active_items
from stvos.accounts.models import Account
from stvos.catalogue.models import FitnessClass
from stvos.catalogue.repository import CatalogueRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.errors import Conflict, InvalidInput, NotFound, PremiumRequired
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.paging import cursor_of
from stvos.partners.attribution import attribution_of
from stvos.viewing import sign_in_checks, watching
from stvos.viewing.models import Session
from stvos.viewing.playback import Playback, playback_of
from stvos.viewing.repository import SessionRepository
from stvos.viewing.requests import ProgressBody, SessionsQuery, StartBody
from stvos.viewing.stretches import union

_TRIES = 12
_OLDEST = timedelta(days=7)
# How far a device's clock may be ahead of ours.
_CLOCKS_DIFFER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Started:
    """A session that plays now; `is_new` unless an open one was resumed."""

    session: Session
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """A session as it was read; `checked`: the caller, if their sign-in was seen to stand."""

    session: Session
    checked: Principal | None = None


class Viewings:
    """What one member does with their sessions."""

    def __init__(self, table: Table, principal: Principal, now: Clock = utc_now) -> None:
        self._table = table
        self._principal = principal
        self._sessions = SessionRepository(table, principal.client, principal.user)
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    def session(self, session_id: int) -> Session:
        """One of the member's own sessions; raises NotFound."""
        session = self._sessions.find(session_id)
        if session is None:
            raise NotFound
        return session

    def history(self, asked: SessionsQuery, zone: str) -> tuple[list[Session], str | None]:
        """A page of the member's sessions, newest first, and the cursor of the next one."""
        if asked.from_ and asked.to and asked.to < asked.from_:
            raise InvalidInput.at("query.to", "must not be before from")
        span = self._sessions.between(zone, asked.from_, asked.to)
        after = asked.after(span)
        sessions, last = self._sessions.history(span, asked.status, limit=asked.limit, after=after)
        return sessions, cursor_of(last)

    def heartbeat(self, session_id: int, beat: ProgressBody) -> Session:
        """Count what was played: one read and one write, more only when two devices collide.

        The session's existence proves the account's: erasing one removes its sessions before
        it is answered. Only where there is no session, the account is looked at. Whether the
        sign-in stands is looked at every few minutes (`sign_in_checks`).
        """
        position = _milliseconds(beat.position_seconds)
        segments = None
        if beat.segments is not None:
            segments = union((_milliseconds(a), _milliseconds(b)) for a, b in beat.segments)

        def heard(session: Session, now: datetime) -> Session:
            at = None if beat.played_at is None else _played_at(beat.played_at, now)
            return watching.heard(
                session, position, now, seq=beat.seq, segments=segments, played_at=at
            )

        try:
            return self._change(session_id, heard, read=self._read_checked)
        except NotFound:
            require_active_account(self._table, self._principal)
            raise

    def end(self, session_id: int, position_seconds: float | None) -> Session:
        """End a session; it is completed only if 90 % were watched."""
        position = None if position_seconds is None else _milliseconds(position_seconds)
        return self._change(session_id, lambda s, now: watching.ended(s, position, now))

    def _read(self, session_id: int, now: datetime) -> _Read:
        return _Read(self.session(session_id))

    def _read_checked(self, session_id: int, now: datetime) -> _Read:
        """The session of a caller whose sign-in stands, or did within five minutes."""
        caller = self._principal
        if not sign_in_checks.is_time(caller, now):
            session = self.session(session_id)
            if not sign_in_checks.is_due(session, caller, now):
                return _Read(session)
            require_active_account(self._table, caller)
            return _Read(session, caller)
        family = caller.family_id or 0
        found, person, sign_in = self._sessions.find_with_sign_in(session_id, family)
        require_active_items(person, sign_in, caller)
        if found is None:
            raise NotFound
        return _Read(found, caller)

    def _change(
        self,
        session_id: int,
        step: Callable[[Session, datetime], Session],
        read: Callable[[int, datetime], _Read] | None = None,
    ) -> Session:
        """Take a step from the stored session, again when another one was taken meanwhile."""
        for attempt in range(_TRIES):
            now = self._now()
            found = (read or self._read)(session_id, now)
            before = found.session
            after = step(before, now)
            if after == before:
                return before
            if found.checked:
                after = sign_in_checks.checked(after, found.checked, now)
            try:
                return self._sessions.replace(before, after)
            except Conflict:
                if attempt + 1 == _TRIES:
                    raise
                time.sleep(0.02 * (attempt + 1) * random.random())  # noqa: S311
        raise AssertionError("unreachable")


class Player(Viewings):
    """What a member needs an account and a class for: starting, and the video itself."""

    def __init__(
        self, table: Table, principal: Principal, account: Account, now: Clock = utc_now
    ) -> None:
        super().__init__(table, principal, now)
        self._account = account
        self._content = CatalogueRepository(table, principal.client)

    @classmethod
    def for_member(cls, principal: Principal, account: Account) -> Self:
        return cls(Table.of_stack(), principal, account)

    def start(self, body: StartBody) -> Started:
        """Play a class: its open session under 24 hours old goes on, or a new one begins where
        the last one was left.

        However many players start in one moment, they get the same session.
        """
        chosen = self._playable(body.class_id)
        mine = new_id()
        for _ in range(_TRIES):
            now = self._now()
            latest = self._sessions.find_latest(chosen.id)
            if latest and latest.id == mine:
                return Started(latest, is_new=True)  # A repeated attempt that met itself.
            try:
                if latest and watching.is_resumable(latest, now):
                    return Started(self._resume(latest, now), is_new=False)
                session = self._new_session(mine, chosen, body.device, now, after=latest)
                self._sessions.add(session, after=latest)
            except Conflict:
                continue  # Another start or heartbeat was first: look at what it left.
            return Started(session, is_new=True)
        raise Conflict("This class is being started elsewhere; try again.")

    def put_aside(self, class_id: int) -> None:
        """Take a class out of "continue watching" until it is played again; raises NotFound for
        a class that there is not.
        """
        latest = self._sessions.find_latest(class_id)
        if latest is None:
            self._content.require_class(class_id)
        else:
            self._change(latest.id, watching.put_aside)

    def video(self, class_id: int) -> Playback:
        """Where the video of a class plays from, and from which second on."""
        chosen = self._playable(class_id)
        latest = self._sessions.find_latest(class_id)
        position_ms = latest.resume_position_ms if latest else 0
        return playback_of(chosen.video, self._now(), position_ms // 1000)

    def _playable(self, class_id: int) -> FitnessClass:
        """A class this member may watch; raises NotFound, PremiumRequired."""
        chosen = self._content.require_class(class_id)
        if chosen.published_at > self._now():
            raise NotFound
        if chosen.is_premium and not self._account.premium:
            raise PremiumRequired
        return chosen

    def _resume(self, session: Session, now: datetime) -> Session:
        again = sign_in_checks.checked(watching.resumed(session, now), self._principal, now)
        return session if again == session else self._sessions.replace(session, again)

    def _new_session(
        self,
        number: int,
        chosen: FitnessClass,
        device: str | None,
        now: datetime,
        *,
        after: Session | None,
    ) -> Session:
        return Session(
            id=number,
            class_id=chosen.id,
            class_name=chosen.name,
            category_id=chosen.category_id,
            duration_seconds=chosen.duration_seconds or chosen.duration * 60,
            has_exact_length=chosen.duration_seconds is not None,
            position_ms=after.resume_position_ms if after else 0,
            zone=self._account.settings.timezone,
            partner=attribution_of(self._table, self._principal.client, self._account.partner_id),
            device=device,
            started_at=now,
            last_seen_at=now,
            checked_at=now,
            checked_family=self._principal.family_id,
        )


def _played_at(at: datetime, now: datetime) -> datetime:
    """When a heartbeat says that it was played; raises InvalidInput for what cannot be."""
    if at > now + _CLOCKS_DIFFER:
        raise InvalidInput.at("body.playedAt", "must not be in the future")
    if at < now - _OLDEST:
        raise InvalidInput.at("body.playedAt", "must be at most 7 days ago")
    return min(at, now)


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
