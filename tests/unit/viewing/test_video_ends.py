"""Where a video ends whose length is known only in rounded minutes."""

from typing import Any

import pytest

from stvos.viewing.models import Status
from stvos.viewing.watching import ended, heard
from tests.unit.viewing.sessions import a_session, after


def test_where_a_player_leaves_near_the_listed_end_the_video_ends() -> None:
    watched = heard(a_session(duration_seconds=300), 240_000, after(240))

    session = ended(watched, 260_000, after(260))

    assert (session.status, session.percent_complete) == (Status.COMPLETED, 100)
    assert session.duration_ms == 260_000


@pytest.mark.parametrize(
    ("changes", "position"),
    [({}, 239), ({"has_exact_length": True}, 260)],
    ids=["under 80 percent", "a length that is known"],
)
def test_elsewhere_the_listed_length_stands(changes: dict[str, Any], position: int) -> None:
    session = heard(a_session(duration_seconds=300, **changes), 200_000, after(100))

    left = ended(session, position * 1000, after(110))

    assert (left.status, left.duration_ms) == (Status.ENDED, 300_000)


def test_the_end_of_the_video_is_no_watch_time() -> None:
    watched = heard(a_session(duration_seconds=300), 100_000, after(50))

    left = ended(watched, 260_000, after(51))

    assert (left.status, left.watched_ms) == (Status.ENDED, 102_000)
    assert left.percent_complete == 39
    assert left.resume_position_ms == 0


def test_who_goes_on_behind_the_told_end_had_only_left_there() -> None:
    left = ended(heard(a_session(duration_seconds=300), 100_000, after(50)), 250_000, after(60))

    again = heard(left, 280_000, after(70))

    assert (left.duration_ms, again.duration_ms) == (250_000, 300_000)
    assert again.status is Status.ACTIVE
