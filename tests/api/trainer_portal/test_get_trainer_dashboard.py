"""GET /v1/trainer/dashboard."""

from datetime import datetime, timedelta
from typing import Any

from my_bookings import cancel_booked_session, cancel_subscription
from programmes import subscribe
from stvos.clock import standing, utc_now
from tests.api.programmes.world import PROGRAMME
from tests.api.trainers.bookings import at, booked, offering
from tests.api.trainers.group_classes import created, joined
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.reads import counted
from tests.world import World
from trainer_portal import (
    add_service,
    cancel_booking,
    cancel_group_class,
    complete_booking,
    confirm_booking,
    create_programme,
    decline_booking,
    get_trainer_dashboard,
    mark_no_show,
    reschedule_booking,
)


def seen(trainer: TrainerAccount, now: datetime | None = None) -> Any:
    with standing(now or utc_now()):
        reply = trainer.call(get_trainer_dashboard)
    assert reply.status == 200, reply.text
    return reply.data


def ids(bookings: list[dict[str, Any]]) -> list[int]:
    return [booking["id"] for booking in bookings]


def test_a_new_trainer_has_nothing_yet(world: World) -> None:
    assert seen(new_trainer(world)) == {
        "today": [],
        "upcoming": [],
        "todayClasses": [],
        "upcomingClasses": [],
        "pendingCount": 0,
        "activeClients": 0,
        "subscribers": 0,
        "earnings": {"thisMonth": 0, "lastMonth": 0, "currency": None, "others": []},
    }


def test_today_is_the_trainers_day_and_upcoming_the_next_seven(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    first, second, third, fourth = (
        booked(member, trainer, service, at(*when)) for when in ((2, 9), (2, 15), (9, 9), (9, 11))
    )
    off = booked(member, trainer, service, at(3, 9))
    trainer.call(cancel_booking, id=off, body={})
    noon = at(2, 10)
    with standing(noon):
        trainer.call(complete_booking, id=first, body={})
    data = seen(trainer, noon)

    assert ids(data["today"]) == [first, second]
    assert data["today"][0]["status"] == "completed"
    assert ids(data["upcoming"]) == [second, third]
    assert fourth not in ids(data["upcoming"])


def test_the_day_is_that_of_the_trainers_zone(world: World) -> None:
    trainer, service = offering(world, zone="Pacific/Kiritimati")  # 14 hours ahead of UTC.
    booking = booked(world.member(), trainer, service, at(2, 20))  # 10 in the morning of the third.

    assert ids(seen(trainer, at(2, 9))["today"]) == []
    assert ids(seen(trainer, at(2, 11))["today"]) == [booking]


def test_group_classes_of_today_and_the_next_seven_days_are_shown(world: World) -> None:
    trainer = new_trainer(world)
    first, second, third, _ = (
        created(trainer, at(*when)) for when in ((2, 9), (2, 15), (9, 9), (9, 11))
    )
    off = created(trainer, at(3, 9))
    trainer.call(cancel_group_class, id=off)
    joined(world, second, 1)
    data = seen(trainer, at(2, 10))

    assert ids(data["todayClasses"]) == [first, second]
    assert data["todayClasses"][1]["spotsLeft"] == 9
    assert ids(data["upcomingClasses"]) == [second, third]
    assert data["today"] == data["upcoming"] == []


def test_requests_count_until_they_are_answered(world: World) -> None:
    trainer, service = offering(world, autoConfirm=False)
    member = world.member()
    one, two, three, four = (booked(member, trainer, service, at(3, h)) for h in (9, 10, 11, 12))
    assert seen(trainer)["pendingCount"] == 4

    trainer.call(confirm_booking, id=one, body={})
    trainer.call(decline_booking, id=two, body={})
    member.call(cancel_booked_session, id=three, body={})
    assert seen(trainer)["pendingCount"] == 1

    moved = {"startsAt": at(4, 9).isoformat().replace("+00:00", "Z")}
    trainer.call(reschedule_booking, id=four, body=moved)
    assert seen(trainer)["pendingCount"] == 0


def test_a_client_is_active_for_thirty_days(world: World) -> None:
    trainer, service = offering(world)
    begins = at(3, 9)
    booking = booked(world.member(), trainer, service, begins)
    now = utc_now()
    assert seen(trainer)["activeClients"] == 1
    assert seen(trainer, now + timedelta(days=31))["activeClients"] == 0

    with standing(begins + timedelta(hours=1)):
        trainer.call(complete_booking, id=booking, body={})
    assert seen(trainer, now + timedelta(days=31))["activeClients"] == 1


def test_subscribers_are_those_who_follow_now(world: World) -> None:
    trainer, _ = offering(world)
    member = world.member()
    for _ in range(2):
        made = trainer.call(create_programme, body=PROGRAMME).data["programme"]
        member.call(subscribe, id=made["id"], body={})
        last = world.member().call(subscribe, id=made["id"], body={})
    assert last.status == 201
    assert seen(trainer)["subscribers"] == 4

    left = world.member()
    followed = left.call(subscribe, id=made["id"], body={}).data["subscription"]
    left.call(cancel_subscription, id=followed["id"], body={})
    assert seen(trainer)["subscribers"] == 4


def test_earnings_are_of_the_months_in_the_currency_that_earned_most(world: World) -> None:
    trainer, pounds = offering(world, horizonDays=90)
    other = {"name": "Consultation", "duration": 30, "price": 20, "currency": "EUR"}
    euros = trainer.call(add_service, body=other).data["service"]["id"]
    member = world.member()
    second_of_month = (at(40, 9).replace(day=2) - utc_now()).days + 1
    day = at(second_of_month, 9)
    first = booked(member, trainer, pounds, day)
    second = booked(member, trainer, euros, at(second_of_month, 11))
    with standing(day + timedelta(hours=4)):
        trainer.call(complete_booking, id=first, body={})
        trainer.call(mark_no_show, id=second, body={})
    this = seen(trainer, day + timedelta(hours=5))["earnings"]
    next_month = seen(trainer, day + timedelta(days=31))["earnings"]

    euro = {"currency": "EUR", "thisMonth": 20, "lastMonth": 0}
    assert this == {"thisMonth": 50, "lastMonth": 0, "currency": "GBP", "others": [euro]}
    assert (next_month["thisMonth"], next_month["lastMonth"]) == (0, 50)


def test_it_is_a_few_reads_however_many_bookings_there_are(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    for day in range(1, 7):
        for hour in (9, 12, 15):
            booked(member, trainer, service, at(day, hour))
    with counted(world.table) as calls:
        data = seen(trainer)

    assert len(data["upcoming"]) == 18
    # The account and the brand; trainer and schedule; the days and their bookings; requests,
    # clients, programmes, and two months of earnings.
    assert sum(calls.values()) <= 12, calls


def test_a_member_has_no_dashboard(world: World) -> None:
    assert world.member().call(get_trainer_dashboard).code == "FORBIDDEN"
