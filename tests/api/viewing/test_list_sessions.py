"""GET /v1/sessions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import put
from stvos.errors import Conflict
from stvos.ids import id_at
from stvos.viewing.models import Session, Status
from stvos.viewing.repository import SessionRepository
from tests.world import Member, World
from viewing import list_sessions


def watched(
    world: World, member: Member, at: datetime, status: Status = Status.COMPLETED, **more: Any
) -> int:
    """A session of that time, as stored."""
    number = id_at(at)
    session = Session.model_validate(
        {
            "id": number,
            "class_id": 7,
            "class_name": "Morning Strength",
            "duration_seconds": 600,
            "zone": "UTC",
            "status": status,
            "started_at": at,
            "last_seen_at": at,
        }
        | more
    )
    key = world.keys.session(UserId(member.id), number)
    item = session.to_item() | {"type": "session", "user_id": member.id}
    world.table.write(put(key, item, unless_exists=Conflict()))
    return number


def ids(data: Any) -> list[int]:
    return [session["id"] for session in data["items"]]


MIDDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_history_is_newest_first_and_goes_on_by_cursor(world: World) -> None:
    member = world.member()
    numbers = [watched(world, member, MIDDAY + timedelta(hours=h)) for h in range(5)]

    pages: list[list[int]] = []
    query: dict[str, str] | None = {"limit": "2"}
    while query:
        data = member.call(list_sessions, query=query).data
        pages.append(ids(data))
        cursor = data.get("nextCursor")
        query = {"limit": "2", "cursor": cursor} if cursor else None

    newest_first = numbers[::-1]
    assert pages == [newest_first[:2], newest_first[2:4], newest_first[4:]]


def test_nothing_watched_is_an_empty_list(world: World) -> None:
    assert world.member().call(list_sessions).data == {"items": [], "sessions": []}


def test_the_status_is_filtered(world: World) -> None:
    member = world.member()
    both = [Status.ACTIVE, Status.COMPLETED, Status.ENDED]
    numbers = {
        status: [
            watched(world, member, MIDDAY + timedelta(hours=h), status)
            for h in range(place, 60, len(both))
        ]
        for place, status in enumerate(both)
    }

    data = member.call(list_sessions, query={"status": "ended", "limit": "15"}).data
    rest = member.call(
        list_sessions, query={"status": "ended", "limit": "15", "cursor": data["nextCursor"]}
    ).data

    assert ids(data) + ids(rest) == numbers[Status.ENDED][::-1]
    assert len(ids(data)) == 15
    assert "nextCursor" not in rest


def test_a_page_of_a_rare_status_is_short_and_still_leads_to_all(world: World) -> None:
    member = world.member()
    rare = watched(world, member, MIDDAY, Status.ENDED)
    sessions = [
        put(
            world.keys.session(UserId(member.id), id_at(MIDDAY) + number),
            Session(
                id=id_at(MIDDAY) + number, class_id=7, class_name="x", duration_seconds=600,
                zone="UTC", status=Status.COMPLETED, started_at=MIDDAY, last_seen_at=MIDDAY,
            ).to_item(),
        )
        for number in range(1, 601)
    ]  # fmt: skip
    world.table.write_many(sessions)

    first = member.call(list_sessions, query={"status": "ended"}).data
    again = {"status": "ended", "cursor": first["nextCursor"]}
    second = member.call(list_sessions, query=again).data

    assert (ids(first), ids(second)) == ([], [rare])
    assert "nextCursor" not in second


def test_days_are_those_of_the_member_s_zone(world: World) -> None:
    member = world.member(settings={"timezone": "Europe/Berlin"})
    # The clocks go back in Berlin on 25 October 2026: the day lasts from 22:00 to 23:00 UTC.
    begins = datetime(2026, 10, 24, 22, tzinfo=UTC)
    ends = datetime(2026, 10, 25, 23, tzinfo=UTC)
    second = timedelta(seconds=1)
    before = watched(world, member, begins - second)
    within = [watched(world, member, begins), watched(world, member, ends - second)]
    after = watched(world, member, ends)

    def asked(**query: str) -> list[int]:
        return ids(member.call(list_sessions, query=query).data)

    assert asked(**{"from": "2026-10-25", "to": "2026-10-25"}) == within[::-1]
    assert asked(**{"from": "2026-10-26"}) == [after]
    assert asked(to="2026-10-24") == [before]
    assert asked(**{"from": "2000-01-01", "to": "2200-12-31"}) == [after, *within[::-1], before]


def test_only_one_s_own_sessions_are_listed(world: World, other_world: World) -> None:
    member = world.member()
    watched(world, member, MIDDAY)

    assert world.member().call(list_sessions).data == {"items": [], "sessions": []}
    assert other_world.member().call(list_sessions).data == {"items": [], "sessions": []}


def test_a_cursor_of_another_range_is_refused(world: World) -> None:
    member = world.member()
    for hours in range(3):
        watched(world, member, MIDDAY + timedelta(hours=hours))
    cursor = member.call(list_sessions, query={"limit": "1"}).data["nextCursor"]

    reply = member.call(list_sessions, query={"cursor": cursor, "from": "2026-11-21"})

    assert (reply.status, reply.paths) == (400, ["query.cursor"])


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"status": "paused"}, "query.status"),
        ({"from": "20.11.2026"}, "query.from"),
        ({"from": "1999-12-31"}, "query.from"),
        ({"from": "2026-11-21", "to": "2026-11-20"}, "query.to"),
        ({"cursor": "VVNFUg"}, "query.cursor"),
        ({"cursor": "%%%"}, "query.cursor"),
        ({"limit": "101"}, "query.limit"),
        ({"limit": "0"}, "query.limit"),
        ({"user": "5"}, "query.user"),
    ],
)
def test_a_bad_query_is_refused(world: World, query: dict[str, str], path: str) -> None:
    reply = world.member().call(list_sessions, query=query)

    assert (reply.status, reply.code, reply.paths) == (400, "VALIDATION_ERROR", [path])


def test_continue_watching_is_what_was_begun_and_not_finished(world: World) -> None:
    member = world.member()
    hours = (timedelta(hours=number) for number in range(10))

    def of(class_id: int, status: Status, position_ms: int = 60_000) -> int:
        at = MIDDAY + next(hours)
        more = {"class_id": class_id, "position_ms": position_ms}
        return watched(world, member, at, status, **more)

    of(1, Status.ENDED)
    ended = of(2, Status.ENDED)
    of(3, Status.COMPLETED)
    of(4, Status.ACTIVE, position_ms=0)
    of(1, Status.COMPLETED)
    of(5, Status.ACTIVE)
    newest = of(5, Status.ACTIVE)

    sessions = SessionRepository(world.table, world.tenant, UserId(member.id))
    assert [s.id for s in sessions.continue_watching(10)] == [newest, ended]
    assert [s.id for s in sessions.continue_watching(1)] == [newest]
