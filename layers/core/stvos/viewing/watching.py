"""The rules of watch time: what a heartbeat, a return and an end make of a session.

Pure functions from a session to its successor, so that a write that lost a race is simply worked
out again on what the winner left. docs/decisions/0004-watch-time.md says why they are as they are.
"""

from datetime import datetime, timedelta

from stvos.clock import day_of
from stvos.errors import Conflict
from stvos.viewing.models import Session, Status
from stvos.viewing.stretches import Union, beginning, clipped, flat, length, longest, missing, union

# Playback is at most twice as fast as the clock.
FASTEST = 2
# What reported segments may be ahead of the clock: a start that came late, lost heartbeats.
AHEAD = timedelta(minutes=5)
# An open session is resumed, an ended one reopened, while it is younger than this.
FRESH = timedelta(hours=24)
# After this a session takes no heartbeats, so that its days stay few.
LONGEST = timedelta(days=30)
_COMPLETED_TENTHS = 9


def is_resumable(session: Session, now: datetime) -> bool:
    """Whether starting its class again goes on with this session."""
    return session.status is Status.ACTIVE and now - session.started_at < FRESH


def resumed(session: Session, now: datetime) -> Session:
    """The session as its player opens it again.

    The pause was no playback, so the clock starts anew; so do the player's sequence numbers.
    """
    last_seen_at = max(now, session.last_seen_at)
    return _later(session, last_seen_at=last_seen_at, seq=None, put_aside_at=None)


def put_aside(session: Session, now: datetime) -> Session:
    """The session once its member wants to go on with it no more, until it plays again."""
    return session if session.put_aside_at else _later(session, put_aside_at=now)


def heard(
    session: Session,
    position_ms: int,
    now: datetime,
    *,
    seq: int | None = None,
    segments: Union | None = None,
) -> Session:
    """The session after a heartbeat; the same one when its `seq` is not newer than the last.

    Raises Conflict when the session is over for good.
    """
    if seq is not None and session.seq is not None and seq <= session.seq:
        return session
    age = now - session.started_at
    if age >= (FRESH if session.status is Status.ENDED else LONGEST):
        raise Conflict("This session is over; start the class again.")
    played = _played(session, position_ms, now, segments)
    reopened = Status.ACTIVE if session.status is Status.ENDED else session.status
    return _watched(
        _later(
            session,
            status=reopened,
            position_ms=min(position_ms, session.duration_ms),
            last_seen_at=max(now, session.last_seen_at),
            seq=session.seq if seq is None else seq,
            put_aside_at=None,
        ),
        played,
        now,
    )


def ended(session: Session, position_ms: int | None, now: datetime) -> Session:
    """The session after its member left it; ending an ended one changes nothing."""
    if session.status is Status.ENDED:
        return session
    if position_ms is None:
        last = session
    else:
        played = _played(session, position_ms, now, None)
        position = min(position_ms, session.duration_ms)
        seen = max(now, session.last_seen_at)
        moved = _later(session, position_ms=position, last_seen_at=seen)
        last = _watched(moved, played, now)
    return last if last.status is Status.COMPLETED else _later(last, status=Status.ENDED)


def _played(session: Session, position_ms: int, now: datetime, segments: Union | None) -> Union:
    """What a heartbeat adds to the union: its segments, or else the way from the last position.

    Either is limited by the clock, so that a jump is not playback, whatever a player calls it.
    """
    elapsed = max(now - session.last_seen_at, timedelta())
    by_clock = FASTEST * (elapsed // timedelta(milliseconds=1))
    start = session.position_ms
    if segments is None:
        reached = min(position_ms, start + by_clock)
        return missing(clipped([(start, reached)], session.duration_ms), session.union)
    ahead = min(AHEAD // timedelta(milliseconds=1), session.duration_ms // 2)
    fresh = missing(clipped(segments, session.duration_ms), session.union)
    return beginning(fresh, by_clock + ahead)


def _watched(session: Session, played: Union, now: datetime) -> Session:
    """The session with newly played stretches counted, on the day it is for the member."""
    whole = longest(union((*session.union, *played)))
    watched_ms = length(whole)
    gained = watched_ms - session.watched_ms
    counted = _later(
        session,
        played=flat(whole),
        watched_ms=watched_ms,
        days=_gained(session.days, gained, now, session.zone),
    )
    if session.partner:
        days = _gained(session.partner_days, gained, now, session.partner.zone)
        counted = _later(counted, partner_days=days)
    enough = 10 * watched_ms >= _COMPLETED_TENTHS * session.duration_ms
    if not enough or session.status is Status.COMPLETED:
        return counted
    return _later(counted, status=Status.COMPLETED, completed_at=now)


def _gained(days: dict[str, int], gained: int, now: datetime, zone: str) -> dict[str, int]:
    if not gained:
        return days
    day = day_of(now, zone).isoformat()
    return days | {day: days.get(day, 0) + gained}


def _later(session: Session, **changes: object) -> Session:
    return session.model_copy(update=changes)
