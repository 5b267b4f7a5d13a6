"""Facts about members from the table's stream: sessions, logs, memberships.

A fact is a state, never an increment, so applying it again changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from stvos.clock import day_of, epoch_ms
from stvos.dynamodb.changes import Change, ChangeKind
from stvos.dynamodb.keys import ClientId, UserId
from stvos.partners.attribution import Attribution
from stvos.usage.models import Viewed
from stvos.viewing.models import Session


@dataclass(frozen=True, slots=True)
class Membership:
    """The membership that a fact is about."""

    tenant: ClientId
    partner_id: int
    user: UserId


@dataclass(slots=True)
class DayFacts:
    """The facts about one day. `last_ms`: the member's last activity on it."""

    sessions: dict[int, Viewed] = field(default_factory=dict)
    logs: set[int] = field(default_factory=set)
    last_ms: int = 0


@dataclass(slots=True)
class MemberFacts:
    """A batch's facts about one member. `card`: whether the membership itself changed."""

    days: dict[date, DayFacts] = field(default_factory=dict)
    card: bool = False
    changes: list[Change] = field(default_factory=list)

    def on(self, day: date) -> DayFacts:
        return self.days.setdefault(day, DayFacts())

    def split(self, days: int, sessions: int) -> "tuple[MemberFacts, MemberFacts | None]":
        """At most so many days and sessions, for one transaction, and the rest for later ones."""
        now, later = MemberFacts(card=self.card), MemberFacts()
        for day, facts in sorted(self.days.items()):
            if len(now.days) == days or (facts.sessions and not sessions):
                later.days[day] = facts
                continue
            member = iter(facts.sessions.items())
            some = dict(islice(member, sessions))
            sessions -= len(some)
            now.days[day] = DayFacts(some, facts.logs, facts.last_ms)
            if rest := dict(member):
                later.days[day] = DayFacts(rest, last_ms=facts.last_ms)
        return now, later if later.days else None


class Facts:
    """The facts of a batch of changes, by membership."""

    def __init__(self) -> None:
        self.of: dict[Membership, MemberFacts] = {}

    def add(self, change: Change) -> None:
        """Add a change; one that concerns no partner is ignored.

        Raises KeyError, TypeError or ValueError for an item that cannot be read.
        """
        match change.type:
            case "session":
                self._session(change)
            case "log" if change.kind is ChangeKind.INSERT:
                self._log(change)
            case "membership":
                self._member(change, change.item["partner_id"]).card = True

    def _session(self, change: Change) -> None:
        session = Session.of_item(change.new or {})
        if session.partner is None:
            return
        member = self._member(change, session.partner.id)
        for day, viewed in _viewings(session, session.partner.zone):
            facts = member.on(day)
            known = facts.sessions.get(session.id, viewed)
            facts.sessions[session.id] = known.merged_with(viewed)
            facts.last_ms = max(facts.last_ms, _seen_ms(session, session.partner.zone, day))

    def _log(self, change: Change) -> None:
        item = change.item
        if not item.get("partner"):
            return
        attribution = Attribution.of_item(item["partner"])
        created_at = datetime.fromisoformat(item["created_at"])
        day = self._member(change, attribution.id).on(day_of(created_at, attribution.zone))
        day.logs.add(item["id"])
        day.last_ms = max(day.last_ms, epoch_ms(created_at))

    def _member(self, change: Change, partner_id: int) -> MemberFacts:
        if change.tenant is None:
            raise ValueError("a member without a tenant")
        membership = Membership(change.tenant, partner_id, UserId(change.item["user_id"]))
        member = self.of.setdefault(membership, MemberFacts())
        member.changes.append(change)
        return member


def _viewings(session: Session, zone: str) -> Iterator[tuple[date, Viewed]]:
    """A session's share of each day that it touched, in a time zone."""
    started = day_of(session.started_at, zone)
    completed = day_of(session.completed_at, zone) if session.completed_at else None
    watched = {date.fromisoformat(day): ms for day, ms in session.partner_days.items()}
    for day in sorted({started, *watched} | ({completed} if completed else set())):
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


def _seen_ms(session: Session, zone: str, day: date) -> int:
    """The last activity in a session on a day; for a day before the last one, the day's end."""
    if day >= day_of(session.last_seen_at, zone):
        return epoch_ms(session.last_seen_at)
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))
    return epoch_ms(midnight) - 1
