"""Heartbeats of an app that was offline say when they were played; real time counts once."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from stvos.partners.attribution import Attribution
from stvos.viewing.models import Session, Status
from stvos.viewing.stretches import Stretch, length, union
from stvos.viewing.watching import ended, heard, resumed

START = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
HOUR = 3_600_000


def a_session(**changes: object) -> Session:
    base = Session(
        id=1, class_id=2, class_name="Morning Strength", duration_seconds=3600, zone="UTC",
        started_at=START, last_seen_at=START,
    )  # fmt: skip
    return base.model_copy(update=changes)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def offline(session: Session, seconds: float, position: float, **more: object) -> Session:
    """A heartbeat played at a moment and sent ten hours after the start."""
    return heard(session, round(position * 1000), at(36_000), played_at=at(seconds), **more)  # type: ignore[arg-type]


def test_a_class_played_offline_counts_when_the_app_is_back() -> None:
    session = a_session()
    for second in range(30, 3601, 30):
        session = offline(session, second, second)

    assert (session.watched_ms, session.status) == (HOUR, Status.COMPLETED)
    assert session.completed_at == session.last_seen_at.replace(hour=18, minute=54)


def test_the_wall_time_of_a_heartbeat_ends_when_it_was_played() -> None:
    session = offline(offline(a_session(), 30, 30), 60, 3600)

    assert session.watched_ms == 90_000


def test_what_was_played_yesterday_counts_for_yesterday() -> None:
    partner = Attribution(id=3, zone="Pacific/Kiritimati")
    session = a_session(zone="America/New_York", partner=partner)

    played = heard(session, 0, at(60), played_at=at(-86_400), segments=union([(0, 30_000)]))

    assert played.days == {"2026-11-22": 30_000}
    assert played.partner_days == {"2026-11-23": 30_000}
    assert played.last_seen_at == START


def test_what_was_played_before_the_start_is_measured_from_one_heartbeat_to_the_next() -> None:
    session = a_session()
    for second in range(-1800, -1500, 30):
        session = heard(session, (second + 1800) * 1000, at(5), played_at=at(second))

    assert (session.watched_ms, session.position_ms) == (270_000, 270_000)
    assert heard(session, 272_000, at(1)).watched_ms == 272_000


def test_what_was_played_in_a_pause_counts_after_the_return() -> None:
    session = heard(a_session(), 30_000, at(30))
    session = resumed(session, at(7200))

    session = heard(session, 60_000, at(7201), played_at=at(60))

    assert session.watched_ms == 60_000


def test_a_heartbeat_played_before_the_newest_moves_no_position() -> None:
    newest = offline(a_session(), 600, 600)

    late = offline(newest, 300, 300)

    assert late == newest
    assert offline(newest, 300, 300, segments=((700_000, 710_000),)).position_ms == 600_000


def test_seq_alone_decides_the_order_where_it_is_sent() -> None:
    session = offline(a_session(), 600, 600, seq=1)

    assert offline(session, 300, 50, seq=2).position_ms == 50_000


def test_a_late_completion_is_not_before_the_start() -> None:
    session = a_session(duration_seconds=60)

    done = heard(session, 0, at(5), played_at=at(-60), segments=union([(0, 30_000)]))
    done = heard(done, 0, at(5), played_at=at(-30), segments=union([(30_000, 60_000)]))

    assert (done.status, done.completed_at) == (Status.COMPLETED, START)


moment = st.integers(-600, 600)
position = st.integers(0, 3600)
reports = st.lists(
    st.tuples(st.sampled_from(["beat", "offline", "resume", "end"]), moment, position), max_size=30
)


@settings(max_examples=300)
@given(reports)
def test_positions_alone_never_count_more_than_twice_the_real_time(
    told: list[tuple[str, int, int]],
) -> None:
    """However dated and ordered: at most twice the time from the first moment to the last."""
    session, now = a_session(), 0
    moments = [0]
    for kind, second, place in told:
        now += abs(second) // 10
        match kind:
            case "beat":
                session = heard(session, place * 1000, at(now))
                moments.append(now)
            case "offline":
                second = min(second, now)
                session = heard(session, place * 1000, at(now), played_at=at(second))
                moments.append(second)
            case "resume":
                session = resumed(session, at(now))
                moments.append(now)
            case _:
                session = ended(session, place * 1000, at(now))
                moments.append(now)

    assert session.watched_ms <= 2000 * (max(moments) - min(moments))
    assert sum(session.days.values()) == session.watched_ms == length(session.union)


segment = st.tuples(st.integers(0, 3500), st.integers(0, 60)).map(lambda s: (s[0], s[0] + s[1]))
a_device = st.lists(st.tuples(st.lists(segment, max_size=3), st.booleans()), max_size=8)


@settings(max_examples=200)
@given(st.lists(a_device, min_size=1, max_size=3), st.randoms())
def test_the_union_is_the_same_late_repeated_reordered_and_from_several_devices(
    devices: list[list[tuple[list[Stretch], bool]]], chance: object
) -> None:
    """Each device numbers its heartbeats from 1; some say when they were played."""
    sent = [
        (number, seconds, dated)
        for device in devices
        for number, (seconds, dated) in enumerate(device, start=1)
    ]
    sent += sent
    chance.shuffle(sent)  # type: ignore[attr-defined]
    session = a_session()
    for number, seconds, dated in sent:
        parts = union((a * 1000, b * 1000) for a, b in seconds)
        played_at = at(10 * number) if dated else None
        session = heard(session, 0, at(600), seq=number, segments=parts, played_at=played_at)

    played = {s for _, parts, _ in sent for a, b in parts for s in range(a, b)}
    assert session.watched_ms == 1000 * len(played)
    assert all(left[1] < right[0] for left, right in pairwise(session.union))
