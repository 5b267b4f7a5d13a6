"""Rooms are closed at their end by the index of due work."""

from datetime import datetime, timedelta

import pytest

from stvos.clock import utc_now
from stvos.dynamodb.table import Item
from stvos.rooms.models import RETURNING_FOR
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.test_handle_due import handle, sweep
from tests.api.rooms.conftest import MeetingPoint
from tests.api.rooms.conftest import point as point
from tests.video import livekit


def stored(point: MeetingPoint) -> Item:
    item = point.world.table.find(point.key, consistent=True)
    assert item is not None
    return item


def do_what_is_due(queues: TestQueues, when: datetime) -> int:
    """Answers how much was not done."""
    return handle(sweep(queues, when), when)


def test_a_room_is_deleted_at_its_end_and_once_more(
    point: MeetingPoint, queues: TestQueues
) -> None:
    point.launch()
    closes = point.meeting.closes_at

    assert do_what_is_due(queues, closes - timedelta(seconds=1)) == 0
    assert point.name in livekit().rooms.rooms
    assert do_what_is_due(queues, closes) == 0
    assert point.name not in livekit().rooms.rooms
    assert do_what_is_due(queues, closes + RETURNING_FOR) == 0

    assert stored(point)["closings"] == 2
    assert "gsi1pk" not in stored(point)


def test_a_meeting_that_was_moved_closes_at_its_new_end_alone(
    point: MeetingPoint, queues: TestQueues
) -> None:
    point.launch()
    former = point.meeting
    later = point.later(timedelta(hours=2))
    point.world.table.transact(*point.records.moving(later))

    assert do_what_is_due(queues, former.closes_at) == 0
    assert stored(point)["closings"] == 0
    assert do_what_is_due(queues, later.closes_at) == 0

    assert stored(point)["closings"] == 1


def test_a_meeting_that_was_called_off_closes_with_the_next_sweep(
    point: MeetingPoint, queues: TestQueues
) -> None:
    point.launch()
    point.world.table.transact(*point.records.ending(point.meeting.kind, point.meeting.id))

    assert do_what_is_due(queues, utc_now()) == 0

    assert point.name not in livekit().rooms.rooms


def test_a_server_that_does_not_answer_is_asked_again(
    point: MeetingPoint, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    point.launch()
    closes = point.meeting.closes_at
    with monkeypatch.context() as away:
        away.setenv("LIVEKIT_URL", "ws://127.0.0.1:9")
        assert do_what_is_due(queues, closes) == 1
    assert stored(point)["closings"] == 0

    assert do_what_is_due(queues, closes + timedelta(minutes=1)) == 0

    assert point.name not in livekit().rooms.rooms
