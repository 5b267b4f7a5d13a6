"""Logging days, also those on which the clocks change."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.end_to_end.trip import Trip

DAY = timedelta(days=1)
MEAL = {
    "mealType": "lunch", "name": "Soup", "calories": 320, "protein": 12, "carbs": 40, "fat": 9,
}  # fmt: skip


def workout_meals_water_and_weight_make_up_the_day(trip: Trip) -> None:
    member, today = trip.member, _today(trip)
    done = [{"name": "Squat", "sets": [{"reps": 5, "weightKg": 60}]}]
    run = {"name": "Run", "durationMinutes": 30, "caloriesBurned": 280, "exercises": done}
    assert member.post("/progress/workout", run).status == 201
    assert member.post("/progress/nutrition", MEAL).data["day"]["totals"]["calories"] == 320
    assert member.post("/progress/nutrition", MEAL).data["day"]["totals"]["calories"] == 640
    assert member.post("/progress/water", {"amountMl": 250}).data["day"]["loggedMl"] == 250
    assert member.post("/progress/measurement", {"weightKg": 71.5}).status == 201
    for days in (1, 2):
        drink = {"amountMl": 500, "date": str(today - days * DAY)}
        assert member.post("/progress/water", drink).status == 201

    series = _series(trip, today - 2 * DAY, today)

    assert [day["waterMl"] for day in series] == [500, 500, 250]
    last = series[-1]
    assert (last["workouts"], last["workoutMinutes"], last["weightKg"]) == (1, 30, 71.5)
    assert (last["calories"], last["protein"], last["carbs"], last["fat"]) == (640, 24, 80, 18)
    summary = member.get("/progress/summary").data
    assert (summary["streakDays"], summary["bestStreakDays"]) == (3, 3)
    assert summary["totals"]["workoutMinutes"] == 30


def series_and_streak_go_on_over_a_change_of_the_clocks(trip: Trip) -> None:
    """With dated logs: no test waits for spring. That a streak which is still going on survives
    the change too is proved with the clock set, in tests/api/progress_logs/test_get_summary.py.
    """
    changed = _last_change_of_clocks(trip.zone, _today(trip) - 10 * DAY)
    amounts = [0, 100, 200, 300, 400, 0]
    first, last = changed - 3 * DAY, changed + 2 * DAY
    days = [first + offset * DAY for offset in range(len(amounts))]
    for day, amount in zip(days, amounts, strict=True):
        if amount:
            drink = {"amountMl": amount, "date": str(day)}
            assert trip.member.post("/progress/water", drink).status == 201

    series = _series(trip, first, last)

    assert [(day["date"], day["waterMl"]) for day in series] == [
        (str(day), amount) for day, amount in zip(days, amounts, strict=True)
    ]
    weeks = _series(trip, first, last, groupBy="week")
    assert sum(week["waterMl"] for week in weeks) == sum(amounts)
    summary = trip.member.get("/progress/summary").data
    assert (summary["streakDays"], summary["bestStreakDays"]) == (3, 4)
    assert trip.member.get("/progress", from_=changed, to=changed, kind="water").data["entries"]


def _today(trip: Trip) -> date:
    return datetime.now(ZoneInfo(trip.zone)).date()


def _series(trip: Trip, first: date, last: date, **more: object) -> list[dict[str, Any]]:
    found = trip.member.get("/progress", from_=first, to=last, **more).data["series"]
    return list(found)


def _last_change_of_clocks(zone: str, before: date) -> date:
    """The newest day before this one that had 23 or 25 hours."""
    day = before
    while _midnight(day + DAY, zone) - _midnight(day, zone) == DAY:
        day -= DAY
    return day


def _midnight(day: date, zone: str) -> datetime:
    start = datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
    return start.astimezone(ZoneInfo("UTC"))
