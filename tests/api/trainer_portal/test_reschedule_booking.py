"""POST /v1/trainer/bookings/{id}/reschedule."""

from tests.api.trainers.bookings import at, booked, offering, open_starts, written
from tests.world import World
from trainer_portal import reschedule_booking


def test_what_the_trainer_moves_is_confirmed_and_both_are_mailed(world: World) -> None:
    trainer, service = offering(world, autoConfirm=False)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    body = {"startsAt": written(at(3, 9))}
    moved = trainer.call(reschedule_booking, id=booking, body=body).data["booking"]

    assert (moved["id"], moved["status"]) == (booking, "confirmed")
    assert moved["startsAt"] == written(at(3, 9))
    assert "10:00" in open_starts(member, trainer, 2)
    mails = [m for m in world.mails() if m["template"] == "booking_moved"]
    assert {mail["to_user"] for mail in mails} == {member.id, trainer.id}


def test_a_time_at_which_the_member_is_busy_is_refused(world: World) -> None:
    (trainer, service), (other, hour) = offering(world), offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    booked(member, other, hour, at(2, 12))
    reply = trainer.call(reschedule_booking, id=booking, body={"startsAt": written(at(2, 12))})
    assert (reply.status, reply.code) == (409, "MEMBER_BUSY")
