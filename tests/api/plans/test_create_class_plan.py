"""POST /v1/users/me/class-plan."""

from datetime import date, timedelta

from members import update_me
from plans import create_class_plan, get_class_plan, get_daily_plan
from stvos.clock import utc_now
from tests.api.content.stock import Stock
from tests.api.programmes.world import move
from tests.world import World

EVERY_DAY = {"preferences": {"daysPerWeek": 7, "duration": "1 week"}}


def test_it_is_kept_and_shown_by_the_day(world: World) -> None:
    stock, member = Stock.of(world), world.member()
    one = stock.fitness_class()
    stock.changed()

    reply = member.call(create_class_plan, body=EVERY_DAY)

    plan = reply.data["classPlan"]
    assert (reply.status, plan["version"]) == (201, 1)
    assert member.call(get_class_plan).data["classPlan"] == plan
    shown = member.call(get_daily_plan).data["classes"]
    assert shown == [{"id": one.id, "name": "Morning Flow", "time": "", "duration": 30}]


def test_a_live_class_has_the_time_of_the_member_s_zone(world: World) -> None:
    stock, member = Stock.of(world), world.member()
    move(member, "Asia/Tokyo")
    start = (utc_now() + timedelta(days=2)).replace(hour=20, minute=0, second=0, microsecond=0)
    live = stock.live_class(starts_at=start, intensity="low")

    plan = member.call(create_class_plan, body=EVERY_DAY).data["classPlan"]

    (found,) = plan["weeks"][0]["days"]
    day = start.date() + timedelta(days=1)
    assert (found["classId"], found["date"], found["time"]) == (live.id, str(day), "05:00")
    shown = member.call(get_daily_plan, query={"date": str(day)}).data["classes"]
    assert [(one["id"], one["time"]) for one in shown] == [(live.id, "05:00")]
    stock.live.delete_live_class(live.id)
    assert member.call(get_daily_plan, query={"date": str(day)}).data["classes"] == []


def test_a_new_plan_never_replaces_the_day_that_a_member_is_on(world: World) -> None:
    stock, member = Stock.of(world), world.member()
    stock.fitness_class()
    stock.changed()
    first = member.call(create_class_plan, body=EVERY_DAY).data["classPlan"]

    second = member.call(create_class_plan, body=EVERY_DAY).data["classPlan"]

    today = date.fromisoformat(first["startsOn"])
    assert (second["version"], second["startsOn"]) == (2, str(today + timedelta(days=1)))
    assert second["weeks"][0]["days"][0]["date"] == second["startsOn"]
    assert member.call(get_daily_plan).data["classes"]


def test_it_goes_by_the_stored_days_and_level(world: World) -> None:
    stock, member = Stock.of(world), world.member()
    stock.fitness_class("Easy")
    hard = stock.fitness_class("Hard", intensity="high")
    stock.changed()
    profile = {"workoutDays": ["mon"], "fitnessLevel": "advanced"}
    member.call(update_me, body={"profile": profile})

    body = {"preferences": {"duration": "1 week"}}
    plan = member.call(create_class_plan, body=body).data["classPlan"]

    assert [(d["day"], d["classId"]) for d in plan["weeks"][0]["days"]] == [(1, hard.id)]


def test_without_classes_nothing_is_kept(world: World) -> None:
    member = world.member()

    reply = member.call(create_class_plan, body={})

    assert (reply.status, reply.code) == (409, "CONFLICT")
    assert member.call(get_class_plan).status == 404
