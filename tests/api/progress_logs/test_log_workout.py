"""POST /v1/progress/workout."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from progress_logs import get_progress, log_workout
from stvos.clock import standing
from stvos.dynamodb.keys import UserId
from tests.world import Member, World

RUN: dict[str, Any] = {"name": "Morning run", "durationMinutes": 40}


def stored(world: World, member: Member, day: date, entry_id: int) -> Any:
    key = world.keys.log(UserId(member.id), "workout", day, entry_id)
    return world.table.find(key, consistent=True)


def test_a_workout_is_kept_as_it_was_sent(world: World) -> None:
    member = world.member()
    exercises = [{"name": "Squat", "sets": [{"reps": 5, "weightKg": 82.5}, {"reps": 8}]}]
    sent = RUN | {"caloriesBurned": 310.5, "exercises": exercises, "notes": "felt light"}
    sent |= {"planId": 12, "week": 2, "day": 3}

    reply = member.call(log_workout, body=sent)

    assert reply.status == 201
    entry = reply.data["entry"]
    assert {name: entry[name] for name in sent} == sent
    assert entry["kind"] == "workout"
    day = date.fromisoformat(entry["date"])
    item = stored(world, member, day, entry["id"])
    assert item["duration_minutes"] == 40
    assert item["exercises"][0]["sets"][0] == {"reps": 5, "weight_kg": 82.5}


def test_today_is_the_day_it_is_where_the_member_lives(world: World) -> None:
    auckland = world.member(settings={"timezone": "Pacific/Auckland"})
    los_angeles = world.member(settings={"timezone": "America/Los_Angeles"})

    with standing(datetime(2026, 3, 1, 11, 30, tzinfo=UTC)):
        there = auckland.call(log_workout, body=RUN).data["entry"]["date"]
    with standing(datetime(2026, 3, 2, 7, 30, tzinfo=UTC)):
        here = los_angeles.call(log_workout, body=RUN).data["entry"]["date"]

    assert there == "2026-03-02"
    assert here == "2026-03-01"


@pytest.mark.parametrize(
    ("zone", "instant", "today"),
    [
        ("Pacific/Auckland", "2026-04-04T11:30:00+00:00", "2026-04-05"),  # a day of 25 hours ...
        ("Pacific/Auckland", "2026-04-05T11:59:00+00:00", "2026-04-05"),  # ... and its last minute
        ("Pacific/Auckland", "2026-09-27T10:59:00+00:00", "2026-09-27"),  # a day of 23 hours
        ("Pacific/Auckland", "2026-09-27T11:00:00+00:00", "2026-09-28"),
        ("Europe/London", "2026-03-29T22:59:00+00:00", "2026-03-29"),
        ("Europe/London", "2026-03-29T23:00:00+00:00", "2026-03-30"),
        ("Europe/London", "2026-10-25T23:59:00+00:00", "2026-10-25"),
        ("America/Los_Angeles", "2026-03-09T06:59:00+00:00", "2026-03-08"),
        ("America/Los_Angeles", "2026-11-01T06:59:00+00:00", "2026-10-31"),
        ("America/Los_Angeles", "2026-11-02T07:59:00+00:00", "2026-11-01"),
    ],
)
def test_a_day_of_23_or_25_hours_is_one_day(
    world: World, zone: str, instant: str, today: str
) -> None:
    member = world.member(settings={"timezone": zone})

    with standing(datetime.fromisoformat(instant)):
        reply = member.call(log_workout, body=RUN)

    assert reply.data["entry"]["date"] == today


def test_a_member_ahead_of_the_zone_in_their_settings_logs_their_today(world: World) -> None:
    member = world.member(settings={"timezone": "Europe/London"})

    with standing(datetime(2026, 6, 15, 11, tzinfo=UTC)):
        in_auckland = member.call(log_workout, body=RUN | {"date": "2026-06-16"})
        nowhere = member.call(log_workout, body=RUN | {"date": "2026-06-17"})

    assert in_auckland.data["entry"]["date"] == "2026-06-16"
    assert nowhere.paths == ["body.date"]


def test_null_counts_as_not_sent(world: World) -> None:
    member = world.member()
    exercises = [{"name": "Squat", "sets": None}]

    plain = member.call(log_workout, body=RUN | {"exercises": None, "notes": None})
    nested = member.call(log_workout, body=RUN | {"exercises": exercises})
    without_name = member.call(log_workout, body=RUN | {"name": None})

    assert plain.data["entry"]["exercises"] == []
    assert nested.data["entry"]["exercises"] == [{"name": "Squat", "sets": []}]
    assert without_name.paths == ["body.name"]


def test_a_forgotten_workout_may_be_logged_for_a_year(world: World) -> None:
    member = world.member()
    now = datetime(2026, 6, 15, 9, tzinfo=UTC)
    days = {"today": 0, "long ago": 366, "too long ago": 367, "tomorrow": -1}

    with standing(now):
        replies = {
            name: member.call(
                log_workout, body=RUN | {"date": (now.date() - timedelta(days=ago)).isoformat()}
            )
            for name, ago in days.items()
        }

    assert replies["today"].status == replies["long ago"].status == 201
    assert replies["too long ago"].paths == replies["tomorrow"].paths == ["body.date"]
    assert replies["tomorrow"].code == "VALIDATION_ERROR"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"durationMinutes": 0}, "body.durationMinutes"),
        ({"durationMinutes": 1441}, "body.durationMinutes"),
        ({"durationMinutes": "forty"}, "body.durationMinutes"),
        ({"durationMinutes": True}, "body.durationMinutes"),
        ({"name": ""}, "body.name"),
        ({"name": "a" * 121}, "body.name"),
        ({"name": "a\u0000b"}, "body.name"),
        ({"caloriesBurned": -1}, "body.caloriesBurned"),
        ({"caloriesBurned": 1e999}, "body.caloriesBurned"),
        ({"planId": 0}, "body.planId"),
        ({"planId": 2**53}, "body.planId"),
        ({"day": 8}, "body.day"),
        ({"date": "2026-02-30"}, "body.date"),
        ({"date": "yesterday"}, "body.date"),
        ({"notes": "n" * 1001}, "body.notes"),
        ({"exercises": [{"name": "X", "sets": [{"reps": -1}]}]}, "body.exercises[0].sets[0].reps"),
        ({"exercises": [{"name": "Squat"}] * 41}, "body.exercises"),
    ],
)  # fmt: skip
def test_what_is_out_of_bounds_is_refused_by_its_path(
    world: World, change: dict[str, Any], path: str
) -> None:
    member = world.member()

    body: Any = RUN | change
    if change.get("caloriesBurned") == 1e999:
        body = '{"name": "x", "durationMinutes": 1, "caloriesBurned": 1e999}'
    reply = member.call(log_workout, body=body)

    assert (reply.status, reply.paths) == (400, [path])
    assert sum(point["workouts"] for point in member.call(get_progress).data["series"]) == 0


def test_unknown_fields_are_ignored_and_named(world: World) -> None:
    member = world.member()

    reply = member.call(log_workout, body=RUN | {"userId": 1, "mood": "good"})

    assert reply.status == 201
    assert reply.headers["X-Ignored-Fields"] == "body.userId, body.mood"
    assert "mood" not in reply.data["entry"]


def test_a_repeated_request_logs_once(world: World) -> None:
    member = world.member()
    key = {"Idempotency-Key": "run of today"}

    first = member.call(log_workout, body=RUN, headers=key)
    again = member.call(log_workout, body=RUN, headers=key)

    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert sum(point["workouts"] for point in member.call(get_progress).data["series"]) == 1


def test_a_day_takes_so_many_entries_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stvos.progress_logs.repository.MAX_A_DAY", 3)
    member = world.member()

    statuses = [member.call(log_workout, body=RUN).status for _ in range(4)]
    refused = member.call(log_workout, body=RUN)

    assert statuses == [201, 201, 201, 409]
    assert refused.code == "CONFLICT"
    assert member.call(get_progress).data["series"][-1]["workouts"] == 3


def test_without_a_signed_in_member_nothing_is_logged(world: World) -> None:
    no_token = world.call(log_workout, body=RUN)
    no_context = world.call(log_workout, body=RUN, context={})

    assert (no_token.status, no_token.code) == (401, "MISSING_TOKEN")
    assert (no_context.status, no_context.code) == (401, "MISSING_TOKEN")


def test_sets_may_be_a_number_with_the_repetitions_beside_it(world: World) -> None:
    exercises = [
        {"name": "Squat", "sets": 3, "reps": 12, "weightKg": 40},
        {"name": "Plank", "sets": 1},
    ]

    reply = world.member().call(log_workout, body=RUN | {"exercises": exercises})

    squat, plank = reply.data["entry"]["exercises"]
    assert squat["sets"] == [{"reps": 12, "weightKg": 40}] * 3
    assert plank["sets"] == [{"reps": 0}]


@pytest.mark.parametrize("sets", [3.0, "3", " 3.0 "])
def test_the_number_of_sets_is_read_like_other_numbers(world: World, sets: object) -> None:
    body = RUN | {"exercises": [{"name": "Squat", "sets": sets, "reps": "12", "weightKg": ""}]}

    reply = world.member().call(log_workout, body=body)

    assert reply.data["entry"]["exercises"] == [{"name": "Squat", "sets": [{"reps": 12}] * 3}]


@pytest.mark.parametrize("sets", [31, -1, 1.5, True, "many", {}])
def test_no_other_number_of_sets_is_taken(world: World, sets: object) -> None:
    body = RUN | {"exercises": [{"name": "Squat", "sets": sets, "reps": 12}]}

    assert world.member().call(log_workout, body=body).paths == ["body.exercises[0].sets"]
