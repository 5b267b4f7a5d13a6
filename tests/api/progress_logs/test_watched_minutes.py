"""What was watched counts for the chart and for streaks, as the viewing history tells it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from progress_logs import get_progress, get_summary, log_water
from stvos.clock import standing
from stvos.dynamodb.keys import UserId
from stvos.ids import new_id
from tests.api.accounts.sessions import sign_in
from tests.viewing_samples import add_watched
from tests.world import Member, World


def watch(world: World, member: Member, day: str, seconds: int) -> None:
    add_watched(world, member, date.fromisoformat(day), seconds * 1000, new_id())


def at_noon(member: Member, day: str, endpoint: Any, **request: Any) -> Any:
    with standing(datetime.fromisoformat(f"{day}T12:00:00+00:00")):
        return member.call(endpoint, **request).data


def test_watched_minutes_stand_in_the_chart(world: World) -> None:
    member = world.member()
    watch(world, member, "2026-11-17", 90)
    watch(world, member, "2026-11-17", 45)
    watch(world, member, "2026-11-18", 59)
    asked = {"from": "2026-11-17", "to": "2026-11-18"}

    days = at_noon(member, "2026-11-18", get_progress, query=asked)["series"]
    week = at_noon(member, "2026-11-18", get_progress, query=asked | {"groupBy": "week"})["series"]

    assert [point["watchedMinutes"] for point in days] == [2, 0]
    assert [point["watchedMinutes"] for point in week] == [3]


def test_a_watched_minute_keeps_a_streak_and_less_does_not(world: World) -> None:
    with standing(datetime(2026, 11, 1, tzinfo=UTC)):
        member = world.member()
    at_noon(member, "2026-11-16", log_water, body={"amountMl": 100})
    watch(world, member, "2026-11-17", 60)
    at_noon(member, "2026-11-18", log_water, body={"amountMl": 100})
    watch(world, member, "2026-11-19", 59)

    said = at_noon(member, "2026-11-19", get_summary)

    assert (said["streakDays"], said["bestStreakDays"]) == (3, 3)
    assert said["totals"]["watchedMinutes"] == 1
    assert said["thisWeek"]["watchedMinutes"] == 1
    assert said["thisWeek"]["activeDays"] == 3


@pytest.fixture
def old_member(world: World) -> Member:
    """Signed up years ago, signed in today."""
    with standing(datetime(2023, 12, 20, tzinfo=UTC)):
        member = world.member()
    return sign_in(world, member)


def test_years_that_are_over_count_all_the_same_and_are_read_as_one_item(
    world: World, old_member: Member
) -> None:
    first = date(2023, 12, 25)
    for n in range(20):  # Over the end of a year, and through the 31st of a leap year's eve.
        watch(world, old_member, (first + timedelta(days=n)).isoformat(), 120)
    for day in ("2024-12-30", "2024-12-31", "2025-01-01", "2026-05-01"):
        watch(world, old_member, day, 60)

    before = at_noon(old_member, "2026-05-01", get_summary)
    folded = list(world.table.all(world.keys.watched_years(UserId(old_member.id))))
    for item in list(
        world.table.all(
            world.keys.watched_between(UserId(old_member.id), date(2023, 1, 1), date(2025, 12, 31))
        )
    ):
        world.table._dynamodb.delete_item(
            TableName=world.table.name, Key={n: {"S": item[n]} for n in ("pk", "sk")}
        )
    after = at_noon(old_member, "2026-05-01", get_summary)

    assert (before["streakDays"], before["bestStreakDays"]) == (1, 20)
    assert before["totals"]["watchedMinutes"] == 44
    assert before["totals"]["activeDays"] == 24
    assert [item["year"] for item in folded] == [2023, 2024, 2025]
    assert after == before


def test_a_year_that_may_still_change_is_not_folded(world: World, old_member: Member) -> None:
    watch(world, old_member, "2023-12-31", 60)

    early = at_noon(old_member, "2024-02-01", get_summary)
    watch(world, old_member, "2023-12-30", 60)
    late = at_noon(old_member, "2024-02-02", get_summary)

    assert (early["bestStreakDays"], late["bestStreakDays"]) == (1, 2)
    assert list(world.table.all(world.keys.watched_years(UserId(old_member.id)))) == []
