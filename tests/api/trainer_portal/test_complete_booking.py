"""POST /v1/trainer/bookings/{id}/complete."""

from datetime import timedelta

from stvos.clock import standing
from tests.api.trainers.bookings import at, booked, offering
from tests.world import World
from trainer_portal import complete_booking, mark_no_show


def test_it_is_noted_once_the_session_has_begun(world: World) -> None:
    trainer, service = offering(world)
    booking = booked(world.member(), trainer, service, at(2, 10))
    too_early = trainer.call(complete_booking, id=booking)
    assert (too_early.status, too_early.code) == (409, "INVALID_STATE")
    with standing(at(2, 10) + timedelta(minutes=50)):
        noted = trainer.call(complete_booking, id=booking)
    assert noted.data["booking"]["status"] == "completed"


def test_a_mistake_is_put_right(world: World) -> None:
    trainer, service = offering(world)
    booking = booked(world.member(), trainer, service, at(2, 10))
    with standing(at(2, 11)):
        trainer.call(mark_no_show, id=booking)
        noted = trainer.call(complete_booking, id=booking)
    assert noted.data["booking"]["status"] == "completed"
