"""GET /v1/progress."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from progress_logs import get_progress, log_measurement, log_nutrition, log_water, log_workout
from stvos.clock import standing
from tests.api.progress_logs.test_log_nutrition import OATS
from tests.world import Member, World

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)  # A Wednesday.
EMPTY = {
    "workouts": 0,
    "workoutMinutes": 0,
    "calories": 0,
    "protein": 0,
    "carbs": 0,
    "fat": 0,
    "waterMl": 0,
    "weightKg": None,
    "watchedMinutes": 0,
}


def log(member: Member, endpoint: Any, day: str, **values: Any) -> None:
    with standing(NOON):
        assert member.call(endpoint, body=values | {"date": day}).status == 201


def series(member: Member, **query: str) -> list[dict[str, Any]]:
    with standing(NOON):
        points: list[dict[str, Any]] = member.call(get_progress, query=query).data["series"]
        return points


def test_a_chart_shows_the_last_thirty_days_one_by_one(world: World) -> None:
    points = series(world.member())

    assert [point.pop("date") for point in points] == [
        (date(2026, 10, 20) + timedelta(days=n)).isoformat() for n in range(30)
    ]
    assert points == [EMPTY] * 30


def test_a_day_shows_all_that_was_logged_for_it(world: World) -> None:
    member = world.member()
    log(member, log_workout, "2026-11-17", name="Row", durationMinutes=25)
    log(member, log_workout, "2026-11-17", name="Run", durationMinutes=30)
    log(member, log_nutrition, "2026-11-17", **OATS)
    log(member, log_water, "2026-11-17", amountMl=500)
    log(member, log_measurement, "2026-11-17", weightKg=80.4)

    yesterday, today = series(member, **{"from": "2026-11-17", "to": "2026-11-18"})

    assert yesterday == {
        "date": "2026-11-17",
        "workouts": 2,
        "workoutMinutes": 55,
        "calories": 389.1,
        "protein": 16.9,
        "carbs": 66.3,
        "fat": 6.9,
        "waterMl": 500,
        "weightKg": 80.4,
        "watchedMinutes": 0,
    }
    assert today == EMPTY | {"date": "2026-11-18"}


def test_weeks_start_on_monday_and_months_on_the_first(world: World) -> None:
    member = world.member()
    for day, amount in {"2026-10-31": 1, "2026-11-01": 10, "2026-11-02": 100}.items():
        log(member, log_water, day, amountMl=amount)
    log(member, log_measurement, "2026-10-29", weightKg=81)
    log(member, log_measurement, "2026-10-27", weightKg=79)
    asked = {"from": "2026-10-27", "to": "2026-11-08"}

    weeks = series(member, **asked, groupBy="week")
    months = series(member, **asked, groupBy="month")

    assert [(p["date"], p["waterMl"], p["weightKg"]) for p in weeks] == [
        ("2026-10-26", 11, 81),
        ("2026-11-02", 100, None),
    ]
    assert [(p["date"], p["waterMl"], p["weightKg"]) for p in months] == [
        ("2026-10-01", 1, 81),
        ("2026-11-01", 110, None),
    ]


def test_a_leap_year_fits_and_a_day_more_does_not(world: World) -> None:
    member = world.member()

    with standing(NOON):
        year = member.call(get_progress, query={"from": "2024-01-01", "to": "2024-12-31"})
        more = member.call(get_progress, query={"from": "2024-01-01", "to": "2025-01-01"})
        back = member.call(get_progress, query={"from": "2024-01-02", "to": "2024-01-01"})

    assert len(year.data["series"]) == 366
    assert (more.status, more.paths) == (400, ["query.from"])
    assert (back.status, back.paths) == (400, ["query.from"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "2024-02-30"),
        ("to", "today"),
        ("kind", "sleep"),
        ("groupBy", "year"),
        ("cursor", "TE9HI3dhdGVyIzE5OTk"),
        ("limit", "all"),
    ],
)
def test_a_query_has_bounds(world: World, name: str, value: str) -> None:
    reply = world.member().call(get_progress, query={"kind": "water"} | {name: value})

    assert (reply.status, reply.paths) == (400, [f"query.{name}"])


def test_unknown_parameters_are_ignored_and_named(world: World) -> None:
    reply = world.member().call(get_progress, query={"userId": "7"})

    assert reply.status == 200
    assert reply.headers["X-Ignored-Fields"] == "query.userId"


def test_entries_come_with_a_kind_latest_day_first(world: World) -> None:
    member = world.member()
    for day in ("2026-11-10", "2026-11-12", "2026-11-11", "2026-10-01"):
        log(member, log_water, day, amountMl=int(day[-2:]))
    log(member, log_workout, "2026-11-12", name="Run", durationMinutes=30)

    with standing(NOON):
        without = member.call(get_progress).data
        drinks = member.call(get_progress, query={"kind": "water"}).data

    assert "entries" not in without
    assert [entry["date"] for entry in drinks["entries"]] == [
        "2026-11-12",
        "2026-11-11",
        "2026-11-10",
    ]
    assert [entry["amountMl"] for entry in drinks["entries"]] == [12, 11, 10]
    assert "nextCursor" not in drinks


def test_entries_go_on_by_cursor_each_once(world: World) -> None:
    member = world.member()
    for amount in range(1, 8):
        log(member, log_water, f"2026-11-{10 + amount // 3}", amountMl=amount)
    query = {"kind": "water", "limit": "3"}
    seen: list[int] = []

    with standing(NOON):
        while True:
            page = member.call(get_progress, query=query).data
            seen += [entry["amountMl"] for entry in page["entries"]]
            if "nextCursor" not in page:
                break
            query["cursor"] = page["nextCursor"]

    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_a_cursor_does_not_lead_to_another_s_entries(world: World) -> None:
    member, neighbour = world.member(), world.member()
    for amount in (1, 2):
        log(member, log_water, "2026-11-10", amountMl=amount)
        log(neighbour, log_water, "2026-11-10", amountMl=amount + 10)
    with standing(NOON):
        page = member.call(get_progress, query={"kind": "water", "limit": "1"}).data

        borrowed = neighbour.call(
            get_progress, query={"kind": "water", "cursor": page["nextCursor"]}
        )

    assert {entry["amountMl"] for entry in borrowed.data["entries"]} <= {11, 12}
