"""GET /v1/users/me/daily-plan."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from foods import create_nutrition_plan
from my_bookings import cancel_booked_session, pause_subscription
from plans import create_workout_plan, delete_workout_plan, get_daily_plan
from progress_logs import log_water
from stvos.clock import standing, utc_now
from tests.api.programmes.world import (
    days_later,
    followed,
    member_in,
    new_coach,
    on,
    week,
    workout,
)
from tests.api.trainers.bookings import at, booked, offering
from tests.api.trainers.group_classes import created, join, joined, leave
from tests.api.trainers.world import new_trainer
from tests.reads import counted
from tests.world import Member, World
from trainers import book_session

# Sunday, 28 March 2027: Berlin's clocks go from 02:00 to 03:00.
LATE_HOURS = [
    {"day": day, "start": "22:00", "end": "23:00"}
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
]
EVERY_DAY = {"preferences": {"daysPerWeek": 7, "duration": "6 weeks"}}


def day_of(member: Member, day: str | None = None) -> dict[str, Any]:
    query = {"date": day} if day else None
    data: dict[str, Any] = member.call(get_daily_plan, query=query).data
    return data


def test_without_plans_a_day_has_the_same_shape(world: World) -> None:
    member = world.member()

    plan = day_of(member)

    assert plan == {
        "date": str(utc_now().date()),
        "workout": {"name": "", "exercises": []},
        "meals": [],
        "classes": [],
        "bookings": [],
        "programmes": [],
        "water": {"goalMl": 2000, "loggedMl": 0},
    }


def test_it_joins_workout_meals_and_water(world: World) -> None:
    member = world.member()
    workouts = member.call(create_workout_plan, body=EVERY_DAY).data["workoutPlan"]
    nutrition = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]
    member.call(log_water, body={"amountMl": 330})
    today = date.fromisoformat(workouts["startsOn"])

    plan = day_of(member)

    session = next(d for d in workouts["weeks"][0]["days"] if d["day"] == today.isoweekday())
    assert plan["workout"] == {
        "planId": workouts["id"],
        "week": 1,
        **session,
    }
    assert plan["meals"] == nutrition["days"][0]["meals"]
    assert plan["water"]["loggedMl"] == 330


def test_a_new_workout_plan_leaves_today_as_it_is(world: World) -> None:
    member = world.member()
    first = member.call(create_workout_plan, body=EVERY_DAY).data["workoutPlan"]
    before = day_of(member)
    second = member.call(create_workout_plan, body=EVERY_DAY).data["workoutPlan"]

    assert day_of(member) == before
    assert before["workout"]["planId"] == first["id"]
    tomorrow = day_of(member, second["startsOn"])
    assert (tomorrow["workout"]["planId"], tomorrow["workout"]["week"]) == (second["id"], 1)


def test_a_day_of_rest_and_a_plan_that_is_over_or_ended_have_no_session(world: World) -> None:
    member = world.member()
    with days_later(0):
        body = {"userProfile": {"workoutDays": ["mon"]}, "preferences": {"duration": "2 weeks"}}
        member.call(create_workout_plan, body=body)
        names = [bool(day_of(member, on(n))["workout"]["name"]) for n in (-7, 0, 1, 7, 14)]
        member.call(delete_workout_plan)
        afterwards = day_of(member, on(0))["workout"]

    assert names == [False, True, False, True, False]
    assert afterwards == {"name": "", "exercises": []}


def test_programmes_have_their_day_and_paused_ones_none(world: World) -> None:
    member = world.member()
    coach = new_coach(world)
    with days_later(0):
        programme = coach.programme(weeks=[week(1, workout(1, "Legs"), workout(3, "Arms"))])
        subscription = followed(member, programme)
        (first,) = day_of(member)["programmes"]
        rest = day_of(member, on(1))["programmes"]
        member.call(pause_subscription, id=subscription["id"], body={"until": on(9)})
        paused = [day_of(member, on(n))["programmes"] for n in range(9)]

    assert (first["planId"], first["content"]["title"]) == (subscription["id"], "Legs")
    assert first["content"]["exercises"][0]["name"] == "Squat"
    assert rest == []
    assert paused == [[]] * 9


def test_days_are_the_member_s_own_over_a_change_of_the_clocks(world: World) -> None:
    member = member_in(world, "Europe/Berlin")
    with days_later(0):
        trainer = new_trainer(world)
        trainer.offer(LATE_HOURS, horizonDays=60)
        service = trainer.service(name="Stretching")
        for day in ("2027-03-27", "2027-03-28", "2027-03-29"):
            body = {"serviceId": service, "startsAt": f"{day}T22:00:00Z"}
            assert member.call(book_session, id=trainer.trainer_id, body=body).status == 201
        member.call(create_workout_plan, body=EVERY_DAY)
        days = [day_of(member, f"2027-03-{n}") for n in (27, 28, 29, 30)]

    times = [[(one["name"], one["time"]) for one in day["bookings"]] for day in days]
    # The session of the 28th at 22:00 UTC is at midnight of the 29th, by summer time.
    assert times == [
        [("Stretching", "23:00")],
        [],
        [("Stretching", "00:00")],
        [("Stretching", "00:00")],
    ]
    assert [(d["workout"]["week"], d["workout"]["day"]) for d in days] == [
        (4, 6),
        (4, 7),
        (5, 1),
        (5, 2),
    ]


@pytest.mark.parametrize(
    ("instant", "today"),
    [("2027-03-28T00:59:00+00:00", "2027-03-28"), ("2027-03-28T22:01:00+00:00", "2027-03-29")],
)
def test_today_is_the_member_s_today(world: World, instant: str, today: str) -> None:
    member = member_in(world, "Europe/Berlin")
    with standing(datetime.fromisoformat(instant)):
        assert day_of(member)["date"] == today


def test_cancelled_sessions_and_those_of_others_are_not_there(world: World) -> None:
    mia, ben = world.member(), world.member()
    with days_later(0):
        trainer = new_trainer(world)
        trainer.offer()
        body = {"serviceId": trainer.service(), "startsAt": "2027-03-02T10:00:00Z"}
        booked = mia.call(book_session, id=trainer.trainer_id, body=body).data["booking"]
        (found,) = day_of(mia, "2027-03-02")["bookings"]
        of_ben = day_of(ben, "2027-03-02")["bookings"]
        mia.call(cancel_booked_session, id=booked["id"], body={})
        afterwards = day_of(mia, "2027-03-02")["bookings"]

    assert (found["id"], found["kind"], found["time"]) == (booked["id"], "session", "10:00")
    assert (of_ben, afterwards) == ([], [])


def test_a_day_takes_two_queries(world: World) -> None:
    member = world.member()
    coach = new_coach(world)
    with days_later(0):
        followed(member, coach.programme())
        member.call(create_workout_plan, body=EVERY_DAY)
        member.call(create_nutrition_plan, body={})
        with counted(world.table) as calls:
            assert day_of(member)["programmes"]

    assert calls["Query"] <= 2


@pytest.mark.parametrize("sent", ["2027-02-30", "1999-12-31", "2201-01-01", "today"])
def test_what_is_no_date_is_refused(world: World, sent: str) -> None:
    reply = world.member().call(get_daily_plan, query={"date": sent})

    assert (reply.status, reply.paths) == (400, ["query.date"])


def test_group_classes_stand_beside_sessions_in_the_members_time(world: World) -> None:
    coach, service = offering(world)
    member = world.member(settings={"timezone": "Australia/Lord_Howe"})
    booking = booked(member, coach, service, at(3, 12))
    held = created(coach, at(3, 10), duration=45)
    full = created(coach, at(3, 14), capacity=1)
    joined(world, full, 1)
    left = created(coach, at(3, 16))
    for class_id in (held, full, left):
        assert join(member, class_id).status == 200
    leave(member, left)
    zone = ZoneInfo("Australia/Lord_Howe")
    starts = {"session": at(3, 12), held: at(3, 10), full: at(3, 14)}
    times = {key: f"{start.astimezone(zone):%H:%M}" for key, start in starts.items()}
    plans = [day_of(member, f"{at(day, 10).astimezone(zone):%Y-%m-%d}") for day in (3, 4)]
    found = [one for plan in plans for one in plan["bookings"]]

    assert [(one["id"], one["kind"], one["status"], one["time"]) for one in found] == [
        (held, "group_class", "confirmed", times[held]),
        (booking, "session", "confirmed", times["session"]),
        (full, "group_class", "waitlisted", times[full]),
    ]
    assert (found[0]["name"], found[0]["duration"]) == ("Morning Flow", 45)
