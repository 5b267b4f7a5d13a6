"""Facts about members: what their sessions, logs and memberships say.

A fact is a state, never an increment, so applying it again changes nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from stvos.clock import day_of, epoch_ms
from stvos.dynamodb.keys import ClientId, UserId
from stvos.usage.announcements import Announcement, LogEntry
from stvos.usage.models import Viewed
from stvos.viewing.models import Session, Status


@dataclass(frozen=True, slots=True)
class Membership:
    """Whose facts they are; `partner_id` is None for a member of no partner."""

    tenant: ClientId
    partner_id: int | None
    user: UserId


@dataclass(slots=True)
class DayFacts:
    """The facts about one day. `last_ms`: the member's last activity on it."""

    sessions: dict[int, Viewed] = field(default_factory=dict)
    logs: set[int] = field(default_factory=set)
    last_ms: int = 0


@dataclass(slots=True)
class MemberFacts:
    """Facts about one member. `days`: of the partner's zone; `watched`: on days of the member's own
    zone, by session. `card`: whether the membership itself changed. `viewing_ended`: whether one of
    the sessions is over.
    """

    days: dict[date, DayFacts] = field(default_factory=dict)
    watched: dict[date, dict[int, int]] = field(default_factory=dict)
    card: bool = False
    viewing_ended: bool = False

    @classmethod
    def of(
        cls,
        announcements: Iterable[Announcement],
        sessions: Iterable[Session],
        left_at: datetime | None,
    ) -> "MemberFacts":
        """The facts of announcements and of the announced sessions as they are now.

        Once the membership has ended, only what was done before that counts for the partner.
        """
        facts, states = cls(), list(sessions)
        for one in announcements:
            facts.card = facts.card or one.card
            if one.log:
                facts._add_log(one.log, left_at)
            if one.session:
                states.append(one.session)
        for session in states:
            facts._add_session(session, left_at)
        return facts

    def split(self, days: int, sessions: int) -> "tuple[MemberFacts, MemberFacts | None]":
        """At most so many days and sessions, for one transaction, and the rest for later ones."""
        now = MemberFacts(card=self.card, viewing_ended=self.viewing_ended)
        later = MemberFacts(viewing_ended=self.viewing_ended)
        now.watched = dict(islice(self.watched.items(), days))
        later.watched = dict(islice(self.watched.items(), days, None))
        for day, facts in sorted(self.days.items()):
            if len(now.days) == days or (facts.sessions and not sessions):
                later.days[day] = facts
                continue
            viewings = iter(facts.sessions.items())
            some = dict(islice(viewings, sessions))
            sessions -= len(some)
            now.days[day] = DayFacts(some, facts.logs, facts.last_ms)
            if rest := dict(viewings):
                later.days[day] = DayFacts(rest, last_ms=facts.last_ms)
        return now, later if later.days or later.watched else None

    def _on(self, day: date) -> DayFacts:
        return self.days.setdefault(day, DayFacts())

    def _add_log(self, entry: LogEntry, left_at: datetime | None) -> None:
        if left_at is None or entry.created_at <= left_at:
            facts = self._on(day_of(entry.created_at, entry.partner.zone))
            facts.logs.add(entry.id)
            facts.last_ms = max(facts.last_ms, epoch_ms(entry.created_at))

    def _add_session(self, session: Session, left_at: datetime | None) -> None:
        for text, watched_ms in session.days.items():
            shares = self.watched.setdefault(date.fromisoformat(text), {})
            shares[session.id] = max(watched_ms, shares.get(session.id, 0))
        if session.partner is None:
            return
        self.viewing_ended |= session.status is not Status.ACTIVE
        zone = session.partner.zone
        for day, viewed in _viewings(session, zone, left_at):
            facts = self._on(day)
            known = facts.sessions.get(session.id, viewed)
            facts.sessions[session.id] = known.merged_with(viewed)
            facts.last_ms = max(facts.last_ms, _seen_ms(session, zone, day))


def _viewings(
    session: Session, zone: str, left_at: datetime | None
) -> Iterator[tuple[date, Viewed]]:
    """A session's share of each day that it touched, in a time zone, up to the leaving.

    Of a session that went on after it, the leaving's own day is not known in parts and left out.
    """
    started = _day_until(session.started_at, zone, left_at)
    completed = _day_until(session.completed_at, zone, left_at)
    watched = {date.fromisoformat(day): ms for day, ms in session.partner_days.items()}
    if left_at is not None and session.last_seen_at > left_at:
        watched = {day: ms for day, ms in watched.items() if day < day_of(left_at, zone)}
    for day in sorted({*watched, *(one for one in (started, completed) if one)}):
        yield (
            day,
            Viewed(
                class_id=session.class_id,
                class_name=session.class_name,
                category_id=session.category_id,
                watched_ms=watched.get(day, 0),
                started=day == started,
                completed=day == completed,
            ),
        )


def _day_until(instant: datetime | None, zone: str, left_at: datetime | None) -> date | None:
    if instant is None or (left_at is not None and instant > left_at):
        return None
    return day_of(instant, zone)


def _seen_ms(session: Session, zone: str, day: date) -> int:
    """The last activity in a session on a day; for a day before the last one, the day's end."""
    if day >= day_of(session.last_seen_at, zone):
        return epoch_ms(session.last_seen_at)
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))
    return epoch_ms(midnight) - 1
