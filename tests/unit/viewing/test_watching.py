"""The rules of watch time, held against a reference that counts every second by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stvos.dynamodb.marshal import item_to_wire
from stvos.errors import Conflict
from stvos.viewing.models import Session, Status
from stvos.viewing.stretches import MOST_STRETCHES, union
from stvos.viewing.watching import ended, heard, is_resumable, resumed
from tests.unit.viewing.sessions import DURATION, a_session, after, seconds


def stored_bytes(wire: dict[str, Any]) -> int:
    """An attribute's size as DynamoDB's documentation counts it, numbers rounded up."""
    ((kind, value),) = wire.items()
    match kind:
        case "M":
            return 3 + sum(1 + len(name) + stored_bytes(inner) for name, inner in value.items())
        case "L":
            return 3 + sum(1 + stored_bytes(inner) for inner in value)
        case "N":
            return 2 + len(value) // 2
        case _:
            return len(str(value))


second = st.integers(0, DURATION + 60)
segments_of_a_beat = st.lists(
    st.tuples(second, st.integers(0, 60)).map(lambda s: (s[0], s[0] + s[1])), max_size=4
)
a_beat = st.tuples(
    st.integers(0, 90),  # seconds since the last one
    second,  # position
    st.none() | st.integers(0, 12),  # seq
    st.none() | segments_of_a_beat,
)


def reference(beats: list[tuple[int, int, int | None, list[tuple[int, int]] | None]]) -> set[int]:
    """The contract, second by second: which seconds of the video count as watched."""
    watched: set[int] = set()
    now = last_seen = position = 0
    last_seq = -1
    for pause, told, seq, segments in beats:
        now += pause
        is_late = seq is not None and seq <= last_seq
        if is_late and segments is None:
            continue
        allowed = 2 * (now - last_seen)
        if segments is None:
            claimed = set(range(position, told)) & set(range(position, position + allowed))
            watched |= claimed & set(range(DURATION))
        else:
            claimed = {s for start, end in segments for s in range(start, end)}
            fresh = sorted((claimed & set(range(DURATION))) - watched)
            if is_late and not fresh:
                continue
            watched |= set(fresh[: allowed + min(300, DURATION // 2)])
        last_seen = now
        if not is_late:
            position = min(told, DURATION)
            last_seq = last_seq if seq is None else seq
    return watched


@settings(max_examples=300)
@given(st.lists(a_beat, max_size=25))
def test_any_heartbeats_count_as_the_reference_counts_them(
    beats: list[tuple[int, int, int | None, list[tuple[int, int]] | None]],
) -> None:
    session, now = a_session(), 0
    for pause, told, seq, segments in beats:
        now += pause
        parts = None if segments is None else seconds(*segments)
        session = heard(session, told * 1000, after(now), seq=seq, segments=parts)

    watched = reference(beats)
    assert session.watched_ms == len(watched) * 1000
    assert {s for a, b in session.union for s in range(a // 1000, b // 1000)} == watched
    assert sum(session.days.values()) == session.watched_ms
    completed = len(watched) * 10 >= DURATION * 9
    assert session.status is (Status.COMPLETED if completed else Status.ACTIVE)


@given(st.lists(segments_of_a_beat, max_size=10), st.randoms())
def test_segments_count_alike_in_any_order_and_however_often(
    told: list[list[tuple[int, int]]], chance: object
) -> None:
    def told_in(order: list[list[tuple[int, int]]]) -> Session:
        session = a_session()
        for segments in order:
            session = heard(session, 0, after(1), segments=seconds(*segments))
        return session

    shuffled = told + told
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert told_in(shuffled).played == told_in(told).played


def test_thousands_of_fragments_keep_the_item_small_and_count_exactly() -> None:
    session = a_session(duration_seconds=36_000)
    for place in range(0, 36_000, 10):
        now = after(place)
        fragment = [(place * 1000 + 333, place * 1000 + 1666)]
        session = heard(session, place * 1000, now, segments=union(fragment))

    assert len(session.played) // 2 == MOST_STRETCHES
    assert session.watched_ms == 3600 * 1333
    assert stored_bytes({"M": item_to_wire(session.to_item())}) < 2_500


def test_a_class_played_with_gaps_of_a_millisecond_completes() -> None:
    session = a_session(duration_seconds=5400)
    for place in range(0, 5400, 10):
        played = [(place * 1000, place * 1000 + 9999)]
        session = heard(session, place * 1000, after(place), segments=union(played))

    assert session.watched_ms == 540 * 9999
    assert session.status is Status.COMPLETED


def test_a_repeated_fragment_counts_once_also_after_its_gap_was_closed() -> None:
    session = a_session(duration_seconds=36_000)
    fragments = [union([(place * 10_000, place * 10_000 + 1000)]) for place in range(1000)]
    for place, fragment in enumerate([*fragments, *fragments]):
        session = heard(session, 0, after(10 * place), segments=fragment)

    assert session.watched_ms == 1000 * 1000


def test_a_clock_that_runs_behind_plays_nothing_and_sets_nothing_back() -> None:
    session = heard(a_session(), 30_000, after(30))

    behind = heard(session, 60_000, after(20))

    assert behind.watched_ms == 30_000
    assert behind.last_seen_at == after(30)


def test_the_day_is_the_member_s_own_also_when_the_clocks_change() -> None:
    # Clocks go back in Berlin on 25 October 2026 at 03:00; the day has 25 hours.
    begun = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    session = a_session(zone="Europe/Berlin", started_at=begun, last_seen_at=begun)

    for hours, place in ((0, 0), (24, 10), (25, 20)):
        now = begun + timedelta(hours=hours)
        session = heard(session, 0, now, segments=seconds((place, place + 10)))

    assert session.days == {"2026-10-25": 20_000, "2026-10-26": 10_000}


def test_an_ended_session_is_reopened_within_24_hours_and_not_after() -> None:
    session = ended(a_session(), None, after(60))

    reopened = heard(session, 30_000, after(24 * 3600 - 1))

    assert session.status is Status.ENDED
    assert reopened.status is Status.ACTIVE
    with pytest.raises(Conflict):
        heard(session, 30_000, after(24 * 3600))


def test_a_session_takes_no_heartbeats_after_thirty_days() -> None:
    assert heard(a_session(), 30_000, after(30 * 24 * 3600 - 1)).watched_ms == 30_000
    with pytest.raises(Conflict):
        heard(a_session(), 30_000, after(30 * 24 * 3600))


def test_a_session_ends_with_its_last_stretch() -> None:
    session = ended(a_session(), 45_000, after(30))

    assert (session.watched_ms, session.status) == (45_000, Status.ENDED)
    assert session.ends_at_ms is None
    assert ended(session, 90_000, after(60)) == session


def test_a_session_that_ends_at_ninety_percent_is_completed() -> None:
    watched = heard(a_session(), 500_000, after(250))

    session = ended(watched, 540_000, after(300))

    assert (session.status, session.completed_at) == (Status.COMPLETED, after(300))
    assert ended(session, None, after(400)) == session


def test_only_an_active_session_is_resumed() -> None:
    assert is_resumable(a_session(), after(24 * 3600 - 1))
    assert not is_resumable(a_session(), after(24 * 3600))
    assert not is_resumable(a_session(status=Status.ENDED), after(1))
    assert not is_resumable(a_session(status=Status.COMPLETED), after(1))


def test_a_return_starts_the_clock_anew_and_keeps_the_place() -> None:
    session = heard(a_session(), 30_000, after(30), seq=4)

    again = resumed(session, after(3600))

    assert (again.position_ms, again.last_seen_at, again.seq) == (30_000, after(3600), None)
    assert again.watched_ms == session.watched_ms


def test_who_returns_at_the_end_begins_at_the_start() -> None:
    session = heard(a_session(), 590_001, after(300))

    assert a_session(position_ms=590_000).resume_position_ms == 590_000
    assert session.resume_position_ms == 0
    assert resumed(session, after(3600)).position_ms == 0


def test_a_late_heartbeat_counts_its_segments_and_moves_nothing() -> None:
    newest = heard(a_session(), 90_000, after(60), seq=3, segments=seconds((60, 90)))

    late = heard(newest, 10_000, after(61), seq=2, segments=seconds((30, 60)))

    assert late.watched_ms == 60_000
    assert (late.position_ms, late.seq) == (90_000, 3)
    assert heard(late, 10_000, after(90), seq=2, segments=seconds((30, 60))) == late
    assert heard(late, 10_000, after(90), seq=2) == late


def test_a_late_heartbeat_reopens_nothing() -> None:
    left = ended(heard(a_session(), 90_000, after(60), seq=3), None, after(61))

    late = heard(left, 10_000, after(62), seq=2, segments=seconds((90, 120)))

    assert (late.status, late.watched_ms) == (Status.ENDED, 120_000)


def test_late_heartbeats_share_the_time_that_passed() -> None:
    session = heard(a_session(duration_seconds=7200), 0, after(30), seq=9)

    for part in range(3):
        stretch = seconds((part * 1000, part * 1000 + 1000))
        session = heard(session, 0, after(60), seq=part, segments=stretch)

    assert session.watched_ms == (3 * 300 + 60) * 1000
