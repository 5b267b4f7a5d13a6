"""Use cases of viewing: start, heartbeat, end, history, access to the video."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from stvos.accounts.active_account import require_active_account
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
from stvos.viewing import watching
from stvos.viewing.models import ProgressBody, Session, SessionsQuery, StartBody
from stvos.viewing.playback import Playback, playback_of
from stvos.viewing.repository import SessionRepository
from stvos.viewing.stretches import union

_TRIES = 12


@dataclass(frozen=True, slots=True)
class Started:
    """A session that plays now; `is_new` unless an open one was resumed."""

    session: Session
    is_new: bool


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
        session = self._sessions.get(session_id)
        if session is None:
            raise NotFound
        return session

    def history(self, asked: SessionsQuery, zone: str) -> tuple[list[Session], str | None]:
        """A page of the member's sessions, newest first, and the cursor of the next one."""
        if asked.first and asked.last and asked.last < asked.first:
            raise InvalidInput.at("query.to", "must not be before from")
        span = self._sessions.between(zone, asked.first, asked.last)
        after = asked.after(span)
        found, last = self._sessions.history(span, asked.status, limit=asked.limit, after=after)
        return found, cursor_of(last)

    def heartbeat(self, session_id: int, beat: ProgressBody) -> Session:
        """Count what was played: one read and one write, more only when two devices collide.

        The session's existence proves the account's: erasing one removes its sessions before
        it is answered. Only where there is no session, the account is looked at.
        """
        position = _milliseconds(beat.position_seconds)
        segments = None
        if beat.segments is not None:
            segments = union((_milliseconds(a), _milliseconds(b)) for a, b in beat.segments)

        def heard(session: Session, now: datetime) -> Session:
            return watching.heard(session, position, now, seq=beat.seq, segments=segments)

        try:
            return self._change(session_id, heard)
        except NotFound:
            require_active_account(self._table, self._principal)
            raise

    def end(self, session_id: int, position_seconds: float | None) -> Session:
        """End a session; it is completed only if 90 % were watched."""
        position = None if position_seconds is None else _milliseconds(position_seconds)
        return self._change(session_id, lambda s, now: watching.ended(s, position, now))

    def _change(self, session_id: int, step: Callable[[Session, datetime], Session]) -> Session:
        """Take a step from the stored session, again when another one was taken meanwhile."""
        for attempt in range(_TRIES):
            before = self.session(session_id)
            after = step(before, self._now())
            if after == before:
                return before
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
        """Play a class: its open session under 24 hours old goes on, or a new one begins.

        However many players start in one moment, they get the same session.
        """
        chosen = self._playable(body.class_id)
        mine = new_id()
        for _ in range(_TRIES):
            now = self._now()
            latest = self._sessions.latest(chosen.id)
            if latest and latest.id == mine:
                return Started(latest, is_new=True)  # A repeated attempt that met itself.
            try:
                if latest and watching.is_resumable(latest, now):
                    return Started(self._resume(latest, now), is_new=False)
                session = self._new_session(mine, chosen, body.device, now)
                self._sessions.add(session, after=latest)
            except Conflict:
                continue  # Another start or heartbeat was first: look at what it left.
            return Started(session, is_new=True)
        raise Conflict("This class is being started elsewhere; try again.")

    def put_aside(self, class_id: int) -> None:
        """Take a class out of "continue watching" until it is played again; raises NotFound for
        a class that there is not.
        """
        latest = self._sessions.latest(class_id)
        if latest is None:
            self._content.fitness_class(class_id)
        else:
            self._change(latest.id, watching.put_aside)

    def video(self, class_id: int) -> Playback:
        """Where the video of a class plays from, and from which second on."""
        chosen = self._playable(class_id)
        now = self._now()
        latest = self._sessions.latest(class_id)
        if latest is None or not watching.is_resumable(latest, now):
            return playback_of(chosen.video, now, 0)
        return playback_of(chosen.video, now, latest.position_ms // 1000)

    def _playable(self, class_id: int) -> FitnessClass:
        """A class this member may watch; raises NotFound, PremiumRequired."""
        chosen = self._content.fitness_class(class_id)
        if chosen.published_at > self._now():
            raise NotFound
        if chosen.is_premium and not self._account.premium:
            raise PremiumRequired
        return chosen

    def _resume(self, session: Session, now: datetime) -> Session:
        again = watching.resumed(session, now)
        return session if again == session else self._sessions.replace(session, again)

    def _new_session(
        self, number: int, chosen: FitnessClass, device: str | None, now: datetime
    ) -> Session:
        return Session(
            id=number,
            class_id=chosen.id,
            class_name=chosen.name,
            category_id=chosen.category_id,
            duration_seconds=chosen.duration * 60,
            zone=self._account.settings.timezone,
            partner=attribution_of(self._table, self._principal.client, self._account.partner_id),
            device=device,
            started_at=now,
            last_seen_at=now,
        )


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
