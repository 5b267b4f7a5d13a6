"""GET /v1/progress/summary."""

from datetime import UTC, datetime
from typing import Any

import pytest

from members import update_me
from progress_logs import delete_entry, get_summary, log_nutrition, log_water, log_workout
from stvos.clock import standing
from tests.api.progress_logs.test_log_nutrition import OATS
from tests.world import Member, World

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)  # A Wednesday.


def drink(member: Member, *days: str, at: datetime = NOON) -> list[int]:
    with standing(at):
        replies = [member.call(log_water, body={"amountMl": 100, "date": day}) for day in days]
    return [reply.data["entry"]["id"] for reply in replies]


def summary(member: Member, at: datetime = NOON) -> Any:
    with standing(at):
        return member.call(get_summary).data


def streaks(member: Member, at: datetime = NOON) -> tuple[int, int]:
    said = summary(member, at)
    return said["streakDays"], said["bestStreakDays"]


def test_a_new_member_has_nothing_behind_them(world: World) -> None:
    said = summary(world.member())

    assert (said["streakDays"], said["bestStreakDays"]) == (0, 0)
    assert set(said["totals"].values()) == {0}
    assert said["thisWeek"]["from"] == "2026-11-16"
    assert said["thisWeek"]["to"] == "2026-11-22"
    assert said["goals"] == {
        "fitnessGoal": None,
        "waterMl": 2000,
        "waterTodayMl": 0,
        "workoutsAWeek": None,
        "workoutsThisWeek": 0,
    }


def test_days_in_a_row_are_a_streak_and_today_may_still_come(world: World) -> None:
    member = world.member()
    drink(member, "2026-11-15", "2026-11-16", "2026-11-17")

    assert streaks(member) == (3, 3)
    drink(member, "2026-11-18")
    assert streaks(member) == (4, 4)


def test_a_whole_day_without_anything_breaks_it(world: World) -> None:
    member = world.member()
    drink(member, "2026-11-13", "2026-11-14", "2026-11-15", "2026-11-16")

    assert streaks(member) == (0, 4)


def test_a_deletion_takes_a_day_out_only_when_nothing_else_is_left_of_it(world: World) -> None:
    member = world.member()
    drink(member, "2026-11-15", "2026-11-17")
    one, another = drink(member, "2026-11-16", "2026-11-16")

    member.call(delete_entry, kind="water", id=one)
    assert streaks(member) == (3, 3)
    member.call(delete_entry, kind="water", id=another)
    assert streaks(member) == (1, 1)


@pytest.mark.parametrize(
    ("zone", "days", "evening"),
    [
        (
            "Pacific/Auckland",
            ["2026-04-04", "2026-04-05", "2026-04-06"],
            "2026-04-06T11:30:00+00:00",
        ),
        (
            "Pacific/Auckland",
            ["2026-09-26", "2026-09-27", "2026-09-28"],
            "2026-09-28T10:30:00+00:00",
        ),
        ("Europe/London", ["2026-03-28", "2026-03-29", "2026-03-30"], "2026-03-30T22:30:00+00:00"),
        (
            "America/Los_Angeles",
            ["2026-10-31", "2026-11-01", "2026-11-02"],
            "2026-11-03T07:30:00+00:00",
        ),
    ],
)
def test_a_change_of_the_clocks_breaks_no_streak(
    world: World, zone: str, days: list[str], evening: str
) -> None:
    member = world.member(settings={"timezone": zone})

    drink(member, *days, at=datetime.fromisoformat(evening))

    assert streaks(member, datetime.fromisoformat(evening)) == (3, 3)


def test_who_flies_west_keeps_the_day_that_has_not_begun_there(world: World) -> None:
    member = world.member(settings={"timezone": "Pacific/Auckland"})
    landed = datetime(2026, 6, 9, 22, tzinfo=UTC)  # The 10th in Auckland, the 9th further west.
    drink(member, "2026-06-08", "2026-06-09", "2026-06-10", at=landed)

    member.call(update_me, body={"settings": {"timezone": "America/Los_Angeles"}})

    assert streaks(member, landed) == (3, 3)


def test_years_add_up_over_their_ends(world: World) -> None:
    member = world.member()
    new_year = datetime(2027, 1, 2, 12, tzinfo=UTC)
    drink(member, "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02", at=new_year)

    said = summary(member, new_year)

    assert said["streakDays"] == 4
    assert said["totals"]["waterMl"] == 400
    assert said["totals"]["activeDays"] == 4


def test_the_week_and_the_totals_add_up(world: World) -> None:
    member = world.member(
        profile={"workoutDays": ["mon", "wed", "friday"], "fitnessGoal": "run a marathon"}
    )
    with standing(NOON):
        for day, length in {"2026-11-15": 60, "2026-11-16": 20, "2026-11-18": 25}.items():
            body = {"name": "Run", "durationMinutes": length, "caloriesBurned": 99.9, "date": day}
            member.call(log_workout, body=body)
        member.call(log_nutrition, body=OATS)
    drink(member, "2026-11-18", "2026-11-18")

    said = summary(member)

    assert said["thisWeek"] == {
        "from": "2026-11-16",
        "to": "2026-11-22",
        "activeDays": 2,
        "workouts": 2,
        "workoutMinutes": 45,
        "calories": 389.1,
        "waterMl": 200,
        "watchedMinutes": 0,
    }
    assert said["totals"] == {
        "activeDays": 3,
        "entries": 6,
        "workouts": 3,
        "workoutMinutes": 105,
        "caloriesBurned": 299.7,
        "meals": 1,
        "waterMl": 200,
        "watchedMinutes": 0,
    }
    assert said["goals"] == {
        "fitnessGoal": "run a marathon",
        "waterMl": 2000,
        "waterTodayMl": 200,
        "workoutsAWeek": 3,
        "workoutsThisWeek": 2,
    }
