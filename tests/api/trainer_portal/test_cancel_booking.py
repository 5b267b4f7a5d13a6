"""POST /v1/trainer/bookings/{id}/cancel."""

from datetime import timedelta

from stvos.clock import standing
from tests.api.trainers.bookings import at, booked, offering, open_starts
from tests.world import World
from trainer_portal import cancel_booking


def test_what_the_trainer_cancels_is_paid_back_however_late(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    with standing(at(2, 10) - timedelta(minutes=1)):
        reply = trainer.call(cancel_booking, id=booking, body={"reason": "Ill"})
    cancelled = reply.data["booking"]
    assert (cancelled["cancelledBy"], cancelled["refundPercent"]) == ("trainer", 100)
    assert "10:00" in open_starts(member, trainer, 2)


def test_a_long_reason_is_refused(world: World) -> None:
    trainer, service = offering(world)
    booking = booked(world.member(), trainer, service, at(2, 10))
    reply = trainer.call(cancel_booking, id=booking, body={"reason": "x" * 501})
    assert (reply.status, reply.paths) == (400, ["body.reason"])
