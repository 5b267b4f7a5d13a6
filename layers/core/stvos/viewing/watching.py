"""The rules of watch time: what a heartbeat, a return and an end make of a session.

Pure functions from a session to its successor, so that a write that lost a race is simply worked
out again on what the winner left. docs/decisions/0004-watch-time.md says why they are as they are.
"""

from datetime import datetime, timedelta

from stvos.clock import day_of
from stvos.errors import Conflict
from stvos.viewing.models import Session, Status
from stvos.viewing.stretches import (
    Union,
    beginning,
    clipped,
    flat,
    length,
    missing,
    union,
    with_smallest_gaps_closed,
)

# Playback is at most twice as fast as the clock.
FASTEST = 2
# What reported segments may be ahead of the clock: a start that came late, lost heartbeats.
AHEAD = timedelta(minutes=5)
# An open session is resumed, an ended one reopened, while it is younger than this.
FRESH = timedelta(hours=24)
# After this a session takes no heartbeats, so that its days stay few.
LONGEST = timedelta(days=30)
_COMPLETED_TENTHS = 9
# A player that ends a session from here on, of the listed length, says where the video ends.
_END_TENTHS = 8


def is_resumable(session: Session, now: datetime) -> bool:
    """Whether starting its class again goes on with this session."""
    return session.status is Status.ACTIVE and now - session.started_at < FRESH


def resumed(session: Session, now: datetime) -> Session:
    """The session as its player opens it again.

    The pause was no playback, so the clock starts anew; so do the player's sequence numbers. What
    was played in it offline may still be reported, with the instants at which it was played.
    """
    now = max(now, session.last_seen_at)
    was_heard = session.last_seen_at > session.opened_at
    return _later(
        session,
        position_ms=session.resume_position_ms,
        last_seen_at=now,
        resumed_at=now,
        away_since=session.last_seen_at if was_heard else session.away_since,
        seq=None,
        put_aside_at=None,
    )


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
    played_at: datetime | None = None,
) -> Session:
    """The session after a heartbeat that was played at an instant, or else just now.

    A late one moves no position and reopens nothing, but what is new in its segments counts.
    Raises Conflict when the session is over for good.
    """
    is_late = _is_late(session, seq, played_at)
    if is_late and not segments:
        return session
    age = now - session.started_at
    if age >= (FRESH if session.status is Status.ENDED else LONGEST):
        raise Conflict("This session is over; start the class again.")
    at = played_at or now
    played = _played(session, position_ms, at, segments)
    if is_late:
        return _watched(_seen(session, at), played, at) if played else session
    moved = _later(
        _without_disproved_end(_seen(session, at), position_ms),
        status=Status.ACTIVE if session.status is Status.ENDED else session.status,
        position_ms=min(position_ms, session.longest_ms),
        seq=session.seq if seq is None else seq,
        put_aside_at=None,
    )
    return _watched(moved, played, at)


def ended(session: Session, position_ms: int | None, now: datetime) -> Session:
    """The session after its member left it; ending an ended one changes nothing.

    Only a position that is sent with the end says where the video ends.
    """
    if session.status is Status.ENDED:
        return session
    if position_ms is None:
        last = session
    else:
        played = _played(session, position_ms, now, None)
        position = min(position_ms, session.longest_ms)
        moved = _later(_seen(session, now), position_ms=position)
        last = _watched(_with_reported_end(moved), played, now)
    return last if last.status is Status.COMPLETED else _later(last, status=Status.ENDED)


def _is_late(session: Session, seq: int | None, played_at: datetime | None) -> bool:
    """Whether a heartbeat that came before was played after this one."""
    if seq is not None:
        return session.seq is not None and seq <= session.seq
    was_heard = session.last_seen_at > session.opened_at
    newest = session.last_seen_at if was_heard else session.away_since
    return played_at is not None and newest is not None and played_at < newest


def _seen(session: Session, at: datetime) -> Session:
    """The session with the clock put forward to an instant, so that no time counts twice."""
    if at < session.opened_at:
        return _later(session, away_since=max(at, session.away_since or at))
    return _later(session, last_seen_at=max(at, session.last_seen_at))


def _elapsed(session: Session, at: datetime) -> timedelta:
    """The time until an instant in which nothing was counted yet.

    Of the time before the player opened the session only that after `away_since` is known.
    """
    since = session.last_seen_at if at >= session.opened_at else session.away_since
    return timedelta() if since is None else max(at - since, timedelta())


def _played(session: Session, position_ms: int, at: datetime, segments: Union | None) -> Union:
    """What a heartbeat adds to the union: its segments, or else the way from the last position.

    Either is limited by the clock, so that a jump is not playback, whatever a player calls it.
    """
    by_clock = FASTEST * (_elapsed(session, at) // timedelta(milliseconds=1))
    start = session.position_ms
    if segments is None:
        reached = min(position_ms, start + by_clock)
        return missing(clipped([(start, reached)], session.longest_ms), session.union)
    ahead = min(AHEAD // timedelta(milliseconds=1), session.longest_ms // 2)
    fresh = missing(clipped(segments, session.longest_ms), session.union)
    return beginning(fresh, by_clock + ahead)


def _watched(session: Session, played: Union, at: datetime) -> Session:
    """The session with newly played stretches counted, on the day it was for the member."""
    gained = length(played)
    counted = _later(
        session,
        played=flat(with_smallest_gaps_closed(union((*session.union, *played)))),
        watched_ms=session.watched_ms + gained,
        days=_gained(session.days, gained, at, session.zone),
    )
    if session.partner:
        days = _gained(session.partner_days, gained, at, session.partner.zone)
        counted = _later(counted, partner_days=days)
    return _completed_if_enough(counted, at)


def _completed_if_enough(session: Session, at: datetime) -> Session:
    enough = 10 * session.watched_ms >= _COMPLETED_TENTHS * session.duration_ms
    if not enough or session.status is Status.COMPLETED:
        return session
    completed_at = max(at, session.started_at)
    return _later(session, status=Status.COMPLETED, completed_at=completed_at)


def _with_reported_end(session: Session) -> Session:
    """The session of a player that left where the video may end: the listed length is rounded."""
    is_near = 10 * session.position_ms >= _END_TENTHS * session.longest_ms
    if session.has_exact_length or not is_near or session.status is Status.COMPLETED:
        return session
    return _later(session, ends_at_ms=session.position_ms)


def _without_disproved_end(session: Session, position_ms: int) -> Session:
    """The session of a player that goes on behind its reported end: it had only stopped there."""
    if session.ends_at_ms is None or position_ms <= session.ends_at_ms:
        return session
    return session if session.status is Status.COMPLETED else _later(session, ends_at_ms=None)


def _gained(days: dict[str, int], gained: int, at: datetime, zone: str) -> dict[str, int]:
    if not gained:
        return days
    day = day_of(at, zone).isoformat()
    return days | {day: days.get(day, 0) + gained}


def _later(session: Session, **changes: object) -> Session:
    return session.model_copy(update=changes)
