"""GET /v1/my-bookings/programmes."""

from typing import Any

import pytest

from my_bookings import cancel_subscription, list_subscriptions, pause_subscription
from tests.api.programmes.world import days_later, followed, new_coach, on, week
from tests.world import Member, World
from trainer_portal import change_programme


@pytest.fixture
def member(world: World) -> Member:
    """Who follows one programme of each status, in this order; 20 days later."""
    member, coach = world.member(), new_coach(world)
    with days_later(0):
        followed(member, coach.programme(name="completed"))
        cancelled = followed(member, coach.programme(name="cancelled"))
        paused = followed(member, coach.programme(name="paused"))
        member.call(cancel_subscription, id=cancelled["id"], body={})
        member.call(pause_subscription, id=paused["id"], body={})
    with days_later(10):
        followed(member, coach.programme(name="active"))
    return member


def names(member: Member, **query: Any) -> list[str]:
    with days_later(20):
        data = member.call(list_subscriptions, query=query).data
    assert data["programmes"] == data["items"]
    assert all(one["status"] == one["programme"]["name"] for one in data["items"])
    return [one["programme"]["name"] for one in data["items"]]


def test_the_newest_come_first_each_as_it_is_today(member: Member) -> None:
    assert names(member) == ["active", "paused", "cancelled", "completed"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"when": "upcoming"}, ["active", "paused"]),
        ({"when": "past"}, ["cancelled", "completed"]),
        ({"status": "paused"}, ["paused"]),
        ({"status": "completed"}, ["completed"]),
        ({"status": "active", "when": "past"}, []),
    ],
)
def test_filters_go_by_what_they_are_today(
    member: Member, query: dict[str, str], found: list[str]
) -> None:
    assert names(member, **query) == found


def test_a_list_goes_on_by_its_cursor(member: Member) -> None:
    pages: list[list[str]] = []
    query: dict[str, str] = {"limit": "3"}
    for _ in range(2):
        with days_later(20):
            data = member.call(list_subscriptions, query=query).data
        pages.append([one["status"] for one in data["items"]])
        query |= {"cursor": data.get("nextCursor", "")}

    assert pages == [["active", "paused", "cancelled"], ["completed"]]
    assert "nextCursor" not in data


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"status": "over"}, "query.status"),
        ({"when": "now"}, "query.when"),
        ({"limit": "101"}, "query.limit"),
        ({"cursor": "U0VTU0lPTiMx"}, "query.cursor"),
    ],
)
def test_what_it_does_not_know_is_refused(world: World, query: dict[str, str], path: str) -> None:
    reply = world.member().call(list_subscriptions, query=query)

    assert (reply.status, reply.paths) == (400, [path])


def test_a_programme_that_was_changed_is_followed_to_its_new_end(world: World) -> None:
    member, coach = world.member(), new_coach(world)
    programme = coach.programme()
    with days_later(0):
        followed(member, programme)
        longer = {"name": "Stronger", "weeks": [week(1), week(2), week(3)]}
        assert coach.call(change_programme, id=programme, body=longer).status == 200
    with days_later(15):
        [shown] = member.call(list_subscriptions).data["items"]
        shorter = {"weeks": [week(1)]}
        assert coach.call(change_programme, id=programme, body=shorter).status == 200
        [ended] = member.call(list_subscriptions).data["items"]

    assert (shown["status"], shown["dayIndex"], shown["endsOn"]) == ("active", 16, on(20))
    assert shown["programme"] == {"id": programme, "name": "Stronger", "weeks": 3}
    assert (ended["status"], ended["dayIndex"], ended["endsOn"]) == ("completed", 7, on(6))
