"""GET /v1/my-bookings/sessions."""

from datetime import timedelta

import pytest

from my_bookings import cancel_booked_session, list_booked_sessions
from stvos.clock import standing
from tests.api.trainers.bookings import at, booked, offering
from tests.world import Member, World


def ids(member: Member, **query: str) -> list[int]:
    reply = member.call(list_booked_sessions, query=query)
    assert reply.status == 200
    assert reply.data["items"] == reply.data["sessions"]
    return [session["id"] for session in reply.data["sessions"]]


def test_upcoming_ones_come_soonest_first_and_past_ones_latest_first(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    made = [
        booked(member, trainer, service, at(day, hour)) for day, hour in ((4, 9), (2, 16), (2, 9))
    ]
    assert ids(member, when="upcoming") == made[::-1]
    assert ids(member) == made
    assert ids(member, when="past") == []
    with standing(at(2, 10) + timedelta(minutes=1)):
        assert ids(member, when="past") == [made[2]]
        assert ids(member, when="upcoming") == [made[1], made[0]]


def test_a_session_that_runs_is_upcoming_until_it_is_over(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    made = booked(member, trainer, service, at(2, 9))
    with standing(at(2, 9) + timedelta(minutes=30)):
        assert ids(member, when="upcoming") == [made]


def test_a_status_narrows_the_list(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    kept, given_up = (booked(member, trainer, service, at(2, hour)) for hour in (9, 10))
    member.call(cancel_booked_session, id=given_up, body={})
    assert ids(member, status="cancelled") == [given_up]
    assert ids(member, status="confirmed") == [kept]


def test_pages_follow_each_other_by_cursor(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    made = [booked(member, trainer, service, at(2 + n // 3, 9 + n % 3)) for n in range(7)]
    for when, expected in (("upcoming", made), (None, made[::-1])):
        seen: list[int] = []
        query = {"limit": "3"} | ({"when": when} if when else {})
        while True:
            reply = member.call(list_booked_sessions, query=query)
            seen += [session["id"] for session in reply.data["sessions"]]
            if "nextCursor" not in reply.data:
                break
            query["cursor"] = reply.data["nextCursor"]
        assert seen == expected


def test_another_member_s_sessions_are_not_listed(world: World) -> None:
    trainer, service = offering(world)
    booked(world.member(), trainer, service, at(2, 9))
    assert ids(world.member()) == []


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"status": "lost"}, "query.status"),
        ({"when": "now"}, "query.when"),
        ({"cursor": "x"}, "query.cursor"),
        ({"cursor": "MjAyNi0xMy0wMSMwIzA"}, "query.cursor"),
    ],
)
def test_bad_questions_are_named(world: World, query: dict[str, str], path: str) -> None:
    reply = world.member().call(list_booked_sessions, query=query)
    assert (reply.status, reply.paths) == (400, [path])
