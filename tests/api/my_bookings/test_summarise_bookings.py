"""GET /v1/my-bookings/summary."""

from datetime import timedelta
from typing import Any

from my_bookings import cancel_booked_session, cancel_subscription, summarise_bookings
from programmes import subscribe
from stvos.bookings.timers import BookingTimers
from stvos.clock import standing
from tests.api.programmes.world import PROGRAMME
from tests.api.trainers.bookings import at, booked, offering
from tests.api.trainers.group_classes import created, join, leave
from tests.world import Member, World
from trainer_portal import cancel_group_class, complete_booking, create_programme, mark_no_show

NOTHING = {"upcomingSessions": 0, "pastSessions": 0, "upcomingClasses": 0, "activeProgrammes": 0}


def summary(member: Member) -> Any:
    reply = member.call(summarise_bookings)
    assert reply.status == 200, reply.text
    return reply.data


def test_a_new_member_has_nothing(world: World) -> None:
    assert summary(world.member()) == NOTHING


def test_sessions_to_come_are_counted_with_the_soonest(world: World) -> None:
    trainer, service = offering(world)
    other, others_service = offering(world, autoConfirm=False)
    member = world.member()
    booked(member, trainer, service, at(5, 10))
    soonest = booked(member, other, others_service, at(3, 10))
    off = booked(member, trainer, service, at(2, 10))
    member.call(cancel_booked_session, id=off, body={})
    booked(world.member(), trainer, service, at(2, 12))
    data = summary(member)

    assert (data["upcomingSessions"], data["pastSessions"]) == (2, 0)
    assert (data["next"]["id"], data["next"]["status"]) == (soonest, "pending")
    assert data["next"]["trainer"]["id"] == other.trainer_id


def test_a_session_is_past_once_it_is_over_however_it_is_closed(world: World) -> None:
    trainer, service = offering(world)
    other, others_service = offering(world)
    member = world.member()
    begins = at(3, 10)
    first = booked(member, trainer, service, begins)
    second = booked(member, other, others_service, begins + timedelta(hours=1))
    with standing(begins + timedelta(minutes=30)):
        assert summary(member)["upcomingSessions"] == 2
    with standing(begins + timedelta(minutes=65)):
        data = summary(member)
        assert (data["upcomingSessions"], data["pastSessions"]) == (1, 1)
        for close in (complete_booking, mark_no_show, complete_booking, mark_no_show):
            trainer.call(close, id=first, body={})
            assert summary(member)["pastSessions"] == 1
    with standing(begins + timedelta(minutes=125)):
        assert summary(member)["pastSessions"] == 2
    over = begins + timedelta(days=9)
    BookingTimers(world.table, world.tenant, lambda: over).do(second)
    with standing(over):
        assert summary(member) == NOTHING | {"pastSessions": 2}


def test_classes_to_come_with_a_seat_are_counted(world: World) -> None:
    trainer, _ = offering(world)
    member = world.member()
    held, left, cancelled, full = (
        created(trainer, at(3, hour), capacity=capacity)
        for hour, capacity in ((9, 5), (11, 5), (13, 5), (15, 1))
    )
    join(world.member(), full)
    for class_id in (held, left, cancelled, full):
        assert join(member, class_id).status == 200
    leave(member, left)
    trainer.call(cancel_group_class, id=cancelled)

    assert summary(member) == NOTHING | {"upcomingClasses": 1}
    with standing(at(3, 9, 59)):
        assert summary(member)["upcomingClasses"] == 1
    with standing(at(3, 10)):
        assert summary(member)["upcomingClasses"] == 0


def test_programmes_count_while_they_are_followed(world: World) -> None:
    trainer, _ = offering(world)
    member = world.member()
    made = trainer.call(create_programme, body=PROGRAMME).data["programme"]
    followed = member.call(subscribe, id=made["id"], body={}).data["subscription"]
    assert summary(member) == NOTHING | {"activeProgrammes": 1}

    member.call(cancel_subscription, id=followed["id"], body={})
    assert summary(member) == NOTHING
