"""POST /v1/my-bookings/sessions/{id}/reschedule."""

from my_bookings import cancel_booked_session, reschedule_booked_session
from tests.api.trainers.bookings import at, book, booked, offering, open_starts, written
from tests.world import World


def test_id_and_price_stay_and_the_old_time_is_free(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    before = book(member, trainer, service, at(2, 10)).data["booking"]
    body = {"startsAt": written(at(3, 14))}
    after = member.call(reschedule_booked_session, id=before["id"], body=body).data["booking"]

    assert after["startsAt"] == written(at(3, 14))
    assert after["scheduledTime"] == "14:00"
    assert after["version"] == 2
    moved = {"startsAt", "endsAt", "scheduledDate", "scheduledTime", "version"}
    assert {k: v for k, v in after.items() if k not in moved} == {
        k: v for k, v in before.items() if k not in moved
    }
    assert "10:00" in open_starts(member, trainer, 2)
    assert "14:00" not in open_starts(member, trainer, 3)


def test_it_may_overlap_its_own_old_time(world: World) -> None:
    trainer, service = offering(world, increment=30)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    for start in (at(2, 10, 30), at(2, 10), at(2, 9, 30), at(2, 10)):
        body = {"startsAt": written(start)}
        assert member.call(reschedule_booked_session, id=booking, body=body).status == 200
    assert open_starts(member, trainer, 2)[:3] == ["09:00", "11:00", "11:30"]
    member.call(cancel_booked_session, id=booking, body={})
    assert open_starts(member, trainer, 2)[:3] == ["09:00", "09:30", "10:00"]


def test_a_taken_time_leaves_it_where_it_was(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    booked(world.member(), trainer, service, at(2, 12))
    reply = member.call(
        reschedule_booked_session, id=booking, body={"startsAt": written(at(2, 12))}
    )
    assert (reply.status, reply.code) == (409, "SLOT_TAKEN")
    assert "10:00" not in open_starts(member, trainer, 2)


def test_what_is_not_listed_is_unavailable(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    body = {"startsAt": written(at(2, 10, 5))}
    reply = member.call(reschedule_booked_session, id=booking, body=body)
    assert reply.code == "SLOT_UNAVAILABLE"


def test_where_the_trainer_confirms_by_hand_it_is_pending_again(world: World) -> None:
    trainer, service = offering(world, autoConfirm=False)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    body = {"startsAt": written(at(3, 10))}
    moved = member.call(reschedule_booked_session, id=booking, body=body).data["booking"]
    assert moved["status"] == "pending"


def test_a_cancelled_one_is_not_moved(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    member.call(cancel_booked_session, id=booking, body={})
    body = {"startsAt": written(at(3, 10))}
    reply = member.call(reschedule_booked_session, id=booking, body=body)
    assert (reply.status, reply.code) == (409, "INVALID_STATE")


def test_on_a_full_day_it_may_move_within_the_day(world: World) -> None:
    trainer, service = offering(world, maxPerDay=1)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    body = {"startsAt": written(at(2, 14))}
    assert member.call(reschedule_booked_session, id=booking, body=body).status == 200
