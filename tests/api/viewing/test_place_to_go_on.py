"""Discover, `/video/access` and a start answer one and the same place to go on."""

from datetime import timedelta

import pytest

from content import discover
from tests.api.viewing.watching import Watching
from tests.world import World
from viewing import complete_session, start_session, video_access


def places(watching: Watching) -> list[int]:
    """Where each of the three goes on; the start is asked last, because it changes something."""
    member, class_id = watching.member, watching.chosen.id
    row = watching.clock.call(member, discover).data["continueWatching"]
    access = watching.clock.call(member, video_access, classId=class_id).data
    started = watching.clock.call(member, start_session, body={"classId": class_id}).data["session"]
    return [
        *[card["positionSeconds"] for card in row],
        access["resumePositionSeconds"],
        started["positionSeconds"],
    ]


@pytest.fixture
def watching(world: World) -> Watching:
    return Watching(world)


def stop(watching: Watching) -> None:
    watching.clock.call(watching.member, complete_session, id=watching.id, body={})


def test_an_open_class_goes_on_where_it_is(watching: Watching) -> None:
    watching.beat(300, 200)

    assert places(watching) == [300, 300, 300]


def test_a_stopped_class_goes_on_where_it_was_stopped(watching: Watching) -> None:
    watching.beat(300, 200)
    stop(watching)

    assert places(watching) == [300, 300, 300]
    assert places(watching) == [300, 300, 300]


def test_a_class_of_days_ago_goes_on_where_it_was_left(world: World) -> None:
    watching = Watching(world, days_ago=3)
    watching.beat(300, 200)
    watching.clock.at += timedelta(days=3, seconds=-200)

    assert places(watching) == [300, 300, 300]


def test_a_class_that_is_nearly_over_begins_again(watching: Watching) -> None:
    watching.beat(591, 200)

    assert places(watching) == [0, 0, 0]


def test_ten_seconds_are_left_to_be_seen(watching: Watching) -> None:
    watching.beat(590, 200)

    assert places(watching) == [590, 590, 590]


def test_a_new_class_begins_at_the_start(watching: Watching) -> None:
    assert places(watching) == [0, 0]


def test_the_true_end_counts_and_not_the_listed_one(world: World) -> None:
    watching = Watching(world, duration=5, duration_seconds=260)
    watching.beat(255, 100)

    assert places(watching) == [0, 0, 0]


def test_what_follows_the_place_to_go_on_is_played_from_there(watching: Watching) -> None:
    watching.beat(300, 200)
    stop(watching)
    body = {"classId": watching.chosen.id}
    again = watching.clock.call(watching.member, start_session, body=body).data["session"]
    watching.id = again["id"]

    session = watching.beat(330, 30)

    assert (session["positionSeconds"], session["watchedSeconds"]) == (330, 30)
