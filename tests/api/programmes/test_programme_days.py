"""What a member's programmes hold for a day, and what doing it counts as."""

from datetime import timedelta

from my_bookings import cancel_subscription, pause_subscription
from progress_logs import log_workout
from stvos.accounts.models import Account
from stvos.clock import day_of, utc_now
from stvos.dynamodb.keys import UserId
from stvos.programmes.daily import PlannedDay, programme_days
from tests.api.jobs.conftest import Stream
from tests.api.partners.world import employee_of, new_partner
from tests.api.programmes.world import (
    TODAY,
    days_later,
    followed,
    member_in,
    new_coach,
    on,
    week,
    workout,
)
from tests.usage_samples import Company
from tests.world import Member, World
from trainer_portal import change_programme, delete_programme

SPREAD = [week(1, workout(1, "Legs"), workout(3, "Arms")), week(2, workout(7, "Back"))]


def planned(world: World, member: Member, days: int) -> list[PlannedDay]:
    account = Account.of_item(world.item_of(member))
    return programme_days(world.table, account, TODAY + timedelta(days=days))


def titles(found: list[PlannedDay]) -> list[str | None]:
    return [one.content.title if one.content else None for one in found]


def test_each_active_day_has_its_item(world: World) -> None:
    member = member_in(world, "Asia/Tokyo")
    with days_later(0):
        subscription = followed(member, new_coach(world).programme(weeks=SPREAD))
        [first] = planned(world, member, 0)
        later = [titles(planned(world, member, days)) for days in (-1, 0, 1, 2, 13, 14)]
        [last] = planned(world, member, 13)

    assert (first.day_index, first.week, first.day) == (1, 1, 1)
    assert (first.subscription.id, first.programme.weeks) == (subscription["id"], 2)
    assert later == [[], ["Legs"], [None], ["Arms"], ["Back"], []]
    assert (last.day_index, last.week, last.day) == (14, 2, 7)


def test_a_pause_moves_the_days_and_has_none(world: World) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme(weeks=SPREAD))
    with days_later(2):
        member.call(pause_subscription, id=subscription["id"], body={"until": on(5)})
        found = [titles(planned(world, member, days)) for days in (0, 2, 4, 5, 16)]

    assert found == [["Legs"], [], [], ["Arms"], ["Back"]]


def test_programmes_stand_beside_each_other_and_ended_ones_do_not(world: World) -> None:
    member, coach = world.member(), new_coach(world)
    with days_later(0):
        ended = followed(member, coach.programme(weeks=SPREAD))
        member.call(cancel_subscription, id=ended["id"], body={})
        followed(member, coach.programme(weeks=SPREAD))
        followed(member, coach.programme(weeks=[week(1, workout(1, "Run"))]))
        found = titles(planned(world, member, 0))
    with days_later(7):
        a_week_later = titles(planned(world, member, 7))

    assert sorted(map(str, found)) == ["Legs", "Run"]
    assert a_week_later == [None]


def test_a_change_of_the_programme_is_followed_and_a_deletion_changes_nothing(
    world: World,
) -> None:
    member, coach = world.member(), new_coach(world)
    programme = coach.programme(weeks=SPREAD)
    with days_later(0):
        followed(member, programme)
        new = {"weeks": [week(1, workout(1, "Swim"))]}
        assert coach.call(change_programme, id=programme, body=new).status == 200
        assert coach.call(delete_programme, id=programme).status == 200

        assert titles(planned(world, member, 0)) == ["Swim"]
        assert planned(world, member, 7) == []


def test_a_day_that_is_logged_is_activity_for_the_partner_once(world: World) -> None:
    stream = Stream()
    staff = new_partner(world)
    employee = employee_of(staff)
    subscription = followed(employee, new_coach(world).programme(weeks=SPREAD))
    company = Company(world, "Europe/Berlin", staff.partner_id)
    today = day_of(utc_now(), "UTC")
    body = {"name": "Legs", "durationMinutes": 40}
    place = {"planId": subscription["id"], "week": 1, "day": 1}

    assert employee.call(log_workout, body=body | place).status == 201
    [entry] = world.table.all(world.keys.logs(UserId(employee.id), "workout", today, today))
    company.tell(company.joined(employee), *stream.inserts(entry)["Records"])
    company.tell(*stream.inserts(entry)["Records"])

    counted = day_of(utc_now(), "Europe/Berlin")
    assert (entry["plan_id"], entry["partner"]["id"]) == (subscription["id"], staff.partner_id)
    assert company.counters.days(counted, counted)[counted].active == 1
